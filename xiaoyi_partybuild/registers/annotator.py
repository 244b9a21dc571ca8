"""The isolated annotator: runs as `python -I annotator.py`, marks cells in a workbook and gives the new workbook on stdout.

It imports nothing of this project and may die at any time, like reader.py: openpyxl on a file from outside is a risk.
On stdin one line of JSON (the order, see annotated.py), then either the workbook's bytes ("styled": its looks are kept) or a
line of JSON for each sheet and row ("plain": it is written anew). With "look" it only says whose return a workbook is.

What could act is left behind, what can be read stays: formulas become the values they had (a workbook sent on must not fetch
or run anything on somebody else's desk), and links to other files, macros, pictures, tables of connections and names go.
"""

import io
import json
import re
import resource
import sys
import tempfile
import zipfile
from bisect import bisect_left, bisect_right
from datetime import datetime, time

MEMORY, HANDLES, LARGEST = 1024 * 2**20, 64, 256 * 2**20
OURS = "核对意见"
PROPERTY = "xiaoyi-upload"
TOKEN = re.compile(r"[0-9a-f]{32}")
PROPERTY_TOKEN = re.compile(rf'name="{PROPERTY}"[^\0]{{0,300}}?({TOKEN.pattern})')
FILLS = {"error": "FFFDEBEB", "warning": "FFFFF2D0", "fixed": "FFE4F3EA"}
FORMULA_STARTS = ("=", "+", "-", "@")
HARMLESS_LIST = re.compile(r"""\s*(?:"[^"]*"|(?:'[^'\[\]|]+'!|[\w.]+!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)\s*""")
BOOK, PROPERTIES, LONGEST_LOOK, MOST_GUIDE_ROWS = "xl/workbook.xml", ("docProps/custom.xml", "meta.xml"), 262_144, 12
WIDTHS = (6, 16, 20, 8, 28, 60, 40)
TITLE_SIZE, LONGEST_NAME, LONG_NUMBER = 16, 31, 12


