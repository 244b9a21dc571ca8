"""Workbooks as bytes: rows of cells, merged areas by their spreadsheet names."""

import csv as csv_module
import io

import openpyxl
import xlwt


def xlsx(rows, *, sheet="名册", merged=(), before=(), hidden=()):
    """rows: lists of cells, None for empty. merged: "A1:C1" and such. before: (name, rows) of sheets in front."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, content in (*before, (sheet, rows)):
        page = book.create_sheet(name)
        page.sheet_state = "hidden" if name in hidden else "visible"
        for row in content:
            page.append(list(row))
    for area in merged:
        book[sheet].merge_cells(area)
    return saved(book)


def saved(book):
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def xls(rows, *, sheet="名册", merged=()):
    """merged: (top, bottom, left, right), zero-based, with the value already in rows."""
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    corners = {(top, left): (bottom, right) for top, bottom, left, right in merged}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if (r, c) in corners:
                bottom, right = corners[r, c]
                page.write_merge(r, bottom, c, right, value)
            elif value is not None:
                page.write(r, c, value)
    return saved(book)


def csv(rows, *, encoding="utf-8", separator=","):
    text = io.StringIO(newline="")
    csv_module.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)
