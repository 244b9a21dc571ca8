"""The site's own icons: 12 by 12 drawings in the colour of the text beside them."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

STROKE = '<path d="{}" fill="none" stroke="currentColor" stroke-width="2"/>'
FILL = '<path d="{}" fill="currentColor"/>'

DRAWINGS = {
    "check": (STROKE, "M1 6l4 4 6-8"),
    "triangle": (FILL, "M6 1l5.5 10H.5z"),
    "cross": (STROKE, "M1.5 1.5l9 9M10.5 1.5l-9 9"),
    "plus": (STROKE, "M6 1v10M1 6h10"),
    "arrow": (STROKE, "M1 6h9M6 2l4 4-4 4"),
    "dash": (STROKE, "M1 6h10"),
}


def svg(name):
    """The drawing of that name, hidden from screen readers: the word beside it says the same."""
    shape, path = DRAWINGS[name]
    return format_html(
        '<svg class="icon" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>',
        SafeString(shape.format(path)),
    )
