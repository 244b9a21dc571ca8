"""A Sheet as an official-looking workbook: title, unit line, banded header in sight and on paper, text that stays text."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

TITLE_FONT = Font(name="方正小标宋简体", size=18)
HEAD_FONT = Font(name="黑体", size=10.5)
BODY_FONT = Font(name="仿宋_GB2312", size=10.5)
HAIR = Side(style="thin", color="FF7D8690")
BOX = Border(left=HAIR, right=HAIR, top=HAIR, bottom=HAIR)
HEAD_FILL = PatternFill("solid", fgColor="FFEEF1F4")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
TITLE_ROW, UNIT_ROW, BAND_ROW = 1, 2, 3
WIDTHS = range(8, 33)
WIDE = 12


def write(sheet, *, unit):
    """The workbook's bytes. `unit`: the body that hands it in, for the line under the title."""
    book = Workbook()
    page = book.active
    page.title = sheet.register.title[:31]
    _heading(page, sheet, unit)
    head_row = _header(page, sheet.register.stored)
    for number, row in enumerate(sheet.rows, start=1):
        _row(page, head_row + number, [number, *row])
    _fit(page, sheet, head_row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def put(cell, value):
    """The only way a value gets into a cell: text stays text, also when it begins like a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
        cell.number_format = "@"


def _heading(page, sheet, unit):
    last = len(sheet.register.stored) + 1
    put(page.cell(TITLE_ROW, 1), sheet.register.title)
    put(page.cell(UNIT_ROW, 1), f"填报单位：{unit}    填报时间：{sheet.on.year}年{sheet.on.month}月{sheet.on.day}日")
    for row, font, height in ((TITLE_ROW, TITLE_FONT, 32), (UNIT_ROW, BODY_FONT, 20)):
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        page.cell(row, 1).font = font
        page.cell(row, 1).alignment = MIDDLE if row == TITLE_ROW else LEFT
        page.row_dimensions[row].height = height


def _header(page, columns):
    """One row; with bands two, a column without a band through both. Returns the last row's number."""
    paths = [("序号",), *(tuple(column.label.split("/", 1)) for column in columns)]
    head_row = BAND_ROW + any(len(path) > 1 for path in paths)
    for index, path in enumerate(paths, start=1):
        for row in range(BAND_ROW, head_row + 1):
            cell = page.cell(row, index)
            put(cell, path[0] if row == BAND_ROW else path[1] if len(path) > 1 else None)
            cell.font, cell.fill, cell.alignment, cell.border = HEAD_FONT, HEAD_FILL, MIDDLE, BOX
            page.row_dimensions[row].height = 30
    for start, end, last in _merges(paths, head_row):
        page.merge_cells(start_row=BAND_ROW, start_column=start, end_row=last, end_column=end)
    return head_row


def _merges(paths, head_row):
    """(first column, last column, last row) of the header cells that span several."""
    start = 0
    while start < len(paths):
        end = start
        while len(paths[start]) > 1 and end + 1 < len(paths) and paths[end + 1][:1] == paths[start][:1]:
            end += 1
        if len(paths[start]) == 1 and head_row > BAND_ROW:
            yield start + 1, start + 1, head_row
        elif end > start:
            yield start + 1, end + 1, BAND_ROW
        start = end + 1


def _row(page, number, values):
    for index, value in enumerate(values, start=1):
        cell = page.cell(number, index)
        put(cell, value)
        cell.font, cell.border = BODY_FONT, BOX
        cell.alignment = MIDDLE if isinstance(value, int) else LEFT
    page.row_dimensions[number].height = 30


def _fit(page, sheet, head_row):
    """Widths by content, the header kept in sight, one page wide on paper with the header on every page."""
    for index, column in enumerate(("", *sheet.register.stored), start=1):
        shown = [sheet.rows[place][index - 2] for place in range(len(sheet.rows))] if index > 1 else []
        longest = max((_width(value) for value in shown), default=0)
        width = min(max(longest + 2, WIDTHS.start), WIDTHS.stop)
        page.column_dimensions[get_column_letter(index)].width = width if column else 6
    page.freeze_panes = page.cell(head_row + 1, 3)
    page.print_title_rows = f"{BAND_ROW}:{head_row}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A3 if len(sheet.register.stored) > WIDE else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "— &P —"


def _width(value):
    """How wide a value is in characters; Chinese ones count two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in str(value))
