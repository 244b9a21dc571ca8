"""The work behind a plan, row by row: put the values in, check, and take them out again where the row is refused."""

from dataclasses import dataclass, field

from xiaoyi_partybuild.access.scoping import EDIT

from . import cells, promises, reading
from .choices import CREATE_ONLY, FILL, NOTHING_DECIDED
from .drafts import Draft, Said, current, given_values, same, spoken_value, tokens_of
from .known import comparable, unique_promises
from .linking import Linker, rivalry
from .reading import ERROR, NOTE, WARNING
from .relations import admits

CREATE, UPDATE, SAME, REJECT = "create", "update", "same", "reject"
FEW_CELLS = 2


@dataclass(slots=True)
class Written:
    """An object to write, and {field: letter of its cell} for what this row gives it."""

    part: str
    instance: object
    fields: dict


@dataclass(slots=True)
class Step:
    """What happens to one row. number counts from 1; written: the objects made or changed, parents before children."""

    number: int
    action: str
    title: str
    values: dict
    letters: dict
    problems: list
    changes: list = field(default_factory=list)
    written: list = field(default_factory=list)


class Planner:
    def __init__(self, recognized, *, by, on, choices=NOTHING_DECIDED):
        self.register, self.mapping, self.table = recognized.register, recognized.mapping, recognized.table
        self.by, self.on, self.choices = by, on, choices
        self.linker = Linker(self.register, by=by, on=on)
        self.letters = {match.field: match.letter for match in reversed(self.mapping.used)}
        self.said, self.promised, self.set_aside = Said(), {}, []
        self.met = set()
        self.demanding = {
            part.name: [c for c in self.register.by_part[part.name] if c.required] for part in self.register.parts
        }

    def steps(self):
        records = reading.read(self.table, self.mapping, by=self.by, choices=self.choices)
        lines = self.linker.lines([one for one in records if self._is_data(one)])
        self.alike = self._resembling(lines)
        return [self._step(line) for line in lines]

    def _resembling(self, lines):
        """{row number: Finding} of what the register says about rows that mean no stored object."""
        first = self.register.parts[0].name
        strangers = [line.record for line in lines if line.slots[first] and line.object_of(first) is None]
        found = self.register.resembling([record.values for record in strangers], by=self.by) if strangers else ()
        return {record.number: one for record, one in zip(strangers, found, strict=False) if one}

    def absent(self):
        """{key: name} of what a complete workbook should list and does not."""
        if not self.register.complete:
            return {}
        rows = self.register.listed(by=self.by, on=self.on.last)
        missing = set(rows.values_list("pk", flat=True)) - self.met
        return {pk: str(row) for pk, row in rows.in_bulk(missing).items()} if missing else {}

    def _is_data(self, record):
        """A row without any of the first part's keys is data only when there is more than a number and a region in it."""
        named = [target for target in self.register.identity if target in record.letters]
        if named:
            return True
        if record.filled <= FEW_CELLS:
            self.set_aside.append((record.number, "没有名称，也没有代码"))
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
                made = [] if failed.intersection(self.linker.links(part)) else self._drafts(slot, record, objects)
                drafts += made
                if made and not part.each:
                    objects[part.name] = made[0].instance
                elif not made:
                    failed.add(part.name)
        self._note_met(line)
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
        first = self.register.parts[0]
        for slot in line.slots[first.name]:
            candidate = given_values(first, line.record, {}, self.on) | slot.values
            known = self.linker.known[first.name]
            self.said.remember(known, tokens_of(known, candidate), line.record.number, slot.existing)

    def _accept(self, record, drafts):
        for draft in drafts:
            self._remember(draft, record)
        changes = [change for draft in drafts for change in draft.changes]
        step = self._made(self._action(drafts, changes), record, changes)
        for draft in drafts:
            if draft.is_new or draft.changes:
                step.written.append(Written(draft.part.name, draft.instance, draft.letters))
                step.written += self._follow_ups(draft, drafts)
        return step

    def _action(self, drafts, changes):
        if any(draft.is_new and draft.part is self.register.parts[0] for draft in drafts):
            return CREATE
        return UPDATE if changes or any(draft.is_new for draft in drafts) else SAME

    def _made(self, action, record, changes=()):
        return Step(
            record.number, action, self._title(record), record.values, record.letters, record.problems, list(changes)
        )

    def _title(self, record):
        said = [(target, record.values[target]) for target in self.register.identity if target in record.values]
        names = [pair for pair in said if pair[0].endswith(".name")] or said
        return " ".join(spoken_value(self.register, *pair) for pair in names)

    def _remember(self, draft, record):
        known = self.linker.known[draft.part.name]
        self.said.remember(known, draft.tokens, record.number, draft.instance)
        if draft.part is not self.register.parts[0]:  # which one row alone may speak about
            for name, value in draft.candidate.items():
                self.said.note(draft.instance, name, value, record.number)
        for token, _ in self._unique_tokens(draft.instance):
            self.promised.setdefault(token, draft.instance)

    def _follow_ups(self, draft, drafts):
        """What a change calls for, unless the row itself says it, as a column of former names does."""
        if draft.is_new or not draft.changes:
            return
        for instance in self.register.follow_up(draft.part.name, draft.instance, draft.old, on=self.on.last):
            if not any(self._means(other, instance) for other in drafts):
                yield Written("", instance, {})

    def _means(self, draft, instance):
        """Whether a draft is the same object as an instance: of one model, with one of its keys equal."""
        if type(draft.instance) is not type(instance):
            return False
        keys = [[entry.field for entry in key] for key in self.linker.known[draft.part.name].keys]
        return any(all(same(current(draft.instance, name), current(instance, name)) for name in key) for key in keys)

    # --- one object

    def _drafts(self, slot, record, objects):
        """The drafts a slot makes, its own first; none when it cannot be."""
        part, known = slot.part, self.linker.known[slot.part.name]
        linked = {name: objects[name] for name in self.linker.links(part) if objects.get(name) is not None}
        values = linked | slot.values
        candidate = given_values(part, record, objects, self.on) | values
        tokens = tokens_of(known, candidate)
        row, earlier = self.said.earlier(known, tokens, slot.existing)
        if row is not None and part is self.register.parts[0]:
            record.tell(
                self._first_target(known, candidate),
                ERROR,
                f"和第 {row} 行重复，说的是同一个{part.model._meta.verbose_name}，请只留一行",
            )
            return []
        instance = slot.existing if slot.existing is not None else earlier
        if instance is None:
            return self._new(slot, candidate, tokens, record)
        draft = Draft(part, instance, candidate, tokens)
        self._change(draft, values, slot, record)
        return [draft]

    def _first_target(self, known, candidate):
        entry = next((key[0] for key in known.keys if candidate.get(key[0].field)), known.keys[0][0])
        return f"{known.part.name}.{entry.field}"

    def _new(self, slot, candidate, tokens, record):
        part = slot.part
        alike = self.alike.get(record.number) if part is self.register.parts[0] else None
        if alike:
            record.tell(alike.target, alike.level, alike.message, alike.proposal)
        if not part.creates:
            if not record.is_bad:
                record.tell(
                    self._first_target(self.linker.known[part.name], candidate),
                    ERROR,
                    f"名册里没有这个{part.model._meta.verbose_name}，请核对名称和代码，或先把它导入名册",
                )
            return []
        draft = Draft(part, part.model(**candidate), candidate, tokens, is_new=True)
        for name, value in candidate.items():
            draft.tell(name, None, value, slot.letters.get(name, ""))
        self._check_new(draft, record)
        return [draft, *self._supersede(draft, record)]

    def _check_new(self, draft, record):
        for name, label in self._lacking(draft).items():
            target = f"{draft.part.name}.{name}"
            if target not in record.wrong:
                record.letters.setdefault(target, self.letters.get(target, ""))
                record.tell(target, ERROR, f"缺少“{label}”，请在这一行补上")
        self._check(draft, record)
        if not record.is_bad and not admits(draft.instance, self._reach(draft)):
            record.tell("", ERROR, f"这个{draft.part.model._meta.verbose_name}不在您的管理范围内，不能由您新增")

    def _lacking(self, draft):
        """{field: label} of what the model or the declaration demands of a new row."""
        part, instance = draft.part, draft.instance
        demanded = {model_field.name: model_field.verbose_name for model_field in promises.lacking(instance)}
        for column in self.demanding[part.name]:
            if column.field in demanded or current(instance, column.field) is None:
                demanded[column.field] = column.label.split("/")[-1]
        return demanded

    def _reach(self, draft):
        return self.by.reach(EDIT, draft.part.model.scope.kind)

    def _change(self, draft, values, slot, record):
        for name, value in values.items():
            before = current(draft.instance, name)
            if not same(before, value):
                self._change_one(draft, name, before, value, slot, record)
        if draft.changes:
            self._check(draft, record)
        self._check_reach(draft, record)

    def _change_one(self, draft, name, before, value, slot, record):
        target = f"{draft.part.name}.{name}"
        column = self.register.by_target.get(target)
        conflict = self.said.conflicting(draft.instance, name, value)
        was = spoken_value(self.register, target, before)
        if conflict:
            first, row = spoken_value(self.register, target, conflict[0]), conflict[1]
            record.tell(target, WARNING, f"第 {row} 行写的是“{first}”，这里不同，按第 {row} 行的导入，请核对")
        elif before is not None and self._keeps(slot, name, column, before, value):
            self._tell_kept(target, was, value, record)
        else:
            draft.put(name, value, slot.letters.get(name, ""))
            self._tell_identity(draft, target, name, was, before, record)

    def _keeps(self, slot, name, column, before, value):
        """Whether a stored value stays, whatever the row says."""
        if name in slot.kept or self.choices.policy == FILL:
            return True
        return column is not None and not column.replaces(before, value)

    def _tell_kept(self, target, was, value, record):
        if cells.fold(was) != cells.fold(spoken_value(self.register, target, value)):
            record.tell(target, NOTE, f"名册里写的是“{was}”，这里不改")

    def _tell_identity(self, draft, target, name, was, before, record):
        """A changed key: a new name under the same code is a rename, a new code under the same name a doubt."""
        singles = [key[0] for key in draft.part.keys if len(key) == 1]
        if before is None or name not in singles or draft.instance.pk is None:
            return
        if name == singles[0]:
            record.tell(target, WARNING, f"名册里原来是“{was}”，这一行是按其他内容找到的，请核对是不是同一个单位")
        else:
            record.tell(target, NOTE, f"原来是“{was}”，按改名处理" if name == "name" else f"原来是“{was}”")

    # --- checks

    def _check(self, draft, record):
        for message in self._broken(draft, record):
            record.tell(next(iter(self._targets(draft)), ""), ERROR, message)
        known = self.linker.known[draft.part.name]
        for (token, message), key in zip(self._unique_tokens(draft.instance), known.promised, strict=True):
            if token and self._is_taken(token, key, known, draft.instance):
                record.tell(f"{draft.part.name}.{key[-1].field}", ERROR, message)

    @staticmethod
    def _broken(draft, record):
        """Broken promises; none are looked for where a value of the same object could not be read."""
        unread = any(target.startswith(f"{draft.part.name}.") for target in record.wrong)
        return () if unread else promises.broken(draft.instance)

    @staticmethod
    def _targets(draft):
        return [change.target for change in draft.changes if change.letter]

    @staticmethod
    def _unique_tokens(instance):
        """(token, sentence) for each group of fields the database keeps unique; no token where a value is missing."""
        for names, message in unique_promises(type(instance)):
            values = [current(instance, name) for name in names]
            missing = any(value is None for value in values)
            yield None if missing else (type(instance), tuple(names), *map(comparable, values)), message

    def _is_taken(self, token, key, known, instance):
        holder = self.promised.get(token, instance)
        values = {entry.field: current(instance, entry.field) for entry in key}
        return holder is not instance or bool((known.by_key(key, values) or frozenset()) - {instance.pk})

    def _check_reach(self, draft, record):
        part, instance = draft.part, draft.instance
        if instance.pk is None or record.is_bad:
            return
        allowed = self.linker.editable if draft.changes else self.linker.visible
        if instance.pk not in allowed[part.name]:
            record.tell("", ERROR, f"“{instance}”不在您的管理范围内，这一行不能由您导入")
        elif self._moves(draft) and not admits(instance, self._reach(draft)):
            record.tell("", ERROR, f"改动后“{instance}”就不在您的管理范围内了，这一行不能由您导入")

    @staticmethod
    def _moves(draft):
        scope = draft.part.model.scope
        return any(name in {lookup.split("__")[0] for lookup in (*scope.region, *scope.branch)} for name in draft.old)

    # --- periods

    def _supersede(self, draft, record):
        """Rows in force with the same values end when the new one starts; a later one ends the new one."""
        part, new = draft.part, draft.instance
        if not part.supersedes or new.start is None:
            return []
        rivals = self.linker.rivals[part.name].get(rivalry(part, new), ())
        return [ended for rival in rivals if (ended := self._end(part, rival, new, record))]

    def _end(self, part, rival, new, record):
        if rival.end and rival.end <= new.start:
            return None
        if (rival.start or "") < new.start:
            draft = Draft(part, rival, {})
            draft.put("end", new.start)
            self._check_reach(draft, record)
            return draft
        if rival.start > new.start and (new.end is None or new.end > rival.start):
            new.end = rival.start
        return None
