"""The table of a year: one row a branch, one cell a month, and the sums of due, held and missing."""

from dataclasses import dataclass, field
from datetime import date

from orgs.models import Region
from orgs.querysets import within

from . import meeting_year
from .models import Branch

FIRST_YEAR = 2012
NOTHING, DONE, OPEN, SHORT = "none", "done", "open", "short"


@dataclass(slots=True)
class Cell:
    """What ended in one month: periods of a month, a quarter, a year. missing: short for good; to_do: still to be held."""

    due: int = 0
    held: int = 0
    missing: int = 0
    to_do: int = 0

    def add(self, line):
        short = max(line.due - line.held, 0)
        self.due += line.due
        self.held += line.due - short
        if line.is_over:
            self.missing += short
        else:
            self.to_do += short

    @property
    def state(self):
        if not self.due:
            return NOTHING
        return SHORT if self.missing else OPEN if self.to_do else DONE

    @property
    def number(self):
        return self.missing or self.to_do


@dataclass(slots=True)
class Row:
    branch: Branch
    cells: list = field(default_factory=lambda: [Cell() for _ in range(12)])
    total: Cell = field(default_factory=Cell)


@dataclass(frozen=True)
class Table:
    """on: the day it is true of; only_short: rows without a gap are left out; short: how many branches have one."""

    year: int
    years: range
    on: date
    regions: list
    region: str
    only_short: bool
    rows: list
    total: int
    short: int

    months = range(1, 13)


def build(viewer, *, asked, today):
    """asked: `year`, `region` (a code), `short` (only those with gaps), each in any form or missing."""
    year = _year(asked.get("year"), today)
    on = min(today, date(year, 12, 31))
    regions = list(Region.objects.visible_to(viewer).order_by("code"))
    region = next((one for one in regions if one.code == asked.get("region")), None)
    branches = _branches(viewer, region, year)
    rows = [_row(branch, lines) for branch, lines in meeting_year.each(branches, year, on=today)]
    rows = [row for row in rows if row.total.due]
    owing = [row for row in rows if row.total.missing]
    shown = owing if asked.get("short") else rows
    years = range(today.year, FIRST_YEAR - 1, -1)
    code = region.code if region else ""
    return Table(year, years, on, regions, code, bool(asked.get("short")), shown, len(rows), len(owing))


def _year(text, today):
    known = (text or "").isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= today.year
    return int(text) if known else today.year


def _branches(viewer, region, year):
    rows = Branch.objects.visible_to(viewer).filter(within(region)) if region else Branch.objects.visible_to(viewer)
    gone = rows.filter(end__lte=f"{year}-01-01")
    return list(rows.exclude(pk__in=gone.values("pk")).select_related("region").order_by("region__code", "name"))


def _row(branch, lines):
    row = Row(branch)
    for line in lines:
        row.cells[line.period.last.month - 1].add(line)
        row.total.add(line)
    return row
