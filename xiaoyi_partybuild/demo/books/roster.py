"""党员花名册: every member with the branch he or she belongs to, those who left since 2019 included."""

from ..story import gaps
from . import sheets, spelling

COLUMNS = (
    ("序\n号", 6),
    ("姓名", 10),
    ("性别", 6),
    ("民族", 6),
    ("出生年月", 12),
    ("公民身份号码", 22),
    ("学历", 12),
    ("入党时间", 12),
    ("转正时间", 12),
    ("党员类别", 10),
    ("党籍\n状态", 8),
    ("所在党支部", 34),
    ("工作单位", 32),
    ("专职/兼职", 10),
    ("组织关系\n所在", 22),
    ("转出时间", 12),
    ("联系电话", 14),
    ("备注", 12),
)


def write(world, path):
    book = sheets.new_book()
    sheet = book.create_sheet("花名册")
    sheets.title(sheet, 1, "孝义市社会组织党员花名册", len(COLUMNS))
    sheets.line(
        sheet, 2, f"填报单位：中共孝义市委组织部    截至{spelling.spoken(gaps.REPORTED_2026)}    单位：名", len(COLUMNS)
    )
    row = sheets.header(sheet, 3, [(label,) for label, _ in COLUMNS])
    people = listed(world)
    for serial, (organization, member) in enumerate(people, start=1):
        sheets.grid_row(sheet, row + serial, [serial, *cells(organization, member, serial)])
    sheets.grid_row(sheet, row + len(people) + 1, ["合计", f"{len(people)}名", *[""] * (len(COLUMNS) - 2)])
    sheets.widths(sheet, [width for _, width in COLUMNS])
    sheet.freeze_panes = sheet.cell(row + 1, 3)
    sheets.save(book, path)


def listed(world):
    """Members of organizations that have or had a Party organization; the others' files are not in the city's hands."""
    linked = [organization for organization in world.organizations if organization.links]
    return [(organization, member) for organization in linked for member in organization.members]


def cells(organization, member, serial):
    return (
        member.name,
        member.sex,
        "汉族",
        spelling.dotted(member.born[:7]),
        member.id_number,
        member.education,
        spelling.spoken(member.joined),
        spelling.spoken(member.full_since) or "—",
        "正式党员" if member.full_since else "预备党员",
        "转出" if member.left else "正常",
        organization.links[-1].what.name,
        organization.name,
        member.employment,
        member.file_at,
        spelling.dotted(member.left),
        int(member.phone) if serial % 3 == 0 else member.phone,
        "",
    )
