"""What one row asks of one part: the object it means and what would change in it; and what earlier rows of the file said."""

from dataclasses import dataclass, field

from django.db import models

from xiaoyi_partybuild.access.dates import PartialDate

from .known import comparable
from .register import AS_OF


@dataclass(slots=True)
class Change:
    """One value: target "part.field", the letter of its cell ("" when it follows from something else), before and after."""

    target: str
    letter: str
    old: object
    new: object


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
    """An object with the row's values put in; `old` holds what they replaced, for taking them out again."""

    part: object
    instance: object
    candidate: dict
    tokens: tuple = ()
    is_new: bool = False
    changes: list = field(default_factory=list)
    old: dict = field(default_factory=dict)
    letters: dict = field(default_factory=dict)

    def put(self, name, value, letter=""):
        before = current(self.instance, name)
        self.old.setdefault(name, before)
        self.tell(name, before, value, letter)
        setattr(self.instance, name, value)

    def tell(self, name, before, value, letter=""):
        self.changes.append(Change(f"{self.part.name}.{name}", letter, before, value))
        self.letters[name] = letter

    def take_back(self):
        for name, value in self.old.items():
            setattr(self.instance, name, value)


def current(instance, name):
    """The field's value; for a relation the object when it is in memory, else its key; None for empty text."""
    model_field = instance._meta.get_field(name)
    if model_field.is_relation:
        cached = instance._state.fields_cache.get(name)
        return cached if cached is not None else getattr(instance, model_field.attname)
    value = getattr(instance, name)
    return None if value == "" else value


def same(before, after):
    """Whether two values are equal, objects and keys alike."""
    return _identity(before) == _identity(after)


def _identity(value):
    return comparable(value) if isinstance(value, models.Model) else value


def given_values(part, record, objects, as_of):
    """What the part's declaration gives for fields the row says nothing about."""
    found = {name: _given(part, name, source, record, objects, as_of) for name, source in part.given.items()}
    return {name: value for name, value in found.items() if value is not None}


def _given(part, name, source, record, objects, as_of):
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


class Said:
    """What earlier rows of the file said: which object each row means, and the values it gave it."""

    def __init__(self):
        self.tokens = {}
        self.values = {}

    def earlier(self, known, tokens, existing=None):
        """(row, object) of an earlier row about the same object; (None, None) when there is none.

        Two rows mean the same stored object, or agree in the best key of either of them.
        """
        if existing is not None:
            row, instance, _ = self.tokens.get((known.part.name, existing.pk), (None, None, True))
            return row, instance
        for place, token in enumerate(tokens):
            row, instance, was_best = self.tokens.get(token, (None, None, False))
            if row is not None and (place == 0 or was_best):
                return row, instance
        return None, None

    def remember(self, known, tokens, row, instance):
        for place, token in enumerate(tokens):
            self.tokens.setdefault(token, (row, instance, place == 0))
        if instance is not None and instance.pk is not None:
            self.tokens.setdefault((known.part.name, instance.pk), (row, instance, True))

    def conflicting(self, instance, name, value):
        """(value, row) an earlier row gave this field of this object, when it is another one."""
        value_before, row = self.values.get((id(instance), name), (value, None))
        return None if row is None or same(value_before, value) else (value_before, row)

    def note(self, instance, name, value, row):
        self.values.setdefault((id(instance), name), (value, row))


def tokens_of(known, candidate):
    """One token for each key the row can answer, best first; objects not yet stored included."""
    answered = ((key, tuple(candidate.get(entry.field) for entry in key)) for key in known.keys)
    return tuple(
        (known.part.name, key, *map(comparable, values))
        for key, values in answered
        if not any(value is None or value == "" for value in values)
    )


def spoken_value(declared, target, value):
    """A value as a page shows it."""
    if value is None or value == "":
        return "空"
    column = declared.by_target.get(target)
    if column is not None and not (column.several or isinstance(value, models.Model)):
        return column.spoken(value)
    return value.spoken if isinstance(value, PartialDate) else str(value)
