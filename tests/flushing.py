"""After tests that commit all tables are emptied; those that only grow let themselves be emptied only here."""

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from xiaoyi_partybuild.access import append_only


@contextmanager
def record_may_be_flushed():
    """While tests run, Django's flush takes the record's triggers off and puts them back, in one transaction."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_record_too(ops, statements):
        with unprotected():
            flush(ops, statements)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(operations, "execute_sql_flush", flush_record_too)
        yield


@contextmanager
def unprotected():
    """The record without its triggers, as only somebody with the owner's password could have it."""
    from xiaoyi_partybuild.access.models import RECORD

    with transaction.atomic():
        connection.check_constraints()  # PostgreSQL alters no table about which it has questions open
        for model in RECORD:
            append_only.release(connection, model)
        yield
        connection.check_constraints()
        for model in RECORD:
            append_only.protect(connection, model)
