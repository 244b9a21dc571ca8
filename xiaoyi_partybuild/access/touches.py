"""What a batch did to each row, net of its own steps, beside what the row holds today: the three sides of an undo."""

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps

from . import values, writing
from .models import Change


@dataclass(frozen=True, slots=True)
class Touch:
    """One row a batch wrote, in the columns it wrote. None on a side where the row did not, or does not, exist."""

    model: type
    pk: int
    before: dict | None
    after: dict | None
    now: dict | None

    @property
    def label(self):
        return self.model._meta.label_lower

    @property
    def is_lost(self):
        """The batch changed it, and by now it is gone."""
        return None not in (self.before, self.after) and self.now is None

    @property
    def edited(self):
        """The columns that hold neither what the batch wrote nor, any more, what stood there before it."""
        if self.after is None or self.now is None:
            return []
        return [name for name in self.now if name in self.after and not self._holds(name, self.after[name])]

    def _holds(self, name, written):
        now = self.now[name]
        return now == written or (self.before is not None and now == self.before.get(name))


def pieces(batch, *, only=None, locked=False):
    """The touches of a batch, some thousand rows of one model at a time.

    only: {(label, key)} of the rows wanted, None for all; locked: nobody else changes them until the transaction ends.
    """
    touched = defaultdict(set)
    for label, pk in batch.changes.order_by().values_list("model", "object_pk").distinct() if only is None else only:
        touched[label].add(pk)
    for label in sorted(touched):
        pks = sorted(touched[label])
        for start in range(0, len(pks), writing.CHUNK):
            yield _piece(batch, label, pks[start : start + writing.CHUNK], locked)


def of_rows(batch, label, pks):
    """The touches of some rows of one model."""
    return _piece(batch, label, list(pks), locked=False)


def _piece(batch, label, pks, locked):
    model = apps.get_model(label)
    steps = defaultdict(list)
    wanted = set(pks)
    for change in _changes(batch, label, pks):
        if change.object_pk in wanted:
            steps[change.object_pk].append(change)
    rows = (writing.locked(model, pks) if locked else model._base_manager.filter(pk__in=pks)).order_by("pk")
    now = {row.pk: values.of(row) for row in rows}
    return [Touch(model, pk, *_net(model, changes), now.get(pk)) for pk, changes in steps.items()]


def _changes(batch, label, pks):
    """Of many rows by the reach of their keys, which the database answers faster than a long list."""
    changes = batch.changes.filter(model=label).order_by("pk")
    if len(pks) < writing.CHUNK:
        return changes.filter(object_pk__in=pks)
    return changes.filter(object_pk__range=(pks[0], pks[-1]))


def _net(model, changes):
    """(before, after) of one row's changes taken together, in the columns the model still has."""
    names = {field.attname for field in values.columns(model)}
    before, after = {}, {}
    for change in changes:
        before = change.before | before
        after |= change.after
    before, after = ({name: side[name] for name in side if name in names} for side in (before, after))
    is_made, is_removed = changes[0].action == Change.Action.CREATE, changes[-1].action == Change.Action.DELETE
    return None if is_made else before, None if is_removed else after
