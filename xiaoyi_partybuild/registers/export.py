"""A register's rows out of the database as of a day: the importer's way back, so that what goes out comes in unchanged."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, F, prefetch_related_objects

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.fields import EncryptedTextField

from .register import AS_OF
from .relations import chunks

PIECE = 2_000


@dataclass(frozen=True)
class Sheet:
    """What an exported workbook shows: the register, its day, and a text or a number per column for each row.

    rows: read from the database while they are gone through, piece by piece, and only once.
    """

    register: object
    on: date
    rows: object


def build(register, objects, *, by, on, full=False):
    """The sheet for the objects of the register's first part that a queryset gives, in its order.

    What else a row shows (the link, the branch, the term, …) is what was in force on the day, as far as `by` may see it.
    Sealed values (ID numbers, phones) stay empty unless they are asked for in `full`: an empty cell never overwrites, and a
    workbook handed on is out of hand.
    """
    day = _sheet_day(register, objects, by, on)
    return Sheet(register, day, _rows(register, objects, _Piece(register, by=by, on=day, full=full)))


def blank(register, *, on):
    """The sheet of a template: no rows."""
    return Sheet(register, on, ())


def _rows(register, objects, work):
    """The keys first: a long list stays as it was when it was asked for, and nothing but them is held."""
    for keys in chunks(objects.values_list("pk", flat=True), PIECE):
        found = objects.model._base_manager.in_bulk(keys)
        yield from work.rows([found[key] for key in keys if key in found])


def _sheet_day(register, objects, by, on):
    """A register with dated head-counts is written as of the newest of them: another day would be another count."""
    first = register.parts[0]
    for part in register.parts:
        for name, source in part.given.items():
            if source == AS_OF and isinstance(part.model._meta.get_field(name), DateField):
                counted = part.model._default_manager.visible_to(by).filter(
                    **{f"{first.name}__in": objects.order_by().values("pk"), f"{name}__lte": on}
                )
                newest = counted.order_by(f"-{name}").values_list(name, flat=True).first()
                return newest or on
    return on


class _Piece:
    """The work on some objects of the first part at a time. `found`: {part name: {key of the first part's object: rows}}."""

    def __init__(self, register, *, by, on, full):
        self.register, self.by, self.on = register, by, on
        self.first, self.further = register.parts[0], _in_reach_order(register)
        self.seen = defaultdict(dict)
        self.by_part = register.by_part
        self.writers = [(column.part, _writer(column, full)) for column in register.stored]

    def rows(self, objects):
        prefetch_related_objects(objects, *_relations(self.first))
        found = {self.first.name: {row.pk: [row] for row in objects}}
        for part, host, points_here in self.further:
            found[part.name] = (self._pointed_at if points_here else self._hanging)(part, host, found[host])
        self._drop_hidden(found)
        for row in objects:
            own = {name: rows_of.get(row.pk, ()) for name, rows_of in found.items()}
            for shown in self._lines(own):
                yield [write(shown[part]) for part, write in self.writers]

    def _lines(self, own):
        """One line for an object; for one that may stand in several rows, as many as differ in more than the list."""
        several = next((part for part in self.register.parts if part.each), None)
        if several is None or not self.first.repeats or not own[several.name]:
            return [own]
        alike = defaultdict(list)
        fields = [column.field for column in self.by_part[several.name] if column.field != several.each]
        for row in own[several.name]:
            alike[tuple(getattr(row, field) for field in fields)].append(row)
        return [own | {several.name: rows} for rows in alike.values()]

    # --- the rows of the further parts

    @staticmethod
    def _pointed_at(part, host, hosts):
        pointed = {key: [one for row in rows if (one := getattr(row, part.name))] for key, rows in hosts.items()}
        prefetch_related_objects(list({one for rows in pointed.values() for one in rows}), *_relations(part))
        return pointed

    def _hanging(self, part, host, hosts):
        """{key of the first part's object: rows of this part}; one row, or all of them for a part with `each`."""
        keys = {row.pk for rows in hosts.values() for row in rows}
        by_host = defaultdict(list)
        for row in self._of_the_day(part).filter(**{f"{host}__in": keys}).prefetch_related(*_relations(part)):
            by_host[getattr(row, f"{host}_id")].append(row)
        chosen = slice(None) if part.each else slice(-1, None)
        return {key: [one for row in rows for one in by_host.get(row.pk, ())[chosen]] for key, rows in hosts.items()}

    def _of_the_day(self, part):
        """The part's rows that hold on the day, the newest last."""
        rows = part.model._default_manager.visible_to(self.by)
        names = {field.name for field in part.model._meta.concrete_fields}
        for name, source in part.given.items():
            if source == AS_OF and isinstance(part.model._meta.get_field(name), DateField):
                rows = rows.filter(**{name: self.on})
            elif not (source == AS_OF or callable(source) or (isinstance(source, str) and "." in source)):
                rows = rows.filter(**{name: source})
        if {"start", "end"} <= names:
            rows = rows.filter(in_force(self.on))
        elif "start" in names:
            rows = rows.filter(start__lte=self.on)
        elif "year" in names:
            rows = rows.filter(year__lte=self.on.year)
        return rows.order_by(*(F(name).asc(nulls_first=True) for name in ("start", "year") if name in names), "pk")

    # --- what `by` may not see

    def _drop_hidden(self, found):
        """Leave out a joint branch of the next township and the link to it, a foreign superior."""
        for part in self.register.parts:
            for name in _relations(part):
                hidden = self._hidden(part.model._meta.get_field(name), found[part.name])
                if hidden and name in found:
                    found[part.name] = _without(found[part.name], f"{name}_id", hidden)
                    found[name] = _without(found[name], "pk", hidden)
                elif hidden:
                    _blank(found[part.name], name, hidden)

    def _hidden(self, relation, rows_of):
        """Keys that the rows name and `by` may not see; each asked for once."""
        keys = {getattr(row, relation.attname) for rows in rows_of.values() for row in rows} - {None}
        model = relation.related_model
        seen = self.seen[model]
        unknown = [key for key in keys if key not in seen]
        if unknown:
            visible = model._default_manager.visible_to(self.by).filter(pk__in=unknown).order_by()
            seen |= dict.fromkeys(unknown, False) | dict.fromkeys(visible.values_list("pk", flat=True), True)
        return {key for key in keys if not seen[key]}


def _without(rows_of, attribute, hidden):
    return {key: [row for row in rows if getattr(row, attribute) not in hidden] for key, rows in rows_of.items()}


def _blank(rows_of, name, hidden):
    for rows in rows_of.values():
        for row in rows:
            if getattr(row, f"{name}_id") in hidden:
                setattr(row, name, None)


def _in_reach_order(register):
    """(part, host, points here) of the further parts, each after the one it hangs on: a branch is found from its link."""
    waiting, known, order = list(register.parts[1:]), {register.parts[0].name}, []
    while waiting:
        part = next(part for part in waiting if _anchor(part, register, known))
        order.append((part, *_anchor(part, register, known)))
        waiting.remove(part)
        known.add(part.name)
    return order


def _anchor(part, register, known):
    """(name of a known part, True when the known part's row points at this one); None while there is none."""
    own = set(_relations(part))
    for other in register.parts:
        if other.name in known and other.name in own:
            return other.name, False
    for other in register.parts:
        if other.name in known and part.name in _relations(other):
            return other.name, True
    return None


def _relations(part):
    return [field.name for field in part.model._meta.concrete_fields if field.is_relation]


def _writer(column, full):
    """Rows of a column's part → what its cell shows."""
    nothing, name, write = column.write(None), column.field, column.write
    if isinstance(column.model_field, EncryptedTextField) and not full:
        return lambda rows: ""
    if column.several:
        return lambda rows: write(tuple([getattr(row, name) for row in rows])) if rows else nothing

    def shown(rows):
        value = getattr(rows[-1], name) if rows else None
        if value is None or value == "":
            return nothing
        return value if type(value) is int else write(value)

    return shown
