"""What an import touched: each changed object in words, with the cells its values came from."""

from dataclasses import dataclass

from django.apps import apps

from xiaoyi_partybuild.ui import history

from .models import Source


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
    entries, objects, sources = history.told(changes), _objects(changes, by), _sources(changes, upload)
    return [_touched(change, entries[change.pk], objects, sources.get(_key(change))) for change in changes]


def _key(change):
    return change.model, change.object_pk


def _objects(changes, by):
    """The objects this person may see, with what their names need loaded along."""
    found = {}
    for label in {change.model for change in changes}:
        rows = apps.get_model(label)._default_manager.visible_to(by).select_related()
        pks = [change.object_pk for change in changes if change.model == label]
        found |= {(label, pk): row for pk, row in rows.in_bulk(pks).items()}
    return found


def _sources(changes, upload):
    pks = {change.object_pk for change in changes}
    return {(one.model, one.object_pk): one for one in Source.objects.filter(upload=upload, object_pk__in=pks)}


def _touched(change, entry, objects, source):
    meta = apps.get_model(change.model)._meta
    row = objects.get(_key(change))
    cells = {meta.get_field(name).verbose_name: cell for name, cell in source.cells.items()} if source else {}
    return Touched(
        name=str(row) if row is not None else f"{meta.verbose_name} {change.object_pk}",
        kind=meta.verbose_name,
        action=entry.action,
        is_creation=entry.is_creation,
        place=str(source) if source else "",
        address=row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
        values=tuple(Value(one.label, one.before, one.after, cells.get(one.label, "")) for one in entry.differences),
    )
