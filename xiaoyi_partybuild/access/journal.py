"""Personal values in the journal: sealed with a key of the row's own, so that they can be forgotten and the journal stays.

What the register of fields (access/personal.py) calls personal or sensitive lies in a Change as `{"*": [sealed, names]}`
beside the other columns. Whoever reads Changes gets it opened (`ChangeQuerySet`). Once the row's key is gone, nobody reads
these values again, while the chain over the ciphertext still holds.
"""

import base64
import json
from collections import defaultdict
from functools import cache
from itertools import repeat

from django.db import models

from . import bulk, sealing
from .fields import EncryptedTextField
from .personal import NONE, REGISTER
from .scoping import Kind, Scope, ScopedManager

PLACE = "*"  # no column is called so
SIDES = ("before", "after")
NOTHING = bulk.Json("{}")


class SubjectKey(models.Model):
    """The key of one row's personal values in the journal."""

    scope = Scope(Kind.AUDIT)

    model = models.CharField("对象类型", max_length=100)
    object_pk = models.BigIntegerField("对象编号")
    secret = EncryptedTextField("密钥")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息密钥"
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_pk"],
                name="one_key_for_a_row",
                violation_error_message="这条记录已有密钥",
            )
        ]

    def __str__(self):
        return f"{self.model} {self.object_pk}"


@cache
def hidden(model):
    """The columns of a model that hold personal data."""
    held = REGISTER.get(model)
    fields = model._meta.concrete_fields if held else ()
    return frozenset(field.attname for field in fields if held.class_of(field.name) != NONE)


def closed(rows, *sides):
    """The sides of the rows' changes as the journal holds them: for each side its JSON texts.

    sides: [{column: JSON value}] for each row, None for nothing.
    """
    model = type(rows[0])
    split = [side and [_split(told, hidden(model)) for told in side] for side in sides]
    wanting = {row.pk for side in split if side for row, (_, secret) in zip(rows, side, strict=True) if secret}
    keys = _keys_of(model, wanting) if wanting else {}
    return [_texts(rows, side, keys) if side else repeat(NOTHING) for side in split]


def _texts(rows, side, keys):
    return [_text(row.pk, *parts, keys) for row, parts in zip(rows, side, strict=True)]


def _split(told, names):
    """(what may be read, the personal values): where all of these are empty, there is nothing to hide."""
    secret = {name: value for name, value in told.items() if name in names}
    if not any(secret.values()):
        return told, None
    return {name: value for name, value in told.items() if name not in names}, secret


def _text(pk, plain, secret, keys):
    if secret:
        data = keys[pk].seal(json.dumps(secret).encode(), bound_to=_place(pk))
        plain = plain | {PLACE: [base64.b64encode(data).decode(), ",".join(secret)]}
    return bulk.Json(json.dumps(plain))


def _place(pk):
    return f"journal/{pk}".encode()


def _keys_of(model, pks):
    """{key of a row: its Own key}; rows that have none yet get one."""
    label = model._meta.label_lower
    known = _known(label, pks)
    fresh = [SubjectKey(model=label, object_pk=pk, secret=sealing.new_secret()) for pk in pks - known.keys()]
    if fresh:
        bulk.create(fresh)
    return known | {one.object_pk: sealing.Own(one.secret) for one in fresh}


def _known(label, pks):
    rows = SubjectKey.objects.filter(model=label, object_pk__in=pks)
    return {row.object_pk: sealing.Own(row.secret) for row in rows}


def open_all(changes):
    """Put the personal values back among the others; what cannot be opened any more is named in `change.forgotten`."""
    wanted = defaultdict(set)
    for change in changes:
        change.forgotten = frozenset()
        if PLACE in change.before or PLACE in change.after:
            wanted[change.model].add(change.object_pk)
    keys = {(label, pk): key for label, pks in wanted.items() for pk, key in _known(label, pks).items()}
    for change in changes:
        for side in SIDES:
            if PLACE in getattr(change, side):
                _open(change, getattr(change, side), keys.get((change.model, change.object_pk)))


def _open(change, told, key):
    sealed, names = told.pop(PLACE)
    try:
        told |= json.loads(key.unseal(base64.b64decode(sealed), bound_to=_place(change.object_pk)))
    except (AttributeError, sealing.Unopened):  # without a key, or with a later one
        change.forgotten |= frozenset(names.split(","))


def forget(rows):
    """Destroy the keys of rows: what the journal says of the persons in them opens for nobody any more; returns how many."""
    by_label = defaultdict(list)
    for row in rows:
        by_label[row._meta.label_lower].append(row.pk)
    return sum(SubjectKey.objects.filter(model=label, object_pk__in=pks).delete()[0] for label, pks in by_label.items())