def limit(seconds):
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, HANDLES),
        (resource.RLIMIT_FSIZE, LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


# --- whose return it is


def look(data, guide):
    """The token in a workbook that went out marked: from its property, else from the sheet that says what to put right."""
    if not data.startswith(b"PK"):
        return _token_in_sheet(data, guide)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for place in PROPERTIES:
            found = PROPERTY_TOKEN.search(_start(archive, place)) if place in names else None
            if found:
                return found[1]
        has_guide = BOOK in names and guide in _start(archive, BOOK)
    return _token_in_sheet(data, guide) if has_guide else ""


def _start(archive, name):
    with archive.open(name) as part:
        return part.read(LONGEST_LOOK).decode("utf-8", "replace")


def _token_in_sheet(data, guide):
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if guide not in book.sheet_names:
        return ""
    rows = book.get_sheet_by_name(guide).to_python(nrows=MOST_GUIDE_ROWS)
    texts = [cell for row in rows for cell in row if isinstance(cell, str)]
    return next((found[0] for text in texts if (found := TOKEN.search(text))), "")


# --- the user's own workbook


def styled(data, order):
    """The same workbook with its looks, the marks put in."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    book.template, book.vba_archive = False, None
    for page in book.chartsheets:
        book.remove(page)
    for page in book.worksheets:
        if page.title == order["guide"]["title"]:
            book.remove(page)
        else:
            _make_harmless(page)
    book.defined_names.clear()
    _put_marks(book[order["sheet"]] if order["sheet"] in book.sheetnames else book.worksheets[0], order["marks"])
    for view in (view for page in book.worksheets for view in page.views.sheetView):
        view.tabSelected = False
    return book


def _make_harmless(page):
    page._images, page._charts, page._pivots, page._hyperlinks = [], [], [], []
    page.legacy_drawing = None
    page.tables.clear()
    page.defined_names.clear()
    page.conditional_formatting = type(page.conditional_formatting)()
    page.data_validations.dataValidation = [one for one in page.data_validations.dataValidation if _is_harmless(one)]
    for cell in list(page._cells.values()):
        _clean(cell)


def _is_harmless(validation):
    formulas = [one for one in (validation.formula1, validation.formula2) if one]
    return all(HARMLESS_LIST.fullmatch(one) for one in formulas)


def _clean(cell):
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    put(cell, cell.value)
    if getattr(cell, "hyperlink", None):
        cell.hyperlink = None
    if cell.comment is None:
        return
    if cell.comment.author == OURS:
        cell.comment = None
        if cell.fill.fgColor.rgb in FILLS.values():
            cell.fill = PatternFill()
    else:
        cell.comment = Comment(cell.comment.text, "", cell.comment.height, cell.comment.width)


def put(cell, value):
    """Text stays text, also when it begins like a formula."""
    if not isinstance(value, str):
        return
    cell.data_type = "s"
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _put_marks(page, marks):
    """marks: [{"cell", "level", "text", "now": only where the person has put something in its place}]."""
    from openpyxl.cell.cell import MergedCell

    for mark in marks:
        cell = page[mark["cell"]]
        if isinstance(cell, MergedCell):
            _mark(_corner(page, cell), mark | {"now": None})
        else:
            _mark(cell, mark)


def _mark(cell, mark):
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if mark.get("now") is not None:
        cell.value = mark["now"] or None
        put(cell, cell.value)
    cell.fill = PatternFill("solid", fgColor=FILLS[mark["level"]])
    cell.comment = Comment(_with_former(mark["text"], cell.comment), OURS, height=120, width=320)


def _with_former(text, comment):
    """The person's own comment stays beneath ours; ours for other cells of a merged area stand above."""
    if comment is None:
        return text
    return f"{comment.text}\n{text}" if comment.author == OURS else f"{text}\n\n原批注：{comment.text}"


def _corner(page, cell):
    area = next(one for one in page.merged_cells.ranges if cell.coordinate in one)
    return page.cell(area.min_row, area.min_col)


# --- the same cells, written anew


def plain(lines, order):
    """A new workbook with the cells of the lines, their positions and merged areas, the marks put in; one row at a time."""
    from openpyxl import Workbook

    book, page = Workbook(write_only=True), None
    for line in lines:
        told = json.loads(line)
        if isinstance(told, dict):
            page = _Plain(book, told, order)
        else:
            page.add(*told)
    return book


class _Plain:
    """A sheet in the making. Rows come in order; those between them are empty."""

    def __init__(self, book, told, order):
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.cell_range import CellRange

        self.page = book.create_sheet(plain_name(told["sheet"]))
        self.page.sheet_state = "hidden" if told["hidden"] else "visible"
        is_marked = told["sheet"] == order["sheet"]
        self.header = range(order["header"][0], order["header"][1] + 1) if is_marked and order["header"] else ()
        for index, width in enumerate(told["widths"], start=1):
            self.page.column_dimensions[get_column_letter(index)].width = width
        for top, left, bottom, right in told["merged"]:
            area = CellRange(min_row=top + 1, min_col=left + 1, max_row=bottom + 1, max_col=right + 1)
            self.page.merged_cells.ranges.add(area)
        if self.header:
            self.page.freeze_panes = f"A{self.header[-1] + 1}"
        self.marks = self._by_row(order["marks"]) if is_marked else {}
        self.next = 1

    def _by_row(self, marks):
        """{row: {column: [marks]}}, those of merged areas at their corners."""
        from openpyxl.utils.cell import coordinate_to_tuple

        places = [coordinate_to_tuple(mark["cell"]) for mark in marks]
        areas, found = self._areas(sorted({row for row, _ in places})), {}
        for (row, column), mark in zip(places, marks, strict=True):
            corner = next((one for one in areas.get(row, ()) if one.min_col <= column <= one.max_col), None)
            row, column = (corner.min_row, corner.min_col) if corner else (row, column)
            found.setdefault(row, {}).setdefault(column, []).append(mark)
        return found

    def _areas(self, rows):
        """{row: its merged areas} for some rows in order."""
        found = {}
        for area in self.page.merged_cells.ranges:
            for row in rows[bisect_left(rows, area.min_row) : bisect_right(rows, area.max_row)]:
                found.setdefault(row, []).append(area)
        return found

    def add(self, number, values):
        marks = self.marks.get(number + 1, {})
        values = [*values, *[None] * (max(marks, default=0) - len(values))]
        for _ in range(number + 1 - self.next):
            self.page.append([])
        cells = enumerate(values, start=1)
        self.page.append([self._cell(_plain_value(value), number + 1, marks.get(column, ())) for column, value in cells])
        self.next = number + 2

    def _cell(self, value, row, marks):
        from openpyxl.cell import WriteOnlyCell

        is_text = isinstance(value, str) and (value.startswith(FORMULA_STARTS) or len(value) >= LONG_NUMBER)
        if not (marks or is_text or row in self.header):
            return value
        cell = WriteOnlyCell(self.page, value)
        put(cell, value)
        if is_text:
            cell.number_format = "@"
        if row in self.header:
            _stress(cell)
        for mark in marks:
            _mark(cell, mark)
        return cell


def plain_name(name):
    """A sheet's name as every program takes it."""
    return re.sub(r"[\\*?:/\[\]]", "_", name)[:LONGEST_NAME] or "Sheet1"


def _stress(cell):
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFEEF1F4")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _plain_value(value):
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == "e":
        return text
    moment = datetime.fromisoformat(text)
    return moment.date() if moment.time() == time() else moment


# --- the sheet in front


def add_guide(book, order):
    """What to put right, each with a link to its cell. Rows: [number, cell, column, …]."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    guide, names = order["guide"], book.sheetnames
    marked = next((one for one in (order["sheet"], plain_name(order["sheet"])) if one in names), names[0])
    page = book.create_sheet(guide["title"], 0)
    for index, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    page.freeze_panes = f"A{len(guide['lines']) + 3}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.append([_said(page, guide["title"], font=Font(bold=True, size=TITLE_SIZE))])
    for text in guide["lines"]:
        page.append([_said(page, text)])
    page.append([_said(page, text, font=Font(bold=True)) for text in guide["head"]])
    for number, row in enumerate(guide["rows"], start=len(guide["lines"]) + 3):
        cells = [_said(page, value, wraps=True) for value in row]
        _link(cells[1], f"B{number}", "'{}'!{}".format(marked.replace("'", "''"), row[1]))
        page.append(cells)
    book.active = 0


def _said(page, value, *, font=None, wraps=False):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    cell = WriteOnlyCell(page, value)
    put(cell, value)
    cell.alignment = Alignment(wrap_text=wraps, vertical="top")
    if font:
        cell.font = font
    return cell


def _link(cell, ref, place):
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=ref, location=place)
    cell.hyperlink.ref = ref  # the cell has no place of its own yet
    cell.font = Font(underline="single", color="FF0B4F8A")


def sign(book, token):
    """Whose return it is; nobody's name."""
    from openpyxl.packaging.core import DocumentProperties
    from openpyxl.packaging.custom import CustomPropertyList, StringProperty

    book.properties = DocumentProperties(creator="")
    book.custom_doc_props = CustomPropertyList()
    book.custom_doc_props.append(StringProperty(name=PROPERTY, value=token))


def main(what, seconds):
    limit(int(seconds))
    source = sys.stdin.buffer
    order = json.loads(source.readline())
    if what == "look":
        sys.stdout.write(look(source.read(), order["guide"]))
        return
    book = styled(source.read(), order) if what == "styled" else plain(source, order)
    add_guide(book, order)
    sign(book, order["token"])
    answer = io.BytesIO()
    book.save(answer)
    sys.stdout.buffer.write(answer.getvalue())


if __name__ == "__main__":
    tempfile.tempdir = sys.argv[3]
    main(*sys.argv[1:3])
