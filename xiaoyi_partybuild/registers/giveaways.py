"""Columns whose heading says nothing the register knows, recognized by their cells alone; only where there is one answer."""

from collections import defaultdict
from dataclasses import replace

from . import cells, evidence, personal
from .columns import Code, List, Lookup, Text
from .memory import ASK, LIKELY

LONGEST_NAME = 40


def recognized(found, work):
    """The matches, those given away by their cells put in."""
    wanted = _wanted(found, work)
    open_ones = [one for one in found if work.is_open(one) and work.contents[one.index]]
    fits = _fitting(open_ones, wanted, work) if wanted else []
    by_column, by_index = defaultdict(list), defaultdict(list)
    for one, column in fits:
        by_column[column.target].append(one)
        by_index[one.index].append(column)
    answers = {one.index: _answer(one, by_index[one.index], by_column) for one, _ in fits}
    return [answers.get(one.index, one) for one in found]


def _wanted(found, work):
    """The register's columns that nothing stands for so far."""
    taken = {one.field for one in found} | {one.doubted.target for one in found if one.doubted} | set(work.contested)
    return [column for column in work.register.columns if column.target not in taken]


def _fitting(open_ones, wanted, work):
    """[(match, column its cells give away)]."""
    named = _named(open_ones, wanted, work)
    pairs = ((one, column) for one in open_ones for column in wanted)
    return [(one, column) for one, column in pairs if _fits(one, column, named.get(column.target, ()), work)]


def _fits(one, column, named, work):
    contents, has_heading = work.contents[one.index], bool(one.path)
    if has_heading and personal.is_personal(one.path, ()) and not column.personal:
        return False
    if not has_heading and work.is_name(column) and isinstance(column, Text) and not isinstance(column, Code):
        return evidence.shape(contents) == evidence.called(column.label)
    return evidence.gives_away(column, contents, has_heading=has_heading, named=named)


def _named(open_ones, wanted, work):
    """{target: texts that name rows of the other table}, one query for each other table."""
    texts = [cells.shown(cell) for one in open_ones for cell in work.contents[one.index] if isinstance(cell, str)]
    short = [text for text in texts if len(text) <= LONGEST_NAME]
    return {column.target: work.office.named(column, short) for column in wanted if isinstance(column, (List, Lookup))}


def _answer(one, columns, by_column):
    labels = "、".join(f"“{column.label}”" for column in columns)
    rivals = [other.letter for column in columns for other in by_column[column.target]]
    if len(columns) == 1 and len(rivals) == 1:
        return replace(one, column=columns[0], confidence=LIKELY, reason=f"内容像{labels}，请核对表头")
    letters = "、".join(sorted(set(rivals)))
    reason = f"内容像{labels}，{letters} 列都像；要导入请选定" if len(set(rivals)) > 1 else f"内容像{labels}；要导入请选定"
    asks = any(column.required for column in columns)
    return replace(one, confidence=ASK if asks else one.confidence, reason=reason)
