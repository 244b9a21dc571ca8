"""A small line chart as SVG: attributes and classes only, lines told apart by their dashes, its table always beside it."""

from django.utils.html import format_html, format_html_join

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 12, 28
DASHES = ("", "7 4", "2 3")
STEP = 0.1


def line_chart(labels, series, summary):
    """labels: one per point; series: [(name, [share 0–1 or None, …])]; summary: what the picture says, in words."""
    floor = _floor([share for _, shares in series for share in shares if share is not None])
    return format_html(
        '<svg class="lines" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        summary,
        _grid(floor),
        _months(labels),
        format_html_join("", "{}", ((_line(index, shares, floor),) for index, (_, shares) in enumerate(series))),
    )


def _floor(shares):
    """The axis begins at the full tenth below the lowest point, so that small moves are seen."""
    lowest = min(shares, default=0)
    return max(0, int((lowest - 0.001) / STEP) * STEP) if lowest < 1 else 1 - STEP


def _x(index, count):
    return LEFT + (WIDTH - LEFT - RIGHT) * index / max(count - 1, 1)


def _y(share, floor):
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share) / (1 - floor)


def _grid(floor):
    lines = [floor, (floor + 1) / 2, 1]
    return format_html_join(
        "",
        '<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="axis" x="{}" y="{}" text-anchor="end">{}%</text>',
        ((LEFT, WIDTH - RIGHT, _y(at, floor), _y(at, floor), LEFT - 6, _y(at, floor) + 4, round(at * 100)) for at in lines),
    )


def _months(labels):
    shown = {0, len(labels) // 2, len(labels) - 1}
    return format_html_join(
        "",
        '<text class="axis" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((_x(at, len(labels)), HEIGHT - 6, label) for at, label in enumerate(labels) if at in shown),
    )


def _line(index, shares, floor):
    points = [(_x(at, len(shares)), _y(share, floor)) for at, share in enumerate(shares) if share is not None]
    if not points:
        return ""
    return format_html(
        '<polyline class="line-{0}" points="{1}" stroke-dasharray="{2}"/><circle class="dot-{0}" cx="{3}" cy="{4}" r="4"/>',
        index + 1,
        " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        DASHES[index % len(DASHES)],
        *points[-1],
    )


def key(index):
    """The sample of a line for the legend."""
    return format_html(
        '<svg width="28" height="10" aria-hidden="true" focusable="false">'
        '<line class="line-{}" x1="0" x2="28" y1="5" y2="5" stroke-dasharray="{}"/></svg>',
        index + 1,
        DASHES[index % len(DASHES)],
    )
