"""Which rows of a sheet are data; every other one (title, group, total, note, signature) is set aside with a reason."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from xiaoyi_partybuild.access import dates

from . import cells, headers

SERIAL = frozenset({"序号", "编号", "№", "no", "no.", "行次", "序"})
TOTAL = re.compile(r".{0,12}(?:合计|总计|小计|共计|累计)[:：]?")
SIGNATURE = re.compile(
    r"(?:单位负责人|审核人?|制表人?|填表人|填报人|负责人|复核人?|经办人|联系人|联系电话|填报日期|填报时间|报送日期|填报单位)(?:[(（].{1,6}[)）])?[:：]"
)
NOTES = re.compile(r"(?:注|备注|说明|附注|附|填表说明|填报说明|编制说明|补充资料)\s*(?:[:：]|\d)|[*※]")
CODES = re.compile(r"[甲乙丙丁戊]|[A-Z]{1,2}\d{0,2}|[a-z]+(?:_[a-z0-9]+)+")
INSTRUCTION = re.compile("填写|必填|选填|格式|例如|如[:：]|请|下拉|不填")
COUNTED = re.compile(r"(?P<label>.+?)\s*[(（](?:共|计)?\s*(?P<count>\d+)\s*[所家个户人名条项][)）]")
NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])\s*(?P<label>.+)")
GRADE = re.compile(r"[1-5]\s*A\s*级?|A{1,5}\s*级?")
AS_OF = re.compile(
    r"(?:截至|截止|填报时间|填报日期|统计时间|统计日期|统计时点|制表日期|制表时间|日期|时间)\D{0,6}"
    r"(?P<date>\d{4}\s*[年.\-/]\s*\d{1,2}(?:\s*[月.\-/]\s*(?:\d{1,2}\s*日?)?)?)"
)
DATE_WORD = re.compile("(?:填报|统计|制表|报送)?(?:时间|日期|时点)[:：]?")
UNIT = re.compile(r"单位\s*[:：]\s*(?:[^\s、,，/]{1,3}[、,，/]\s*)*[亿万千百]?元(?![^\s、,，/)）])")
LONG_NOTE = 30


@dataclass(slots=True)
class Row:
    """One data row: zero-based number, its cells with merged ones filled down, the group row above it."""

    number: int
    cells: list
    group: str = ""


@dataclass(frozen=True)
class Group:
    """A group row: what it says, how many rows it announces (None: it does not say), how many there are."""

    number: int
    label: str
    announced: int | None
    found: int


@dataclass
class Table:
    """What was found in one sheet. `set_aside` and `header_rows` count rows as the spreadsheet does, from 1.

    unit: what the line above the header says its figures are in, "单位：人、万元".
    """

    sheet: str
    header_rows: tuple
    paths: dict
    rows: list = field(default_factory=list)
    set_aside: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    as_of: dates.PartialDate | None = None
    unit: str = ""
    filled_down: int = 0

    def samples(self, column, most=3):
        """The first different contents of a column, as text."""
        found = {}
        for value in self.column(column):
            if value is not None and value not in found:
                found[value] = cells.shown(value)
                if len(found) == most:
                    break
        return list(found.values())

    def column(self, column):
        return (row.cells[column] if column < len(row.cells) else None for row in self.rows)


def read(sheet, header):
    """The table under a header."""
    table = Table(sheet.name, (header.top + 1, header.bottom + 1), header.paths)
    above = [(number, row) for number, row in sheet.rows if number < header.top]
    table.set_aside += [(number + 1, _why_above(row)) for number, row in above]
    body = [Row(number, list(row)) for number, row in sheet.rows if number > header.bottom]
    wide = _wide_merges(sheet, header.bottom)
    table.filled_down = _fill_down(sheet, body)
    _sort_out(table, body, _Judge(sheet, header, wide))
    table.groups = _counted(table)
    table.as_of = _as_of(sheet, table)
    table.unit = next(filter(None, (_unit_in(row) for _, row in above)), "")
    return table


def _why_above(row):
    texts = [str(value).strip() for value in row if value is not None]
    return "填报单位和日期" if any(headers.UNIT_LINE.match(text) for text in texts) else "标题"


def _wide_merges(sheet, bottom):
    """Rows whose first merged area spans several columns."""
    return {top for top, left, last, right in sheet.merged if top > bottom and right > left and last == top}


def _fill_down(sheet, body):
    """Give every row of a merged area its value; returns the number of cells filled."""
    numbers, filled = [row.number for row in body], 0
    by_number = {row.number: row for row in body}
    for top, left, bottom, _ in sheet.merged:
        if bottom == top or top not in by_number:
            continue
        value = _at(by_number[top].cells, left)
        if value is None:
            continue
        for row in body[bisect_left(numbers, top + 1) : bisect_left(numbers, bottom + 1)]:
            row.cells.extend([None] * (left + 1 - len(row.cells)))
            row.cells[left] = value
            filled += 1
    return filled


def _at(row, column):
    return row[column] if column < len(row) else None


class _Judge:
    """Says why a row is not data. First match wins."""

    def __init__(self, sheet, header, wide):
        self.header, self.wide = header, wide
        self.serials = {column for column, path in header.paths.items() if headers.heading(path.split("/")[-1]) in SERIAL}
        self.bottom = dict(sheet.rows)[header.bottom]
        self.bottom_texts = {value.strip() for value in self.bottom if isinstance(value, str)}

    def why(self, row):
        filled = [(column, value) for column, value in enumerate(row.cells) if value is not None]
        texts = [value.strip() for _, value in filled if isinstance(value, str)]
        return next((why for test, why in self.RULES if test(self, row, filled, texts)), None)

    def _repeated_header(self, row, filled, texts):
        if not texts or texts[0] not in self.bottom_texts:
            return False
        same = sum(value == _at(self.bottom, column) for column, value in filled)
        return same > 1 and same > len(filled) * 0.6

    def _code_row(self, row, filled, texts):
        if row.number > self.header.bottom + 2 or len(filled) < 3:
            return False
        numbers = [int(value) for _, value in filled if _is_whole(value)]
        rising = all(later == earlier + 1 for earlier, later in pairwise(numbers))
        coded = sum(bool(CODES.fullmatch(text)) for text in texts)
        return rising and len(numbers) + coded == len(filled) and (coded > 0 or numbers[0] in (0, 1))

    def _instruction(self, row, filled, texts):
        if row.number > self.header.bottom + 2 or len(texts) != len(filled):
            return False
        return sum(bool(INSTRUCTION.search(text)) for text in texts) * 2 > len(filled)

    def _total(self, row, filled, texts):
        return any(TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts[:3])

    def _signature(self, row, filled, texts):
        return bool(texts) and bool(SIGNATURE.match(re.sub(r"\s", "", texts[0])))

    def _note(self, row, filled, texts):
        if not texts or len(filled) > 2:
            return False
        alone = len(filled) == 1 and (row.number in self.wide or filled[0][0] in self.serials)
        return bool(NOTES.match(texts[0])) or (alone and (len(texts[0]) > LONG_NOTE or texts[0].endswith("。")))

    def _group(self, row, filled, texts):
        if len(filled) != 1 or not texts:
            return False
        shaped = GRADE.fullmatch(texts[0]) or COUNTED.fullmatch(texts[0]) or NUMBERED.fullmatch(texts[0])
        return bool(shaped) or row.number in self.wide or (filled[0][0] in self.serials and not texts[0].isdigit())

    def _only_serial(self, row, filled, texts):
        return all(column in self.serials for column, _ in filled)

    RULES = (
        (_repeated_header, "重复的表头"),
        (_code_row, "栏次、编号行"),
        (_instruction, "填写说明"),
        (_total, "合计行"),
        (_signature, "签字栏"),
        (_note, "说明文字"),
        (_group, "分组行"),
        (_only_serial, "只有序号，没有内容"),
    )


def _is_whole(value):
    if isinstance(value, str):
        return value.strip().isdigit()
    return isinstance(value, (int, float)) and value == int(value)


def _sort_out(table, body, judge):
    group = ""
    for row in body:
        why = judge.why(row)
        if why is None:
            row.group = group
            table.rows.append(row)
            continue
        table.set_aside.append((row.number + 1, why))
        if why == "分组行":
            text = next(value for value in row.cells if value is not None)
            group = label_of(text)[0]
            table.groups.append((row.number, text))


def label_of(text):
    """A group row's text as (label, number announced or None): 一、社会团体（62家） → ("社会团体", 62)."""
    text = cells.one_line(cells.tidy(text))
    numbered = NUMBERED.fullmatch(text)
    text = numbered["label"] if numbered else text
    counted = COUNTED.fullmatch(text)
    return (counted["label"], int(counted["count"])) if counted else (text, None)


