"""三会一课和活动记录: what was held, by whom, and which organizations took part, several of them in one cell."""

from . import sheets, spelling

COLUMNS = (
    ("序号", 6),
    ("会议类型", 12),
    ("召开党组织", 34),
    ("党建指导员", 10),
    ("召开时间", 14),
    ("地点", 20),
    ("主持人", 10),
    ("记录人", 10),
    ("应到\n人数", 6),
    ("实到\n人数", 6),
    ("参加单位", 50),
    ("议题", 40),
    ("主要内容", 40),
    ("决议", 20),
)


def write(meetings, path, *, period):
    book = sheets.new_book()
    sheet = book.create_sheet("会议和活动记录")
    sheets.title(sheet, 1, "社会组织党组织“三会一课”和党的活动记录", len(COLUMNS))
    sheets.line(sheet, 2, f"填报单位：中共孝义市委组织部    记录期间：{period}", len(COLUMNS))
    row = sheets.header(sheet, 3, [(label,) for label, _ in COLUMNS])
    for serial, meeting in enumerate(meetings, start=1):
        sheets.grid_row(sheet, row + serial, [serial, *cells(meeting, serial)])
    sheets.widths(sheet, [width for _, width in COLUMNS])
    sheet.freeze_panes = sheet.cell(row + 1, 4)
    sheets.save(book, path)


def cells(meeting, serial):
    names = [organization.name_on(meeting.held) for organization in meeting.organizations]
    return (
        meeting.type,
        meeting.party.name if meeting.party else "",
        meeting.instructor.name if meeting.instructor else "",
        spelling.as_cell(meeting.held) if serial % 2 else spelling.spoken(meeting.held),
        meeting.place,
        meeting.chair,
        meeting.recorder,
        meeting.due,
        meeting.present,
        ("、", "\n", "；")[serial % 3].join(names),
        meeting.topic,
        meeting.content,
        meeting.resolution,
    )
