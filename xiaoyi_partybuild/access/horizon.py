"""Up to which key no further row can appear in a table: a later key may become visible before an earlier one."""

import time

from django.db import connections, models, router

LOOK_EVERY = 0.05
LAST_GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
# Who takes a key holds a lock on the sequence until its transaction ends, and took it before the key.
HOLDERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = %s::regclass AND pid <> pg_backend_pid()
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def final_key(model, *, patience):
    """The last key under which everything is there for good; None while writers hold it up longer than `patience` seconds.

    SQLite has one writer at a time, and its keys have no gaps.
    """
    connection = connections[router.db_for_write(model)]
    if connection.vendor != "postgresql":
        return model.objects.aggregate(last=models.Max("pk"))["last"] or 0
    return _given_and_done(connection, model, time.monotonic() + patience)


def _given_and_done(connection, model, deadline):
    """The last key that was given out, once all have ended who may hold it or one before it."""
    with connection.cursor() as cursor:
        sequence = _sequence(cursor, model)
        cursor.execute(LAST_GIVEN.format(sequence=sequence))
        (last,) = cursor.fetchone()
        waiting = _holders(cursor, sequence)
        while waiting:
            if time.monotonic() > deadline:
                return None
            time.sleep(LOOK_EVERY)
            waiting &= _holders(cursor, sequence)
    return last


def _sequence(cursor, model):
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
    return cursor.fetchone()[0]


def _holders(cursor, sequence):
    cursor.execute(HOLDERS, [sequence])
    return {holder for (holder,) in cursor.fetchall()}
