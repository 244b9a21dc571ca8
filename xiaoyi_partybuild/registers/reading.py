"""Cells of a table → values by target, piece by piece. Everything wrong is told at once; nothing is looked up one by one."""

from itertools import islice

from . import columnwise, elsewhere, promises, rules
from .cells import CellError
from .choices import NOTHING_DECIDED
from .inside import Inside
from .records import ERROR, Problem, Record

PIECE = 2_000


class Reader:
    """The rows of a table, read piece by piece: memory must not grow with the file."""

    def __init__(self, table, mapping, *, by, choices=NOTHING_DECIDED):
        self.table, self.register, self.choices = table, mapping.register, choices
        self.plain, self.ticks = columnwise.readers(table, mapping, choices)
        self.places = [(one.target, one.letter, one.index) for one in self.plain]
        self.lookups = elsewhere.lookups(self.register, by)
        self.inside = Inside(table, mapping, choices)
        self.across = rules.Across(self.register, by=by)

    def pieces(self, times=1):
        """Lists of layout rows; times: how many pieces to take at once."""
        rows = iter(self.table.rows)
        while piece := list(islice(rows, PIECE * times)):
            yield piece

    def late(self):
        """{row: [Problem]} of what shows only when all rows are read."""
        late = {record.number: record.problems for record in _told(self.across.end())}
        for number, *what in self.inside.left_open():
            late.setdefault(number, []).append(Problem(number, *what))
        return late

    def records(self, rows):
        """The rows as Records, looked-up rows put in their places, the register's own rules applied."""
        numbers = [row.number + 1 for row in rows]
        cells = [self.choices.fixed(number, row.cells) for number, row in zip(numbers, rows, strict=True)]
        records = columnwise.records(self.plain, self.ticks, numbers, cells)
        for row, record in zip(rows, records, strict=True):
            if row.group:
                _add(record, self.from_group(row.group), self.register)
            _add(record, self.register.fill(record.values), self.register)
        for column, found in self.lookups:
            elsewhere.resolve(column, found, [record for record in records if _has(record, column.target)], self.inside)
        for record in records:
            _check(record, self.register)
        for _ in _told(self.across.see(records)):
            pass
        return records

    def outline(self, row):
        """(a Record of what stands where, the cells): of its values only those that more than one cell says."""
        cells = self.choices.fixed(row.number + 1, row.cells)
        filled = {target: letter for target, letter, index in self.places if index < len(cells) and cells[index] is not None}
        record = Record(row.number + 1, {}, filled)
        for reader in self.ticks:
            reader.into([record], [cells])
        if row.group:
            record.values |= {target: value for target, value in self.from_group(row.group).items() if target not in filled}
        return record, cells

    def from_group(self, text):
        """What the group row above says, if its column understands it."""
        target = self.register.group if self.choices.group is None else self.choices.group
        column = self.register.by_target.get(target)
        try:
            return {target: column.read(text)} if column else {}
        except CellError:
            return {}


def _told(findings):
    """The records of (record, Finding) pairs, each with its finding told."""
    for record, finding in findings:
        record.tell(finding.target, finding.level, finding.message, finding.proposal)
        yield record


def _check(record, register):
    """The register's own rules; nothing more is said about a value that could not be read or found."""
    unread = set(record.wrong)
    for finding in (*register.check(record.values), *rules.within(register, record.values)):
        if finding.target not in unread:
            record.tell(finding.target, finding.level, finding.message, finding.proposal)
    for target in unread:
        record.values.pop(target, None)


def _has(record, target):
    return record.values.get(target) is not None


def _add(record, values, register):
    """Values that follow from something else, where the row itself says nothing."""
    for target, value in values.items():
        if value is not None and not _has(record, target):
            value, wrong = promises.cleaned(register.by_target[target], value)
            if wrong:
                record.tell(target, ERROR, wrong)
            else:
                record.values[target] = value
