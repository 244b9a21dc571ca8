"""What the cells of a row must agree about, and the rows of a file among themselves: declared in Register.rules.

A rule asks only what the row says; what could not be read is no contradiction. Its findings are warnings or notes: the
numbers in a register are its author's, and only he knows which of them is the slip.
"""

from collections import Counter
from dataclasses import dataclass, replace

from .columns import NOTE, WARNING
from .register import Finding


def within(register, values):
    """Findings about one row."""
    for rule in register.rules:
        yield from rule.within(register, values)


class Across:
    """What the rows of a file say together, seen piece by piece; or against what `by` may see."""

    def __init__(self, register, *, by):
        self.watches = [watch for rule in register.rules if (watch := rule.across(register, by=by))]

    def see(self, records):
        """(record, Finding) about these records and those before them."""
        return (found for watch in self.watches for record in records for found in watch.see(record))

    def end(self):
        """(record, Finding) about what shows only when all are seen."""
        return (found for watch in self.watches for found in watch.end())


def called(register, target):
    """What a column is called in a sentence."""
    return register.by_target[target].label.replace("/", "的")


class Rule:
    def within(self, register, values):
        return ()

    def across(self, register, *, by):
        """A Watch over all rows, for a rule that needs one."""


class Watch:
    def see(self, record):
        return ()

    def end(self):
        return ()


@dataclass(frozen=True)
class Sum(Rule):
    """Parts add up to the total; while a part is not written, the others do not exceed it."""

    total: str
    parts: tuple

    def within(self, register, values):
        total, known = values.get(self.total), _known(values, self.parts)
        if total is None or not known:
            return
        found = sum(known.values())
        complete = len(known) == len(self.parts)
        if found > total or (complete and found != total):
            written = f"{called(register, self.total)}写的是 {total}"
            yield Finding(
                self.total, WARNING, f"{_added(register, known)}，{written}，请核对", str(found) if complete else None
            )


@dataclass(frozen=True)
class AtMost(Rule):
    """What is counted within something else is not more than it."""

    parts: tuple
    whole: str

    def within(self, register, values):
        whole, known = values.get(self.whole), _known(values, self.parts)
        if whole is not None and known and sum(known.values()) > whole:
            more = f"多于{called(register, self.whole)} {whole}"
            yield Finding(next(iter(known)), WARNING, f"{_added(register, known)}，{more}，请核对")


@dataclass(frozen=True)
class InOrder(Rule):
    """One date is not later than another."""

    earlier: str
    later: str
    level: str = WARNING

    def within(self, register, values):
        earlier, later = values.get(self.earlier), values.get(self.later)
        if earlier and later and later.last < earlier.first:
            first, second = called(register, self.earlier), called(register, self.later)
            message = f"{second} {later.spoken} 早于{first} {earlier.spoken}，请核对"
            yield Finding(self.later, self.level, message)


@dataclass(frozen=True)
class Contradiction(Rule):
    """A "no" (`target` reads as `value`) beside something that is there all the same."""

    target: str
    value: object
    beside: str
    message: str

    def within(self, register, values):
        if values.get(self.target) == self.value and _says(values.get(self.beside)):
            yield Finding(self.target, WARNING, self.message)


@dataclass(frozen=True)
class Missing(Rule):
    """Something that is said to be there (`target` reads as `value`) and is not named."""

    target: str
    value: object
    beside: str
    message: str

    def within(self, register, values):
        if values.get(self.target) == self.value and not _says(values.get(self.beside)):
            yield Finding(self.target, WARNING, self.message)


@dataclass(frozen=True)
class Once(Rule):
    """The same `what` in two rows with different `whose`: worth a look, such as one secretary of two branches.

    what: targets that make up the thing; whose: the target that tells the rows apart; message: with {first} for the row
    and {other} for whose it is there.
    """

    what: tuple
    whose: str
    message: str
    level: str = NOTE

    def across(self, register, *, by):
        return _OnceWatch(self)


class _OnceWatch(Watch):
    def __init__(self, rule):
        self.rule, self.met = rule, {}

    def see(self, record):
        what = tuple(record.values.get(target) for target in self.rule.what)
        whose = record.values.get(self.rule.whose)
        if None in what or whose is None:
            return
        first, other = self.met.setdefault(what, (record.number, whose))
        if other != whose:
            yield record, Finding(self.rule.what[0], self.rule.level, self.rule.message.format(first=first, other=other))


@dataclass(frozen=True)
class Tally(Rule):
    """How many rows of one group a file lists, against what the database knows: `stored(objects, by=)` → {object: number}.

    Told once for each group, at its first row. counts: which rows count; message: with {found} and {stored}.
    """

    group: str
    counts: object
    stored: object
    message: str

    def across(self, register, *, by):
        return _TallyWatch(self, by)


class _TallyWatch(Watch):
    """rows: {group: its first row, emptied}."""

    def __init__(self, rule, by):
        self.rule, self.by, self.rows, self.found = rule, by, {}, Counter()

    def see(self, record):
        group = record.values.get(self.rule.group)
        if group is not None and not isinstance(group, str):
            self.rows.setdefault(group, replace(record, values={}, problems=[], wrong=set()))
            self.found[group] += bool(self.rule.counts(record.values))
        return ()

    def end(self):
        known = self.rule.stored(list(self.rows), by=self.by) if self.rows else {}
        for group, row in self.rows.items():
            if group in known and known[group] != self.found[group]:
                told = self.rule.message.format(group=group, found=self.found[group], stored=known[group])
                yield row, Finding(self.rule.group, NOTE, told)


def _known(values, targets):
    return {target: values[target] for target in targets if values.get(target) is not None}


def _says(value):
    return value not in (None, "", 0, False, ())


def _added(register, known):
    """专职人员 12 + 兼职人员 3 = 15; one part alone without a sum."""
    terms = " + ".join(f"{called(register, target)} {value}" for target, value in known.items())
    return terms if len(known) == 1 else f"{terms} = {sum(known.values())}"
