"""Many new rows of one model at once: keys taken beforehand, values made ready column by column, then executemany or COPY.

Several times faster than bulk_create (docs/benchmarks.md). The caller holds the transaction.
"""

import io
import json
import re
from itertools import repeat

from django.db import connections, models, router

NO_VALUE = "\\N"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
SPECIAL = re.compile(r"[\\\t\n\r]")
AS_IT_IS = (models.CharField.get_prep_value, models.TextField.get_prep_value)


class Json(str):
    """JSON that is written down already."""

    __slots__ = ()


def create(rows):
    """Store unsaved objects of one model; afterwards they know their keys."""
    model = rows[0]._meta.model
    database = router.db_for_write(model)
    without = [row for row in rows if row.pk is None]
    for row, key in zip(without, new_keys(model, len(without), database), strict=True):
        row.pk = key
    fields = model._meta.concrete_fields
    insert(model, [field.attname for field in fields], [_saved(field, rows) for field in fields], database)
    for row in rows:
        row._state.adding, row._state.db = False, database


def _saved(field, rows):
    """A field's values in rows about to be stored."""
    if type(field).pre_save is models.Field.pre_save:
        name = field.attname
        return [getattr(row, name) for row in rows]
    return [field.pre_save(row, add=True) for row in rows]


def insert(model, names, columns, database=None):
    """Store rows given as columns of values: names of the fields' attributes, a list (or one repeated value) for each."""
    connection = connections[database or router.db_for_write(model)]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    ready = [_ready(field, values, connection) for field, values in zip(fields, columns, strict=True)]
    write = _copy if connection.vendor == "postgresql" else _execute_many
    write(connection, model._meta.db_table, [field.column for field in fields], ready)


def new_keys(model, count, database):
    """As many primary keys as there will be rows; nobody else gets them."""
    if not count:
        return []
    connection, meta = connections[database], model._meta
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "nextval(pg_get_serial_sequence(%s, %s))"
            wanted = [meta.db_table, meta.pk.column, count]
            cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", wanted)  # noqa: S608 - one text above
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [meta.db_table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def take_stock(models_):
    """Have PostgreSQL look at its tables after many rows came in: plans made for empty tables take minutes on full ones."""
    for model in models_:
        connection = connections[router.db_for_write(model)]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


# --- values as the database wants them


def _ready(field, values, connection):
    if isinstance(values, repeat):
        return repeat(_one(field, next(values), connection))
    if isinstance(field, models.JSONField):
        return [str(value) if value.__class__ is Json else _one(field, value, connection) for value in values]
    plain = {bool, int, type(None)} if field.get_internal_type() != "TextField" else {type(None)}
    if type(field).get_prep_value in AS_IT_IS:
        plain = {str, type(None)}
    known = {}
    return [value if value.__class__ in plain else _once(field, value, connection, known) for value in values]


def _once(field, value, connection, known):
    """Equal values are made ready once, but for those that are sealed anew each time."""
    if not value.__hash__ or hasattr(field, "to_journal"):
        return _one(field, value, connection)
    key = (value.__class__, value)
    if key not in known:
        known[key] = _one(field, value, connection)
    return known[key]


def _one(field, value, connection):
    if isinstance(field, models.JSONField) and value is not None:
        return str(value) if value.__class__ is Json else json.dumps(value, cls=field.encoder)
    return field.get_db_prep_save(value, connection)


# --- the two databases


def _execute_many(connection, table, columns, values):
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        names = ", ".join(map(quote, columns))
        rows = list(zip(*values, strict=False))
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our columns


def _copy(connection, table, columns, values):
    quote = connection.ops.quote_name
    lines = "\n".join(map("\t".join, zip(*map(_texts, values), strict=False)))
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN", io.StringIO(lines))


def _texts(values):
    if isinstance(values, repeat):
        return repeat(_text(next(values)))
    return list(map(_text, values))


def _text(value):
    if value.__class__ is not str:
        if value is None:
            return NO_VALUE
        value = str(value)
    return value.translate(ESCAPES) if SPECIAL.search(value) else value
