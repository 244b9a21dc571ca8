"""Walk a Batch back, newest change first. Stops on Conflict, with every conflict named, and then nothing is changed."""

from django.apps import apps
from django.db import IntegrityError, models, transaction

from . import values, writing
from .models import Batch, Change


class Conflict(Exception):
    """Rows that were changed again after the batch; `changes` holds their Change records."""

    def __init__(self, changes):
        super().__init__(f"有 {len(changes)} 条记录之后又被改过，不能直接撤销")
        self.changes = changes


class AlreadyUndone(Exception):
    """The batch was undone before, or is itself an undo."""


def undo(batch, *, by):
    """Restore every row of the batch; returns the Batch that did it. Raises Conflict, AlreadyUndone, writing.OutOfReach."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.undoes_id or Batch.objects.filter(undoes=batch).exists():
            raise AlreadyUndone("这次操作已经撤销过了")
        changes = list(batch.changes.order_by("-pk"))
        _demand_untouched(changes)
        undoing = writing.open_batch(by=by, title=f"撤销：{batch.title}", undoes=batch)
        for group in _runs(changes):
            _walk_back(group, by, undoing)
    return undoing


def _runs(changes):
    """Neighbouring changes of one model and action, to be walked back together."""
    run = []
    for change in changes:
        if run and (change.model, change.action) != (run[0].model, run[0].action):
            yield run
            run = []
        run.append(change)
    if run:
        yield run


def _walk_back(changes, by, undoing):
    model = apps.get_model(changes[0].model)
    if changes[0].action == Change.Action.CREATE:
        rows = _rows(model, changes)
        try:
            writing.remove_all(rows.values(), by=by, batch=undoing)
        except models.ProtectedError as error:
            raise Conflict(_held(changes, model, error.protected_objects)) from error
        except IntegrityError as error:
            raise Conflict(changes) from error
        return
    rows = _rows(model, changes)
    restored = [values.restore(rows.get(change.object_pk) or model(), change.before) for change in changes]
    writing.write_into(undoing, restored, by=by)


def _held(changes, model, holders):
    """The changes whose rows others hang on by now."""
    keys = {
        getattr(holder, relation.attname)
        for holder in holders
        for relation in holder._meta.concrete_fields
        if relation.related_model is model
    }
    return [change for change in changes if change.object_pk in keys]


def _rows(model, changes):
    pks = [change.object_pk for change in changes]
    found = {}
    for start in range(0, len(pks), writing.CHUNK):
        found |= model._base_manager.in_bulk(pks[start : start + writing.CHUNK])
    return found


def _demand_untouched(changes):
    """Each touched column must still hold what the batch left there."""
    latest = {}
    for change in changes:
        latest.setdefault((change.model, change.object_pk), change)
    stale = []
    for label in {label for label, _ in latest}:
        group = [change for (model, _), change in latest.items() if model == label]
        rows = _rows(apps.get_model(label), group)
        stale += [change for change in group if not _holds(change, rows.get(change.object_pk))]
    if stale:
        raise Conflict(stale)


def _holds(change, row):
    if change.action == Change.Action.DELETE or row is None:
        return (change.action == Change.Action.DELETE) == (row is None)
    now = values.of(row)
    return all(values.same(now.get(name), value) for name, value in change.after.items())
