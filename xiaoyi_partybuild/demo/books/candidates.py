"""发展党员台账: those on their way into the Party, with the dates of their steps."""

from ..story import gaps, growth
from . import sheets, spelling

COLUMNS = (
    ("序\n号", 6),
    ("姓名", 10),
    ("性别", 6),
    ("出生年月", 12),
    ("学历", 12),
    ("工作单位", 30),
    ("所在党支部", 34),
    ("申请入党时间", 14),
    ("谈话时间", 14),
    ("确定入党积极\n分子时间", 14),
    ("培养联系人", 18),
    ("列为发展\n对象时间", 14),
    ("短期集中\n培训时间", 14),
    ("培训天数", 8),
    ("政治审查时间", 14),
    ("入党介绍人", 18),
    ("党委预审时间", 14),
    ("接收大会日期", 14),
    ("党委审批日期", 14),
    ("停止培养时间", 14),
    ("停止培养原因", 16),
    ("备注", 10),
)


def write(path):
    book = sheets.new_book()
    sheet = book.create_sheet("台账")
    sheets.title(sheet, 1, "孝义市社会组织发展党员台账", len(COLUMNS))
    unit = f"填报单位：中共孝义市委组织部    截至{spelling.spoken(gaps.REPORTED_2026)}    单位：名"
    sheets.line(sheet, 2, unit, len(COLUMNS))
    row = sheets.header(sheet, 3, [(label,) for label, _ in COLUMNS])
    for serial, candidate in enumerate(growth.candidates(), start=1):
        sheets.grid_row(sheet, row + serial, [serial, *cells(candidate)])
    sheets.widths(sheet, [width for _, width in COLUMNS])
    sheet.freeze_panes = sheet.cell(row + 1, 3)
    sheets.save(book, path)


def cells(candidate):
    days = {name: spelling.dotted(day) if isinstance(day, str) else day for name, day in candidate.days.items()}
    return (
        candidate.name,
        candidate.sex,
        spelling.dotted(candidate.born),
        candidate.education,
        candidate.organization,
        f"{candidate.organization}党支部",
        *(days[name] for name in ("applied", "talked", "activist")),
        candidate.trainers,
        *(days[name] for name in ("target", "trained", "days", "vetted")),
        candidate.sponsors,
        *(days[name] for name in ("prereviewed", "admitted", "approved", "stopped")),
        growth.STOPPED if days["stopped"] else "",
        "",
    )
