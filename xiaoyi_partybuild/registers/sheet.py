"""A Sheet as an official-looking workbook: title, unit line, banded header in sight and on paper, text that stays text."""

from bisect import bisect_right
from datetime import datetime
from itertools import accumulate, chain, islice
from math import ceil
from typing import NamedTuple

from xlsxwriter import Workbook

from .columns import Choice, Date, YesNo
from .finished import FinishedRows, Styles

TITLE = {"font_name": "方正小标宋简体", "font_size": 22, "align": "center", "valign": "vcenter"}
LINE = {"font_name": "仿宋_GB2312", "font_size": 12, "valign": "vcenter"}
BOX = {"border": 1, "border_color": "#7D8690", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
HEAD = BOX | {"font_name": "黑体", "align": "center", "bg_color": "#EEF1F4"}
REQUIRED = HEAD | {"font_color": "#B3261E"}
BODY = BOX | {"font_name": "仿宋_GB2312", "num_format": "@"}
NUMBER = BOX | {"font_name": "仿宋_GB2312", "align": "center"}
TITLE_ROW, UNIT_ROW, BAND_ROW = 0, 1, 2
SERIAL = "序号"
SAMPLE = 1_000  # rows by which the widths are judged
NARROWEST, WIDEST, SERIAL_WIDTH = 8, 32, 6
LINE_HEIGHT, LOWEST, HIGHEST = 15, 30, 400
SHORT = (Choice, Date, YesNo)
A4_COLUMNS, A3_WIDTH = 12, 220
A4, A3 = 9, 8
SIGNATURES = "单位负责人：            审核人：            制表人：            联系电话：            "


class Mark(NamedTuple):
    """Who took a workbook along and when: `foot` on every printed page, `line` below the table."""

    foot: str
    line: str


def write(sheet, to, *, unit, mark=None):
    """Write the workbook to a path or an open file; returns the number of rows.

    unit: the body that hands it in, for the line under the title; mark: a Mark, None for what no person takes along.
    """
    with opened(to, sheet.on) as book:
        page = book.add_worksheet(sheet.register.title[:31], FinishedRows)
        rows = ([number, *row] for number, row in enumerate(sheet.rows, start=1))
        sample = list(islice(rows, SAMPLE))
        columns = (None, *sheet.register.stored)
        widths = [width_of(column, index, sample) for index, column in enumerate(columns)]
        head_row = heading(book, page, sheet, unit, widths)
        styles = [_styles(book, column) for column in columns]
        found = page.append(head_row + 1, chain(sample, rows), styles, height=lambda row: height_of(row, widths))
        line(book, page, head_row + 1 + found, SIGNATURES)
        lay_out(page, widths, head_row)
        if mark:
            line(book, page, head_row + 2 + found, mark.line)
            page.set_footer(f"&L{mark.foot.replace('&', '&&')}&C— &P —")
    return found


def _styles(book, column):
    """What is short stands in the middle, what is read from its beginning at the left."""
    text = BODY | ({"align": "center"} if isinstance(column, SHORT) else {})
    return Styles(*(book.add_format(told) for told in (text, BODY | {"quote_prefix": True}, NUMBER)))


def opened(to, on):
    """A workbook that holds one row at a time, and in its properties nothing but the day it speaks for."""
    book = Workbook(to, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(on.year, on.month, on.day)})
    return book


def heading(book, page, sheet, unit, widths, *, to_fill_in=False):
    """Title, unit line, header; returns the header's last row. to_fill_in: required columns in red, hints as comments."""
    last = bisect_right(list(accumulate(widths)), A3_WIDTH) - 1
    columns, on = sheet.register.stored, sheet.on
    line(book, page, TITLE_ROW, sheet.register.title, TITLE, height=40)
    line(book, page, UNIT_ROW, f"填报单位：{unit}        填报时间：{on.year}年{on.month}月{on.day}日")
    for row in (TITLE_ROW, UNIT_ROW):
        page.merge_written(row, 0, row, max(last, 1))
    return _header(book, page, columns, to_fill_in)


def line(book, page, row, text, format_=LINE, height=24):
    """A line of text above or below the table."""
    page.set_row(row, height)
    page.write_string(row, 0, text, book.add_format(format_))


def _header(book, page, columns, to_fill_in):
    """One row; with bands two, a column without a band through both. Returns the last row's number."""
    paths = [(SERIAL,), *(tuple(column.label.split("/", 1)) for column in columns)]
    plain, required = book.add_format(HEAD), book.add_format(REQUIRED if to_fill_in else HEAD)
    formats = [plain, *(required if column.required else plain for column in columns)]
    hints = ["", *(column.hint if to_fill_in else "" for column in columns)]
    head_row = BAND_ROW + any(len(path) > 1 for path in paths)
    for row in range(BAND_ROW, head_row + 1):
        page.set_row(row, 32)
        for index, (path, format_) in enumerate(zip(paths, formats, strict=True)):
            page.write_string(row, index, path[row - BAND_ROW] if row - BAND_ROW < len(path) else "", format_)
            if hints[index] and row - BAND_ROW == len(path) - 1:
                page.write_comment(row, index, hints[index], {"author": "", "x_scale": 1.6})
    for start, end, last in _merges(paths, head_row):
        page.merge_written(BAND_ROW, start, last, end)
    return head_row


def _merges(paths, head_row):
    """(first column, last column, last row) of the header cells that span several."""
    start = 0
    while start < len(paths):
        end = start
        while len(paths[start]) > 1 and end + 1 < len(paths) and paths[end + 1][:1] == paths[start][:1]:
            end += 1
        if len(paths[start]) == 1 and head_row > BAND_ROW:
            yield start, start, head_row
        elif end > start:
            yield start, end, BAND_ROW
        start = end + 1


def lay_out(page, widths, head_row):
    """Widths; the header kept in sight; as wide on paper as can be read, with the header and the names on every page."""
    for index, width in enumerate(widths):
        page.set_column(index, index, width)
    page.freeze_panes(head_row + 1, 2)
    page.repeat_rows(BAND_ROW, head_row)
    page.repeat_columns(0, 1)
    page.set_landscape()
    page.set_paper(A3 if len(widths) > A4_COLUMNS + 1 else A4)
    page.fit_to_pages(ceil(sum(widths) / A3_WIDTH), 0)
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    page.set_footer("&C— &P —")


def width_of(column, index, sample):
    """By content within bounds, and so that the heading fits on two lines."""
    if column is None:
        return SERIAL_WIDTH
    longest = max((signs(row[index]) for row in sample), default=0)
    title = ceil(signs(column.label.split("/")[-1]) / 2)
    return min(max(longest + 2, title + 3, NARROWEST), WIDEST)


def height_of(row, widths):
    """Two lines are there in any case; a text of fewer characters than its column is wide never needs a third."""
    lines = 2
    for value, width in zip(row, widths, strict=True):
        if value.__class__ is str and (len(value) >= width or "\n" in value):
            lines = max(lines, sum(ceil(signs(part) / (width - 1)) or 1 for part in value.split("\n")))
    return min(max(lines * LINE_HEIGHT, LOWEST), HIGHEST)


def signs(value):
    """How wide a value is in characters; Chinese ones count two."""
    return len(str(value).encode("gb18030", "replace"))
