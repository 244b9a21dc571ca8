"""The isolated reader: runs as `python -I reader.py`, takes a workbook on stdin, gives its cells as JSON lines on stdout.

It imports nothing of this project but the module beside it, and may die at any time; the caller lives on. Lines:
{"sheet": …} before the rows of each sheet, `count [[row, cells], …]` for some rows that hold something, {"end": true} at
last, or {"fail": code} instead.
"""

import csv
import importlib.util
import io
import json
import math
import re
import resource
import sys
import zipfile
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path

MEMORY, HANDLES = 512 * 2**20, 64
MAX_ENTRIES, MAX_UNPACKED, MAX_ENTRY, MAX_RATIO, RATIO_ABOVE = 2_000, 300 * 2**20, 200 * 2**20, 100, 8 * 2**20
MAX_AREA, MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 5_000_000, 120_000, 200, 32_767
PIECE, LONG = 200, 2**20
SEPARATORS = ",\t;"
SEPARATOR_LINE = re.compile("sep=([,;\t])\r?\n", re.IGNORECASE)


def _beside(name):
    """A module of this folder, where a process of its own does not look by itself."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


second = _beside("second_look")
Refused = second.Refused


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
    sys.stdout.write(QUICK.encode(value) + "\n")


def say_sheet(name, rows, *, hidden=False, merged=(), hidden_rows=0):
    """`rows` yields (zero-based number, cells); empty ones are left out, the last columns of very wide sheets cut off."""
    merged = [list(area) for area in list(merged)[: second.MAX_MERGES]]
    say({"sheet": name, "hidden": hidden, "merged": merged, "hidden_rows": hidden_rows})
    count, piece = 0, []
    for number, row in rows:
        cells = [None if value == "" else value for value in row[:MAX_COLUMNS]]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            piece.append([number, cells])
            count += 1
        if count > MAX_ROWS:
            raise Refused("rows")
        if len(piece) == PIECE:
            say_rows(piece)
            piece = []
    if piece:
        say_rows(piece)


def say_rows(piece):
    """Quickly, unless there are texts to shorten or numbers without end among them."""
    try:
        text = QUICK.encode(piece)
    except ValueError:
        text = None
    if text is None or len(text) > LONG:
        text = QUICK.encode([[number, [encoded(value) for value in cells]] for number, cells in piece])
    sys.stdout.write(f"{len(piece)} {text}\n")


def encoded(value):
    if isinstance(value, str):
        return value[:MAX_TEXT] or None
    if isinstance(value, float) and not math.isfinite(value):
        return {"e": "#NUM!"}
    return value if value is None or isinstance(value, (bool, int, float, dict)) else told(value)


def told(value):
    """What JSON has no word for: a date, a moment, a time of day."""
    if isinstance(value, datetime):
        return {"t": value.isoformat()} if value.time() != time() else {"d": value.date().isoformat()}
    return {"d": value.isoformat()} if isinstance(value, date) else str(value)


QUICK = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=told)


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
    for meta in kept[: second.MAX_SHEETS]:
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.end and (sheet.end[0] + 1) * min(sheet.end[1] + 1, MAX_COLUMNS) > MAX_AREA:
            raise Refused("rows")
        yield meta.name, meta.visible != SheetVisibleEnum.Visible, _areas(sheet), sheet


def _areas(sheet):
    return [(*first, *last) for first, last in (sheet.merged_cell_ranges or ())]


def read_with_calamine(data, kind):
    marks = second.marks_of(data, kind)
    for name, hidden, merged, sheet in calamine_sheets(data, kind):
        further, faults, unseen = marks.get(name, second.NO_MARKS)
        about = {"hidden": hidden, "merged": merged or further, "hidden_rows": unseen}
        if sheet.start is None:
            say_sheet(name, (), **about)
            continue
        rows = marked(enumerate(sheet.iter_rows()), faults, sheet.start[1])
        say_sheet(name, refusing_nul(rows) if kind == "xls" else rows, **about)


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


def read_again(data, kind):
    """The whole workbook by the second reader."""
    sheets = {"xls": second.xlrd_sheets, "xlsx": second.openpyxl_sheets}.get(kind)
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
    told = SEPARATOR_LINE.match(text)
    text = text[told.end() :] if told else text
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else separator(text))
    say_sheet("", ((number, list(map(_written, row))) for number, row in enumerate(lines, start=1 if told else 0)))


def _written(value):
    """A cell without blanks around it, and without the ="…" by which some programs mark text."""
    value = value.strip()
    return (value[2:-1] if value.startswith('="') and value.endswith('"') else value) or None


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
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
    main(*sys.argv[1:])
