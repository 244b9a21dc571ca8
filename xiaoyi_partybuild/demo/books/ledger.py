"""The Party-building ledger: a dictionary sheet in front, a three-row header with bands and ticks, merged regions."""

from ..story.records import current
from . import sheets, spelling
from .ledger_columns import MODES, REASONS, SUMMED, Line, columns_of

DICTIONARY = {
    "组建方式": MODES,
    "党组织类别": ("党支部", "联合党支部", "党总支", "基层党委"),
    "特殊类型": ("临时党支部", "流动党员党支部", "功能型党组织", "兼合式党组织", "区域性党组织"),
    "未建立党组织原因": REASONS,
    "年检结果": ("合格", "基本合格", "不合格", "未参检"),
    "评估等级": ("5A", "4A", "3A", "2A", "1A"),
}
TITLE = "孝义市社会组织党建工作台账"
UNIT_LINE = "填报单位：中共孝义市委组织部        填报时间：{}        单位：个、名"
NOTE = "注：正式党员按从业人员中的正式党员填写，预备党员不计入；没有的项目填“无”或留空。"
SIGNATURE = "单位负责人：              审核人：              制表人：              联系电话："
HEADER_ROW = 3
REGION_COLUMN = 2


def write(world, path, *, day, year, tick):
    """year: of the annual inspection the ledger tells about; tick: the sign the clerk used."""
    book = sheets.new_book()
    _dictionary(book.create_sheet("字典"))
    _table(book.create_sheet("台账"), columns_of(world, year), groups(world, day, tick), day)
    book.create_sheet("Sheet3")
    sheets.save(book, path)


def _dictionary(sheet):
    for column, (name, values) in enumerate(DICTIONARY.items(), start=1):
        for row, value in enumerate((name, *values), start=1):
            sheet.cell(row, column, value)


def groups(world, day, tick):
    """[(region, lines)] in official order; within a region in the order of the Party organizations."""
    lines = [line_of(organization, day, tick) for organization in world.registered(day)]
    order = [party.region for party in world.parties.values() if not party.mode and party.region != "孝义市"]
    place = {party.key: number for number, party in enumerate(world.parties.values())}
    lines.sort(key=lambda line: place[line.party.key] if line.link else len(place))
    return [(region, found) for region in order if (found := [line for line in lines if line.organization.region == region])]


def line_of(organization, day, tick):
    """With the link of the day, or the last one that ended."""
    now = current(organization.links, day)
    begun = [link for link in organization.links if link.start <= day]
    return Line(organization, now or (begun[-1] if begun else None), bool(now), day, tick)


def _table(sheet, columns, groups, day):
    width = len(columns) + REGION_COLUMN
    paths = [("序\n号",), ("所属乡镇\n（街道）",), *(path for path, _ in columns)]
    sheets.title(sheet, 1, TITLE, width)
    sheets.line(sheet, 2, UNIT_LINE.format(spelling.spoken(day)), width)
    row = sheets.header(sheet, HEADER_ROW, paths) + 1
    sheet.freeze_panes = sheet.cell(row, REGION_COLUMN + 2)
    serial = 1
    for region, lines in groups:
        row = _group(sheet, row, serial, region, lines, columns)
        serial += len(lines)
    sheets.grid_row(sheet, row, _sums("合计", columns, [line for _, lines in groups for line in lines]))
    sheets.line(sheet, row + 1, NOTE, width)
    sheets.line(sheet, row + 2, SIGNATURE, width)
    sheets.widths(sheet, [6, 12, 30, 22] + [11] * (width - 4))


def _group(sheet, first, serial, region, lines, columns):
    """One region: its cell merged down, a subtotal below. Returns the row after."""
    for offset, line in enumerate(lines):
        name = region if not offset else ""
        sheets.grid_row(sheet, first + offset, [serial + offset, name, *(value(line) for _, value in columns)])
    last = first + len(lines) - 1
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=REGION_COLUMN, end_column=REGION_COLUMN)
    sheets.grid_row(sheet, last + 1, _sums("小计", columns, lines))
    return last + 2


def _sums(label, columns, lines):
    sums = [sum(_number(value(line)) for line in lines) if path[-2:] in SUMMED else "" for path, value in columns]
    return ["", label, f"{len(lines)}个", *sums[1:]]


def _number(value):
    return int(str(value).removesuffix("人"))
