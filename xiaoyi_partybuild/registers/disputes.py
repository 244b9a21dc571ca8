"""Headings that seem to stand over each other's cells: named together and asked about, never swapped by the engine."""

from dataclasses import replace

from . import cells, evidence
from .columns import Code, Phone, Text
from .memory import ASK


def turned_round(found, work):
    """Two columns of which each holds what the other's heading says."""
    asked = dict(_names_of_people_and_bodies(found, work))
    for one in found:
        other = _better(one, found, work) if one.doubted else None
        if other:
            asked[one.index] = other
    return [_asked(one, asked[one.index]) if one.index in asked else one for one in found]


def _names_of_people_and_bodies(found, work):
    texts = [one for one in found if _is_open_text(one, work)]
    for one in texts:
        for other in texts:
            if evidence.swapped(_side(one, work), _side(other, work)):
                yield from ((one.index, other), (other.index, one))


def _is_open_text(one, work):
    return isinstance(one.column, Text) and not isinstance(one.column, Code) and one.index not in work.settled


def _side(one, work):
    return one.column.label, work.contents[one.index]


def _better(doubted, found, work):
    """Another column, unused or in doubt itself, whose cells are what this heading speaks of."""
    wanted = doubted.doubted
    for other in found:
        if other is not doubted and not other.column and _fits(wanted, work.contents[other.index], work):
            return other
    return None


def _fits(column, contents, work):
    is_name = work.is_name(column) and evidence.shape(contents) == evidence.BODY
    return is_name or evidence.gives_away(column, contents, has_heading=False, named=())


def _asked(one, other):
    column = one.column or one.doubted
    reason = f"表头像“{column.label}”，内容却像 {other.letter} 列“{other.path}”该有的；这两列可能写反了，请您选定"
    return replace(one, column=None, option=None, confidence=ASK, reason=reason, doubted=column)


# --- against what is stored


def compared(found, work):
    """Texts that agree with what is stored, but under each other's headings: 理事长 and 秘书长 the wrong way round."""
    texts = [one for one in found if _is_comparable(one, work)]
    known = _known(found, texts, work) if texts else {}
    if len(known) < evidence.ENOUGH:
        return found
    asked = {}
    for one in texts:
        other = _the_other(one, found, {place: values[one.field] for place, values in known.items()}, work)
        if other:
            asked |= {one.index: (one.column, other), other.index: (one.column, one)}
    return [_unlike(one, *asked[one.index]) if one.index in asked else one for one in found]


def _is_comparable(one, work):
    """A plain text of what a row is about, not what it is found by."""
    column = one.column
    plain = isinstance(column, Text) and not isinstance(column, (Code, Phone)) and not column.personal
    of_the_first = plain and column.stored and column.part == work.register.parts[0].name
    return of_the_first and column.target not in work.register.identity and one.index not in work.settled


def _known(found, texts, work):
    """{row's place in the table: {target: stored text}} of the first rows that are known."""
    key = next((one for one in found if one.field in work.register.identity and isinstance(one.column, Text)), None)
    if key is None or key.column.personal:
        return {}
    named = {row: text for row, text in _texts(key.index, work).items() if text}
    stored = work.office.stored(work.register, key.column.field, named.values(), [one.column.field for one in texts])
    targets = [one.field for one in texts]
    return {row: dict(zip(targets, stored[text], strict=True)) for row, text in named.items() if text in stored}


def _texts(index, work):
    """{row's place: its cell as text} of the first rows."""
    rows = enumerate(work.rows[: evidence.LOOK_AT])
    return {place: cells.shown(row[index]) for place, row in rows if index < len(row)}


def _the_other(one, found, stored, work):
    """The column that holds what is stored for this one, where its own cells do not."""
    if _agreement(one, stored, work) is None or _agreement(one, stored, work) >= evidence.FEW:
        return None
    open_ones = (other for other in found if other is not one and other.index not in work.settled)
    return next((other for other in open_ones if (_agreement(other, stored, work) or 0) >= evidence.MOST), None)


def _agreement(one, stored, work):
    """The share of filled cells that are what is stored; None for too few to tell."""
    texts = _texts(one.index, work)
    pairs = [(cells.fold(texts[row]), cells.fold(text)) for row, text in stored.items() if text and texts.get(row)]
    return sum(cell == text for cell, text in pairs) / len(pairs) if len(pairs) >= evidence.ENOUGH else None


def _unlike(one, column, other):
    right, headed = (other, one) if one.column is column else (one, other)
    reason = f"系统里记的“{column.label}”在 {right.letter} 列，不在 {headed.letter} 列；这两列可能写反了，请您选定"
    return replace(one, column=None, option=None, confidence=ASK, reason=reason, doubted=column)
