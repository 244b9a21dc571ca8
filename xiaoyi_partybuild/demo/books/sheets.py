"""What the .xlsx workbooks have in common: title, unit line, merged header bands, grid, and bytes that do not change."""

import io
import re
import zipfile
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

WRITTEN_AT = (2026, 11, 20, 8, 0, 0)
STAMP = rb"2026-11-20T08:00:00Z"
TITLE, HEAD, BODY = Font("方正小标宋简体", 18), Font("黑体", 10), Font("仿宋_GB2312", 10)
CENTRED = Alignment("center", "center", wrap_text=True)
LEFT = Alignment("left", "center", wrap_text=True)
THIN = Side("thin")
GRID = Border(THIN, THIN, THIN, THIN)


def new_book():
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ""
    return book


def title(sheet, row, text, columns):
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.cell(row, 1, text).font = TITLE
    sheet.cell(row, 1).alignment = CENTRED
    sheet.row_dimensions[row].height = 36


def line(sheet, row, text, columns):
    """A unit, note or signature line across the table."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
    sheet.cell(row, 1, text).font = BODY
    sheet.cell(row, 1).alignment = LEFT


def header(sheet, row, paths):
    """Header rows from each column's path of bands: equal bands merged across, short paths down. Returns the last row."""
    depth = max(map(len, paths))
    for level in range(depth):
        for start, end, label in _runs(paths, level):
            last = row + depth - 1 if level == len(paths[start]) - 1 else row + level
            _merge(sheet, row + level, last, start + 1, end + 1, label)
    return row + depth - 1


def _runs(paths, level):
    """(first column, last column, label) of the bands on one level."""
    reaching = [(index, path) for index, path in enumerate(paths) if len(path) > level]
    for _, group in groupby(reaching, key=lambda entry: (entry[1][: level + 1], len(entry[1]) == level + 1)):
        columns = list(group)
        yield columns[0][0], columns[-1][0], columns[0][1][level]


def _merge(sheet, top, bottom, left, right, label):
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            sheet.cell(row, column).border = GRID
    sheet.cell(top, left, label).font = HEAD
    sheet.cell(top, left).alignment = CENTRED
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)


def grid_row(sheet, row, values):
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column, None if value == "" else value)
        cell.font, cell.border, cell.alignment = BODY, GRID, CENTRED
        if hasattr(value, "year"):
            cell.number_format = "yyyy/m/d"


def widths(sheet, sizes):
    for column, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = size


def save(book, path):
    """Write the same bytes every time: no clock in the archive and none in the properties."""
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, WRITTEN_AT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _without_clock(name, source.read(name)))


def _without_clock(name, content):
    if name != "docProps/core.xml":
        return content
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + STAMP, content)
