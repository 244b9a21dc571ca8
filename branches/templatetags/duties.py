"""The rows of the year's table: thousands of cells, of which few are different, drawn without a template for each."""

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from branches.duty_table import DONE, NOTHING, OPEN, SHORT

register = template.Library()

WORDS = {NOTHING: "", DONE: "✓", OPEN: "待 {}", SHORT: "缺 {}"}
PLACE = 9_999_999_999


@register.simple_tag
def duty_rows(rows):
    """Safe: names are escaped, all else is numbers and our own words."""
    before, after = reverse("branches:detail", args=[PLACE]).split(str(PLACE))
    drawn = {}
    return mark_safe("".join(_row(row, before, after, drawn) for row in rows))  # noqa: S308 - see above


def _row(row, before, after, drawn):
    total, branch = row.total, row.branch
    cells = "".join(_cell(cell, drawn) for cell in row.cells)
    return (
        f'<tr><th scope="row" class="name"><a href="{before}{branch.pk}{after}">{escape(branch.name)}</a></th>'
        f'<td class="num">{total.due}</td><td class="num">{total.held}</td><td class="num">{total.missing}</td>{cells}</tr>'
    )


def _cell(cell, drawn):
    key = (cell.state, cell.number)
    if key not in drawn:
        drawn[key] = f'<td class="d-{cell.state}">{WORDS[cell.state].format(cell.number)}</td>'
    return drawn[key]
