"""Tables that only grow: the database itself refuses to change, delete or empty what stands in them.

SQLite: triggers before UPDATE, DELETE and INSERT; the last because INSERT OR REPLACE deletes without firing the second.
PostgreSQL: one trigger for UPDATE, DELETE and TRUNCATE, ENABLE ALWAYS, so that no session switches it off in passing; who
owns no table (see `manage.py grant_app_role`) lacks the right as well. Used by migrations.
"""

SAID = "the record only grows"

SQLITE_STOP = "CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
SQLITE_PLACE = (
    "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} BEGIN SELECT RAISE(ABORT, '{said}'); END"
)
PAST = "(NEW.{key} > 0 AND NEW.{key} <= (SELECT max({key}) FROM {table}))"  # a key not given yet reads as -1
THERE = "EXISTS (SELECT 1 FROM {table} WHERE {column} = NEW.{column})"
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION record_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{said}'; END $$",
    "CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION record_only_grows()",
    "ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grows",
)
NAMES = {
    "sqlite": ("{table}_no_update", "{table}_no_delete", "{table}_no_replace"),
    "postgresql": ("{table}_only_grows",),
}


def protect(connection, model):
    """Have the database refuse whatever is not a further row."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, model):
            cursor.execute(statement)


def release(connection, model):
    """The way back of a migration; the application never does this."""
    table, on = model._meta.db_table, ""
    if connection.vendor == "postgresql":
        on = f" ON {table}"
    with connection.cursor() as cursor:
        for name in NAMES[connection.vendor]:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name.format(table=table)}{on}")


def unprotected(connection, models):
    """The tables of these models from which a trigger is missing, or on which it is not always on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {name for (name,) in cursor.fetchall()}
    tables = [model._meta.db_table for model in models]
    return [one for one in tables if not {name.format(table=one) for name in NAMES[connection.vendor]} <= there]


def _statements(vendor, model):
    table = model._meta.db_table
    if vendor == "postgresql":
        return [statement.format(table=table, said=SAID) for statement in POSTGRESQL]
    stops = [SQLITE_STOP.format(table=table, event=event, said=SAID) for event in ("update", "delete")]
    return [*stops, SQLITE_PLACE.format(table=table, taken=_taken(model), said=SAID)]


def _taken(model):
    """Whether a row that comes in would push one out: its key is not past the last, or a unique value of it is there."""
    table, key = model._meta.db_table, model._meta.pk.column
    unique = [field.column for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    return " OR ".join([PAST.format(table=table, key=key), *(THERE.format(table=table, column=one) for one in unique)])
