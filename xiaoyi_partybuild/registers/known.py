"""Objects that are stored already, found by their keys: one query for each key of a part, however many rows a file has."""

from collections import defaultdict
from functools import cache, cached_property
from typing import NamedTuple

from django.db import models

from xiaoyi_partybuild.access import sealing
from xiaoyi_partybuild.access.fields import BlindIndexField

from . import cells
from .columns.lookups import bracket_spellings
from .relations import chunks, scope_relations


class Entry(NamedTuple):
    """One field of a key: `lookup` in the database, `field` whose value the row gives."""

    lookup: str
    field: str

    @classmethod
    def of(cls, written, model):
        lookup, _, field = written.partition("=")
        index = blind_index(model, lookup)
        return cls(index.name if index else lookup, field or lookup)


@cache
def blind_index(model, name):
    """The blind index by which an encrypted field is found; None for other fields."""
    return next((f for f in model._meta.concrete_fields if isinstance(f, BlindIndexField) and f.source == name), None)


def comparable(value):
    """A value for comparing as a key: objects by their primary key, text without blanks and with one kind of brackets."""
    if isinstance(value, models.Model):
        return value.pk if value.pk is not None else ("new", id(value))
    if isinstance(value, str):
        return cells.fold(value)
    return value


class Known:
    """The stored objects of one part that a piece of the file may mean.

    lasts: whether several rows may speak about one object; then what they found is kept from piece to piece.
    """

    def __init__(self, part, *, lasts):
        self.part, self.model, self.lasts = part, part.model, lasts
        self.keys = [tuple(Entry.of(written, self.model) for written in key) for key in part.keys]
        self.promised = [tuple(Entry.of(name, self.model) for name in fields) for fields, _ in unique_promises(self.model)]
        self.hits, self.objects = {}, {}
        self.older, self.newest = {}, {}  # of blind indexes, while keys are exchanged

    @cached_property
    def is_empty(self):
        """Whether nothing is stored at all, so that nothing need be looked for."""
        return not self.model._base_manager.exists()

    @cached_property
    def telling(self):
        """The keys that tell rows apart: not those that look the same fields up elsewhere once more."""
        fields = [tuple(entry.field for entry in key) for key in self.keys]
        return [key for place, key in enumerate(self.keys) if not (spans(key) and fields[place] in fields[:place])]

    def forget(self):
        """Make room for the next piece."""
        self.hits = {key: {} for key in (*self.keys, *self.promised)}
        if not self.lasts:
            self.objects = {}

    def look_up(self, key, candidates):
        """Find what has the values of a key in candidates, dicts {field: value}; returns them, None where one is missing."""
        asked = [self.values(key, one) for one in candidates]
        wanted = [values for values in asked if values]
        if wanted and not self.is_empty:
            self.hits[key] = self._hits(key, wanted)
        return [values and tuple(map(comparable, values)) for values in asked]

    def agrees(self, row, key, candidate):
        """Whether a stored row (None: not found yet) has a candidate's values of a key, as far as it gives them."""
        if row is None:
            return False
        values = self.values(key, candidate)
        if values is None:
            return True
        pairs = ((self._newest(_stored(row, entry.lookup)), value) for entry, value in zip(key, values, strict=True))
        return all(stored == value or comparable(stored) == comparable(value) for stored, value in pairs)

    def values(self, key, candidate):
        """The key's values in a row; None when one of them is missing or not stored yet."""
        values = tuple([self._value(entry, candidate.get(entry.field)) for entry in key])
        return None if None in values else values

    def _value(self, entry, value):
        if value is None or value == "" or (isinstance(value, models.Model) and value.pk is None):
            return None
        return self._digest(value) if entry.lookup != entry.field and blind_index(self.model, entry.field) else value

    def _digest(self, value):
        newest, *older = sealing.digests(value)
        if older:
            self.older[newest] = older
            self.newest |= dict.fromkeys(older, newest)
        return newest

    def _hits(self, key, wanted):
        found = defaultdict(set)
        for some in chunks(wanted):
            asked = [_spellings(values[place] for values in some) for place in range(len(key))]
            conditions = {f"{entry.lookup}__in": self._under_all(one) for entry, one in zip(key, asked, strict=True)}
            rows = self.model._default_manager.standing().filter(**conditions).select_related(*scope_relations(self.model))
            if spans(key):
                pairs = self._spanning(rows, key)
            else:
                pairs = ((row, tuple(self._newest(_stored(row, entry.lookup)) for entry in key)) for row in rows)
            for row, values in pairs:
                kept = self.objects.setdefault(row.pk, row)
                found[tuple(map(comparable, values))].add(kept.pk)
        return found

    def _under_all(self, spellings):
        return spellings.union(*(self.older.get(one, ()) for one in spellings)) if self.older else spellings

    def _newest(self, stored):
        return self.newest.get(stored, stored) if self.newest and stored.__class__ is str else stored

    @staticmethod
    def _spanning(rows, key):
        """Keys that look into other tables: the values come with the primary keys, the rows in a second query."""
        values = list(rows.values_list("pk", *(entry.lookup for entry in key)))
        objects = {row.pk: row for row in rows.distinct()} if values else {}
        return ((objects[pk], rest) for pk, *rest in values)

    def by_key(self, key, candidate):
        """Primary keys of the stored objects with these values; None when the row does not give them all."""
        values = self.values(key, candidate)
        return None if values is None else self.hits[key].get(tuple(map(comparable, values)), frozenset())


def spans(key):
    """Whether a key looks into other tables."""
    return any("__" in entry.lookup for entry in key)


def _spellings(values):
    found = set()
    for value in values:
        if isinstance(value, models.Model):
            found.add(value.pk)
        elif type(value) is str:
            found |= {value, *bracket_spellings(value)}
        else:
            found.add(value)
    return found


def _stored(row, name):
    return getattr(row, row._meta.get_field(name).attname)


@cache
def unique_promises(model):
    """[(field names, the sentence said when they are taken)] of what the database keeps unique.

    An encrypted field stands in the place of its blind index.
    """
    single = [((f.name,), f.error_messages["unique"]) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    constraints = [one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    grouped = [(one.fields, one.violation_error_message) for one in constraints if one.fields and not one.condition]
    return [(tuple(_readable(model, name) for name in names), sentence) for names, sentence in (*single, *grouped)]


def _readable(model, name):
    return getattr(model._meta.get_field(name), "source", name)
