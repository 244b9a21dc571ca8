"""A draft as the bytes of a real file."""

import csv
import io
import zipfile
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt

MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def areas(draft):
    return [(draft.number(first) - 1, left, draft.number(last) - 1, right) for first, left, last, right in draft.merged]


def pages(draft):
    """(name, rows, state, draft or None): the sheets in front, then the register, then those behind."""
    own = (draft.sheet, [line.cells for line in draft.lines], "visible", draft)
    around = {side: [(*one, None) for where, *one in draft.others if where == side] for side in ("front", "behind")}
    return [*around["front"], own, *around["behind"]]


def xlsx(draft):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows, state, owner in pages(draft):
        page = book.create_sheet(name)
        page.sheet_state = state
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    page.cell(number, column, value)
        if owner:
            _finish(page, owner)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _finish(page, draft):
    for top, left, bottom, right in areas(draft):
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for number, line in enumerate(draft.lines, start=1):
        if line.hidden:
            page.row_dimensions[number].hidden = True
    if draft.further:
        width = draft.width + draft.style.get("further columns", 0)
        page.cell(len(draft.lines) + draft.further, width).number_format = "@"


def xlsm(draft):
    """The same with a macro inside."""
    old, data = zipfile.ZipFile(io.BytesIO(xlsx(draft))), io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(PLAIN.encode(), MACRO.encode())
            new.writestr(name, content)
        new.writestr("xl/vbaProject.bin", b"\0" * 64)
    return data.getvalue()


def xls(draft):
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows, state, owner in pages(draft):
        page = book.add_sheet(name, cell_overwrite_ok=True)
        page.visibility = {"visible": 0, "hidden": 1, "veryHidden": 2}[state]
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, *((value, day) if isinstance(value, date) else (value,)))
        for top, left, bottom, right in areas(owner) if owner else ():
            page.merge(top, bottom, left, right)
        if owner and owner.further:
            page.write(len(owner.lines) + owner.further, owner.width, "", day)
        for number, line in enumerate(owner.lines if owner else ()):
            if line.hidden:
                page.row(number).hidden = True
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def ods(draft):
    tables = "".join(_ods_table(*page) for page in pages(draft))
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:automatic-styles><style:style style:name="off" style:family="table"><style:table-properties
 table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>
</office:body></office:document-content>"""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return data.getvalue()


def _ods_table(name, rows, state, owner):
    corners, covered = {}, set()
    for top, left, bottom, right in areas(owner) if owner else ():
        corners[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    width = max(map(len, rows), default=0)
    lines = "".join(
        f"<table:table-row{_ods_hidden(owner, r)}>"
        f"{''.join(_ods_cell(row, r, c, corners, covered) for c in range(width))}</table:table-row>"
        for r, row in enumerate(rows)
    )
    style = "" if state == "visible" else ' table:style-name="off"'
    return f"<table:table table:name={quoteattr(name)}{style}>{lines}</table:table>"


def _ods_hidden(draft, number):
    return ' table:visibility="collapse"' if draft and draft.lines[number].hidden else ""


def _ods_cell(row, r, c, corners, covered):
    if (r, c) in covered:
        return "<table:covered-table-cell/>"
    down, right = corners.get((r, c), (1, 1))
    span = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if (r, c) in corners else ""
    value = row[c] if c < len(row) else None
    if value is None:
        return f"<table:table-cell{span}/>"
    if isinstance(value, (datetime, date)):
        return f'<table:table-cell{span} office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, (int, float)):
        return f'<table:table-cell{span} office:value-type="float" office:value="{value}"/>'
    text = "".join(f"<text:p>{escape(part)}</text:p>" for part in value.split("\n"))
    return f'<table:table-cell{span} office:value-type="string">{text}</table:table-cell>'


def text(encoding="utf-8", separator=",", line_end="\r\n"):
    """Merged areas and further sheets are lost."""

    def write(draft):
        page = io.StringIO(newline="")
        csv.writer(page, delimiter=separator, lineterminator=line_end).writerows(
            ["" if value is None else value for value in line.cells] for line in draft.lines
        )
        return page.getvalue().encode(encoding)

    write.is_text = True
    return write


FORMATS = {
    "xlsx": xlsx,
    "xlsm": xlsm,
    "xls": xls,
    "ods": ods,
    "csv": text(),
    "csv bom": text("utf-8-sig", line_end="\n"),
    "csv gb18030": text("gb18030"),
    "csv tab": text("utf-16", "\t"),
    "csv semicolon": text("gb18030", ";"),
}
