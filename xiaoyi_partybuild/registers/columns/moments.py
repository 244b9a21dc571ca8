"""Dates as people write them, kept as precise as they were written."""

import copy
import re
from datetime import date, datetime, timedelta

from django.db import models

from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.access.dates import PartialDate

from .. import cells
from ..cells import CellError
from .base import NOTE, Column, Doubt

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(18_264, 73_051)  # 1950-01-01 to 2099-12-31
NO_END = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "至今", "今", "现任", "在任", "未定", "待定"})
CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
TURNED = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
SHORT_YEAR = re.compile(r"(\d{2})(?P<sign>年|[./\-](?=\d{1,2}[./\-]))(\d{1,2})(?:[月./\-](\d{1,2}))?[月日号]?")
SPOKEN = re.compile(
    "([零〇一二三四五六七八九]{4})年(?:([一二三四五六七八九十]{1,3})月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)
PERIOD = re.compile(
    r"[自从]?(?P<start>\d{4}[年./\-].*?|\d{8}|\d{6}|\d{4})\s*(?:起)?\s*(?:至|到|~|～|—+|–|-)\s*"
    r"(?P<end>\d{4}(?:[年./\-\d].*?)?|长期(?:有效)?|至?今|永久)止?"
)
ROUGHLY = re.compile(r"(?:约|大约)?(\d{4}年(?:\d{1,2}月)?)(?:.{0,3}|[（(].*)")
SHORT_UNTIL = 49  # 49 is 2049, 50 is 1950
MONTH_FIRST, DAY_FIRST = "month first", "day first"


class Date(Column):
    """A date with the precision it was written in; 3/15/2019 is judged by the whole column.

    A field that needs a full day (models.DateField) refuses 2019年3月 and says so.

    period: the targets (start, end) of a period of which this column is one end. A cell with both ends, such as
    2017-06-29至2022-06-29, then says both.
    """

    def __init__(self, *args, period=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.period, self.whole_day, self.order = period, False, None

    def bind(self, model_field):
        self.whole_day = isinstance(model_field, models.DateField)

    @property
    def hint(self):
        return "写到日，如 2019-03-15" if self.whole_day else "如 2019-03-15；只知道月份就写 2019年3月"

    def settled(self, raw, around=""):
        turned = [
            match for match in map(TURNED.fullmatch, (str(cell).strip() for cell in raw if isinstance(cell, str))) if match
        ]
        if not turned:
            return self
        reader = copy.copy(self)
        reader.order = self._order(turned)
        return reader

    @staticmethod
    def _order(turned):
        days_first = any(int(match[1]) > 12 for match in turned)
        months_first = any(int(match[2]) > 12 for match in turned)
        if days_first and months_first:
            return None
        return DAY_FIRST if days_first else MONTH_FIRST

    def read(self, cell):
        ends = self._ends(cell)
        value = ends.get(self.target) if ends else self._read(cell)
        if value and self.whole_day and len(value.parts) < 3:
            raise CellError(f"“{value.spoken}”没有写到日，请写成 {value}-{'01-' * (2 - len(value.parts))}01 这样的完整日期")
        return value

    def further(self, cell):
        return {target: value for target, value in self._ends(cell).items() if value and target != self.target}

    def _ends(self, cell):
        """{target: date} of both ends for a cell that holds a period; {} for any other."""
        match = PERIOD.fullmatch(cells.one_line(cells.as_text(cell))) if isinstance(cell, str) else None
        if not match:
            return {}
        if not self.period:
            raise CellError(f"“{cell}”是一段时间，这里只要一个日期，请改正")
        return {target: self.of_text(text) for target, text in zip(self.period, match.groups(), strict=True)}

    def _read(self, cell):
        if isinstance(cell, (date, datetime)):
            return self._checked(cell.year, cell.month, cell.day)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._of_number(cell)
        return super().read(cell)

    def _of_number(self, number):
        if number in SERIALS or (number > 3000 and int(number) in SERIALS):
            return PartialDate.of(*(EXCEL_EPOCH + timedelta(days=int(number))).timetuple()[:3])
        if abs(number) >= 10**11:
            return self._of_milliseconds(number)
        text = cells.as_text(number)
        if re.fullmatch(r"\d{4}\.1", text):
            year = text[:4]
            raise CellError(f"“{text}”可能是 1 月，也可能是 10 月；请写成 {year}-01 或 {year}-10")
        return self.of_text(text)

    def _of_milliseconds(self, number):
        try:
            return self._checked(*(date(1970, 1, 1) + timedelta(milliseconds=int(number), hours=8)).timetuple()[:3])
        except OverflowError:
            raise CellError(f"“{number:.0f}”不是能识别的日期，请写成 2019-03-15 或 2019年3月") from None

    def of_text(self, text):
        text = CLOCK.sub("", cells.one_line(text)).strip()
        if text in NO_END:
            return None
        if re.fullmatch(r"\d{12,13}", text) or (re.fullmatch(r"\d{5}", text) and int(text) in SERIALS):
            return self._of_number(int(text))
        for shape, read in ((TURNED, self._turned), (SHORT_YEAR, self._of_short_year), (SPOKEN, self._of_spoken)):
            match = shape.fullmatch(text)
            if match:
                return read(match)
        try:
            return dates.read(re.sub(r"(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", text))
        except ValueError as error:
            raise CellError(str(error), _roughly(text)) from error

    def _turned(self, match):
        first, second, year = (int(part) for part in match.groups())
        if self.order is None and first <= 12 and second <= 12 and first != second:
            raise CellError(
                f"“{match[0]}”分不清月和日，请写成 {year}-{first:02d}-{second:02d} 或 {year}-{second:02d}-{first:02d}"
            )
        day_first = self.order == DAY_FIRST or (self.order is None and first > 12)
        return self._checked(year, *((second, first) if day_first else (first, second)))

    def _of_short_year(self, match):
        """19年3月 says which is the year; of 18/7/1 it is only likely, and 12/1/18 may be anything."""
        year, sign, *rest = match.groups()
        century = 1900 if int(year) > SHORT_UNTIL else 2000
        value = self._checked(century + int(year), *(int(part) for part in rest if part))
        if sign != "年":
            likely = str(value) if int(year) > 12 else None
            raise CellError(f"“{match[0]}”的年份只写了两位，请写成 2019-03-15 这样的完整日期", likely)
        return value

    def _of_spoken(self, match):
        year = "".join(str(cells.DIGITS[sign]) for sign in match[1])
        return self._checked(int(year), *(cells.spoken_number(part) for part in match.groups()[1:] if part))

    @staticmethod
    def _checked(year, *rest):
        try:
            return PartialDate.of(year, *rest)
        except ValueError:
            written = "-".join([str(year), *(f"{part:02d}" for part in rest)])
            raise CellError(f"“{written}”不是有效的日期，请改成存在的日期") from None

    def doubt(self, cell, value):
        short = SHORT_YEAR.fullmatch(cells.one_line(cells.as_text(cell))) if isinstance(cell, str) else None
        return Doubt(NOTE, f"“{cell}”按 {value.spoken} 记") if short else None

    def write(self, value):
        return "" if value is None else PartialDate(value).spoken

    def looks_right(self, cell):
        if isinstance(cell, date):
            return True
        try:
            return len(self.read(cell).parts) > 1
        except (CellError, AttributeError):
            return False


def _roughly(text):
    """The year and month that stand in it, for a proposal; None where there are none that make sense."""
    rough = ROUGHLY.fullmatch(text)
    try:
        return rough[1] if rough and dates.read(rough[1]) else None
    except ValueError:
        return None
