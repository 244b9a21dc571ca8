"""The civil-affairs register as a real .xls: two header rows, group rows, a total, notes, states and former names."""

import xlwt

from ..story import dice, gaps
from ..story.parties import USUAL_SUPERIOR
from ..story.records import GONE
from . import spelling

COLUMNS = (
    ("序\n号", 5),
    ("社会组织\n名称", 34),
    ("统一社会\n信用代码", 22),
    ("登记证号", 18),
    ("社会组织\n类型", 14),
    ("行业分类", 16),
    ("管理方式", 10),
    ("业务主管单位", 24),
    ("登记管理机关", 26),
    ("年检机关", 16),
    ("党建领导机关", 34),
    ("法定代表人", 10),
    ("成立登记\n日期", 14),
    ("所属乡镇\n（街道）", 16),
    ("住所", 34),
    ("开办资金\n（万元）", 10),
    ("联系电话", 14),
    ("证书有效期/自", 12),
    ("证书有效期/至", 12),
    ("登记\n状态", 12),
    ("状态变更\n日期", 14),
    ("曾用名", 28),
    ("更名日期", 12),
    ("备注", 20),
)
GROUPS = (("一、", "社会团体"), ("二、", "民办非企业单位"))
SHORT = {"社会团体": "社团", "民办非企业单位": "民非"}
STATES = {"已注销": "注销", "已撤销": "撤销登记", "活动异常名录": "活动异常"}
NBSP = "\N{NO-BREAK SPACE}"
AUTHORITIES = ("孝义市民政局", "孝义市行政审批服务管理局")
APPROVAL_BUREAU_SINCE = "2019-04"
FIRST_ROW = 5
TITLE = "孝义市社会组织登记名册\n（截至{}）"
UNIT_LINE = "填报单位：孝义市民政局        截至{}        单位：家、万元"
SIGNATURE = "单位负责人：            审核人：            制表人：            联系电话："
NOTES = (
    "注：1.本名册含历年注销、撤销登记的单位，登记状态栏已注明。",
    "2.成立登记日期早于2000年的，以原登记证书为准。",
)


def write(world, path):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("社会组织名册")
    _head(sheet)
    row, serial = FIRST_ROW, 0
    for prefix, type_ in GROUPS:
        members = [organization for organization in world.organizations if organization.type == type_]
        sheet.write_merge(row, row, 0, len(COLUMNS) - 1, f"{prefix}{type_}（{len(members)}家）", _style(bold=True))
        row += 1
        for organization in members:
            serial += 1
            _data_row(sheet, row, [serial, *cells(organization, serial, world)])
            row += 1
    _foot(sheet, row, serial)
    book.save(str(path))


def _style(*, bold=False, centred=False, date=False):
    style = xlwt.XFStyle()
    style.font.bold, style.font.name = bold, "宋体"
    style.alignment.wrap = 1
    if centred:
        style.alignment.horz = xlwt.Alignment.HORZ_CENTER
    if date:
        style.num_format_str = "yyyy/m/d"
    return style


def _head(sheet):
    last = len(COLUMNS) - 1
    reported = spelling.spoken(gaps.REPORTED_2026)
    sheet.write(0, 0, "附件1：", _style())
    sheet.write_merge(1, 1, 0, last, TITLE.format(reported), _style(bold=True, centred=True))
    sheet.write_merge(2, 2, 0, last, UNIT_LINE.format(reported), _style())
    style = _style(bold=True, centred=True)
    for column, (label, width) in enumerate(COLUMNS):
        sheet.col(column).width = width * 256
        band, _, leaf = label.partition("/")
        if not leaf:
            sheet.write_merge(3, 4, column, column, label, style)
        else:
            sheet.write(4, column, leaf, style)
            if leaf == "自":
                sheet.write_merge(3, 3, column, column + 1, band, style)


def _data_row(sheet, row, values):
    for column, value in enumerate(values):
        if value != "":
            sheet.write(row, column, value, _style(date=hasattr(value, "year")))


def cells(organization, serial, world):
    """The cells of one organization after its serial number, as careful and as careless as a clerk."""
    roll = dice.of("civil register", organization.name)
    valid_from = max(f"{2022 + serial % 4}-{serial % 12 + 1:02d}", organization.registered[:7])
    return (
        _name(organization.name, roll),
        organization.credit_code or "无",
        _certificate(organization.certificate),
        roll.choice((organization.type, organization.type, SHORT[organization.type], "")),
        organization.field,
        organization.management,
        organization.unit or "—",
        AUTHORITIES[organization.registered >= APPROVAL_BUREAU_SINCE],
        roll.choice(("孝义市民政局", "孝义市民政局 ")),
        _leading_body(organization, world),
        organization.representative,
        roll.choice((spelling.padded, spelling.dotted, spelling.plain, spelling.as_cell))(organization.registered),
        roll.choice(("{}", "{}", "孝义市{}", "{} ")).format(organization.region),
        organization.address,
        roll.choice((3, 3, 5, 10, "3万元")),
        _phone(organization.phone, roll),
        "" if _is_gone(organization) else spelling.dotted(valid_from),
        "" if _is_gone(organization) else spelling.dotted(f"{int(valid_from[:4]) + 4}{valid_from[4:]}"),
        _state(organization),
        spelling.as_cell(organization.state.start) if organization.state else "",
        organization.former.what if organization.former else "",
        spelling.dotted(organization.former.end) if organization.former else "",
        "",
    )


def _name(name, roll):
    """Some with blanks behind, all with half-width brackets."""
    return spelling.half_width_brackets(name) + roll.choice(("", "", "", " ", NBSP))


def _certificate(number):
    """Plain digits were typed as a number."""
    return int(number) if number.isdigit() else number


def _phone(number, roll):
    return roll.choice((number, int(number), spelling.grouped_phone(number)))


def _leading_body(organization, world):
    superior = organization.links[-1].what.superior if organization.links else USUAL_SUPERIOR
    return world.parties[superior].name


def _is_gone(organization):
    return bool(organization.state) and organization.state.what in GONE


def _state(organization):
    return STATES.get(organization.state.what, organization.state.what) if organization.state else "正常"


def _foot(sheet, row, serial):
    last = len(COLUMNS) - 1
    sheet.write(row, 0, "合计", _style(bold=True))
    sheet.write(row, 1, f"{serial}家", _style(bold=True))
    for offset, note in enumerate(NOTES, start=1):
        sheet.write_merge(row + offset, row + offset, 0, last, note, _style())
    signature = row + len(NOTES) + 1
    sheet.write_merge(signature, signature, 0, last, SIGNATURE, _style())
