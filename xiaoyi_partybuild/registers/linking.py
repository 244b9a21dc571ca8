"""Which stored object each row means: slots for every part of every row, found part by part, parents before children."""

from dataclasses import dataclass

from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.scoping import EDIT, VIEW

from .drafts import Slot, given_values
from .known import Known, spans
from .records import ERROR
from .relations import admits, chunks, scope_relations


@dataclass(slots=True)
class Line:
    """A record with the slots of each part, {part name: [Slot, …]}."""

    record: object
    slots: dict

    def object_of(self, name):
        """The one stored object of a part in this row, if there is exactly one."""
        slots = self.slots.get(name, ())
        return slots[0].existing if len(slots) == 1 else None


@dataclass(slots=True)
class Asked:
    """A slot whose stored object is looked for by the candidate's values; `doubtful`: the first key that found several."""

    record: object
    slot: Slot
    candidate: dict
    doubtful: tuple = ()


class Linker:
    """Links the records of a piece at once; a few queries for each part, however many records."""

    def __init__(self, register, *, by, on):
        self.register, self.by, self.on = register, by, on
        self.columns = register.by_part
        names = {part.name for part in register.parts}
        self.linked = {part.name: _relations_to(part, names - {part.name}) for part in register.parts}
        self.sole = _sole(register, self.linked)
        self.known = {part.name: Known(part, lasts=part.name not in self.sole) for part in register.parts}
        self.hosts = {part.name: [*self.linked[part.name], *_given_from(part, names)] for part in register.parts}
        self.reach = {
            part.name: [_Within(part.model, by, action, known.lasts) for action in (VIEW, EDIT)]
            for part, known in zip(register.parts, self.known.values(), strict=True)
        }
        self.rivals, self.open = {}, {}

    def lines(self, records):
        lines = [Line(record, {}) for record in records]
        said = {target for record in records for target in record.values}
        self.spoken_of = {
            name: [(column.target, column.field) for column in columns if column.target in said]
            for name, columns in self.columns.items()
        }
        for part in self.register.parts:
            self._link(part, lines)
        return lines

    def links(self, part):
        """Foreign keys of the part's model that point at other parts of the same row."""
        return self.linked[part.name]

    def may_see(self, part, pk):
        return pk in self.reach[part.name][0].pks

    def may_edit(self, part, pk):
        return pk in self.reach[part.name][1].pks

    def _link(self, part, lines):
        known, asked = self.known[part.name], []
        known.forget()
        for line in lines:
            line.slots[part.name] = [Slot(part, *own) for own in self._own_values(part, line)]
            asked += [Asked(line.record, slot, self._candidate(line, slot)) for slot in line.slots[part.name]]
        for key in known.keys:
            self._find_stored(known, key, asked)
        for one in asked:
            if one.slot.existing is None and one.doubtful:
                self._tell_many(known, *one.doubtful, one.record)
        self._find_holders(known, asked)
        self._note_rivals(part, [one.candidate for one in asked])
        self._note_open(part, lines)
        for reach in self.reach[part.name]:
            reach.look_at(known.objects)

    # --- the values of a slot

    def _own_values(self, part, line):
        """({field: value}, {field: letter}) for each object of the part in this row: none, one, or one per list element."""
        said, stands = line.record.values, line.record.letters
        values = {name: value for target, name in self.spoken_of[part.name] if (value := said.get(target)) is not None}
        letters = {name: stands.get(target, "") for target, name in self.spoken_of[part.name] if name in values}
        if part.each:
            return [(values | {part.each: element}, letters) for element in values.pop(part.each, ())]
        return [(values, letters)] if values or self._is_pure_link(part, line) else []

    def _is_pure_link(self, part, line):
        links = self.links(part)
        return not self.columns[part.name] and bool(links) and all(line.slots.get(name) for name in links)

    def _candidate(self, line, slot):
        part = slot.part
        if not self.hosts[part.name] and not part.given:
            return slot.values
        objects = {name: line.object_of(name) for name in self.hosts[part.name]}
        linked = {name: objects[name] for name in self.links(part) if objects[name] is not None}
        return given_values(part, line.record, objects, self.on) | linked | slot.values

    # --- the stored object of a slot

    def _find_stored(self, known, key, asked):
        """The object of the first key that finds exactly one."""
        open_still = [one for one in asked if self._is_open(known, key, one)]
        found = known.look_up(key, [one.candidate for one in open_still])
        for one, values in zip(open_still, found, strict=True):
            pks = known.hits[key].get(values)
            if not pks:
                continue
            slot = one.slot
            if len(pks) > 1:
                one.doubtful = one.doubtful or (key, len(pks))
            elif is_another_period(slot, known.objects[min(pks)]):
                continue
            elif slot.existing is None:
                slot.existing, slot.kept = known.objects[min(pks)], unchanged(known, key)
            elif slot.existing.pk not in pks:
                self._tell_two(known, slot.existing, known.objects[min(pks)], key, one.record)

    @staticmethod
    def _is_open(known, key, one):
        """Whether a key can still say anything: not where what was found has these values too."""
        existing = one.slot.existing
        return not (existing and spans(key)) and not known.agrees(existing, key, one.candidate)

    @staticmethod
    def _find_holders(known, asked):
        """Who holds the values that the database keeps unique."""
        for key in known.promised:
            if key not in known.keys:
                wanted = [
                    one for one in asked if not (one.slot.existing and known.agrees(one.slot.existing, key, one.candidate))
                ]
                known.look_up(key, [one.candidate for one in wanted])

    def _tell_two(self, known, first, second, key, record):
        name = known.model._meta.verbose_name
        target = f"{known.part.name}.{key[0].field}"
        record.tell(target, ERROR, f"这一行的代码和名称对不上：一个是“{first}”，一个是“{second}”，不是同一个{name}，请核对")

    def _tell_many(self, known, key, count, record):
        name = known.model._meta.verbose_name
        target = f"{known.part.name}.{key[0].field}"
        record.tell(target, ERROR, f"名册里有 {count} 个这样的{name}，分不清是哪一个，请补上代码等能区分的内容")

    # --- reach, and rows that a new one would end

    def _note_rivals(self, part, candidates):
        """The stored rows that share the superseding fields with a row of the file."""
        known, found = self.known[part.name], {}
        wanted = {tuple(candidate.get(name) for name in part.supersedes) for candidate in candidates}
        stored = [values for values in wanted if values and all(getattr(value, "pk", value) is not None for value in values)]
        for some in chunks(stored):
            columns = zip(part.supersedes, zip(*some, strict=True), strict=True)
            conditions = {f"{name}__in": set(values) for name, values in columns}
            for row in part.model._base_manager.filter(**conditions).select_related(*scope_relations(part.model)):
                row = known.objects.setdefault(row.pk, row)
                found.setdefault(rivalry(part, row), []).append(row)
        self.rivals[part.name] = found

    def _note_open(self, part, lines):
        """The stored rows that a row may end: {primary key of what they belong to: rows}."""
        known, found = self.known[part.name], {}
        hosts = {line.object_of(part.closed_by) for line in lines} - {None} if part.closed_by else ()
        rows = part.model._base_manager.select_related(*scope_relations(part.model))
        for some in chunks(host.pk for host in hosts):
            for row in rows.filter(**{f"{part.closed_by}__in": some, "end": None}):
                row = known.objects.setdefault(row.pk, row)
                found.setdefault(getattr(row, f"{part.closed_by}_id"), []).append(row)
        self.open[part.name] = found

    def open_rows(self, line):
        """(part, stored row without an end) that this row may say has ended."""
        for part in self.register.parts:
            host = line.object_of(part.closed_by)
            for stored in self.open[part.name].get(host.pk, ()) if host is not None else ():
                yield part, stored


