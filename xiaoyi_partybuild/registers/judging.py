"""Why a row is not data: a table of rules, first match wins."""

import re
from itertools import islice, pairwise

from . import contents, headings
from .grid import SAMPLED
from .headings import SERIAL
from .shapes import (
    CODES_ROW,
    COUNTED,
    GRADE,
    GROUP,
    INSTRUCTION,
    NOTE,
    NOTES,
    NUMBERED,
    ONLY_SERIAL,
    OTHER_TABLE,
    REPEATED,
    SIGNATURE,
    TOTAL,
    TOTAL_COUNT,
    figure,
    is_code_row,
    is_hints,
)

TOTAL_WORD = re.compile(
    r".{0,12}(?:合计|总计|小计|共计|累计|合计数|总数|汇总)[:：]?|total[:：]?|其中[:：].{0,20}", re.IGNORECASE
)
SIGNATURE_WORD = re.compile(
    r"(?:单位负责人|主要负责人|分管领导|审核人?|制表人?|填表人|填报人|负责人|复核人?|校对人?|经办人|联系人|联系电话"
    r"|填报日期|填报时间|报送日期|填报单位|报送单位|主要领导|局长|科长|(?:党?支部|党组织)?书记|签字|日期)"
    r"(?:签字|签名)?(?:[(（].{1,6}[)）])?[:：]|.{2,30}[(（](?:盖章|公章|签章|签字)[)）]"
)
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
NUMBERED_NOTE = re.compile(r"(?:\d{1,2}[.．、]|[(（]\d{1,2}[)）]|[①-⑳]).{5,}")
PLACE = re.compile("[\u4e00-\u9fff]{2,8}(?:街道|街道办事处|镇|乡|社区)")
SPOKEN = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）]?、?")
SUSPECT = re.compile("[计共:：章]|总数|汇总|其中|total", re.IGNORECASE)
DIGIT = re.compile("[0-9]")
EXAMPLES = frozenset({"例", "示例", "样例", "范例", "举例", "填写示例", "填表示例", "如"})
CLOSED = re.compile(r"[(（].*?[)）]")
NUMBERED_MOSTLY, FEW_CELLS = 0.8, 3
NEAR_HEADER = 5
LONG_NOTE = 30


