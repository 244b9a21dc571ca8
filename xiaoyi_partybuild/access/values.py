"""A row as plain JSON values and back: what the journal writes down and what an undo restores."""

import json
from functools import cache

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DecimalField

PLAIN = {str, bool, int, float, type(None)}


@cache
def columns(model):
    """The columns the journal keeps: not the derived ones, and not those a model names `unjournaled`, as a password hash."""
    hidden = getattr(model, "unjournaled", frozenset())
    return [field for field in model._meta.concrete_fields if field.attname not in hidden and not source_of(field)]


def source_of(field):
    """The column a derived field is computed from on every write; None for ordinary ones."""
    return getattr(field, "source", None)


def of(instance):
    """All journaled columns of a row: {column name: JSON value}."""
    held = instance.__dict__
    return {
        name: value if (value := held.get(name, UNREAD)).__class__ in PLAIN and as_it_is else plain(field, instance)
        for name, field, as_it_is in _journaled(type(instance))
    }


UNREAD = object()


@cache
def _journaled(model):
    """[(column name, field, whether JSON holds its plain values as they are)] of the journaled columns."""
    own_way = [field for field in columns(model) if hasattr(field, "to_journal") or isinstance(field, DecimalField)]
    return [(field.attname, field, field not in own_way) for field in columns(model)]


def plain(field, instance):
    """A column's value as JSON holds it."""
    value = getattr(instance, field.attname)
    if hasattr(field, "to_journal"):
        return field.to_journal(value)
    if isinstance(field, DecimalField) and value is not None:
        return format(round(field.to_python(value), field.decimal_places).normalize(), "f")
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    return json.loads(json.dumps(field.to_python(value), cls=DjangoJSONEncoder))


def keep_others(row, stored, names):
    """Give a row back the stored values of every field not named, so that a change made meanwhile is not undone."""
    for field in row._meta.concrete_fields:
        if field.name not in names:
            setattr(row, field.attname, getattr(stored, field.attname))


REPLACED = "（已更换）"


def replaced(stored, row):
    """Changed columns that are not journaled: that they changed is written down, what they hold is not."""
    hidden = getattr(type(row), "unjournaled", frozenset())
    return {name: REPLACED for name in hidden if getattr(stored, name) != getattr(row, name)}


def restore(instance, recorded):
    """Put recorded values back on a row."""
    for field in columns(type(instance)):
        if field.attname in recorded:
            value = recorded[field.attname]
            value = field.from_journal(value) if hasattr(field, "from_journal") else field.to_python(value)
            setattr(instance, field.attname, value)
    return instance


def differences(before, after):
    """The columns in which two recorded rows differ, as (old, new)."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}