def _counted(table):
    numbers = [row.number for row in table.rows]
    starts = [number for number, _ in table.groups] + [float("inf")]
    found = []
    for (number, text), end in zip(table.groups, starts[1:], strict=True):
        label, announced = label_of(text)
        found.append(Group(number, label, announced, bisect_left(numbers, end) - bisect_left(numbers, number)))
    return found


def _as_of(sheet, table):
    """The date the sheet speaks for, from what stands beside its table; None when it does not say."""
    aside = {number for number, _ in table.set_aside}
    return next(filter(None, (_date_in(row) for number, row in sheet.rows if number + 1 in aside)), None)


def _unit_in(row):
    found = (UNIT.search(value) for value in row if isinstance(value, str))
    return next((match[0] for match in found if match), "")


def _date_in(row):
    filled = [value for value in row if value is not None]
    for place, value in enumerate(filled):
        if not isinstance(value, str):
            continue
        match = AS_OF.search(value)
        if match:
            return _read_date(match["date"])
        if DATE_WORD.fullmatch(re.sub(r"\s", "", value)) and place + 1 < len(filled):
            return _read_date(filled[place + 1])
    return None


def _read_date(value):
    try:
        return dates.read(re.sub(r"\s", "", value).rstrip(".-/") if isinstance(value, str) else value)
    except (ValueError, TypeError):
        return None