class Judge:
    """Says why a row of one table is not data.

    speaks: whether a text by itself is something group rows say; known: whether a text is a heading of some register
    """

    def __init__(self, sheet, header, speaks=None, known=None):
        self.header, self.speaks, self.known = header, speaks or _never, known or _never
        self.other_header = None
        self.serials = _serials(sheet, header)
        self.is_numbered = _is_numbered(sheet, header, self.serials)
        self.wide = wide_merges(sheet, header)
        self.head = [
            row[header.left : header.right + 1] for number, row in sheet.rows[:60] if header.top <= number <= header.bottom
        ]
        self.head_texts = {value.strip() for row in self.head for value in row if isinstance(value, str)}
        self.titles = {
            value.strip()
            for number, row in sheet.rows[:60]
            if number < header.top
            for value in row
            if isinstance(value, str)
        }
        self.in_notes = self.in_data = False

    def why(self, number, row):
        """None for data."""
        if self.other_header is not None:
            return OTHER_TABLE
        if self.in_data and self._is_plainly_data(row):
            self.in_notes = False
            return None
        filled = [(column, value) for column, value in enumerate(row) if value is not None]
        texts = [value.strip() for _, value in filled if isinstance(value, str)]
        why = next((why for test, why in self.RULES if test(self, number, filled, texts)), None)
        self.in_notes = why == NOTE or (self.in_notes and why is not None)
        self.in_data = self.in_data or why in (None, GROUP)
        return why

    def _is_plainly_data(self, row):
        """A row with something in most columns, whose first words are none that any rule looks for: most rows are."""
        if (len(row) - row.count(None)) * 2 <= len(self.header.paths) + 2:
            return False
        texts = list(islice((value for value in row if value.__class__ is str), 3))
        if any(SUSPECT.search(text) or text.strip() in self.head_texts for text in texts):
            return False
        return _has_figures(row) or not any(map(self.known, texts))

    def _title_again(self, number, filled, texts):
        return len(filled) == len(texts) == 1 and texts[0] in self.titles and len(texts[0]) > 3

    def _repeated_header(self, number, filled, texts):
        if not texts or texts[0] not in self.head_texts:
            return False
        return any(_is_mostly_same(row, filled, self.header.left) for row in self.head)

    def _another_header(self, number, filled, texts):
        """Headings, but other ones than above: the table ends here."""
        if not self.in_data or len(texts) < max(3, len(filled)) or any(map(contents.is_content, texts)):
            return False
        known = [text for text in texts if self.known(text)]
        if len(known) < 2 or len(known) * 2 < len(filled):
            return False
        self.other_header = number
        return True

    def _code_row(self, number, filled, texts):
        return self._is_near(number) and is_code_row(filled, texts)

    def _is_near(self, number):
        """Right below the header, where codes and hints stand."""
        return not self.in_data and self.header.is_there and number <= self.header.bottom + NEAR_HEADER

    def _instruction(self, number, filled, texts):
        if filled and filled[0][0] in self.serials and str(filled[0][1]).strip("()（）：: ") in EXAMPLES:
            return True
        return self._is_near(number) and is_hints(filled, texts)

    def _total(self, number, filled, texts):
        for text in texts[:3]:
            if SUSPECT.search(text):
                bare = re.sub(r"\s", "", text)
                if TOTAL_WORD.fullmatch(CLOSED.sub("", bare)) or (len(filled) < 3 and TOTAL_COUNT.fullmatch(bare)):
                    return True
        return self._is_bare_sum(filled)

    def _is_bare_sum(self, filled):
        """Figures and nothing else, not even a number of the row where the other rows have one."""
        if not self.serials or len(filled) * 2 > len(self.header.paths):
            return False
        return all(column not in self.serials and figure(value) is not None for column, value in filled)

    def _signature(self, number, filled, texts):
        if not texts:
            return False
        bare = re.sub(r"\s", "", texts[0])
        return bool(SIGNATURE_WORD.match(bare)) or (len(filled) == 1 and bool(DAY.fullmatch(bare)))

    def _note(self, number, filled, texts):
        if not texts or len(filled) > 2 or not isinstance(filled[0][1], str):
            return False
        if NOTES.match(texts[0]):
            return True
        if len(filled) > 1:
            return False
        aside = number in self.wide or filled[0][0] in self.serials or self.in_notes
        return (aside and (len(texts[0]) > LONG_NOTE or texts[0].endswith(("。", "；", ";")))) or (
            bool(NUMBERED_NOTE.fullmatch(texts[0])) and (aside or texts[0].endswith(("。", "；")))
        )

    def _group(self, number, filled, texts):
        if not texts or len(filled) > len(self.header.paths) / 2 + 1:
            return False
        if len(filled) > 1:
            return self._numbered_group(filled, texts)
        text = texts[0].rstrip("：:")
        if any(shape.fullmatch(text) for shape in (GRADE, COUNTED, NUMBERED)) or number in self.wide:
            return True
        if filled[0][0] in self.serials:
            return not text.isdigit()
        return self.is_numbered or (len(self.header.paths) > 2 and (bool(PLACE.fullmatch(text)) or self.speaks(text)))

    def _numbered_group(self, filled, texts):
        """一 | 社会团体 | … sums: the serial is spoken, only one further text."""
        column, value = filled[0]
        spoken = column in self.serials and isinstance(value, str) and SPOKEN.fullmatch(value.strip())
        return bool(spoken) and len([text for text in texts if figure(text.rstrip("家个所户人")) is None]) == 2

    def _only_serial(self, number, filled, texts):
        return all(column in self.serials for column, _ in filled)

    RULES = (
        (_title_again, REPEATED),
        (_repeated_header, REPEATED),
        (_another_header, OTHER_TABLE),
        (_code_row, CODES_ROW),
        (_instruction, INSTRUCTION),
        (_total, TOTAL),
        (_signature, SIGNATURE),
        (_note, NOTE),
        (_group, GROUP),
        (_only_serial, ONLY_SERIAL),
    )


def _has_figures(row):
    """Headings are words; a row with a number, a date or a digit anywhere is none of them."""
    return any(value is not None and (value.__class__ is not str or DIGIT.search(value)) for value in row)


def _never(text):
    return False


def _serials(sheet, header):
    """The columns that number the rows: by their heading, or without one by what stands in them."""
    named = {column for column, path in header.paths.items() if headings.heading(path.split("/")[-1]) in SERIAL}
    return named | {column for column, path in header.paths.items() if not path and _counts_up(sheet, header, column)}


def _counts_up(sheet, header, column):
    below = (row[column] for row in _below(sheet, header) if column < len(row) and row[column] is not None)
    numbers = [int(number) for value in below if (number := figure(value)) is not None]
    return len(numbers) > 2 and sum(later == one + 1 for one, later in pairwise(numbers)) > 0.7 * len(numbers)


def _below(sheet, header):
    return [row for number, row in sheet.rows[:SAMPLED] if number > header.bottom]


def _is_numbered(sheet, header, serials):
    """Whether nearly every row with several cells has its number."""
    rows = [row for row in _below(sheet, header) if len(row) - row.count(None) > FEW_CELLS]
    numbered = sum(any(column < len(row) and row[column] is not None for column in serials) for row in rows)
    return bool(serials) and len(rows) > 2 and numbered >= NUMBERED_MOSTLY * len(rows)


def _is_mostly_same(head, filled, left):
    same = sum(column - left < len(head) and head[column - left] == value for column, value in filled)
    return same > 1 and same > len(filled) * 0.6


def wide_merges(sheet, header):
    """Rows whose merged area spans most of the table."""
    most = 0.5 * (header.right - header.left)
    return {
        top
        for top, left, last, right in sheet.merged
        if top > header.bottom and last == top and min(right, header.right) - max(left, header.left) >= max(1, most)
    }
