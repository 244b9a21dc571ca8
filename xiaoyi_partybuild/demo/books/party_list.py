"""党组织基本情况表: the committees above, the branches for several organizations, and those abolished since."""

from ..story import gaps
from . import sheets, spelling

COLUMNS = (
    ("序号", 6),
    ("党组织名称", 40),
    ("党组织类别", 12),
    ("所在行政区划", 14),
    ("成立时间", 14),
    ("撤销时间", 14),
    ("审批单位", 26),
    ("书记", 10),
    ("任职时间", 14),
    ("书记电话", 14),
    ("届次", 6),
    ("本届起始", 12),
    ("届满日期", 12),
    ("备注", 26),
)
APPROVED_BY = "中共孝义市委组织部"


def write(world, path):
    book = sheets.new_book()
    sheet = book.create_sheet("基本情况表")
    sheets.title(sheet, 1, "孝义市社会组织党组织基本情况表", len(COLUMNS))
    sheets.line(sheet, 2, f"填报单位：中共孝义市委组织部    填报时间：{spelling.spoken(gaps.REPORTED_2026)}", len(COLUMNS))
    row = sheets.header(sheet, 3, [(label,) for label, _ in COLUMNS])
    for serial, party in enumerate(listed(world), start=1):
        sheets.grid_row(sheet, row + serial, [serial, *cells(party)])
    sheets.widths(sheet, [width for _, width in COLUMNS])
    sheets.save(book, path)


def listed(world):
    return [party for party in world.parties.values() if party.key != party.name.removesuffix("党支部") or party.abolished]


def cells(party):
    return (
        party.name,
        "党委" if party.level == "基层党委" else party.level,
        party.region,
        spelling.spoken(party.founded),
        spelling.spoken(party.abolished),
        APPROVED_BY,
        *(_in_the_ledger(party) if party.mode else _at_work(party)),
    )


def _at_work(party):
    secretary, term = party.secretaries[-1], party.terms[-1]
    return (
        secretary.what.name,
        spelling.dotted(secretary.start),
        secretary.what.phone,
        term.what,
        spelling.dotted(term.start),
        spelling.dotted(term.end),
        "",
    )


def _in_the_ledger(party):
    return ("",) * 6 + ("随单位注销而撤销" if party.abolished else "书记、届次见党建工作台账",)
