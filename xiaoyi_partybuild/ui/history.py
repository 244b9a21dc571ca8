"""The history of one row in words: who changed which field when, from what to what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import ForeignKey, prefetch_related_objects

from xiaoyi_partybuild.access.dates import PartialDate, PartialDateField
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.access.scoping import SYSTEM

SEALED = "（内容不显示）"
FORGOTTEN = "（已按规定删除）"


@dataclass(frozen=True)
class Difference:
    column: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change. batch: its key; address: of a page about its import, where there is one to open; place: the caller's.

    change: the key by which it can be taken back, None for what is no update.
    """

    at: datetime
    by: str
    action: str
    is_creation: bool
    title: str
    reason: str
    differences: tuple
    batch: int
    address: str = ""
    place: str = ""
    change: int | None = None


def of(instance, *, most=100):
    """The newest entries first; names of linked rows are read with one query per linked model."""
    changes = list(Change.objects.of(instance)[:most])
    prefetch_related_objects(changes, "batch__events")
    names = _linked_names(_cells(type(instance), changes))
    return [_entry(type(instance), change, names) for change in changes]


def told(changes):
    """{key of the change: Entry} for changes of any models, such as those of one batch."""
    entries = {}
    prefetch_related_objects(changes, "batch__events")
    for label in {change.model for change in changes}:
        model, some = apps.get_model(label), [change for change in changes if change.model == label]
        names = _linked_names(_cells(model, some))
        entries |= {change.pk: _entry(model, change, names) for change in some}
    return entries


def words(cells):
    """The words for (model, column, JSON value) of any models, in their order; one query per linked model."""
    cells = [(_field(model, column), value) for model, column, value in cells]
    names = _linked_names(cells)
    return [_in_words(field, value, names) for field, value in cells]


def label(model, column):
    return _field(model, column).verbose_name


def author(batch):
    return str(batch.by or SYSTEM)


def _field(model, column):
    return next(field for field in model._meta.concrete_fields if field.attname == column)


def _entry(model, change, names):
    changed = [field for field in model._meta.concrete_fields if _differs(field, change)]
    return Entry(
        at=change.batch.at,
        by=author(change.batch),
        action=change.get_action_display(),
        is_creation=change.action == Change.Action.CREATE,
        title=change.batch.title,
        reason=change.batch.reason,
        differences=tuple(_difference(field, change, names) for field in changed),
        batch=change.batch_id,
        place=next((event.address for event in change.batch.events.all()), ""),
        change=change.pk if change.action == Change.Action.UPDATE else None,
    )


def _differs(field, change):
    """Whether to tell of it: keys and computed columns are not news, nor is an empty field that stays empty."""
    before, after = (side.get(field.attname) or "" for side in (change.before, change.after))
    if field.attname in change.forgotten:
        return field.editable
    return field.editable and not field.primary_key and before != after


def _difference(field, change, names):
    if field.attname in change.forgotten:
        return Difference(field.attname, field.verbose_name, FORGOTTEN, FORGOTTEN)
    before, after = (_in_words(field, side.get(field.attname), names) for side in (change.before, change.after))
    return Difference(field.attname, field.verbose_name, before, after)


def _in_words(field, value, names):
    if value in (None, ""):
        return ""
    if isinstance(field, EncryptedTextField):
        return SEALED
    if isinstance(field, ForeignKey):
        return names[field.related_model].get(value, str(value))
    if isinstance(field, PartialDateField):
        return PartialDate(value).spoken
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value) if field.choices else value)


def _cells(model, changes):
    """(field, value) for both sides of changes of one model."""
    sides = [side for change in changes for side in (change.before, change.after)]
    return [(field, side.get(field.attname)) for field in model._meta.concrete_fields for side in sides]


def _linked_names(cells):
    """{model: {key: name}} of all rows that the cells, (field, value), point at."""
    wanted = defaultdict(set)
    for field, value in cells:
        if isinstance(field, ForeignKey):
            wanted[field.related_model] |= {value} - {None}
    return {linked: _names(linked, pks) for linked, pks in wanted.items()}


def _names(model, pks):
    return {pk: str(row) for pk, row in model._base_manager.in_bulk(pks).items()}
