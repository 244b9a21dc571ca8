"""Which sheet of a file holds the table, where on it, and which register it is; each with its reason."""

from dataclasses import dataclass, field
from typing import NamedTuple

from . import claims, grid, groups, headers, headings, layout, matching, sides, unfilled
from .cells import index_of
from .choices import NOTHING_DECIDED
from .columns import CheckedCode, Choice
from .office import NOBODY
from .workbook import UnreadableWorkbook

HEADINGS_SHOWN = 8
DICTIONARIES = ("字典", "代码表", "说明", "下拉", "参数", "选项", "注意事项", "dict", "type")
LONGEST_NAME, LEAST_ROWS = 25, 3
DICTIONARY = "字典或说明"
CHOSEN = "您指定的"
GUIDE = "要改的地方"  # in front of a workbook that went out marked
PROVEN = 2  # so many columns more is one worth whose cells have the right check characters, where there is no header


@dataclass(frozen=True)
class Other:
    """Another table of the file that may be chosen instead.

    region: letters of its columns, () for all of them; header: (first, last) row of its header from 1, () for unknown
    """

    sheet: str
    region: tuple
    why: str
    header: tuple = ()


@dataclass
class Recognized:
    """What a file holds: the table, its register, its mapping.

    skipped  [(sheet, why)] of the sheets that were not used       others   [Other]: tables that may be chosen instead
    reasons  {"sheet" | "register" | "header" | "region" | "groups" | "hidden": a sentence}; only what there is to say
    sheets   [(name, may be chosen)] of all sheets                   group    target that group rows speak about, "" for none
    """

    table: layout.Table
    register: object
    mapping: matching.Mapping
    skipped: list
    others: list = field(default_factory=list)
    reasons: dict = field(default_factory=dict)
    sheets: list = field(default_factory=list)
    group: str = ""


class NoIdentity(UnreadableWorkbook):
    """There is a table, but no column says whom its rows are about. Holds what was recognized, so a person can choose."""

    def __init__(self, recognized):
        self.recognized = recognized
        super().__init__(_contested(recognized.mapping) or _no_identity(recognized))


def _contested(mapping):
    """What to say when there are such columns, but several for one thing."""
    claims = [(target, letters) for target, letters in mapping.contested.items() if target in mapping.register.identity]
    told = [f"{'、'.join(letters)} 列都像“{mapping.register.by_target[target].label}”" for target, letters in claims]
    return f"{'；'.join(told)}，请选定其中一列" if told else ""


def _no_identity(recognized):
    register, rows = recognized.register, recognized.table.header_rows
    labels = "、".join(f"“{register.by_target[target].label}”" for target in register.identity)
    if not rows:
        return f"按“{register.title}”看，这张表没有表头，也认不出哪一列是{labels}；请选定这一列，或补上列名再上传"
    where = f"第 {rows[0]} 行" if rows[0] == rows[1] else f"第 {rows[0]}—{rows[1]} 行"
    found = "、".join(path for path in list(recognized.table.paths.values())[:HEADINGS_SHOWN] if path)
    return f"按“{register.title}”看，{where}表头（{found}）里没有{labels}这样的列；请补上其中一列的列名再上传"


def recognize(sheets, registers, choices=NOTHING_DECIDED, office=NOBODY):
    """Raise UnreadableWorkbook when no sheet holds a table of these registers. office: what its records say about columns.

    What the person decided (choices.sheet, .region, .header) stands above what the engine finds.
    """
    candidates, skipped = _candidates(sheets, choices.sheet)
    found = [one for sheet in candidates for one in _candidate_tables(sheet, registers, choices, office)]
    best = max(found, key=lambda one: one.fit, default=None)
    if best is None or not (best.fit.found or _is_decided(choices) or _is_some_table(best)):
        raise UnreadableWorkbook(unfilled.said(sheets, registers) or _nothing_found(sheets, choices.sheet))
    vocabulary = claims.vocabulary(registers)
    table = layout.read(best.sheet, best.header, _speaker(best.register), lambda text: _is_heading(text, vocabulary))
    if not len(table.rows) and (sentence := unfilled.said([best.sheet], [best.register])):
        raise UnreadableWorkbook(sentence)
    mapping = matching.match(table, best.register, choices.columns, office)
    others = [*_below(table), *_others(best, found)]
    skipped += [(sheet.name, _why_not(sheet, others)) for sheet in candidates if sheet is not best.sheet]
    reasons = _reasons(best, candidates, registers, choices) | table.reasons
    listed = [(sheet.name, bool(sheet.rows)) for sheet in sheets]
    group = groups.target(table, mapping, choices, office)
    return Recognized(table, best.register, mapping, skipped, others, reasons, listed, group)


# --- which sheet


def _candidates(sheets, wanted):
    if wanted:
        named = [one for one in sheets if one.name == wanted]
        if not named:
            raise UnreadableWorkbook(f"这个文件里没有工作表“{wanted}”，只有：{'、'.join(one.name for one in sheets)}")
        return named, []
    reasons = [(one, _why_skip(one)) for one in sheets]
    if all(why for _, why in reasons):  # a register under a dictionary's name is better than none
        reasons = [(one, "" if why == DICTIONARY else why) for one, why in reasons]
    return [one for one, why in reasons if not why], [(one.name, why) for one, why in reasons if why]


def _why_skip(sheet):
    if sheet.hidden:
        return "隐藏的工作表"
    if not sheet.rows:
        return "空表"
    if sheet.name == GUIDE:
        return "系统写的改正说明"
    return DICTIONARY if any(word in sheet.name.casefold() for word in DICTIONARIES) else ""


