"""The cells of a table's columns → values, a column at a time: what is equal is read once, what is plain not at all."""

from collections import defaultdict
from itertools import repeat, zip_longest

from . import promises
from .cells import CellError
from .records import ERROR, NOTE, WARNING, Record

NOTHING_FURTHER = {}
MANY = 12_000  # different cells of a column to remember


def readers(table, mapping, choices):
    """(readers of one column, readers of several tick columns) for each register column in use."""
    plain, ticks = {}, defaultdict(list)
    for match in mapping.used:
        if match.option is None:
            plain[match.field] = CellReader(match, table, choices, mapping.register.by_target)
        else:
            ticks[match.field].append(match)
    return [*plain.values()], [TickReader(target, found) for target, found in ticks.items() if target not in plain]


def records(plain, ticks, numbers, rows):
    """Records of rows with these numbers. rows: lists of cells, of any length."""
    columns = dict(enumerate(zip_longest(*rows)))
    cells = [columns.get(one.index, [None] * len(rows)) for one in plain]
    read = [one.values(column) for one, column in zip(plain, cells, strict=True)]
    values = _without_none([one.target for one in plain], [told for told, _ in read], len(rows))
    letters = _without_none([one.target for one in plain], cells, len(rows), [one.letter for one in plain])
    filled = [len(row) - row.count(None) for row in rows]
    found = [Record(*told[:3], filled=told[3]) for told in zip(numbers, values, letters, filled, strict=True)]
    for place, (one, (_, more)) in enumerate(zip(plain, read, strict=True)):
        later = {further.target for further in plain[place + 1 :]} if more else ()
        for row, what in more:
            one.tell(found[row], later, *what)
    for one in ticks:
        one.into(found, rows)
    return found


def _without_none(names, columns, count, instead=None):
    """A dict for each row of some columns: what it holds under a column's name, or instead of that."""
    rows = zip(*columns, strict=True) if columns else repeat((), count)
    if instead is None:
        return [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows]
    triples = list(zip(names, instead, strict=True))
    return [{name: told for (name, told), value in zip(triples, row, strict=True) if value is not None} for row in rows]


class CellReader:
    """Reads one column. known: {cell: what it says} of those met before; those that are plainly text are not kept."""

    def __init__(self, match, table, choices, by_target):
        self.target, self.index, self.letter = match.field, match.index, match.letter
        self.word, self.by_target = choices.word, by_target
        column = match.column.settled(table.column(match.index), f"{match.path} {table.unit}")
        words = choices.values.get(self.target)
        self.column, self.known = column.taught(words), {None: (None, None, NOTHING_FURTHER)}
        self.most = promises.longest_plain(column.model_field) if column.stored and not words else 0

    def columns(self):
        """(index, what decides how its cells are read) of each column it reads."""
        return [(self.index, told_of(self.column, self.by_target[self.target]))]

    def values(self, cells):
        """(the value of each cell, [(place, (what to tell, {further target: value}))] of those that say more)."""
        if len(self.known) > MANY:
            self.known = {None: self.known[None]}
        keys = [cell if cell.__class__ is str or cell is None else (cell.__class__, cell) for cell in cells]
        answers, more = {}, set()
        for key in set(keys):
            answers[key], *rest = self._answer(key)
            if any(rest):
                more.add(key)
        told = [(place, self.known[key][1:]) for place, key in enumerate(keys) if key in more] if more else ()
        return [answers[key] for key in keys], told

    def _answer(self, key):
        if key in self.known:
            return self.known[key]
        if key.__class__ is str and self._is_plain(key):
            return key, None, NOTHING_FURTHER
        answer = self.known[key] = self._read(key if key.__class__ is str else key[1])
        return answer

    def tell(self, record, later, told, further):
        """Put into a record what a cell says beside its value. later: the targets of the columns read after this one."""
        for target, other in further.items():
            if record.values.setdefault(target, other) is other and not (target in later and target in record.letters):
                record.letters[target] = self.letter
        if told:
            record.tell(self.target, *told)

    def _is_plain(self, cell):
        """Whether a text is surely its own value, with nothing to tell: a short way for what most cells hold."""
        return len(cell) <= self.most and self.column.is_plain(cell)

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


def told_of(column, declared):
    """How the reader of one file differs from its declaration."""
    plain = vars(declared)
    return repr({name: value for name, value in sorted(vars(column).items()) if plain.get(name) != value})


class TickReader:
    """Reads several tick columns as one value."""

    def __init__(self, target, matches):
        self.target, self.matches = target, matches
        self.several = matches[0].column.several

    def columns(self):
        return [(match.index, repr(match.option)) for match in self.matches]

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
