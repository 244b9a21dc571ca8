"""A register's rows out of the database as of a day: the importer's way back, so that what goes out comes in unchanged."""

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.fields import EncryptedTextField

from .register import AS_OF


@dataclass(frozen=True)
class Sheet:
    """What an exported workbook shows: the register, its day, and for each row a text or a number per column."""

    register: object
    on: date
    rows: list


def build(register, objects, *, by, on):
    """The sheet for the objects of the register's first part that a queryset gives, in its order.

    What else a row shows (the link, the branch, the term, …) is what was in force on the day, as far as `by` may see it.
    Sealed values (ID numbers, phones) stay empty: an empty cell never overwrites, and a workbook handed on is out of hand.
    """
    objects = list(objects.select_related(*_relations(register.parts[0])))
    day = _sheet_day(register, objects, by, on)
    found = {register.parts[0].name: {row.pk: [row] for row in objects}}
    for part in _in_reach_order(register):
        found[part.name] = _linked(part, register, found, by=by, on=day)
    _drop_hidden(register, found, by)
    return Sheet(register, day, [_cells(register, found, row) for row in objects])


def _drop_hidden(register, found, by):
    """Leave out what `by` may not see: a joint branch of the next township and the link to it, a foreign superior."""
    for part in register.parts:
        for name in _relations(part):
            hidden = _hidden(part.model._meta.get_field(name), found[part.name], by)
            if hidden and name in found:
                found[part.name] = _without(found[part.name], f"{name}_id", hidden)
                found[name] = _without(found[name], "pk", hidden)
            elif hidden:
                _blank(found[part.name], name, hidden)


def _without(rows_of, attribute, hidden):
    return {key: [row for row in rows if getattr(row, attribute) not in hidden] for key, rows in rows_of.items()}


def _blank(rows_of, name, hidden):
    for rows in rows_of.values():
        for row in rows:
            if getattr(row, f"{name}_id") in hidden:
                setattr(row, name, None)


def _hidden(relation, rows_of, by):
    """Keys that the rows name and `by` may not see."""
    keys = {getattr(row, relation.attname) for rows in rows_of.values() for row in rows} - {None}
    visible = relation.related_model._default_manager.visible_to(by).filter(pk__in=keys)
    return keys - set(visible.values_list("pk", flat=True)) if keys else set()


def _sheet_day(register, objects, by, on):
    """A register with dated head-counts is written as of the newest of them: another day would be another count."""
    first = register.parts[0]
    for part in register.parts:
        for name, source in part.given.items():
            field = part.model._meta.get_field(name)
            if source == AS_OF and isinstance(field, DateField):
                counted = part.model._default_manager.visible_to(by).filter(
                    **{f"{first.name}__in": [row.pk for row in objects], f"{name}__lte": on}
                )
                newest = counted.order_by(f"-{name}").values_list(name, flat=True).first()
                return newest or on
    return on


def _in_reach_order(register):
    """The further parts, each after the one it hangs on: a link is found from its organization, a branch from its link."""
    waiting, known = list(register.parts[1:]), {register.parts[0].name}
    while waiting:
        part = next(part for part in waiting if _anchor(part, register, known))
        waiting.remove(part)
        known.add(part.name)
        yield part


def _anchor(part, register, known):
    """(name of a known part, True when the known part's row points at this one); None while there is none."""
    own = {field.name for field in part.model._meta.concrete_fields if field.is_relation}
    for other in register.parts:
        if other.name in known and other.name in own:
            return other.name, False
    for other in register.parts:
        if other.name in known and part.name in {f.name for f in other.model._meta.concrete_fields if f.is_relation}:
            return other.name, True
    return None


def _linked(part, register, found, *, by, on):
    """{key of the first part's object: rows of this part}; one row, or all of them for a part with `each`."""
    host, points_here = _anchor(part, register, found)
    if points_here:
        return {key: [one for row in rows if (one := getattr(row, part.name))] for key, rows in found[host].items()}
    hosts = [row.pk for rows in found[host].values() for row in rows]
    by_host = {}
    for row in _of_the_day(part, by=by, on=on).filter(**{f"{host}__in": hosts}).select_related(*_relations(part)):
        by_host.setdefault(getattr(row, f"{host}_id"), []).append(row)
    chosen = slice(None) if part.each else slice(-1, None)
    return {key: [one for row in rows for one in by_host.get(row.pk, ())[chosen]] for key, rows in found[host].items()}


def _relations(part):
    return [field.name for field in part.model._meta.concrete_fields if field.is_relation]


def _of_the_day(part, *, by, on):
    """The part's rows that hold on the day, the newest last."""
    rows = part.model._default_manager.visible_to(by)
    names = {field.name for field in part.model._meta.concrete_fields}
    for name, source in part.given.items():
        if source == AS_OF and isinstance(part.model._meta.get_field(name), DateField):
            rows = rows.filter(**{name: on})
        elif source != AS_OF and not callable(source) and not (isinstance(source, str) and "." in source):
            rows = rows.filter(**{name: source})
    if {"start", "end"} <= names:
        rows = rows.filter(in_force(on))
    elif "start" in names:
        rows = rows.filter(start__lte=on)
    return rows.order_by(*(["start"] if "start" in names else []), "pk")


def _cells(register, found, row):
    return [_cell(column, found[column.part].get(row.pk, ())) for column in register.stored]


def _cell(column, rows):
    if not rows:
        return column.write(None)
    if isinstance(column.model_field, EncryptedTextField):
        return ""
    values = [getattr(row, column.field) for row in rows]
    if column.several:
        return column.write(tuple(values))
    value = values[-1]
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return "" if value in (None, "") else column.write(value)