def is_another_period(slot, stored):
    """Whether a row speaks of a period after the stored one, and not of a better date for it."""
    start = slot.values.get("start")
    if not (start and isinstance(stored, Period)):
        return False
    if stored.end and stored.end <= start:
        return True
    return slot.part.renewed and bool(stored.start) and not start.startswith(stored.start)


def unchanged(known, key):
    """The fields a row does not change in what it found by another table, such as former names: those of all single keys.

    Such a row speaks of the object by what it is no longer called.
    """
    return frozenset(one[0].field for one in known.keys if len(one) == 1) if spans(key) else frozenset()


def rivalry(part, row):
    """What rows that supersede one another have in common."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in part.supersedes)


class _Within:
    """The keys of the objects of a model that a person may see or edit, asked of the objects and, where they do not say,
    of the database."""

    def __init__(self, model, by, action, lasts):
        self.model, self.lasts, self.pks, self.asked = model, lasts, set(), set()
        self.reach = by.reach(action, model.scope.kind)
        manager = model._default_manager
        self.rows = manager.visible_to(by) if action == VIEW else manager.editable_by(by)

    def look_at(self, objects):
        if not self.lasts:
            self.pks, self.asked = set(), set()
        fresh = objects.keys() - self.asked
        self.asked |= fresh
        inside = {pk for pk in fresh if self.reach and admits(objects[pk], self.reach)}
        self.pks |= inside
        for some in chunks(fresh - inside):
            self.pks.update(self.rows.filter(pk__in=some).order_by().values_list("pk", flat=True))


def _relations_to(part, names):
    return [field.name for field in part.model._meta.concrete_fields if field.name in names]


def _given_from(part, names):
    """The parts whose objects give this one values."""
    sources = (source.partition(".")[0] for source in part.given.values() if isinstance(source, str) and "." in source)
    return [name for name in sources if name in names]


def _sole(register, linked):
    """The names of the parts whose objects only one row of a file speaks about: the first, since a second row about its
    object is refused (unless it `repeats`), and those whose every key holds an object of such a part."""
    sole = {part.name for part in register.parts[:1] if not part.repeats}
    for part in register.parts[1:]:
        fields = [{written.partition("=")[2] or written for written in key} for key in part.keys]
        if all(any(name in sole for name in linked[part.name] if name in key) for key in fields):
            sole.add(part.name)
    return sole
