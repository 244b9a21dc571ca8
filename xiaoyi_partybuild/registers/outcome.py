"""What an import did, as a workbook to file: one row for each object it made or changed, and the rows it left out."""

from io import BytesIO
from itertools import islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font

from . import reviewing, store, touched
from .plan import REJECT

CHANGED, LEFT_OUT = "改动", "没有导入的行"
HEADS = {
    CHANGED: (("对象", 36), ("名称", 14), ("动作", 8), ("来源", 24), ("内容", 90)),
    LEFT_OUT: (("行", 8), ("名称", 36), ("原因", 90)),
}
SOME = 500


def make(upload):
    """The workbook's bytes. Raise store.Gone."""
    book = Workbook(write_only=True)
    _sheet(book, CHANGED, _changed(upload))
    _sheet(book, LEFT_OUT, _left_out(store.Review(upload)))
    book.properties = DocumentProperties(creator="")
    answer = BytesIO()
    book.save(answer)
    return answer.getvalue()


def _sheet(book, name, rows):
    page = book.create_sheet(name)
    for letter, (_, width) in zip("ABCDE", HEADS[name], strict=False):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    page.append([_cell(page, label, font=Font(bold=True)) for label, _ in HEADS[name]])
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _cell(page, value, font=None):
    """Text stays text, also when it begins like a formula."""
    cell = WriteOnlyCell(page, value)
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value[:1] in ("=", "+", "-", "@")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    return cell


def _changed(upload):
    changes = iter(touched.changes(upload, touched.ALL).iterator(SOME))
    while some := list(islice(changes, SOME)):
        for one in touched.of(some, upload, by=upload.by):
            yield one.kind, one.name, one.action, one.place, "\n".join(map(_said, one.values))


def _said(value):
    was = f" ← 旧值 {value.before}" if value.before else ""
    return f"{value.label}：{value.after}{was} {value.cell}".rstrip()


def _left_out(kept):
    for row in store.each(kept.marked(REJECT)):
        problems = reviewing.problems(row, kept["private"])
        yield row["row"], row["title"], "\n".join(f"{one['cell']} {one['message']}".strip() for one in problems)
