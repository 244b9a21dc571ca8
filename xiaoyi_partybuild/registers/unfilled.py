"""A form that nobody has filled in: which register's it is."""

from itertools import islice

from .cells import fold

LOOK_INTO = 300
MOST = 0.9  # so many of a register's headings make its form; an office may have taken some columns out
ASIDE = 1  # a number in front is no content


def said(sheets, registers):
    """The sentence to say about an untouched template of one of these registers, "" where none is among the sheets."""
    seen = [one for one in sheets if not one.hidden]
    forms = [register for sheet in seen for register in registers if _is_form(sheet, register)]
    if not forms:
        return ""
    register = max(forms, key=lambda one: len(one.stored))
    return f"这是“{register.title}”的空白模板，还没有填内容；请在表头下面一行填一个，填好再上传"


def _is_form(sheet, register):
    """Most of the register's headings stand there, and nothing below them."""
    headings = {fold(column.label.split("/")[-1]) for column in register.stored}
    met, below = set(), 0
    for _, row in islice(sheet.rows, LOOK_INTO):
        words = {fold(value) for value in row if isinstance(value, str)} & headings
        if len(words) > ASIDE:
            met, below = met | words, 0
        else:
            below += len(row) - row.count(None) > ASIDE
    return not below and len(met) >= MOST * len(headings)
