"""Tables that stand side by side in one sheet: where one ends and the next begins."""

from functools import cache, partial

from . import headers, headings
from .grid import Grid
from .headings import SERIAL

ALIGNED = 0.8  # of the rows of two parts of one table, at least so many are filled in both
FIGURES = frozenset({"项目"})


def tables(sheet, vocabulary):
    """The Header of every table in a sheet, the one with the most known columns first; [] for a sheet without a table."""
    find = cache(partial(headers.find, sheet, vocabulary))
    grid = Grid(sheet)
    parts = [part for segment in _segments(grid) for part in _unfolded(find, *segment)]
    found = [header for left, right in parts if (header := find(left, right))]
    if not found:
        whole = find(0, grid.right)
        return [whole] if whole else []
    main = max(found, key=lambda header: (header.hits, header.right - header.left))
    others = [header for header in found if header is not main and _stands_apart(grid, main, header)]
    return [_told(_joined(find, main, parts, others), others), *others]


def _segments(grid):
    """[(left, right)] of the columns between columns that hold nothing in any row with several cells."""
    rows = [row for row in grid.rows.values() if sum(value is not None for value in row[grid.left :]) > 1]
    filled = sorted({column for row in rows for column, value in enumerate(row) if value is not None})
    spans = {span for span in grid.spans.values() if span[1] > span[0] and not _is_across(span, filled)}
    filled = sorted({*filled, *(column for left, right in spans for column in range(left, right + 1))})
    found = []
    for column in filled:
        if found and column == found[-1][1] + 1:
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, column))
    return found


def _is_across(span, filled):
    """A title merged over everything says nothing about where tables end."""
    return bool(filled) and span[1] - span[0] + 1 >= 0.6 * (filled[-1] - filled[0] + 1)


def _unfolded(find, left, right):
    """One list printed in several halves beside each other begins again where its first headings come again."""
    header = find(left, right)
    if header is None or not header.is_there:
        return [(left, right)]
    columns = [column for column, path in header.paths.items() if path]
    paths = [headings.path_of(header.paths[column]) for column in columns]
    for start in range(2, len(paths) - 1):
        if _begins_again(paths, start):
            return [(left, columns[start] - 1), *_unfolded(find, columns[start], right)]
    return [(left, right)]


def _begins_again(paths, start):
    rest = paths[start : 2 * start]
    same_paths = rest == paths[: len(rest)]
    leaves = [path.split("/")[-1] for path in paths]
    same_leaves = leaves[start : 2 * start] == leaves[: len(rest)]
    return len(rest) > 1 and (same_paths or (same_leaves and leaves[0] in SERIAL | FIGURES))


def _stands_apart(grid, main, other):
    """Whether a part beside an empty column is a table of its own: it repeats the headings, has its header in other
    rows, or names nothing known and is filled in other rows."""
    if len(other.paths) < 2:
        return False
    if not (main.is_there and other.is_there):
        return main.is_there != other.is_there and not _is_aligned(grid, main, other)
    shared = _leaves(main) & _leaves(other)
    if len(shared) > 1 and (len(shared) == len(_leaves(other)) or shared & SERIAL):
        return True
    if other.bottom < main.top or other.top > main.bottom:
        return True
    return not other.hits and not _is_aligned(grid, main, other)


def _leaves(header):
    return {headings.path_of(path).split("/")[-1] for path in header.paths.values() if path}


def _is_aligned(grid, main, other):
    either = both = 0
    for number in grid.rows:
        if number <= max(main.bottom, other.bottom):
            continue
        here, there = (any(_values(grid, number, part)) for part in (main, other))
        either, both = either + (here or there), both + (here and there)
    return both >= ALIGNED * either


def _values(grid, number, part):
    return (grid.value(number, column) is not None for column in range(part.left, part.right + 1))


def _joined(find, main, parts, others):
    """The table with the parts that only an empty column divides from it."""
    apart = {(header.left, header.right) for header in others}
    taken = [part for part in parts if not any(left <= part[1] and right >= part[0] for left, right in apart)]
    left, right = min(part[0] for part in taken), max(part[1] for part in taken)
    if any(left <= header.left and header.right <= right for header in others):
        left, right = main.left, main.right
    return find(left, right) or main


def _told(header, others):
    first, last = header.region
    beside = "、".join("—".join(other.region) for other in others)
    why = f"从 {first} 列到 {last} 列" + (f"；{beside} 列像另一张表" if beside else "")
    header.reasons.setdefault("region", why)
    return header
