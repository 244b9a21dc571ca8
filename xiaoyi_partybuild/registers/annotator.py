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
TITLE_SIZE, TEXT_SIZE, LONGEST_NAME = 16, 11, 31


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
    _put_marks(marked_page(book, order), order)
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


def _put_marks(page, order):
    """marks: [{"cell", "level", "text", "now": only where the person has put something in its place}]."""
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {level: PatternFill("solid", fgColor=colour) for level, colour in FILLS.items()}
    for mark in order["marks"]:
        cell = page[mark["cell"]]
        if isinstance(cell, MergedCell):
            cell = _corner(page, cell)
        elif "now" in mark:
            cell.value = mark["now"] or None
            put(cell, cell.value)
        cell.fill = fills[mark["level"]]
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
    """A new workbook with the cells of the lines, their positions and merged areas, the marks put in."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book, page = Workbook(), None
    book.remove(book.active)
    for line in lines:
        told = json.loads(line)
        if isinstance(told, dict):
            page = book.create_sheet(told["sheet"][:LONGEST_NAME] or "Sheet1")
            page.sheet_state = "hidden" if told["hidden"] else "visible"
            for index, width in enumerate(told["widths"], start=1):
                page.column_dimensions[get_column_letter(index)].width = width
            for top, left, bottom, right in told["merged"]:
                page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        else:
            _plain_row(page, *told)
    page = marked_page(book, order)
    if order["header"]:
        _stress_header(page, *order["header"])
    _put_marks(page, order)
    return book


def _stress_header(page, top, bottom):
    from openpyxl.styles import Alignment, Font, PatternFill

    for cell in (cell for row in page.iter_rows(min_row=top, max_row=bottom) for cell in row):
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="FFEEF1F4")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    page.freeze_panes = page.cell(bottom + 1, 1)


def _plain_row(page, number, values):
    from openpyxl.cell.cell import MergedCell

    for index, value in enumerate(values, start=1):
        if value is None:
            continue
        cell = page.cell(number + 1, index)
        if not isinstance(cell, MergedCell):
            cell.value = _plain_value(value)
            put(cell, cell.value)
            if isinstance(cell.value, str):
                cell.number_format = "@"


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
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    guide, marked = order["guide"], marked_page(book, order).title.replace("'", "''")
    page = book.create_sheet(guide["title"], 0)
    for number, text in enumerate([guide["title"], *guide["lines"]], start=1):
        page.cell(number, 1, text).font = Font(bold=number == 1, size=TITLE_SIZE if number == 1 else TEXT_SIZE)
    top = len(guide["lines"]) + 2
    for number, row in enumerate([guide["head"], *guide["rows"]], start=top):
        for index, value in enumerate(row, start=1):
            cell = page.cell(number, index, value)
            put(cell, value)
            cell.alignment, cell.font = Alignment(wrap_text=True, vertical="top"), Font(bold=number == top)
        if number > top:
            _link(page.cell(number, 2), f"'{marked}'!{row[1]}")
    for index, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    page.freeze_panes = page.cell(top + 1, 1)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for view in (view for other in book.worksheets for view in other.views.sheetView):
        view.tabSelected = False
    book.active = 0


def _link(cell, place):
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    cell.font = Font(underline="single", color="FF0B4F8A")


def marked_page(book, order):
    name = order["sheet"][:LONGEST_NAME]
    return book[name] if name in book.sheetnames else book.worksheets[0]


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
