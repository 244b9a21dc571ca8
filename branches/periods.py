"""The months, quarters and years in which something is due."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import TextChoices

from xiaoyi_partybuild.access.dates import add_months


class Every(TextChoices):
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}
NUMERALS = "一二三四"


class Period(NamedTuple):
    """From the first day to the last, both included."""

    every: Every
    first: date
    last: date

    @property
    def middle(self):
        return self.first + timedelta(days=((self.last - self.first).days + 1) // 2)

    @property
    def label(self):
        if self.every == Every.MONTH:
            return f"{self.first.month} 月"
        if self.every == Every.QUARTER:
            return f"第{NUMERALS[self.first.month // 3]}季度"
        return f"{self.first.year} 年"


def containing(day, every):
    """The period of that length that a day lies in."""
    length = MONTHS[every]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Period(Every(every), first, add_months(first, length) - timedelta(days=1))


def of_year(year, every):
    """The year's periods of one length, in order."""
    return [containing(date(year, month, 1), every) for month in range(1, 13, MONTHS[every])]
