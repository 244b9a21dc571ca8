"""What one row asks of one part: the object it means and what would change in it."""

from dataclasses import dataclass, field
from functools import cache

from django.db import models
from django.db.models.base import ModelState

from xiaoyi_partybuild.access.dates import PartialDate

from .known import comparable
from .register import AS_OF


@dataclass(slots=True)
class Slot:
    """The cleaned values a row gives one object of a part.

    existing: the stored object it means; kept: fields that were matched elsewhere (a former name) and so change nothing.
    """

    part: object
    values: dict
    letters: dict
    existing: object = None
    kept: frozenset = frozenset()


@dataclass(slots=True)
class Draft:
    """An object with the row's values put in: {field: its cell's letter}, {field: value} after and before."""

    part: object
    instance: object
    candidate: dict
    tokens: tuple = ()
    is_new: bool = False
    letters: dict = field(default_factory=dict)
    new: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)

    def put(self, name, value, letter=""):
        self.old.setdefault(name, current(self.instance, name))
        self.new[name], self.letters[name] = value, letter
        setattr(self.instance, name, value)

    def take_back(self):
        for name, value in self.old.items():
            is_key = name in _relations(type(self.instance)) and not isinstance(value, models.Model)
            setattr(self.instance, _relations(type(self.instance))[name] if is_key else name, value)


def made(model, values):
    """model(**values), several times quicker; no model here does more when it is made."""
    plain, called, relations = _defaults(model)
    instance = model.__new__(model)
    instance.__dict__ |= {"_state": ModelState(), **plain}
    for name, default in called:
        setattr(instance, name, default())
    held, related = instance.__dict__, instance._state.fields_cache
    for name, value in values.items():
        if name in relations:
            related[name], held[relations[name]] = value, value.pk
        else:
            held[name] = value
    return instance


@cache
def _defaults(model):
    """({attribute: default}, [(attribute, function)], {name of a relation: its attribute}) of a model's fields."""
    fields = model._meta.concrete_fields
    called = {field for field in fields if callable(field.default)}
    plain = {field.attname: field.get_default() for field in fields if field not in called}
    return plain, [(field.attname, field.get_default) for field in called], _relations(model)


def current(instance, name):
    """The field's value; for a relation the object when it is in memory, else its key; None for empty text."""
    relation = _relations(type(instance)).get(name)
    if relation:
        cached = instance._state.fields_cache.get(name)
        return cached if cached is not None else getattr(instance, relation)
    value = getattr(instance, name)
    return None if value == "" else value


@cache
def _relations(model):
    return {field.name: field.attname for field in model._meta.concrete_fields if field.is_relation}


def same(before, after):
    """Whether two values are equal, objects and keys alike."""
    return _identity(before) == _identity(after)


def _identity(value):
    return comparable(value) if isinstance(value, models.Model) else value


def given_values(part, record, objects, as_of):
    """What the part's declaration gives for fields the row says nothing about."""
    if not part.given:
        return {}
    found = {name: _given(part, name, source, record, objects, as_of) for name, source in part.given.items()}
    return {name: value for name, value in found.items() if value is not None}


def _given(part, name, source, record, objects, as_of):
    if callable(source):
        return source(record.values)
    if source == AS_OF:
        return _dated(part.model._meta.get_field(name), as_of)
    if isinstance(source, str) and "." in source:
        host, _, attribute = source.partition(".")
        said = record.values.get(source)
        return current(objects[host], attribute) if said is None and objects.get(host) is not None else said
    return source


def _dated(model_field, as_of):
    """A plain date field gets the last day of a month or year."""
    return as_of.last if isinstance(model_field, models.DateField) else as_of


def tokens_of(known, candidate):
    """One token for each key the row can answer, best first; objects not yet stored included."""
    answered = ((place, [candidate.get(entry.field) for entry in key]) for place, key in enumerate(known.telling))
    return tuple([token_of(known, place, *values) for place, values in answered if None not in values and "" not in values])


def token_of(known, place, *values):
    """(part, which of its telling keys, the key's values in comparable form)."""
    return known.part.name, place, *map(comparable, values)


def spoken_value(declared, target, value):
    """A value as a page shows it."""
    if value is None or value == "":
        return "空"
    column = declared.by_target.get(target)
    if column is not None and not (column.several or isinstance(value, models.Model)):
        return column.spoken(value)
    return value.spoken if isinstance(value, PartialDate) else str(value)
