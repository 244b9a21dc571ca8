"""A register's empty form: lists to choose from, a comment on each heading, a sheet that says how to fill it in."""

from django.conf import settings
from xlsxwriter.utility import xl_range_abs

from . import export, sheet
from .columns import Integer, Lookup, YesNo
from .finished import FinishedRows, Styles

ROWS, LISTED = 200, 1_000
DICTIONARY, GUIDE = "字典", "填表说明"
WIDTHS = {Integer: 10, YesNo: 10}
USUAL_WIDTH = 18
GUIDE_WIDTHS = (30, 8, 70)
OFFER = {
    "validate": "list",
    "error_type": "warning",
    "error_title": "不在列表里",
    "error_message": "列表里没有这个内容；确实要这样填，导入时会请您核对。",
}
ADVICE = (
    "1. 一行写一个，不要合并单元格；不写的格留空，也可以写“无”。",
    "2. 红字的栏目新增时必须填写；系统里已有的，空白不会覆盖原来的内容。",
    "3. 用自己的表也可以直接上传，不必套用这张表；上传后先核对，确认了才写入，并且可以撤销。",
)


def write(register, to, *, by, on):
    """Write the template to a path or an open file. by: whose regions and Party organizations are offered."""
    with sheet.opened(to, on) as book:
        page = book.add_worksheet(register.title[:31], FinishedRows)
        guide, dictionary = book.add_worksheet(GUIDE, FinishedRows), book.add_worksheet(DICTIONARY)
        blank, widths = export.blank(register, on=on), [sheet.SERIAL_WIDTH, *map(_width, register.stored)]
        head_row = sheet.heading(book, page, blank, settings.OFFICE_NAME, widths, to_fill_in=True)
        _empty_rows(book, page, register.stored, head_row + 1)
        _offer(page, dictionary, register.stored, head_row + 1, by)
        sheet.lay_out(page, widths, head_row)
        _explain(book, guide, register)
        dictionary.hide()


def _width(column):
    usual = next((width for kind, width in WIDTHS.items() if isinstance(column, kind)), USUAL_WIDTH)
    return max(usual, sheet.signs(column.label.split("/")[-1]) // 2 + 3)


def _empty_rows(book, page, columns, top):
    text, number = book.add_format(sheet.BODY), book.add_format(sheet.NUMBER)
    formats = [number, *(number if isinstance(column, Integer) else text for column in columns)]
    for row in range(top, top + ROWS):
        page.set_row(row, sheet.LOWEST)
        for index, format_ in enumerate(formats):
            page.write_blank(row, index, None, format_)


def _offer(page, dictionary, columns, top, by):
    """Each list of words stands in a column of the dictionary, and its cells offer it; other words stay possible."""
    lists = [(index, words) for index, column in enumerate(columns, start=1) if (words := _words(column, by))]
    for row in range(max((len(words) for _, words in lists), default=0)):
        for place, (_, words) in enumerate(lists):
            if row < len(words):
                dictionary.write_string(row, place, words[row])
    for place, (index, words) in enumerate(lists):
        area = xl_range_abs(0, place, len(words) - 1, place)
        page.data_validation(top, index, top + ROWS - 1, index, OFFER | {"source": f"={DICTIONARY}!{area}"})


def _words(column, by):
    """What a cell may hold, where that is a list and only one of it is wanted."""
    if column.several:
        return []
    if isinstance(column, Lookup):
        rows = column.model._default_manager.visible_to(by)[: LISTED + 1]
        words = [column.write(row) for row in rows]
        return words if len(words) <= LISTED else []
    return [label for _, label in column.options]


def _explain(book, guide, register):
    head, body = book.add_format(sheet.HEAD), book.add_format(sheet.BODY)
    sheet.line(book, guide, 0, f"{register.title}填表说明", sheet.TITLE, height=40)
    guide.merge_written(0, 0, 0, 2)
    for row, advice in enumerate(ADVICE, start=1):
        sheet.line(book, guide, row, advice)
    table = [(one.label.replace("/", " › "), "是" if one.required else "", one.hint) for one in register.stored]
    top = len(ADVICE) + 1
    for index, (words, width) in enumerate(zip(("栏目", "必填", "怎样填写"), GUIDE_WIDTHS, strict=True)):
        guide.write_string(top, index, words, head)
        guide.set_column(index, index, width)
    styles = [Styles(body, body, body)] * len(GUIDE_WIDTHS)
    guide.append(top + 1, table, styles, height=lambda row: sheet.height_of(row, GUIDE_WIDTHS))
    guide.set_paper(sheet.A4)
    guide.fit_to_pages(1, 0)
