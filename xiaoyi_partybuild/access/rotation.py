"""Seal anew, under the current key, whatever an older one has sealed: row by row, resumable, nothing unreadable meanwhile.

What is done and what is not is said by the ciphertexts themselves, so that work broken off goes on where it stopped.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, Count, Q
from django.db.models.functions import Left

from . import sealing
from .fields import BlindIndexField, SealedField, Unreadable

BATCH = 500
MARK = 8  # signs of base64 that hold a key's head


@dataclass(frozen=True)
class Store:
    """Files outside the database. waiting(): those of an older key; seal_anew(one): whether it opened and was replaced."""

    waiting: Callable
    seal_anew: Callable


STORES = []  # every <app>/resealing.py adds its own


def files_waiting():
    return sum(1 for store in STORES for _ in store.waiting())


def seal_files_anew():
    """Returns (how many files were sealed anew, how many do not open)."""
    answers = [store.seal_anew(one) for store in STORES for one in store.waiting()]
    return answers.count(True), answers.count(False)


def sealed_models():
    """{model: its sealed fields}."""
    found = {model: [one for one in model._meta.concrete_fields if isinstance(one, SealedField)] for model in _all()}
    return {model: fields for model, fields in found.items() if fields}


def _all():
    return sorted(apps.get_models(), key=lambda model: model._meta.label)


def mark(head):
    return base64.b64encode(head).decode()


def held(model, field):
    """{a key's mark: rows of the model whose field that key has sealed}."""
    rows = model._base_manager.exclude(**{field.name: field.nothing()}).order_by()
    counts = rows.annotate(mark=_mark_of(field)).values_list("mark").annotate(rows=Count("pk"))
    return dict(counts)


def _mark_of(field):
    return Left(field.name, MARK, output_field=CharField())


def waiting(model, fields):
    """The rows in which something was not sealed with the current key."""
    marks = {f"{field.name}_mark": _mark_of(field) for field in fields}
    newest = mark(sealing.current().head)
    other = [~Q(**{name: newest}) & ~Q(**{field.name: field.nothing()}) for name, field in zip(marks, fields, strict=True)]
    return model._base_manager.annotate(**marks).filter(reduce(or_, other)).order_by("pk")


def seal_anew(model, fields, *, progress=lambda done: None):
    """Returns (rows sealed anew, keys of rows that do not open, keys of rows whose number another row holds already)."""
    done, unreadable, doubled, last = 0, [], [], 0
    while rows := _next(model, fields, last):
        last = rows[-1].pk
        with transaction.atomic():
            rows = list(model._base_manager.select_for_update().filter(pk__in=[row.pk for row in rows]))
            bad = [row for row in rows if any(getattr(row, field.attname).__class__ is Unreadable for field in fields)]
            doubled += _write(model, fields, rows)
        unreadable += [row.pk for row in bad]
        done += len(rows) - len(bad)
        progress(done)
    return done, unreadable, doubled


def _next(model, fields, after):
    return list(waiting(model, fields).filter(pk__gt=after).only("pk")[:BATCH])


def _write(model, fields, rows):
    """Write what was opened; `pre_save` seals it and makes the index. Returns keys of rows left without their index."""
    indexes = [one for one in model._meta.concrete_fields if isinstance(one, BlindIndexField)]
    names = [field.name for field in (*fields, *indexes)]
    try:
        with transaction.atomic():
            model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=names)
    except IntegrityError:
        if len(rows) > 1:
            return [pk for row in rows for pk in _write(model, fields, [row])]
        _without_index(model, fields, indexes, rows[0])
        return [rows[0].pk]
    return []


def _without_index(model, fields, indexes, row):
    """While two keys were in use, the same number was entered twice: it stays readable in both rows, found in one."""
    sealed = {field.name: field.pre_save(row, add=False) for field in fields}
    model._base_manager.filter(pk=row.pk).update(**sealed, **dict.fromkeys((one.name for one in indexes), None))
