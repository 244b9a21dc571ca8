"""What an import touched: each changed object in words, with the cells its values came from."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps

from xiaoyi_partybuild.ui import history

from .models import Source
from .provenance import CORRECTED


@dataclass(frozen=True)
class Value:
    label: str
    before: str
    after: str
    cell: str


@dataclass(frozen=True)
class Touched:
    """One changed object. `place` is the row it came from, "" for what only followed from others."""

    name: str
    kind: str
    action: str
    is_creation: bool
    place: str
    address: str
    values: tuple


def of(changes, upload, *, by):
    """A page of changes; a fixed number of queries for each kind of object on it."""
    entries, rows, sources = history.told(changes), objects(map(_key, changes), by=by), _sources(changes, upload)
    return [_touched(change, entries[change.pk], rows, sources.get(_key(change))) for change in changes]


def _key(change):
    return change.model, change.object_pk


def objects(keys, *, by):
    """{(label, key): object} of those this person may see, with what their names need loaded along."""
    wanted = defaultdict(set)
    for label, pk in keys:
        wanted[label].add(pk)
    found = {}
    for label, pks in wanted.items():
        rows = apps.get_model(label)._default_manager.visible_to(by).select_related()
        found |= {(label, pk): row for pk, row in rows.in_bulk(pks).items()}
    return found


def name_of(row, model, pk):
    return str(row) if row is not None else f"{model._meta.verbose_name} {pk}"


def address_of(row):
    """The page of an object; of what it belongs to where it has none of its own."""
    loaded = [row, *row._state.fields_cache.values()] if row is not None else ()
    return next((one.get_absolute_url() for one in loaded if hasattr(one, "get_absolute_url")), "")


def _sources(changes, upload):
    pks = {change.object_pk for change in changes}
    return {(one.model, one.object_pk): one for one in Source.objects.filter(upload=upload, object_pk__in=pks)}


def _touched(change, entry, rows, source):
    model, row = apps.get_model(change.model), rows.get(_key(change))
    meta = model._meta
    cells = _cells(meta, source) if source else {}
    return Touched(
        name=name_of(row, model, change.object_pk),
        kind=meta.verbose_name,
        action=entry.action,
        is_creation=entry.is_creation,
        place=str(source) if source else "",
        address=address_of(row),
        values=tuple(Value(one.label, one.before, one.after, cells.get(one.label, "")) for one in entry.differences),
    )


def _cells(meta, source):
    """{label: cell} of what an import gave an object, what was corrected on the way told apart."""
    places = {name: f"{cell}{CORRECTED if name in source.fixed else ''}" for name, cell in source.cells.items()}
    return {meta.get_field(name).verbose_name: place for name, place in places.items()}
