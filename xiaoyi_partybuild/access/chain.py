"""The chain over the record: runs of its rows are sealed by a keyed MAC, each seal over the one before it.

A row's MAC is over everything it holds, as the database says it in text. A seal's MAC is over the seal before, what the seal
says of itself and the MACs of its rows; it also keeps the first bytes of each of these, so that a bad row can be named. The
key is RECORD_KEY, which is not in the database. Writers know nothing of this: `seal_all` runs beside them, in the worker.
"""

import json

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

from . import horizon, sealing
from .models import SEALED, Seal

MARK_BYTES = 6
AT_ONCE = 5_000
START = "0" * 64


class Macs:
    """The MACs of one suite under RECORD_KEY, with a key of its own for each table; id: by which a seal knows the key."""

    def __init__(self, suite):
        self.suite, self.mac = suite, sealing.SUITES[suite].mac
        self.id = self.mac(self._derived("id"), b"").hex()[:10]
        self.keys = {label(model): self._derived(label(model)) for model in SEALED}
        self.chain = self._derived("chain")

    def _derived(self, purpose):
        return self.mac(settings.RECORD_KEY.encode(), f"record/{purpose}".encode())

    def of_row(self, table, row):
        return self.mac(self.keys[table], ascii(row).encode())

    def of_seal(self, seal, previous, macs):
        """previous: the MAC of the seal before, hexadecimal; macs: of the seal's rows."""
        told = [seal.number, seal.table, seal.first, seal.last, seal.gaps, seal.suite, seal.key, previous]
        return self.mac(self.chain, json.dumps(told).encode() + b"".join(macs)).hex()


def label(model):
    return model._meta.label_lower


def rows(model, *, after=0):
    """(key, every other column as text) of the rows of a table in the order of their keys."""
    meta = model._meta
    texts = [Cast(field.attname, models.TextField()) for field in meta.concrete_fields if not field.primary_key]
    return model.objects.filter(pk__gt=after).order_by("pk").values_list("pk", *texts)


def seal_all(*, patience=10):
    """Seal whatever can no longer get a row in between; returns the number of rows sealed.

    patience: seconds to wait for writers under way, in all. What they hold up is sealed the next time.
    """
    final = {model: horizon.final_key(model, patience=patience) for model in SEALED}
    return sum(_seal_until(model, last) for model, last in final.items() if last is not None)


def _seal_until(model, final):
    count = 0
    while made := _seal_next(model, final):
        count += made
        if made < AT_ONCE:
            break
    return count


def _seal_next(model, final):
    """One more seal over at most AT_ONCE rows; 0 when there is nothing to seal, or another process has just done it."""
    first = (Seal.objects.filter(table=label(model)).aggregate(last=models.Max("last"))["last"] or 0) + 1
    run = list(rows(model, after=first - 1).filter(pk__lte=final)[:AT_ONCE])
    if not run:
        return 0
    head, macs = Seal.objects.order_by("-number").first(), Macs(settings.CRYPTO_SUITE)
    seal = Seal(number=head.number + 1 if head else 1, table=label(model), first=first, last=run[-1][0])
    seal.suite, seal.key, seal.gaps = macs.suite, macs.id, gaps([row[0] for row in run], first)
    told = [macs.of_row(seal.table, row) for row in run]
    seal.marks = b"".join(mac[:MARK_BYTES] for mac in told)
    seal.mac = macs.of_seal(seal, head.mac if head else START, told)
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        return 0
    return len(run)


def gaps(keys, first):
    """[[from, to]] of the numbers no row bears, from `first` to the last of the ascending keys."""
    found = []
    for key in keys:
        if key > first:
            found.append([first, key - 1])
        first = key + 1
    return found


def expected(seal):
    """The keys of a seal's rows, one by one."""
    first = seal.first
    for start, end in [*seal.gaps, [seal.last + 1, 0]]:
        yield from range(first, start)
        first = end + 1
