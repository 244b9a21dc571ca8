"""Which stored object each row means: slots for every part of every row, found part by part, parents before children."""

from dataclasses import dataclass

from .drafts import Slot, given_values
from .known import Known
from .reading import ERROR
from .relations import chunks


@dataclass(slots=True)
class Line:
    """A record with the slots of each part, {part name: [Slot, …]}."""

    record: object
    slots: dict

    def object_of(self, name):
        """The one stored object of a part in this row, if there is exactly one."""
        slots = self.slots.get(name, ())
        return slots[0].existing if len(slots) == 1 else None


class Linker:
    """Links all records at once; a few queries for each part, however many records."""

    def __init__(self, register, *, by, on):
        self.register, self.by, self.on = register, by, on
        self.columns = register.by_part
        self.known = {part.name: Known(part) for part in register.parts}
        self.visible, self.editable, self.rivals = {}, {}, {}

    def lines(self, records):
        lines = [Line(record, {}) for record in records]
        said = {target for record in records for target in record.values}
        self.spoken_of = {name: [c for c in columns if c.target in said] for name, columns in self.columns.items()}
        for part in self.register.parts:
            self._link(part, lines)
        return lines

    def links(self, part):
        """Foreign keys of the part's model that point at other parts of the same row."""
        return [f.name for f in part.model._meta.concrete_fields if f.name in self.known and f.name != part.name]

    def _link(self, part, lines):
        known, asked = self.known[part.name], []
        for line in lines:
            line.slots[part.name] = [Slot(part, *own) for own in self._own_values(part, line)]
            asked += [(line, slot, self._candidate(line, slot)) for slot in line.slots[part.name]]
        answers = known.find([candidate for _, _, candidate in asked])
        for (line, slot, _), answer in zip(asked, answers, strict=True):
            self._find_stored(known, slot, answer, line.record)
        self._note_rivals(part, [candidate for _, _, candidate in asked])
        self._note_reach(part)

    # --- the values of a slot

    def _own_values(self, part, line):
        """({field: value}, {field: letter}) for each object of the part in this row: none, one, or one per list element."""
        values, letters = {}, {}
        for column in self.spoken_of[part.name]:
            value = line.record.values.get(column.target)
            if value is not None:
                values[column.field] = value
                letters[column.field] = line.record.letters.get(column.target, "")
        elements = values.pop(part.each, ()) if part.each else (None,)
        for element in elements:
            own = values | ({part.each: element} if part.each else {})
            if own or self._is_pure_link(part, line):
                yield own, letters

    def _is_pure_link(self, part, line):
        links = self.links(part)
        return not self.columns[part.name] and bool(links) and all(line.slots.get(name) for name in links)

    def _candidate(self, line, slot):
        objects = {part.name: line.object_of(part.name) for part in self.register.parts}
        linked = {name: objects[name] for name in self.links(slot.part) if objects[name] is not None}
        return given_values(slot.part, line.record, objects, self.on) | linked | slot.values

    # --- the stored object of a slot

    def _find_stored(self, known, slot, answer, record):
        """The object of the first key that finds exactly one."""
        doubtful = None
        for key in known.keys:
            pks = known.hits[key].get(answer.get(key))
            if not pks:
                continue
            if len(pks) > 1:
                doubtful = doubtful or (key, len(pks))
            elif slot.existing is None:
                slot.existing, slot.kept = known.objects[min(pks)], looked_up_elsewhere(key)
            elif slot.existing.pk not in pks and not looked_up_elsewhere(key):
                self._tell_two(known, slot.existing, known.objects[min(pks)], key, record)
        if slot.existing is None and doubtful:
            self._tell_many(known, *doubtful, record)

    def _tell_two(self, known, first, second, key, record):
        name = known.model._meta.verbose_name
        target = f"{known.part.name}.{key[0].field}"
        record.tell(target, ERROR, f"这一行的代码和名称对不上：一个是“{first}”，一个是“{second}”，不是同一个{name}，请核对")

    def _tell_many(self, known, key, count, record):
        name = known.model._meta.verbose_name
        target = f"{known.part.name}.{key[0].field}"
        record.tell(target, ERROR, f"名册里有 {count} 个这样的{name}，分不清是哪一个，请补上代码等能区分的内容")

    # --- reach, and rows that a new one would end

    def _note_reach(self, part):
        known = self.known[part.name]
        rows, pks = part.model._default_manager, list(known.objects)
        self.visible[part.name] = _within(rows.visible_to(self.by), pks)
        self.editable[part.name] = _within(rows.editable_by(self.by), pks)

    def _note_rivals(self, part, candidates):
        """The stored rows that share the superseding fields with a row of the file."""
        known, found = self.known[part.name], {}
        wanted = {tuple(candidate.get(name) for name in part.supersedes) for candidate in candidates}
        stored = [values for values in wanted if values and all(getattr(value, "pk", value) is not None for value in values)]
        for some in chunks(stored):
            columns = zip(part.supersedes, zip(*some, strict=True), strict=True)
            conditions = {f"{name}__in": set(values) for name, values in columns}
            for row in part.model._base_manager.filter(**conditions):
                row = known.objects.setdefault(row.pk, row)
                found.setdefault(rivalry(part, row), []).append(row)
        self.rivals[part.name] = found


def looked_up_elsewhere(key):
    """The fields of a key that were compared with other tables, such as a name with former names: they change nothing."""
    return frozenset(entry.field for entry in key if "__" in entry.lookup)


def rivalry(part, row):
    """What rows that supersede one another have in common."""
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in part.supersedes)


def _within(rows, pks):
    return {pk for some in chunks(pks) for pk in rows.filter(pk__in=some).order_by().values_list("pk", flat=True)}
