"""What an import touched: each changed object in words, with the cells its values came from, and what an undo left of it."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Count

from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.ui import history

from .models import Source
from .provenance import CORRECTED

ALL = ""
SHOWN = {ALL: "全部", Change.Action.CREATE.value: "新增", Change.Action.UPDATE.value: "更新"}


@dataclass(frozen=True)
class Value:
    """is_kept: an undo of the import left what is there."""

    label: str
    before: str
    after: str
    cell: str
    is_kept: bool


@dataclass(frozen=True)
class Touched:
    """One changed object. `place`: the rows it came from, "" for what only followed from others; is_kept: by an undo."""

    name: str
    kind: str
    action: str
    is_creation: bool
    is_kept: bool
    place: str
    address: str
    values: tuple


def filters(upload):
    """[(what to ask for, words, number of changes)] of what there is to show."""
    if upload.batch is None:
        return []
    counts = dict(upload.batch.changes.order_by().values_list("action").annotate(Count("pk")))
    counts[ALL] = sum(counts.values())
    return [(shown, words, counts[shown]) for shown, words in SHOWN.items() if shown in counts]


def changes(upload, shown):
    """The changes of an import in the order of writing; shown: ALL or one action."""
    if upload.batch is None:
        return Change.objects.none()
    found = upload.batch.changes.order_by("pk")
    return found.filter(action=shown) if shown in SHOWN and shown != ALL else found


def of(changes, upload, *, by, undone=None):
    """A page of changes; a fixed number of queries for each kind of object. undone: the Batch that undid the import."""
    entries, rows, sources = history.told(changes), objects(map(_key, changes), by=by), _sources(changes, upload)
    kept = {tuple(place[:3]) for place in undone.kept} if undone else frozenset()
    return [
        _touched(change, entries[change.pk], rows.get(_key(change)), sources.get(_key(change), ()), kept)
        for change in changes
    ]


def _key(change):
    return change.model, change.object_pk


def objects(keys, *, by):
    """{(label, key): object} of those this person may see or write, with what their names need loaded along."""
    wanted = defaultdict(set)
    for label, pk in keys:
        wanted[label].add(pk)
    found = {}
    for label, pks in wanted.items():
        stored = apps.get_model(label)._default_manager
        rows = stored.visible_to(by) | stored.editable_by(by)
        found |= {(label, pk): row for pk, row in rows.select_related().in_bulk(pks).items()}
    return found


def name_of(row, model, pk):
    return str(row) if row is not None else f"{model._meta.verbose_name} {pk}"


def address_of(row):
    """The page of an object; of what it belongs to where it has none of its own."""
    loaded = [row, *row._state.fields_cache.values()] if row is not None else ()
    return next((one.get_absolute_url() for one in loaded if hasattr(one, "get_absolute_url")), "")


def _sources(changes, upload):
    """{(label, key): the Sources of the object, the first row first}."""
    pks, found = {change.object_pk for change in changes}, defaultdict(list)
    for one in Source.objects.filter(upload=upload, object_pk__in=pks).order_by("row", "pk"):
        found[one.model, one.object_pk].append(one)
    return found


def _touched(change, entry, row, sources, kept):
    model = apps.get_model(change.model)
    cells = {name: place for source in reversed(sources) for name, place in _cells(model, source)}
    return Touched(
        name=change.after.get("name") or name_of(row, model, change.object_pk) if row is None else str(row),
        kind=model._meta.verbose_name,
        action=entry.action,
        is_creation=entry.is_creation,
        is_kept=(*_key(change), "") in kept,
        place="、".join(dict.fromkeys(map(str, sources))),
        address=address_of(row),
        values=tuple(
            Value(one.label, one.before, one.after, cells.get(one.column, ""), (*_key(change), one.column) in kept)
            for one in entry.differences
        ),
    )


def _cells(model, source):
    """(column, cell) of what a row gave an object, what was corrected on the way told apart."""
    for name, cell in source.cells.items():
        yield model._meta.get_field(name).attname, f"{cell}{CORRECTED if name in source.fixed else ''}"
