"""What the engine made of each workbook, against what a careful clerk would: found, missed and made up, per element."""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from xiaoyi_partybuild.registers import cells, headings, recognition, register, workbook
from xiaoyi_partybuild.registers.cells import CellError
from xiaoyi_partybuild.registers.columns import List

from . import draft as drawing
from .books import made
from .writers import FORMATS as WRITTEN
from .xlsb import xlsb

READERS = 4  # reading processes at once
FORMATS = WRITTEN | {"xlsb": xlsb}
WHY = {
    drawing.TITLE: ("标题",),
    drawing.UNIT: ("填报单位和日期",),
    drawing.INSTRUCTION: ("填写说明",),
    drawing.CODE: ("栏次、编号行",),
    drawing.GROUP: ("分组行",),
    drawing.TOTAL: ("合计行",),
    drawing.NOTE: ("说明文字",),
    drawing.SIGNATURE: ("签字栏",),
    drawing.REPEATED: ("重复的表头",),
    drawing.NUMBERED: ("只有序号，没有内容",),
    drawing.OTHER: ("下面的另一张表",),
}
ELEMENTS = (
    "sheet", "register", "header rows", "header path", "region", "mapping", "data rows", *WHY, "group label",
    "group of a row", "merged fill", "as-of date", "cell", "value read", "wrong sum or count", "other table",
)  # fmt: skip


@dataclass
class Score:
    """right, missed and wrong per element.

    slips: [(workbook, element, missed, wrong)]; imported: totals and notes that were taken for data.
    """

    right: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    slips: list = field(default_factory=list)
    imported: list = field(default_factory=list)
    books: int = 0

    def add(self, name, element, gold, seen):
        gold, seen = set(gold), set(seen)
        self.right[element] += len(gold & seen)
        self.missed[element] += len(gold - seen)
        self.wrong[element] += len(seen - gold)
        if gold != seen:
            self.slips.append((name, element, gold - seen, seen - gold))

    def precision(self, element):
        return _share(self.right[element], self.wrong[element])

    def recall(self, element):
        return _share(self.right[element], self.missed[element])


def _share(right, other):
    return right / (right + other) if right + other else 1.0


def of(drafts=None):
    """The Score of the whole corpus, or of these (name, format, draft)."""
    score = Score()
    registers = list(register.REGISTRY.values())
    drafts = list(drafts or made())
    with ThreadPoolExecutor(READERS) as pool:
        read = pool.map(lambda book: workbook.read(FORMATS[book[1]](book[2])), drafts)
        for (name, kind, draft), sheets in zip(drafts, read, strict=True):
            score.books += 1
            compare(score, f"{name} [{kind}]", draft, sheets, registers, lost=hasattr(FORMATS[kind], "is_text"))
    return score


def compare(score, name, draft, sheets, registers, *, lost):
    """lost: whether the format keeps no merged areas."""
    try:
        found = recognition.recognize(sheets, registers)
    except workbook.UnreadableWorkbook as error:
        score.add(name, "register", [draft.slug], [str(error)])
        _all_missed(score, name, draft)
        return
    table = found.table
    score.add(name, "register", [draft.slug], [found.register.slug])
    score.add(name, "sheet", ["" if lost else draft.sheet], [table.sheet])
    score.add(name, "header rows", [draft.header_rows(lost=lost)], [tuple(table.header_rows)])
    _compare_columns(score, name, draft, found)
    _compare_rows(score, name, draft, table)
    _compare_cells(score, name, draft, table, lost)
    _compare_values(score, name, draft, found, lost)
    wrong = {(draft.number(one), cells.letter(place[0]) if place else "") for _, one, *place in draft.problems}
    score.add(name, "wrong sum or count", wrong, _told_wrong(table))
    score.add(name, "other table", _named(draft), _others(found))


def _all_missed(score, name, draft):
    score.add(name, "header rows", [draft.header_rows()], [])
    score.add(name, "data rows", [draft.number(line) for line in draft.of(drawing.DATA)], [])
    score.add(name, "mapping", [place for place, _ in enumerate(draft.columns)], [])


