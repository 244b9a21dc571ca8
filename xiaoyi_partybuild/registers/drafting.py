"""One object of one row: find it or make it, put the values in, check; what is wrong is told to the row."""

from functools import cached_property

from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.scoping import EDIT

from . import cells, promises
from .choices import FILL
from .drafts import Draft, current, given_values, made, same, spoken_value, tokens_of
from .known import comparable, unique_promises
from .periods import Periods
from .records import ERROR, NOTE, WARNING
from .relations import admits

CLAIMED = object()


class Drafter:
    """promised: {hash of values that the database keeps unique: the object of an earlier row that has them}."""

    def __init__(self, register, linker, said, *, by, on, policy, letters):
        self.register, self.linker, self.said = register, linker, said
        self.by, self.on, self.policy, self.letters = by, on, policy, letters
        self.periods = Periods(register, linker, on=on, check_reach=self._check_reach)
        self.first, self.promised, self.reaches = register.parts[0], {}, {}
        self.demanding = {part.name: [c for c in register.by_part[part.name] if c.required] for part in register.parts}
        self.contested = {
            part.name: [self._is_contested(part, names) for names, _ in unique_promises(part.model)]
            for part in register.parts
        }

    @cached_property
    def is_settled(self):
        """Whether all that a new object of the first part must not share with another is its best key, which found none."""
        return not any(self.contested[self.first.name]) and not issubclass(self.first.model, Period)

    @cached_property
    def _resembling(self):
        return self.register.resembling(by=self.by)

    def _is_contested(self, part, names):
        """Whether two rows can claim the same unique values unless it is looked after: not for an object of one row alone,
        nor for the values that make two rows mean the same object."""
        if any(name in self.linker.sole for name in self.linker.links(part) if name in names):
            return False
        best = tuple(entry.field for entry in self.linker.known[part.name].keys[0])
        return part is not self.first or part.repeats or tuple(names) != best

    def drafts(self, slot, record, objects):
        """The drafts a slot makes, its own first; none when it cannot be."""
        part, known = slot.part, self.linker.known[slot.part.name]
        linked = {name: objects[name] for name in self.linker.links(part) if objects.get(name) is not None}
        values = linked | slot.values
        candidate = given_values(part, record, objects, self.on) | values
        tokens = tokens_of(known, candidate)
        if part is self.first and not part.repeats and (row := self.said.row_about(tokens, slot.existing)):
            message = f"和第 {row} 行重复，说的是同一个{part.model._meta.verbose_name}，请只留一行"
            record.tell(self._first_target(known, candidate), ERROR, message)
            return []
        instance = slot.existing if slot.existing is not None else self.said.object_of(tokens)
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
        alike = self._resembling(record.values, record.number) if part is self.first else None
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
        letters = dict.fromkeys(candidate, "") | slot.letters
        draft = Draft(part, made(part.model, candidate), candidate, tokens, True, letters, candidate)
        self._check_new(draft, record)
        return [draft, *self.periods.superseded(part, draft.instance, record)]

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
        kind = draft.part.model.scope.kind
        if kind not in self.reaches:
            self.reaches[kind] = self.by.reach(EDIT, kind)
        return self.reaches[kind]

    def _change(self, draft, values, slot, record):
        for name, value in values.items():
            before = current(draft.instance, name)
            if before != value and not same(before, value):
                self._change_one(draft, name, before, value, slot, record)
        if draft.new:
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
        if name in slot.kept or self.policy == FILL:
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

    def promise(self, draft):
        """Keep in mind the unique values that a later row must not claim."""
        part = draft.part
        if not (draft.new and any(self.contested[part.name])):
            return
        holder = CLAIMED if part.name in self.linker.sole else draft.instance
        for (token, _), contested in zip(self._unique_tokens(draft.instance), self.contested[part.name], strict=True):
            if token and contested:
                self.promised.setdefault(hash(token), holder)

    # --- checks

    def _check(self, draft, record):
        for message in self._broken(draft, record):
            record.tell(next(iter(self._targets(draft)), ""), ERROR, message)
        known = self.linker.known[draft.part.name]
        if draft.is_new and draft.part is self.first and self.is_settled:
            return
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
        return [f"{draft.part.name}.{name}" for name, letter in draft.letters.items() if letter]

    @staticmethod
    def _unique_tokens(instance):
        """(token, sentence) for each group of fields the database keeps unique; no token where a value is missing."""
        for names, message in unique_promises(type(instance)):
            values = [current(instance, name) for name in names]
            missing = any(value is None for value in values)
            yield None if missing else (type(instance), tuple(names), *map(comparable, values)), message

    def _is_taken(self, token, key, known, instance):
        holder = self.promised.get(hash(token), instance)
        values = {entry.field: current(instance, entry.field) for entry in key}
        return holder is not instance or bool((known.by_key(key, values) or frozenset()) - {instance.pk})

    def _check_reach(self, draft, record):
        part, instance = draft.part, draft.instance
        if instance.pk is None or record.is_bad:
            return
        allows = self.linker.may_edit if draft.new else self.linker.may_see
        if not allows(part, instance.pk):
            record.tell("", ERROR, f"“{instance}”不在您的管理范围内，这一行不能由您导入")
        elif self._moves(draft) and not admits(instance, self._reach(draft)):
            record.tell("", ERROR, f"改动后“{instance}”就不在您的管理范围内了，这一行不能由您导入")

    @staticmethod
    def _moves(draft):
        scope = draft.part.model.scope
        return any(name in {lookup.split("__")[0] for lookup in (*scope.region, *scope.branch)} for name in draft.old)
