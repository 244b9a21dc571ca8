"""What the first parser does not tell of a workbook, for the isolated reader: failed formulas, merged areas, hidden rows.

Runs in the reader's process only and imports nothing of this project.
"""

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

MAX_SHEETS, MAX_MERGES = 200, 50_000
HIDDEN_ROW, LONGEST_TAG = re.compile(rb'<row [^>]*?\bhidden="(?:1|true)"'), 10_000
BUNDLED_SHEET, MERGED_AREA = 156, 176
MERGES = re.compile(rb"\xb1\x01\x04....(?=\xb0\x01\x10)", re.DOTALL)
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
NO_MARKS = ((), {}, 0)


class Refused(Exception):
    """Not to be read, for a reason the caller has words for."""


def marks_of(data, kind):
    """{sheet: (merged areas, {row: [(column, "#N/A"), …]} of the failed formulas, hidden rows)} that calamine does not tell.

    {} where nothing can tell: a second look that cannot read the file is no look, the first one decides.
    """
    try:
        return MARKS[kind](data)
    except Exception:
        return {}


def xls_marks(data):
    return {name: ((), _faults(rows), 0) for name, _, _, rows in xlrd_sheets(data)}


def _faults(rows):
    found = {}
    for number, row in rows:
        here = [(column, value["e"]) for column, value in enumerate(row) if isinstance(value, dict)]
        if here:
            found[number] = here
    return found


def xlsx_marks(data):
    """Through openpyxl, which is slow, only where a sheet mentions a failed formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        looked = {name: _look_through(archive, part) for name, part in parts(archive, "xl/workbook.xml").items()}
    faults = {}
    if any(mentioned for mentioned, _ in looked.values()):
        faults = {name: _faults(rows) for name, _, _, rows in openpyxl_sheets(data)}
    return {name: ((), faults.get(name, {}), unseen) for name, (_, unseen) in looked.items()}


def parts(archive, book):
    """{sheet: its part of the archive}."""
    folder, _, file = book.rpartition("/")
    links = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))  # noqa: S314 - we are in the sandbox
    targets = {link.get("Id"): link.get("Target").removeprefix(f"/{folder}/") for link in links}
    return {name: f"{folder}/{targets[link]}" for name, link in SHEET_NAMES[book](archive.read(book)) if link in targets}


def _xlsx_names(book):
    for element in ElementTree.fromstring(book).findall(".//{*}sheet"):  # noqa: S314 - we are in the sandbox
        yield element.get("name"), next((value for name, value in element.items() if name.endswith("}id")), None)


def _look_through(archive, part):
    """(whether it mentions a failed formula, how many rows it hides)."""
    mentioned, unseen = False, 0
    with archive.open(part) as content:
        tail = b""
        while piece := content.read(2**20):
            piece = tail + piece
            mentioned = mentioned or b't="e"' in piece
            whole = piece.rfind(b">") + 1
            unseen += len(HIDDEN_ROW.findall(piece, 0, whole))
            tail = piece[whole:][-LONGEST_TAG:]
    return mentioned, unseen


# --- what .xlsb says in its binary records: merged areas


def records(data):
    """(number of the kind, content) of each record."""
    at = 0
    while at < len(data):
        kind, at = _varied(data, at, 2)
        size, at = _varied(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _varied(data, at, longest):
    value = 0
    for place in range(longest):
        value |= (data[at] & 0x7F) << 7 * place
        at += 1
        if not data[at - 1] & 0x80:
            break
    return value, at


def _xlsb_names(book):
    for kind, content in records(book):
        if kind == BUNDLED_SHEET:
            link, at = _wide(content, 8)
            yield _wide(content, at)[0], link


def _wide(content, at):
    end = at + 4 + 2 * int.from_bytes(content[at : at + 4], "little")
    return content[at + 4 : end].decode("utf-16-le"), end


def xlsb_marks(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        named = parts(archive, "xl/workbook.bin")
        return {name: (binary_areas(archive.read(part)), {}, 0) for name, part in named.items()}


def binary_areas(sheet):
    """The merged areas, which stand behind the cells; they are looked for from the end."""
    found = max((match.end() for match in MERGES.finditer(sheet)), default=None)
    areas = []
    for kind, content in records(sheet[found:]) if found is not None else ():
        if kind != MERGED_AREA or len(areas) == MAX_MERGES:
            break
        top, bottom, left, right = (int.from_bytes(content[at : at + 4], "little") for at in (0, 4, 8, 12))
        areas.append((top, left, bottom, right))
    return areas


def ods_marks(data):
    areas, failed, unseen, row, column = {}, {}, Counter(), 0, 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314 - we are in the sandbox
            if event == "start" and element.tag == f"{TABLE}table":
                name = element.get(f"{TABLE}name")
                merged, faults = areas.setdefault(name, []), failed.setdefault(name, {})
                row = column = 0
            elif event == "end" and element.tag in CELLS:
                _mark(element, row, column, merged, faults)
                column += int(element.get(f"{TABLE}number-columns-repeated", 1))
                element.clear()
            elif event == "end" and element.tag == f"{TABLE}table-row":
                if element.get(f"{TABLE}visibility") in ("collapse", "filter") and len(element):
                    unseen[name] += 1
                row, column = row + int(element.get(f"{TABLE}number-rows-repeated", 1)), 0
                element.clear()
    return {name: (areas[name], failed[name], unseen[name]) for name in areas}


def _mark(cell, row, column, merged, faults):
    down, right = (int(cell.get(f"{TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
    if down > 1 or right > 1:
        merged.append((row, column, row + down - 1, column + right - 1))
    if cell.get(f"{CALC}value-type") == "error":
        faults.setdefault(row, []).append((column, "".join(cell.itertext())))


SHEET_NAMES = {"xl/workbook.xml": _xlsx_names, "xl/workbook.bin": _xlsb_names}
MARKS = {"ods": ods_marks, "xls": xls_marks, "xlsx": xlsx_marks, "xlsb": xlsb_marks}


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
