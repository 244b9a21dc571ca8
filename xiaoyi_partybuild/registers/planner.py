"""The work behind a plan, row by row: put the values in, check, and take them out again where the row is refused."""

from .choices import CREATE_ONLY, NOTHING_DECIDED
from .drafting import Drafter
from .drafts import current, given_values, same, spoken_value, tokens_of
from .linking import Linker
from .reading import Reader
from .recall import Recall, told
from .records import ERROR
from .said import Said, mark
from .step import CREATE, REJECT, SAME, UPDATE, Step, Written

FEW_CELLS = 2
AT_ONCE = 5  # pieces, where most rows are known and need not be read


class Planner:
    """aside: {row: why it is no data}; met: keys of the first part's stored objects that some row means.

    again: whether rows that an earlier import took in are known by that, as long as nothing has changed since.
    """

    def __init__(self, recognized, *, by, on, choices=NOTHING_DECIDED, again=False):
        self.register, self.mapping = recognized.register, recognized.mapping
        self.by, self.on, self.choices = by, on, choices
        self.reader = Reader(recognized.table, self.mapping, by=by, choices=choices)
        self.linker = Linker(self.register, by=by, on=on)
        self.recall = Recall(self, is_wanted=again)
        self.said = Said(mark if self.recall.known else hash)
        letters = {match.field: match.letter for match in reversed(self.mapping.used)}
        self.drafter = Drafter(self.register, self.linker, self.said, by=by, on=on, policy=choices.policy, letters=letters)
        self.aside, self.met = {}, set()

    def pieces(self):
        """Lists of Steps, in the order of the rows."""
        for rows in self.reader.pieces(times=AT_ONCE if self.recall.known else 1):
            known, lines = self._told_apart(rows)
            steps = (self._again(row, known[row.number]) if row.number in known else lines.get(row.number) for row in rows)
            yield [one if isinstance(one, Step) else self._step(one) for one in steps if one]

    def _told_apart(self, rows):
        """({row number: entry} of the rows that are known, {row number: Line} of those to read)."""
        known = self.recall.look_at(rows)
        lines = self._lines(rows, known)
        left = self.recall.claim(known, map(self._meant, lines.values()))
        return (known, lines) if len(left) == len(known) else (left, self._lines(rows, left))

    def _lines(self, rows, known):
        records = self.reader.records([row for row in rows if row.number not in known])
        return {line.record.number - 1: line for line in self.linker.lines([one for one in records if self._is_data(one)])}

    def _again(self, row, rest):
        """The step of a row that need not be read: its cells are shown as they are written."""
        step, (key, marks) = self.recall.step(row, rest), told(rest)
        self.met.add(key)
        self.said.remember_known(step.number, key, marks)
        return step

    def _meant(self, line):
        """(the stored object, the tokens) of what a row speaks about."""
        first = self.register.parts[0]
        candidates = (given_values(first, line.record, {}, self.on) | slot.values for slot in line.slots[first.name])
        tokens = next((tokens_of(self.linker.known[first.name], one) for one in candidates), ())
        return line.object_of(first.name), tokens

    def late(self):
        """{row: [Problem]} of what shows only when all rows are read."""
        return self.reader.late()

    def lasting(self):
        """The objects that outlive a piece: those of other tables, and those that several rows speak about."""
        found = [row for _, found in self.reader.lookups for row in found.objects.values()]
        shared = [row for known in self.linker.known.values() if known.lasts for row in known.objects.values()]
        return [*found, *shared, *self.said.lasting.values(), *self.reader.inside.stand_ins.values()]

    def absent(self):
        """{key: name} of what a complete workbook should list and does not."""
        if not self.register.complete:
            return {}
        rows = self.register.listed(by=self.by, on=self.on.last)
        missing = set(rows.values_list("pk", flat=True).iterator()) - self.met
        return {pk: str(row) for pk, row in rows.in_bulk(missing).items()} if missing else {}

    def _is_data(self, record):
        """A row without any of the first part's keys is data only when there is more than a number and a region in it."""
        if any(target in record.letters for target in self.register.identity):
            return True
        if record.filled <= FEW_CELLS:
            self.aside[record.number] = "没有名称，也没有代码"
            return False
        labels = "、".join(f"“{self.register.by_target[target].label}”" for target in self.register.identity)
        record.tell("", ERROR, f"这一行没有{labels}，不知道说的是谁，请至少补上一项")
        record.wrong.update(self.register.identity)
        return True

    # --- one row

    def _step(self, line):
        record, drafts, objects, failed = line.record, [], {}, set()
        if self._is_left_alone(line):
            self._note_met(line)
            self._remember_first(line)
            return self._made(SAME, record)
        for part in self.register.parts:
            for slot in line.slots[part.name]:
                made = [] if failed.intersection(self.linker.links(part)) else self.drafter.drafts(slot, record, objects)
                drafts += made
                if made and not part.each:
                    objects[part.name] = made[0].instance
                elif not made:
                    failed.add(part.name)
        self._note_met(line)
        if not record.is_bad:
            drafts += self.drafter.periods.over(line, drafts)
        return self._refuse(line, drafts) if record.is_bad else self._accept(record, drafts)

    def _is_left_alone(self, line):
        known = line.object_of(self.register.parts[0].name)
        return self.choices.policy == CREATE_ONLY and known is not None and not line.record.is_bad

    def _note_met(self, line):
        first = line.object_of(self.register.parts[0].name)
        if first is not None:
            self.met.add(first.pk)

    def _refuse(self, line, drafts):
        for draft in reversed(drafts):
            draft.take_back()
        self._remember_first(line)
        return self._made(REJECT, line.record)

    def _remember_first(self, line):
        """A later row about the same object is a repetition even when this one is refused."""
        existing, tokens = self._meant(line)
        if not self.register.parts[0].repeats:
            self.said.remember_row(line.record.number, tokens, existing)
        elif existing is not None:
            self.said.remember_object(existing, tokens)

    def _accept(self, record, drafts):
        for draft in drafts:
            self._remember(draft, record)
            self.reader.inside.settle(draft.instance)
        step = self._made(self._action(drafts), record)
        step.entry = self.recall.entry(step, drafts)
        for draft in drafts:
            if draft.new:
                step.written.append(Written(draft.part.name, draft.instance, draft.letters, draft.new, draft.old))
                step.written += self._follow_ups(draft, drafts)
        return step

    def _action(self, drafts):
        if any(draft.is_new and draft.part is self.register.parts[0] for draft in drafts):
            return CREATE
        return UPDATE if any(draft.is_new or draft.new for draft in drafts) else SAME

    def _made(self, action, record):
        return Step(record.number, action, self._title(record), record.values, record.letters, record.problems, [])

    def _title(self, record):
        said = [(target, record.values[target]) for target in self.register.identity if target in record.values]
        names = [pair for pair in said if pair[0].endswith(".name")] or said
        return " ".join([spoken_value(self.register, *pair) for pair in names])

    def _remember(self, draft, record):
        if draft.part is self.register.parts[0] and not draft.part.repeats:
            self.said.remember_row(record.number, draft.tokens, draft.instance)
        elif draft.part.name not in self.linker.sole:
            self.said.remember_object(draft.instance, draft.tokens)
            for name, value in draft.candidate.items():
                self.said.note(draft.instance, name, value, record.number)
        self.drafter.promise(draft)

    def _follow_ups(self, draft, drafts):
        """What a change calls for, unless the row itself says it, as a column of former names does."""
        if draft.is_new or not draft.new:
            return
        for instance in self.register.follow_up(draft.part.name, draft.instance, draft.old, on=self.on.last):
            if not any(self._means(other, instance) for other in drafts):
                yield Written("", instance, {}, {}, {})

    def _means(self, draft, instance):
        """Whether a draft is the same object as an instance: of one model, with one of its keys equal."""
        if type(draft.instance) is not type(instance):
            return False
        keys = [[entry.field for entry in key] for key in self.linker.known[draft.part.name].keys]
        return any(all(same(current(draft.instance, name), current(instance, name)) for name in key) for key in keys)
