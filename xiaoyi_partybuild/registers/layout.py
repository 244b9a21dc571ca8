"""Which rows of a sheet are data; every other one (title, group, total, note, signature) is set aside with a reason."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from xiaoyi_partybuild.access import dates

from . import cells, shapes, sums
from .beside import date_in, title_date, unit_in
from .datarows import DataRows
from .judging import FEW_CELLS, Judge
from .shapes import GROUP, NOTE, ONLY_SERIAL, TITLE, TOTAL, UNIT_LINE

ALIKE_TAIL = 3  # so many rows alike at the end, with little in them, were filled in by a template


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

    header_rows  (first, last), () for a table without a header     paths    {column: path, "" without a heading}
    region       letters of the first and the last column           rows     the data, a DataRows
    unit         what the line above the header says its figures are in, "单位：人、万元"
    wrong_sums   figures of total rows that are not the sum of their rows
    reasons      {"header" | "region" | "groups" | "hidden": a sentence that says why}
    next_header  the row, from 1, with which another table begins below this one; None without one
    """

    sheet: str
    header_rows: tuple
    paths: dict
    rows: object = ()
    set_aside: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    as_of: dates.PartialDate | None = None
    unit: str = ""
    filled_down: int = 0
    region: tuple = ()
    wrong_sums: list = field(default_factory=list)
    reasons: dict = field(default_factory=dict)
    next_header: int | None = None

    @property
    def first_row(self):
        """Where the table begins, counted from 1: what concerns all of it is told there."""
        return self.header_rows[0] if self.header_rows else next((row.number + 1 for row in self.rows), 1)

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
        """The contents of one column, row by row; reads the rows again each time it is asked."""
        return (row.cells[column] if column < len(row.cells) else None for row in self.rows)


def read(sheet, header, speaks=None, known=None):
    """The table under a header.

    speaks: whether a text alone in its row is what group rows of this register say; known: whether a text is a heading
    """
    rows = DataRows(sheet, header)
    found = _Scan(sheet, header, rows, Judge(sheet, header, speaks, known))
    shown = (header.top + 1, header.bottom + 1) if header.is_there else ()
    table = Table(sheet.name, shown, header.paths, rows, sorted((number + 1, why) for number, why in found.aside.items()))
    table.groups, table.filled_down, table.region = found.groups(), found.filled_down, header.region
    table.as_of, table.unit, table.next_header = found.as_of, found.unit, found.next_header
    table.wrong_sums = sums.wrong(found.totals, [one.number for one in table.groups], rows, header.paths)
    table.reasons = dict(header.reasons) | _reasons(table, sheet)
    return table


class _Scan:
    """One pass over a sheet: what each row beside the data is."""

    def __init__(self, sheet, header, rows, judge):
        self.header, self.judge = header, judge
        self.aside, self.heads, self.totals, self.places = {}, [], [], []
        self.as_of, self.titled, self.unit, self.filled_down = None, None, "", 0
        self.tail, self.last, self.alike, self.widths = [], None, [], Counter()
        self._above(sheet)
        for number, row, filled in rows.body():
            self._below(number, row, filled)
        self._drop_tail()
        self.as_of = self.as_of or self.titled
        self.places = [number for number in self.places if number not in self.aside]
        rows.settle(self.aside, [(number, shapes.label_of(text)[0]) for number, text in self.heads], len(self.places))

    def _above(self, sheet):
        last = None
        for number, row in sheet.rows:
            if number >= self.header.top:
                break
            self.aside[number] = shapes.why_above(row)
            self._look_for_date(row)
            if self.aside[number] in (TITLE, UNIT_LINE):
                self.titled = self.titled or title_date(row)
            self.unit = self.unit or unit_in(row)
            last = number, row
        if last and shapes.is_group_above(last[1]):
            self._group(*last)

    def _below(self, number, row, filled):
        own = [place for place, value in enumerate(row) if value is not None and place not in filled] if filled else None
        only_serial = own is not None and all(place in self.judge.serials for place in own)
        why = ONLY_SERIAL if only_serial else self.judge.why(number, row)
        if why is None:
            self.filled_down += len(filled)
            self.places.append(number)
            return self._watch_tail(number, row)
        self.aside[number] = why
        self._look_for_date(row)
        self.alike = []
        if why == GROUP:
            self._group(number, row)
        elif why == TOTAL:
            self.totals.append((number, row))

    def _group(self, number, row):
        self.aside[number] = GROUP
        text = next(cells.one_line(cells.tidy(value)) for value in _label_first(row, self.judge.serials))
        self.heads.append((number, text))

    def _watch_tail(self, number, row):
        """Remember what only the end of the table will tell: single cells aside, and rows that are all alike."""
        if (len(row) - row.count(None)) * 2 > len(self.header.paths) + 2:
            self.widths[3] += 1
            self.tail, self.alike, self.last = [], [], None
            return
        held = [(place, value) for place, value in enumerate(row) if value is not None and place not in self.judge.serials]
        self.widths[min(len(held), 3)] += 1
        is_aside = len(held) == 1 and held[0][0] > self.header.left + 1 and isinstance(held[0][1], str)
        if self.judge.is_numbered and len(held) <= FEW_CELLS:
            is_aside = not any(row[place] is not None for place in self.judge.serials if place < len(row))
        if not is_aside:
            self.tail = []
        if held != self.last or len(held) * 2 > len(self.header.paths):
            self.alike = []
        self.tail += [number] if is_aside else []
        self.alike.append(number)
        self.last = held

    def _drop_tail(self):
        """The sender's name under the table, and rows that only a template filled in, are no data."""
        if self.tail and len(self.tail) < len(self.places) and self.widths[3] > len(self.places) / 2:
            self.aside |= dict.fromkeys(self.tail, NOTE)
        if ALIKE_TAIL <= len(self.alike) < len(self.places):
            self.aside |= dict.fromkeys(self.alike, ONLY_SERIAL)

    def _look_for_date(self, row):
        if self.as_of is None:
            self.as_of = date_in(row)

    @property
    def next_header(self):
        return None if self.judge.other_header is None else self.judge.other_header + 1

    def groups(self):
        starts = [number for number, _ in self.heads] + [float("inf")]
        found = []
        for (number, text), end in zip(self.heads, starts[1:], strict=True):
            label, announced = shapes.label_of(text)
            found.append(Group(number, label, announced, bisect_left(self.places, end) - bisect_left(self.places, number)))
        return found


def _label_first(row, serials):
    """The texts of a group row, what stands under 序号 last."""
    texts = [(place in serials, value) for place, value in enumerate(row) if isinstance(value, str)]
    return [value for _, value in sorted(texts, key=lambda told: told[0])]


def _reasons(table, sheet):
    told = {}
    if table.groups:
        rows, count = "、".join(str(one.number + 1) for one in table.groups[:3]), len(table.groups)
        rows += f" 行等 {count} 行" if count > 3 else " 行"
        told["groups"] = f"第 {rows}各说下面几行是哪一类，当作分组行"
    if sheet.hidden_rows:
        told["hidden"] = f"有 {sheet.hidden_rows} 行在表里是隐藏的，也当作内容读了"
    return told
