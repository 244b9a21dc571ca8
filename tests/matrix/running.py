"""A database with the canary county for a command of its own, and the whole walk through it."""

import logging
import os
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import setup_databases, setup_test_environment  # noqa: E402

from . import county, timing, walk  # noqa: E402


@contextmanager
def database(suffix):
    """A test database of its own, thrown away afterwards; on PostgreSQL beside those of other workers."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_{suffix}"
    made = setup_databases(0, interactive=False)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for one, old, destroy in made:
            if destroy:
                one.creation.destroy_test_db(old, verbosity=0)


def whole(part, workers):
    """Walk one part of the matrix; returns how a process ends."""
    walker = walk.Walk(county.build())
    for case in walk.cases(walker.county)[part::workers]:
        told = len(walker.findings.complaints)
        for complaint in walker.run([case]).complaints[told:]:
            print(complaint, flush=True)
    found = walker.findings
    verdicts = ", ".join(f"{times} × {verdict}" for verdict, times in sorted(found.by_verdict.items()))
    print(f"part {part}: {found.asked} requests ({verdicts}), {len(found.complaints)} wrong", flush=True)
    return int(bool(found.complaints) or (part == 0 and _tells_by_time(walker)))


def _tells_by_time(walker):
    """Whether any address tells a foreign row from an absent one by the time it takes; each address as one line."""
    medians = timing.medians(walker)
    for address, (foreign, absent) in medians.items():
        print(f"{address}: foreign {1000 * foreign:.2f} ms, absent {1000 * absent:.2f} ms", flush=True)
    return any(max(both) > timing.WITHIN * min(both) for both in medians.values())
