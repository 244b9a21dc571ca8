"""The data rows of a table, made anew from its sheet on each pass, merged cells filled down."""

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(slots=True)
class Row:
    """One data row: zero-based number, its cells with merged ones filled down, the group row above it."""

    number: int
    cells: list
    group: str = ""


class DataRows:
    """The data rows of a table, made anew from the sheet each time they are gone through; none is kept.

    Guaranteed: every pass gives the same rows in the order of the sheet, as new Row objects that may be changed; several
    passes may run at once; `len` costs nothing. Cells stand at their column's index, those beside the table are None.
    """

    def __init__(self, sheet, header):
        self.sheet, self.header = sheet, header
        self.aside, self.starts, self.labels, self.count = frozenset(), [], [], 0
        self.areas = _areas_down(sheet, header)

    def settle(self, aside, groups, count):
        """What the first pass found out: rows that are no data, [(number, label)] of group rows, how many rows remain."""
        self.aside, self.count = frozenset(aside), count
        self.starts, self.labels = [number for number, _ in groups], [label for _, label in groups]

    def __len__(self):
        return self.count

    def __iter__(self):
        for number, row, _ in self.body():
            if number not in self.aside:
                at = bisect_right(self.starts, number)
                yield Row(number, row, self.labels[at - 1] if at else "")

    def body(self):
        """(number, cells filled down, how many of them) of every row below the header that holds anything."""
        header = self.header
        left, end, areas = header.left, header.right + 1, _Areas(self.areas)
        for number, row in self.sheet.rows:
            if number <= header.bottom or number < header.top:
                continue
            cut = [None] * left + row[left:end] if left else row[:end]
            if (left or len(cut) < len(row)) and not any(value is not None for value in cut):
                continue
            yield number, cut, areas.fill(number, cut)


def _areas_down(sheet, header):
    """Merged areas of several rows below the header, by their first row."""
    found = [
        (top, left, bottom)
        for top, left, bottom, _ in sheet.merged
        if bottom > top > header.bottom and header.left <= left <= header.right
    ]
    return sorted(found)


class _Areas:
    """Gives every row of a merged area its value, while the rows go by from the top."""

    def __init__(self, areas):
        self.areas, self.next, self.open = areas, 0, []

    def fill(self, number, row):
        """Fill the row in place; returns the columns that were filled."""
        filled = []
        if self.open:
            self.open = [area for area in self.open if area[1] >= number]
            for column, _, value in self.open:
                row.extend([None] * (column + 1 - len(row)))
                if row[column] is None:
                    row[column] = value
                    filled.append(column)
        while self.next < len(self.areas) and self.areas[self.next][0] <= number:
            top, column, bottom = self.areas[self.next]
            value = row[column] if top == number and column < len(row) else None
            if value is not None:
                self.open.append((column, bottom, value))
            self.next += 1
        return filled
