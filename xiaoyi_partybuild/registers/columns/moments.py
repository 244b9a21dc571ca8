"""Dates as people write them, kept as precise as they were written."""

import copy
import re
from datetime import date, datetime, timedelta

from django.db import models

from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.access.dates import PartialDate

from .. import cells
from ..cells import CellError
from .base import Column

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(18_264, 73_051)  # 1950-01-01 to 2099-12-31
NO_END = frozenset({"长期", "永久", "至今", "今", "未定"})
CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
TURNED = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
MONTH_FIRST, DAY_FIRST = "month first", "day first"


class Date(Column):
    """A date with the precision it was written in; 3/15/2019 is judged by the whole column.

    A field that needs a full day (models.DateField) refuses 2019年3月 and says so.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.whole_day, self.order = False, None

    def bind(self, model_field):
        self.whole_day = isinstance(model_field, models.DateField)

    def settled(self, raw):
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
        value = self._read(cell)
        if value and self.whole_day and len(value.parts) < 3:
            raise CellError(f"“{value.spoken}”没有写到日，请写成 {value}-{'01-' * (2 - len(value.parts))}01 这样的完整日期")
        return value

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
        match = TURNED.fullmatch(text)
        if match:
            return self._turned(text, *(int(part) for part in match.groups()))
        try:
            return dates.read(re.sub(r"(?<=\d)\s+(?=[年月日])|(?<=[年月])\s+(?=\d)", "", text))
        except ValueError as error:
            raise CellError(str(error)) from error

    def _turned(self, text, first, second, year):
        if self.order is None and first <= 12 and second <= 12 and first != second:
            raise CellError(
                f"“{text}”分不清月和日，请写成 {year}-{first:02d}-{second:02d} 或 {year}-{second:02d}-{first:02d}"
            )
        day_first = self.order == DAY_FIRST or (self.order is None and first > 12)
        return self._checked(year, *((second, first) if day_first else (first, second)))

    @staticmethod
    def _checked(year, month, day):
        try:
            return PartialDate.of(year, month, day)
        except ValueError:
            raise CellError(f"“{year}-{month:02d}-{day:02d}”不是有效的日期，请改成存在的日期") from None

    def write(self, value):
        return "" if value is None else PartialDate(value).spoken

    def looks_right(self, cell):
        if isinstance(cell, date):
            return True
        try:
            return len(self.read(cell).parts) > 1
        except (CellError, AttributeError):
            return False
