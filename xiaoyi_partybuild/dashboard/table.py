"""The breakdown of the workbench as lines: every figure with the query that lists exactly what it counts."""

from dataclasses import dataclass

from branches import breakdown, coverage
from branches.breakdown import By
from branches.coverage import INDICATORS, Ratio
from orgs.filters import UNSTATED

NAMES = {"K1": "组织覆盖", "K6": "工作覆盖", "K7": "活动覆盖"}


@dataclass(frozen=True)
class Cell:
    name: str
    ratio: Ratio
    show: str


@dataclass(frozen=True)
class Line:
    """One line of the breakdown; `query` asks the list for exactly its organizations."""

    name: str
    query: str
    registered: int
    cells: tuple
    owing: int
    is_total: bool = False


def lines(rows, by, region, query):
    """The lines of a breakdown and their sum. `query`: the QueryDict that asks the list for the whole set."""
    whole = breakdown.Row("", "合计", sum((row.tally for row in rows), coverage.none()))
    shown = [row for row in rows if row.tally["registered"] or not _is_level_itself(row, by, region)]
    lines = [_line(row, _narrowed(query, _own_filter(row, by, region))) for row in shown]
    return (*lines, _line(whole, query, is_total=True))


def _line(row, query, *, is_total=False):
    cells = tuple(Cell(NAMES[code], row.ratios[code], INDICATORS[code].numerator) for code in NAMES)
    return Line(row.name, query.urlencode(), row.tally["registered"], cells, row.tally["owing"], is_total)


def _narrowed(query, own):
    narrowed = query.copy()
    for name, value in own.items():
        narrowed[name] = value
    return narrowed


def _own_filter(row, by, region):
    """What narrows a list to one row of the breakdown."""
    if by == By.REGION:
        return {"region": row.key} | ({"only": "own"} if _is_level_itself(row, by, region) else {})
    return {"type" if by == By.TYPE else "field": row.key or UNSTATED[0]}


def _is_level_itself(row, by, region):
    """本级: what hangs on the region itself and on none below."""
    return by == By.REGION and row.key == region.code
