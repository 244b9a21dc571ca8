"""One change among those made with it: whose rows a person may see of a batch, and how one change is taken back."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Q

from . import values, writing
from .events import Kind
from .models import Change


class NotReverted(Exception):
    """Why nothing was taken back: one plain Chinese sentence."""


def seen_by(person, batch):
    """The changes of a batch whose rows lie within this person's reach, in their order."""
    changes = Change.objects.filter(batch=batch).order_by("pk")
    labels = changes.order_by().values_list("model", flat=True).distinct()
    ways = [Q(model=label, object_pk__in=_visible(label, person)) for label in labels]
    return changes.filter(reduce(or_, ways)) if ways else changes.none()


def revertible(pk, *, by):
    """The update of this key when the person may edit its row, else None: foreign looks like absent."""
    change = Change.objects.filter(pk=pk, action=Change.Action.UPDATE).first()
    if change is None:
        return None
    rows = apps.get_model(change.model)._default_manager.editable_by(by).filter(pk=change.object_pk)
    return change if rows.exists() else None


def revert(change, *, by, reason):
    """Put back what an update changed, where nobody changed it since; returns (the row, names of the columns).

    Raises NotReverted, writing.OutOfReach; then nothing is written.
    """
    if not reason:
        raise NotReverted("没有恢复：请写明原因")
    model = apps.get_model(change.model)
    try:
        with transaction.atomic():
            row = writing.locked(model, [change.object_pk]).first()
            names = _untouched(row, change) if row else ()
            if not names:
                raise NotReverted("这些内容之后又改过，没有恢复；请直接修改这条记录")
            values.restore(row, {name: change.before[name] for name in names})
            fields = [field.name for field in values.columns(model) if field.attname in names]
            writing.save(row, by=by, reason=reason, touched=fields, kind=Kind.UNDONE)
    except IntegrityError as error:
        raise NotReverted("恢复后和现在的其他记录冲突，没有恢复；请直接修改这条记录") from error
    return row, names


def _untouched(row, change):
    """The columns that still hold what the change wrote and of which is known what stood there before."""
    now = values.of(row)
    return [name for name in change.before if name in now and now[name] == change.after.get(name)]


def _visible(label, person):
    return apps.get_model(label)._default_manager.visible_to(person).values("pk")


def rows_of(changes):
    """{(label, key): row} of what these changes are about, as far as it is still there."""
    wanted = defaultdict(set)
    for change in changes:
        wanted[change.model].add(change.object_pk)
    return {
        (label, pk): row
        for label, pks in wanted.items()
        for pk, row in apps.get_model(label)._base_manager.select_related().in_bulk(pks).items()
    }


def spoken(change, rows):
    """(kind of row, name, address of its page or "")."""
    row, kind = rows.get((change.model, change.object_pk)), apps.get_model(change.model)._meta.verbose_name
    if row is None:
        return kind, str(change.object_pk), ""
    return kind, str(row), row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