def _compare_columns(score, name, draft, found):
    columns = {place + draft.left: column for place, column in enumerate(draft.columns)}
    if not draft.headerless:
        gold = {(place, headings.path_of("/".join(map(_level, one.path)))) for place, one in columns.items() if one.path}
        seen = ((place, headings.path_of(path)) for place, path in found.table.paths.items() if path)
        score.add(name, "header path", gold, seen)
    spoken = [place for place, one in columns.items() if one.path or one.content == "serial" or draft.headerless]
    score.add(name, "region", [(cells.letter(min(spoken)), cells.letter(max(spoken)))], [found.table.region])
    seen = {match.index: _target(match) for match in found.mapping.matches}
    for place, one in columns.items():
        if one.target != "?" and not (one.content == "serial" and draft.headerless):
            score.add(name, "mapping", [(place, one.target)], [(place, seen.get(place, ""))])


def _level(text):
    return text.replace("/", "／")


def _target(match):
    if not match.column:
        return ""
    return match.field if match.option is None else f"{match.field}={match.option}"


def _compare_rows(score, name, draft, table):
    rows = {row.number + 1: row for row in table.rows}
    score.add(name, "data rows", [draft.number(line) for line in draft.of(drawing.DATA)], rows)
    aside = defaultdict(set)
    for number, why in table.set_aside:
        aside[why].add(number)
    for kind, whys in WHY.items():
        gold = {draft.number(line) for line in draft.of(kind)}
        score.add(name, kind, gold, set().union(*(aside[why] for why in whys)))
        score.imported += [(name, kind, number) for number in gold & set(rows) if kind not in (drawing.GROUP,)]
    of_rows, groups = draft.groups()
    score.add(name, "group label", groups, [(one.number + 1, one.label, one.announced) for one in table.groups])
    if groups:
        score.add(name, "group of a row", of_rows.items(), [(number, row.group) for number, row in rows.items()])
    score.add(name, "as-of date", [draft.as_of] if draft.as_of else [], [str(table.as_of)] if table.as_of else [])


def _compare_cells(score, name, draft, table, lost):
    filled = {} if lost else draft.filled()
    seen = {
        (row.number + 1, place): value for row in table.rows for place, value in enumerate(row.cells) if value is not None
    }
    gold = {
        (draft.number(line), place): value
        for line in draft.of(drawing.DATA)
        for place, value in enumerate(line.cells)
        if value is not None and draft.left <= place < draft.left + len(draft.columns)
    }
    as_text = lambda pairs: {(*where, _shown(value)) for where, value in pairs.items()}  # noqa: E731
    score.add(name, "cell", as_text(gold | filled), as_text(seen))
    score.add(name, "merged fill", as_text(filled), {one for one in as_text(seen) if one[:2] in filled})


def _shown(value):
    text = cells.shown(value)
    return text.removesuffix(".0")


def _compare_values(score, name, draft, found, lost):
    """What each mapped column reads, against what was meant, with its precision."""
    filled = set() if not lost else set(draft.filled())
    gold = {
        (number, columns[place], str(said))
        for number, line in ((draft.number(line), line) for line in draft.of(drawing.DATA))
        for columns in [{place + draft.left: one.target for place, one in enumerate(draft.columns)}]
        for place, said in line.read.items()
        if columns[place] not in ("", "?") and (number, place) not in filled
    }
    unscored = {place + draft.left for place, one in enumerate(draft.columns) if one.target == "?"}
    seen = set()
    for match in found.mapping.used:
        if match.index not in unscored:
            seen |= set(_read(match, found.table))
    score.add(name, "value read", gold, seen)


def _read(match, table):
    column = match.column.settled(table.column(match.index), f"{match.path} {table.unit}")
    read = (lambda cell: column.marked(cell, match.option)) if match.option is not None else column.read
    for row in table.rows:
        cell = row.cells[match.index] if match.index < len(row.cells) else None
        try:
            value = read(cell)
        except CellError:
            continue
        if value is not None and not (value is False and match.option is not None):
            yield row.number + 1, _target(match), str(value if isinstance(column, List) else getattr(value, "value", value))


def _told_wrong(table):
    counts = {(one.number + 1, "") for one in table.groups if one.announced not in (None, one.found)}
    return counts | {(one.number, one.letter) for one in table.wrong_sums}


def _named(draft):
    return {one if isinstance(one, str) else f"{cells.letter(one[0])}-{cells.letter(one[1])}" for one in draft.named}


def _others(found):
    return {_place(one) for one in found.others}


def _place(other):
    if other.header:
        return f"row {other.header[0]}"
    return "-".join(other.region) if other.region else other.sheet
