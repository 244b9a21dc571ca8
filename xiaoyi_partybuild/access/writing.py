"""The door in: lock, write, re-check the reach, journal, in one transaction. Form, admin, API, import, command all use it.

Validation belongs to the caller, which knows how to speak to its user; constraints in the database keep the promise.
"""

from itertools import groupby, repeat

from django.db import connections, router, transaction

from . import bulk, events, journal, scoping, values
from .events import Kind
from .fields import SealedField
from .models import Batch, Change

CHUNK = 2_000
UNDOING = 0x756E646F  # tells these advisory locks from any others: "undo"


class OutOfReach(Exception):
    """A row lies outside what this person may edit. Pages answer as if it did not exist."""


def save(instance, *, by, reason="", touched=None, kind=Kind.CHANGED):
    """Create or update one row; returns it. `touched`: names of the fields this person changed, None for all."""
    title, names = f"保存{instance._meta.verbose_name}", None if touched is None else lambda row: touched
    with transaction.atomic():
        batch = save_all([instance], by=by, title=title, reason=reason, touched=names, kind=None)
        if kind:
            events.tell(_told_as(kind, type(instance)), by=by, about=instance, batch=batch, reason=reason)
    return instance


def _told_as(kind, model):
    """What everything else is measured by, regions and the numbers of rules, is a setting."""
    is_setting = kind == Kind.CHANGED and model.scope.kind == scoping.Kind.REFERENCE
    return Kind.SETTINGS_CHANGED if is_setting else kind


def save_all(instances, *, by, title, reason="", progress=None, touched=None, kind=Kind.CHANGED):
    """Write rows of any models, parents before children, as one Batch; returns it.

    A row without changes is not touched and not journaled. `progress(done)` is told the number of rows written so far.
    `touched(row)` names the fields the writer means to change; what others changed meanwhile in the rest then stays.
    kind: as what the record tells it, None when the caller tells it.
    Raises OutOfReach, and nothing is written, when one row lies outside the reach before or after.
    """
    with transaction.atomic():
        batch = open_batch(by=by, title=title, reason=reason)
        write_into(batch, instances, by=by, progress=progress, touched=touched)
        if kind:
            events.tell(kind, by=by, batch=batch, reason=reason)
    return batch


def write_into(batch, instances, *, by, progress=None, touched=None):
    """The same inside a Batch that is open already; the caller holds the transaction."""
    done = 0
    for rows in _chunks(instances):
        _write(rows, by, batch, touched)
        done += len(rows)
        if progress:
            progress(done)


def remove_all(instances, *, by, batch):
    """Take rows away again; only an undo does that, inside its own Batch."""
    for rows in _chunks(instances):
        _demand_reach(rows, by)
        _journal(batch, Change.Action.DELETE, rows, [values.of(row) for row in rows], None)
        found = type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows])
        found._raw_delete(found.db)  # who else points at them was asked for all rows at once; the database asks again


def open_batch(*, by, title, reason=""):
    """A new Batch; everything written into it later counts as one change, of which the caller tells (access.events)."""
    return Batch.objects.create(by_id=by.pk, title=title[:200], reason=reason[:500])


def begin_batch(*, by, title, undoes):
    """The same for an undo, which knows its reason and what it kept at its end: stored by `end_batch`, never changed."""
    (key,) = bulk.new_keys(Batch, 1, router.db_for_write(Batch))
    return Batch(pk=key, by_id=by.pk, title=title[:200], undoes=undoes)


def end_batch(batch, *, kept, reason):
    batch.kept, batch.reason = kept, reason[:500]
    batch.save(force_insert=True)


def claim(batch):
    """Nobody else undoes this batch until the transaction ends. It is a row nobody may lock, so its number is locked."""
    connection = connections[router.db_for_write(Batch)]
    if connection.vendor == "postgresql":  # SQLite's IMMEDIATE transaction keeps everybody out already
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [UNDOING, batch.pk % 2**31])


def keep_state(instance, *fields):
    """Store working state that is nobody's record, such as how far an import has come: no journal, no reach to check."""
    state = {name: _as_stored(instance, name) for name in fields}
    instance._meta.model._base_manager.filter(pk=instance.pk).update(**state)


def _as_stored(instance, name):
    """A field's value; of a sealed one the ciphertext, which only the row itself can make."""
    field = instance._meta.get_field(name)
    return field.pre_save(instance, add=False) if isinstance(field, SealedField) else getattr(instance, name)


def add_notes(rows):
    """Store rows that only explain journaled ones, such as the cells that values came from: no journal of their own."""
    for some in _chunks(rows):
        bulk.create(some)


def add_many_notes(model, columns):
    """The same for rows that nobody needs as objects. columns: {attribute: a list of values, or one repeated}."""
    bulk.insert(model, list(columns), list(columns.values()))


def _chunks(instances):
    for _, group in groupby(instances, key=type):
        rows = list(group)
        yield from (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _write(rows, by, batch, touched):
    _take_over_keys(rows)
    fresh = [row for row in rows if row._state.adding]
    known = [row for row in rows if not row._state.adding]
    changed = _update(known, by, batch, touched) if known else []
    if fresh:
        bulk.create(fresh)
        _journal(batch, Change.Action.CREATE, fresh, None, [values.of(row) for row in fresh])
    _demand_reach(fresh + changed, by)


def _take_over_keys(rows):
    """Of objects that rows point at and that were stored only now."""
    links = [field for field in rows[0]._meta.concrete_fields if field.is_relation]
    for row in rows:
        for link in links:
            related = row._state.fields_cache.get(link.name)
            if related is not None and row.__dict__.get(link.attname) != related.pk:
                row.__dict__[link.attname] = related.pk


def _update(rows, by, batch, touched):
    _demand_reach(rows, by)
    stored = {row.pk: row for row in locked(type(rows[0]), [row.pk for row in rows])}
    if touched:
        for row in rows:
            values.keep_others(row, stored[row.pk], touched(row))
    entries = [(row, *_differences(stored[row.pk], row)) for row in rows]
    entries = [entry for entry in entries if entry[2]]
    if entries:
        _overwrite([row for row, _, _ in entries], {name for _, _, after in entries for name in after})
        _journal(batch, Change.Action.UPDATE, *zip(*entries, strict=True))
    return [row for row, _, _ in entries]


def _differences(stored, row):
    before, after = values.differences(values.of(stored), values.of(row))
    return before, after | values.replaced(stored, row)


def _overwrite(rows, attnames):
    """One upsert by key: bulk_update's CASE per row and column is many times slower."""
    model = type(rows[0])
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if field.attname in attnames or values.source_of(field) in attnames
    ]
    model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields)


def locked(model, pks):
    """The stored rows, locked until the transaction ends (SQLite's IMMEDIATE transaction has locked all already)."""
    return model._base_manager.select_for_update().filter(pk__in=pks)


def _demand_reach(rows, by):
    if not rows:
        return
    pks = {row.pk for row in rows}
    if type(rows[0])._default_manager.editable_by(by).filter(pk__in=pks).count() != len(pks):
        raise OutOfReach(f"{by} 无权修改这些{rows[0]._meta.verbose_name}")


def _journal(batch, action, rows, before, after):
    """before, after: what each row held, None for nothing."""
    before, after = journal.closed(rows, before, after)
    told = {
        "batch_id": repeat(batch.pk),
        "action": repeat(action.value),
        "model": repeat(rows[0]._meta.label_lower),
        "object_pk": [row.pk for row in rows],
        "before": before,
        "after": after,
    }
    bulk.insert(Change, list(told), list(told.values()))
