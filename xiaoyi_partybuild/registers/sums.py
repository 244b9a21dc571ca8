"""Whether the figures of 小计, 合计 and 总计 rows are what the rows they speak for add up to."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from . import cells, headings
from .shapes import TOTAL_COUNT, figure

MOST_TOTALS = 500
NO_SUM = re.compile("率|占比|比例|平均|人均|年度|年份|届次|序号|编号|号码|代码|电话|日期|时间")
MOSTLY = 0.9
NEAR = 0.005


@dataclass(frozen=True)
class WrongSum:
    """A figure of a total row (row from 1) that no sum of rows agrees with; letter "" for a number of rows."""

    number: int
    letter: str
    label: str
    said: float
    found: float

    def __str__(self):
        said, found = (f"{value:.2f}".rstrip("0").rstrip(".") for value in (self.said, self.found))
        if not self.letter:
            return f"{self.label}写的是 {said} 行，实际有 {found} 行，请核对"
        return f"{self.label}行 {self.letter} 列写的是 {said}，各行相加是 {found}，请核对"


class _Running:
    """Sums so far per column, with how many cells were figures and how many were not, and how many rows there were."""

    def __init__(self, columns):
        self.columns, self.rows = columns, 0
        self.sums, self.figures, self.words = (dict.fromkeys(columns, 0) for _ in range(3))

    def add(self, row):
        self.rows += 1
        for column in self.columns:
            value = row[column] if column < len(row) else None
            if value is None or (number := figure(value)) is None:
                self.words[column] += value is not None and not cells.is_nothing(str(value).strip())
            else:
                self.sums[column] += number
                self.figures[column] += 1

    def now(self):
        return {"rows": self.rows} | {
            column: (self.sums[column], self.figures[column], self.words[column]) for column in self.columns
        }


def wrong(totals, groups, rows, paths):
    """The WrongSums of a table. totals: [(number, cells)] of its total rows; groups: the numbers of its group rows."""
    totals = [(number, row) for number, row in totals if not _is_part(row)][:MOST_TOTALS]
    said = {number: _figures(row, paths) for number, row in totals}
    columns = sorted({column for found in said.values() for column in found})
    borders = sorted({*said, *groups})
    points = _points(borders, rows, columns) if totals else []
    return [one for number, row in totals for one in _check(number, row, said[number], borders, points)]


def _is_part(row):
    """其中 rows speak of some of the rows only."""
    return any(isinstance(value, str) and value.strip().startswith("其中") for value in row)


def _figures(row, paths):
    return {
        column: number
        for column, path in paths.items()
        if column < len(row) and (number := figure(row[column])) is not None and not NO_SUM.search(headings.path_of(path))
    }


def _points(borders, rows, columns):
    """The running sums at the start, at each border and at the end."""
    running = _Running(columns)
    points, at = [running.now()], 0
    for row in rows:
        while at < len(borders) and row.number > borders[at]:
            points.append(running.now())
            at += 1
        running.add(row.cells)
    return points + [running.now()] * (len(borders) - at + 1)


def _check(number, row, said, borders, points):
    """A total may stand before or after its rows, and speak for its group or for all: right is what agrees with any."""
    here = bisect_left(borders, number) + 1
    spans = [(here - 1, here), (0, here), (here, here + 1), (here, len(points) - 1), (0, len(points) - 1)]
    label = next((cells.one_line(value) for value in row if isinstance(value, str) and figure(value) is None), "合计")
    label = re.sub(r"[\s:：]", "", label)
    if not said:
        return _check_count(number, label, spans, points)
    best = max(spans, key=lambda span: sum(_agrees(span, column, value, points) for column, value in said.items()))
    if not any(_agrees(best, column, value, points) for column, value in said.items()):
        best = _likely(label, spans, points)
    return [
        WrongSum(number + 1, cells.letter(column), label, value, _sum(best, column, points))
        for column, value in said.items()
        if not any(_agrees(span, column, value, points) for span in spans) and _is_summed(best, column, points)
    ]


def _check_count(number, label, spans, points):
    counted = TOTAL_COUNT.fullmatch(label)
    found = {points[end]["rows"] - points[start]["rows"] for start, end in spans}
    if not counted or int(counted["count"]) in found:
        return []
    start, end = spans[-1]
    word = re.sub(r"\d.*", "", label)
    return [WrongSum(number + 1, "", word, int(counted["count"]), points[end]["rows"] - points[start]["rows"])]


def _likely(label, spans, points):
    """What an unmatched total most likely speaks for: 小计 its group, others everything; whichever side has rows."""
    order = spans if "小计" in label else (spans[-1], *spans)
    return next((span for span in order if points[span[1]]["rows"] > points[span[0]]["rows"]), spans[-1])


def _sum(span, column, points):
    start, end = span
    return points[end][column][0] - points[start][column][0]


def _agrees(span, column, value, points):
    return abs(_sum(span, column, points) - value) <= NEAR * max(1, abs(value) * 0.01)


def _is_summed(span, column, points):
    """A column of figures, not of words: else its total means something else."""
    figures, words = (points[span[1]][column][kind] - points[span[0]][column][kind] for kind in (1, 2))
    return figures > 0 and figures >= MOSTLY * (figures + words)
