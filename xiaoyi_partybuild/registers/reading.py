"""Cells of a table → values by target, row by row. Everything wrong is told at once; nothing is looked up one by one."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from . import promises, rules
from .cells import CellError
from .choices import NOTHING_DECIDED
from .columns import List, Lookup
from .inside import Inside
from .relations import chunks, scope_relations

ERROR, WARNING, NOTE = "error", "warning", "note"
NOTHING_FURTHER = {}
MANY = 12_000  # different cells of a column to remember


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where. row counts from 1; letter "" for the row as a whole.

    question: the word as written that its column's list does not know; to be asked once for all cells that hold it.
    """

    row: int
    letter: str
    level: str
    message: str
    proposal: str | None = None
    question: str = ""


@dataclass(slots=True)
class Record:
    """One row as read: {target: value}, where each value stands, what is wrong."""

    number: int
    values: dict
    letters: dict
    problems: list = field(default_factory=list)
    filled: int = 0
    wrong: set = field(default_factory=set)

    @property
    def is_bad(self):
        return bool(self.wrong)

    def tell(self, target, level, message, proposal=None, question=""):
        if level == ERROR:
            self.wrong.add(target)
        self.problems.append(Problem(self.number, self.letters.get(target, ""), level, message, proposal, question))


PIECE = 2_000


class Reader:
    """The rows of a table, read piece by piece: memory must not grow with the file."""

    def __init__(self, table, mapping, *, by, choices=NOTHING_DECIDED):
        self.table, self.register, self.choices = table, mapping.register, choices
        self.readers = _readers(table, mapping, choices)
        self.lookups = _lookups(self.register, by)
        self.inside = Inside(table, mapping, choices)
        self.across = rules.Across(self.register, by=by)

    def pieces(self):
        """Lists of Records, looked-up rows put in their places, the register's own rules applied."""
        rows = iter(self.table.rows)
        while piece := list(islice(rows, PIECE)):
            yield self._records(piece)

    def late(self):
        """{row: [Problem]} of what shows only when all rows are read."""
        late = {record.number: record.problems for record in _told(self.across.end())}
        for number, *what in self.inside.left_open():
            late.setdefault(number, []).append(Problem(number, *what))
        return late

    def _records(self, rows):
        numbered = [(row.number + 1, self.choices.fixed(row.number + 1, row.cells)) for row in rows]
        records = [Record(number, {}, {}, filled=len(cells) - cells.count(None)) for number, cells in numbered]
        for reader in self.readers:
            reader.into(records, [cells for _, cells in numbered])
        for row, record in zip(rows, records, strict=True):
            if row.group:
                _add(record, self._from_group(row.group), self.register)
            _add(record, self.register.fill(record.values), self.register)
        for column, found in self.lookups:
            _resolve(column, found, [record for record in records if _has(record, column.target)], self.inside)
        for record in records:
            _check(record, self.register)
        for _ in _told(self.across.see(records)):
            pass
        return records

    def _from_group(self, text):
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


# --- cells


def _readers(table, mapping, choices):
    """One reader for each register column in use."""
    plain, ticks = {}, defaultdict(list)
    for match in mapping.used:
        if match.option is None:
            plain[match.field] = _CellReader(match, table, choices, mapping.register.by_target)
        else:
            ticks[match.field].append(match)
    return [*plain.values(), *(_TickReader(target, found) for target, found in ticks.items() if target not in plain)]


class _CellReader:
    """Reads one column; equal cells are read once."""

    def __init__(self, match, table, choices, by_target):
        self.target, self.index, self.letter = match.field, match.index, match.letter
        self.word, self.by_target = choices.word, by_target
        column = match.column.settled(table.column(match.index), f"{match.path} {table.unit}")
        words = choices.values.get(self.target)
        self.column, self.read = column.taught(words), {}
        self.most = promises.longest_plain(column.model_field) if column.stored and not words else 0

    def into(self, records, rows):
        index, target, letter, known = self.index, self.target, self.letter, self.read
        if len(known) > MANY:
            known.clear()
        for record, row in zip(records, rows, strict=True):
            cell = row[index] if index < len(row) else None
            if cell is None:
                continue
            record.letters[target] = letter
            key = cell if cell.__class__ is str else (cell.__class__, cell)
            if key not in known:
                if key is cell and self._is_plain(cell):
                    record.values[target] = cell
                    continue
                known[key] = self._read(cell)
            value, told, further = known[key]
            if value is not None:
                record.values[target] = value
            if further:
                self._add(record, further)
            if told:
                record.tell(target, *told)

    def _is_plain(self, cell):
        """Whether a text is surely its own value, with nothing to tell: a short way for what most cells hold."""
        return len(cell) <= self.most and self.column.is_plain(cell)

    def _add(self, record, further):
        for target, other in further.items():
            if record.values.setdefault(target, other) is other:
                record.letters[target] = self.letter

    def _read(self, cell):
        """(value, (level, message, proposal, question) or None, {further target: what the same cell says about it});
        the value as its model field wants it."""
        meant = self.word(self.target, cell)
        try:
            value = self.column.read(meant)
            further = self.column.further(cell)
        except CellError as error:
            level = ERROR if self.column.stored else WARNING
            return None, (level, str(error), error.proposal, error.question), {}
        if value is None:
            left_out = self.column.left_out(cell)
            return None, (NOTE, left_out) if left_out else None, further
        doubt = self.column.doubt(meant, value)
        value, wrong = promises.cleaned(self.column, value)
        for target in further.keys() & self.by_target.keys():
            further[target], unfit = promises.cleaned(self.by_target[target], further[target])
            wrong = wrong or unfit
        if wrong:
            return None, (ERROR, wrong), {}
        return value, (doubt.level, doubt.message, doubt.proposal) if doubt else None, further or NOTHING_FURTHER