# --- which table, which register


class Fit(NamedTuple):
    """How well a register fits a table, the greater the better."""

    has_identity: bool
    has_rows: bool
    found: int
    not_missing: int
    share: float


@dataclass(frozen=True)
class _Candidate:
    """A table seen as one register."""

    fit: Fit
    sheet: object
    header: headers.Header
    register: object


def _candidate_tables(sheet, registers, choices, office):
    vocabulary = claims.vocabulary(registers)
    return [
        _Candidate(_fit(sheet, header, register, office), sheet, header, register)
        for header in _headers(sheet, vocabulary, choices)
        for register in registers
    ]


def _headers(sheet, vocabulary, choices):
    """The headers to consider: all that are found, or the one in the place a person pointed out."""
    if choices.header is None and not choices.region:
        return [header for header in sides.tables(sheet, vocabulary) if not _is_form(sheet, header, vocabulary)]
    left, right = map(index_of, choices.region) if choices.region else (0, None)
    if choices.header is None:
        header = headers.find(sheet, vocabulary, left, right)
    else:
        header = headers.chosen(sheet, choices.header, vocabulary, left, right)
    if header and choices.region:
        header.reasons["region"] = CHOSEN
    return [header] if header else []


def _is_form(sheet, header, vocabulary):
    """One record, names of things with what they are beside them: no list, though its first row looks like a header."""
    rows = [row for number, row in sheet.rows[: grid.LOOK_INTO] if number > header.bottom]
    firsts = [next((value for value in row if value is not None), None) for row in rows]
    words = [value for value in firsts if isinstance(value, str)]
    return len(rows) > 1 and sum(_is_heading(word, vocabulary) for word in words) * 2 > len(rows)


def _fit(sheet, header, register, office):
    targets = _claimed(header, register, office) if header.is_there else _held(sheet, header, register, office)
    proven = 0 if header.is_there else sum(isinstance(register.by_target[target], CheckedCode) for target in targets)
    missing = sum(column.required and column.target not in targets for column in register.columns)
    known, rows = bool(targets & set(register.identity)), _has_rows(sheet, header)
    return Fit(known, rows, len(targets) + PROVEN * proven, -missing, len(targets) / len(register.columns))


def _claimed(header, register, office):
    claimed = [claims.claims_on(path, register) for path in header.paths.values() if path]
    return {found[0].column.target for found in claimed if found} | office.claimed(register, header.paths)


def _held(sheet, header, register, office):
    """What the cells alone say, where there is no header."""
    used = matching.match(layout.read(sheet, header), register, None, office).used
    return {match.field for match in used}


def _has_rows(sheet, header):
    """Whether anything but a single cell stands below the header: an empty form is no register."""
    return _rows_below(sheet, header) > 0 or header.left == header.right


def _rows_below(sheet, header):
    sample = (row[header.left : header.right + 1] for number, row in sheet.rows[: grid.SAMPLED] if number > header.bottom)
    return sum(len(row) - row.count(None) > 1 for row in sample)


def _is_decided(choices):
    """A person who points at a table wants that one."""
    return choices.header is not None or bool(choices.region or choices.columns)


def _is_some_table(one):
    """Something with columns and rows, if under names that nobody knows: its columns can be asked about."""
    return one.header.is_there and _rows_below(one.sheet, one.header) >= LEAST_ROWS


def _speaker(register):
    """Whether a text is what group rows of this register say, as far as that can be told from the text."""
    column = register.by_target.get(register.group)
    return (lambda text: column.looks_right(text) is True) if isinstance(column, Choice) else None


def _is_heading(text, vocabulary):
    return len(text) < LONGEST_NAME and headings.known_levels(text, vocabulary) > 0


# --- what is told


def _below(table):
    if table.next_header:
        row = table.next_header
        yield Other(table.sheet, (), f"第 {row} 行起像另一张表，可以改选表头", (row, row))


def _others(best, found):
    """The tables that were not taken: beside the one that was, and registers on other sheets."""
    tables = {(id(one.sheet), one.header.left): one for one in sorted(found, key=lambda one: one.fit)}
    told = []
    for one in tables.values():
        if one.sheet is best.sheet and one.header is not best.header:
            told.append(Other(one.sheet.name, one.header.region, f"{'—'.join(one.header.region)} 列像另一张表，可以改选"))
        elif one.sheet is not best.sheet and one.fit.has_identity and one.fit.has_rows and one.fit.found > 1:
            told.append(Other(one.sheet.name, (), f"也像一张登记表（{one.register.title}），可以改选"))
    return list({(other.sheet, other.region): other for other in told}.values())


def _why_not(sheet, others):
    return next((other.why for other in others if other.sheet == sheet.name and not other.region), "不像要导入的表")


def _reasons(best, candidates, registers, choices):
    told = {}
    if choices.sheet:
        told["sheet"] = CHOSEN
    elif len(candidates) > 1:
        told["sheet"] = f"这张工作表里认得的列最多，有 {best.fit.found} 列"
    if len(registers) > 1:
        told["register"] = f"有 {best.fit.found} 列是“{best.register.title}”里的"
    return told


def _nothing_found(sheets, wanted):
    where = f"工作表“{wanted}”" if wanted else f"{len(sheets)} 张工作表"
    asked = "名册要一行写一个单位，表头里要有单位名称、代码这样的列名"
    return f"在这个文件的{where}里没有找到能识别的表头；请确认选对了文件，{asked}"
