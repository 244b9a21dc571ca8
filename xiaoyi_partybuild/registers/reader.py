"""The isolated reader: runs as `python -I reader.py`, takes a workbook on stdin, gives its cells as JSON lines on stdout.

It imports nothing of this project. It may die at any time; the caller lives on. Lines: {"sheet": …} before the rows of each
sheet, [row, cells] for each row that holds something, {"end": true} at last, or {"fail": code} instead.
"""

import csv
import io
import json
import math
import resource
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

MEMORY, HANDLES = 512 * 2**20, 64
MAX_ENTRIES, MAX_UNPACKED, MAX_ENTRY, MAX_RATIO, RATIO_ABOVE = 2_000, 300 * 2**20, 200 * 2**20, 100, 8 * 2**20
MAX_SHEETS, MAX_AREA, MAX_ROWS, MAX_COLUMNS, MAX_TEXT, MAX_MERGES = 200, 5_000_000, 120_000, 200, 32_767, 50_000
SHEET_PARTS = ("xl/worksheets/", "xl/chartsheets/")
SEPARATORS = ",\t;"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


class Refused(Exception):
    """Not to be read, for a reason the caller has words for."""


def limit(seconds):
    """At its last second of computing the process is told so (SIGXCPU), by which the caller knows what ended it."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, MEMORY, MEMORY),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_NOFILE, HANDLES, HANDLES),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(what, (soft, hard))


def say(value):
    sys.stdout.write(json.dumps(value, separators=(",", ":"), default=str) + "\n")


def say_sheet(name, rows, *, hidden=False, merged=()):
    """`rows` yields (zero-based number, cells); empty ones are left out, the last columns of very wide sheets cut off."""
    say({"sheet": name, "hidden": hidden, "merged": [list(area) for area in list(merged)[:MAX_MERGES]]})
    count = 0
    for number, row in rows:
        cells = [encoded(value) for value in row[:MAX_COLUMNS]]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            say([number, cells])
            count += 1
        if count > MAX_ROWS:
            raise Refused("rows")


def encoded(value):
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value[:MAX_TEXT]
    if isinstance(value, datetime):
        return {"t": value.isoformat()} if value.time() != time() else {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"e": "#NUM!"}
    return str(value) if isinstance(value, (time, timedelta)) else value


# --- zip: what is inside, before anything unpacks it


def zip_kind(data):
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Refused("broken") from error
    _refuse_bomb(entries)
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    for name, kind in (("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("content.xml", "ods")):
        if name in names:
            return kind
    raise Refused("other_office" if "[Content_Types].xml" in names else "archive")


def _refuse_bomb(entries):
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or any(entry.file_size > MAX_ENTRY for entry in entries):
        raise Refused("bomb")
    if unpacked > RATIO_ABOVE and unpacked / packed > MAX_RATIO:
        raise Refused("bomb")


# --- first look: calamine


def calamine_sheets(data, kind):
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise Refused("encrypted") from error
    kept = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    for meta in kept[:MAX_SHEETS]:
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.end and (sheet.end[0] + 1) * min(sheet.end[1] + 1, MAX_COLUMNS) > MAX_AREA:
            raise Refused("rows")
        yield meta.name, meta.visible != SheetVisibleEnum.Visible, _areas(sheet), sheet


def _areas(sheet):
    return [(*first, *last) for first, last in (sheet.merged_cell_ranges or ())]


def read_with_calamine(data, kind):
    marks = marks_of(data, kind)
    for name, hidden, merged, sheet in calamine_sheets(data, kind):
        further, faults = marks.get(name, ((), {}))
        merged = merged or further
        if sheet.start is None:
            say_sheet(name, (), hidden=hidden, merged=merged)
            continue
        rows = marked(enumerate(sheet.iter_rows()), faults, sheet.start[1])
        say_sheet(name, refusing_nul(rows) if kind == "xls" else rows, hidden=hidden, merged=merged)


def marked(rows, faults, left):
    """Rows at full width from column A, with the failed formulas, which calamine reads as empty, back in their places."""
    for number, row in rows:
        yield number, _with_faults([None] * left + row, faults.pop(number, ()))
    for number in sorted(faults):
        yield number, _with_faults([], faults[number])


def _with_faults(row, faults):
    for column, text in faults:
        row.extend([None] * (column + 1 - len(row)))
        row[column] = {"e": text}
    return row


class Garbled(Exception):
    """Text with NUL characters between the letters: calamine mistook its encoding, xlrd does not."""


def refusing_nul(rows):
    for number, row in rows:
        if any(isinstance(value, str) and "\0" in value for value in row):
            raise Garbled
        yield number, row


# --- second look: openpyxl and xlrd


def marks_of(data, kind):
    """{sheet: (merged areas, {row: [(column, "#N/A"), …]} of the failed formulas)} that calamine does not tell.

    {} where nothing can tell: a second look that cannot read the file is no look, the first one decides.
    """
    try:
        if kind == "ods":
            return ods_marks(data)
        if kind == "xls":
            return {name: ((), _faults(rows)) for name, _, _, rows in xlrd_sheets(data)}
        if kind == "xlsx" and mentions_faults(data):
            return {name: ((), _faults(rows)) for name, _, _, rows in openpyxl_sheets(data)}
    except Exception:
        return {}
    return {}


def _faults(rows):
    found = {}
    for number, row in rows:
        here = [(column, value["e"]) for column, value in enumerate(row) if isinstance(value, dict)]
        if here:
            found[number] = here
    return found


def mentions_faults(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(_mentions(archive, name) for name in archive.namelist() if name.startswith(SHEET_PARTS))


def _mentions(archive, name):
    with archive.open(name) as part:
        tail = b""
        while piece := part.read(2**20):
            if b't="e"' in tail + piece:
                return True
            tail = piece[-8:]
    return False


def ods_marks(data):
    found, row, column = {}, 0, 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314 - we are in the sandbox
            if event == "start" and element.tag == f"{TABLE}table":
                merged, faults = found.setdefault(element.get(f"{TABLE}name"), ([], {}))
                row = column = 0
            elif event == "end" and element.tag in CELLS:
                _mark(element, row, column, merged, faults)
                column += int(element.get(f"{TABLE}number-columns-repeated", 1))
                element.clear()
            elif event == "end" and element.tag == f"{TABLE}table-row":
                row, column = row + int(element.get(f"{TABLE}number-rows-repeated", 1)), 0
                element.clear()
    return found


def _mark(cell, row, column, merged, faults):
    down, right = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
    if down > 1 or right > 1:
        merged.append((row, column, row + down - 1, column + right - 1))
    if cell.get(f"{CALC}value-type") == "error":
        faults.setdefault(row, []).append((column, "".join(cell.itertext())))


def openpyxl_sheets(data):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets[:MAX_SHEETS]:
        sheet.reset_dimensions()
        yield sheet.title, sheet.sheet_state != "visible", (), enumerate(map(_openpyxl_row, sheet.iter_rows()))


def _openpyxl_row(row):
    return [{"e": str(cell.value)} if cell.data_type == "e" else cell.value for cell in row]


def xlrd_sheets(data):
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise Refused("encrypted" if "encrypted" in str(error) else "broken") from error
    for sheet in book.sheets()[:MAX_SHEETS]:
        rows = ((number, _xlrd_row(sheet.row(number), book, xlrd)) for number in range(sheet.nrows))
        merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
        yield sheet.name, sheet.visibility != 0, merged, rows


def _xlrd_row(cells, book, xlrd):
    return [_xlrd_value(cell, book, xlrd) for cell in cells]


def _xlrd_value(cell, book, xlrd):
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return {"e": xlrd.error_text_from_code.get(cell.value, "#ERR")}
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return cell.value
    return cell.value


def read_again(data, kind):
    """The whole workbook by the second reader."""
    sheets = {"xls": xlrd_sheets, "xlsx": openpyxl_sheets}.get(kind)
    if sheets is None:
        raise Refused("broken")
    for name, hidden, merged, rows in sheets(data):
        say_sheet(name, rows, hidden=hidden, merged=merged)


# --- delimited text


def read_text(data):
    text = decoded(data)
    if any(ord(sign) < 32 and sign not in "\t\r\n\f" for sign in text):
        raise Refused("not_a_workbook")
    csv.field_size_limit(MAX_TEXT * 4)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    say_sheet("", ((number, [value.strip() or None for value in row]) for number, row in enumerate(lines)))


def decoded(data):
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _strictly(data, encoding)
    return _strictly(data, "utf-8", "gb18030")


def _strictly(data, *encodings):
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not_a_workbook")


def separator(text):
    """The one that divides most of the first lines into the same number of cells, the more cells the better."""
    start = text[:65_536].splitlines()[:30]
    return max(SEPARATORS, key=lambda sign: _regularity(start, sign))


def _regularity(lines, sign):
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
    return max((times * width for width, times in widths.items()), default=0)


def read(data, kind, look):
    if kind == "text":
        return read_text(data)
    kind = zip_kind(data) if kind == "zip" else kind
    if look == "second":
        return read_again(data, kind)
    try:
        read_with_calamine(data, kind)
    except (Refused, MemoryError):
        raise
    except BaseException:  # calamine's panics are no Exceptions
        say({"again": True})
        read_again(data, kind)


def main(kind, look, seconds):
    limit(int(seconds))
    try:
        read(sys.stdin.buffer.read(), kind, look)
        say({"end": True})
    except Refused as error:
        say({"fail": str(error)})
    except MemoryError:
        say({"fail": "memory"})
    except BaseException:
        say({"fail": "broken"})
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