class _TickReader:
    """Reads several tick columns as one value."""

    def __init__(self, target, matches):
        self.target, self.matches = target, matches
        self.several = matches[0].column.several

    def into(self, records, rows):
        for record, row in zip(records, rows, strict=True):
            self._into(record, row)

    def _into(self, record, row):
        marked = [match for match in self.matches if self._is_marked(match, row, record)]
        if not marked:
            return
        record.letters[self.target] = marked[-1].letter
        if self.several:
            record.values[self.target] = tuple(match.option for match in marked)
        elif len(marked) == 1:
            record.values[self.target] = marked[0].option
        else:
            words = "、".join(f"“{match.path.split('/')[-1]}”" for match in marked)
            record.tell(self.target, ERROR, f"{words}都打了勾，这一项只能选一个，请去掉多余的勾")

    def _is_marked(self, match, row, record):
        cell = row[match.index] if match.index < len(row) else None
        try:
            return match.column.marked(cell, match.option)
        except CellError as error:
            record.letters[self.target] = match.letter
            record.tell(self.target, ERROR, str(error), error.proposal)
            return False


# --- rows of other tables


def _lookups(register, by):
    """[(column, what its texts find)] of the columns that name rows of other tables."""
    pairs = ((column, column.of if isinstance(column, List) else column) for column in register.columns)
    return [(column, Found(lookup, by)) for column, lookup in pairs if isinstance(lookup, Lookup)]


def _resolve(column, found, records, inside):
    found.look_up({text for record in records for text in _texts(record.values[column.target])})
    for record in records:
        if not column.several and (loop := inside.loops(record, column)):
            record.tell(column.target, ERROR, loop)
        elif column.several or not _comes_along(found, record, column.target, inside):
            rows = [_one(found, text, record, column.target) for text in _texts(record.values[column.target])]
            if None not in rows:
                record.values[column.target] = tuple(rows) if column.several else rows[0]


def _comes_along(found, record, target, inside):
    """Whether a text names what another row of the file brings, which then stands in its place."""
    text = record.values[target]
    if not isinstance(text, str) or found.rows(text):
        return False
    stand_in = inside.stand_in(record, target, found.lookup)
    if stand_in is not None:
        record.values[target] = stand_in
    return stand_in is not None


def _texts(value):
    return value if isinstance(value, tuple) else (value,)


def _one(found, text, record, target):
    """The row a text names; None, with the problem told, when there is not exactly one."""
    if not isinstance(text, str):
        return text  # `fill` may give the row itself
    rows = found.rows(text)
    name = found.lookup.model._meta.verbose_name
    if not rows:
        record.tell(target, ERROR, f"没有找到名称或代码是“{text}”的{name}，请核对写法，或先把它登记进来")
    elif len(rows) > 1:
        record.tell(target, ERROR, f"有 {len(rows)} 个{name}都叫“{text}”，分不清是哪一个，请改写代码")
    return rows[0] if len(rows) == 1 else None


class Found:
    """What a file's texts name in another table: one query for each `by`, one for the rows, however many texts."""

    def __init__(self, lookup, by):
        self.lookup = lookup
        self.visible = lookup.model._default_manager.visible_to(by)
        self.texts, self.objects = {}, {}

    def look_up(self, texts):
        """Find what these texts mean, as far as that is not known yet."""
        spellings = {
            text: self.lookup.candidates(text) for text in texts if isinstance(text, str) and text not in self.texts
        }
        pks = {name: self._pks(name, {one for found in spellings.values() for one in found}) for name in self.lookup.by}
        wanted = {pk for hits in pks.values() for found in hits.values() for pk in found} - self.objects.keys()
        if wanted:
            self.objects |= self.visible.select_related(*scope_relations(self.lookup.model)).in_bulk(wanted)
        for text, candidates in spellings.items():
            hits = (pks[name][one] for name in self.lookup.by for one in candidates if one in pks[name])
            self.texts[text] = [self.objects[pk] for pk in next(hits, ())]

    def _pks(self, name, spellings):
        hits = defaultdict(set)
        for some in chunks(spellings):
            for pk, value in self.visible.filter(**{f"{name}__in": some}).values_list("pk", name):
                hits[value].add(pk)
        return hits

    def rows(self, text):
        """The rows of the first way of looking that finds any."""
        return self.texts[text]
