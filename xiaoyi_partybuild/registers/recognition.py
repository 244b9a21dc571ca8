"""Which sheet of a file holds the table, and which register it is."""

from dataclasses import dataclass
from typing import NamedTuple

from . import claims, headers, layout, matching
from .choices import NOTHING_DECIDED
from .office import NOBODY
from .workbook import UnreadableWorkbook

HEADINGS_SHOWN = 8
DICTIONARIES = ("字典", "代码表", "说明", "下拉", "参数", "选项", "注意事项", "dict", "type")


@dataclass
class Recognized:
    """What a file holds: the table, its register, its mapping; `skipped`: [(sheet, why)]."""

    table: layout.Table
    register: object
    mapping: matching.Mapping
    skipped: list


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
    register, (first, last) = recognized.register, recognized.table.header_rows
    labels = "、".join(f"“{register.by_target[target].label}”" for target in register.identity)
    rows = f"第 {first} 行" if first == last else f"第 {first}—{last} 行"
    found = "、".join(list(recognized.table.paths.values())[:HEADINGS_SHOWN])
    return f"按“{register.title}”看，{rows}表头（{found}）里没有{labels}这样的列；请补上其中一列的列名再上传"


def recognize(sheets, registers, choices=NOTHING_DECIDED, office=NOBODY):
    """Raise UnreadableWorkbook when no sheet holds a table of these registers. office: what its records say about columns."""
    candidates, skipped = _candidates(sheets, choices.sheet)
    fits = [fit for one in candidates for fit in _fits(one, registers)]
    best = max(fits, key=lambda fit: fit[0], default=None)
    if best is None or not best[0].found:
        raise UnreadableWorkbook(_nothing_found(sheets, choices.sheet))
    _, found, header, register = best
    table = layout.read(found, header)
    skipped += [(one.name, "不像要导入的表") for one in candidates if one is not found]
    return Recognized(table, register, matching.match(table, register, choices.columns, office), skipped)


def _candidates(sheets, wanted):
    if wanted:
        named = [one for one in sheets if one.name == wanted]
        if not named:
            raise UnreadableWorkbook(f"这个文件里没有工作表“{wanted}”，只有：{'、'.join(one.name for one in sheets)}")
        return named, []
    reasons = [(one, _why_skip(one)) for one in sheets]
    return [one for one, why in reasons if not why], [(one.name, why) for one, why in reasons if why]


def _why_skip(sheet):
    if sheet.hidden:
        return "隐藏的工作表"
    if not sheet.rows:
        return "空表"
    return "字典或说明" if any(word in sheet.name.casefold() for word in DICTIONARIES) else ""


def _fits(sheet, registers):
    """(how well, sheet, header, register) for each register: identity first, then the columns found."""
    header = headers.find(sheet, claims.vocabulary(registers))
    return [(_fit(header, register), sheet, header, register) for register in registers] if header else []


class Fit(NamedTuple):
    """How well a register fits a header, the greater the better."""

    has_identity: bool
    found: int
    not_missing: int
    share: float


def _fit(header, register):
    claimed = [claims.claims_on(path, register) for path in header.paths.values()]
    targets = {found[0].column.target for found in claimed if found}
    missing = sum(column.required and column.target not in targets for column in register.columns)
    known = bool(targets & set(register.identity))
    return Fit(known, len(targets), -missing, len(targets) / len(register.columns))


def _nothing_found(sheets, wanted):
    where = f"工作表“{wanted}”" if wanted else f"{len(sheets)} 张工作表"
    return f"在这个文件的{where}里没有找到能识别的表头；请确认选对了文件，表头里要有单位名称、代码这样的列名"
