"""The record only grows: the database refuses every way to change, remove or replace what stands in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.flushing import unprotected
from xiaoyi_partybuild.access import append_only, chain, undo, writing
from xiaoyi_partybuild.access.models import RECORD, Batch, Change

ATTEMPTS = {
    "update": "UPDATE {table} SET {key} = {key}",
    "update of nothing": "UPDATE {table} SET {key} = {key} WHERE {key} < 0",
    "delete": "DELETE FROM {table}",
    "renumber": "UPDATE {table} SET {key} = {key} + 1000",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {key} = 1",
}
ONLY = {
    "sqlite": {
        "replace": "REPLACE INTO {table} SELECT * FROM {table}",
        "insert or replace": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "update or replace": "UPDATE OR REPLACE {table} SET {key} = {key} + 1",
    },
    "postgresql": {
        "truncate": "TRUNCATE {table} CASCADE",
        "as a replica": "SET session_replication_role = replica; DELETE FROM {table}",
        "with a check": "WITH gone AS (DELETE FROM {table} RETURNING {key}) SELECT * FROM gone",
    },
}
EACH_TABLE = pytest.mark.parametrize("model", RECORD, ids=lambda model: model.__name__)
ROWS_ALONE = {"update of nothing"}  # a row's trigger has nothing to refuse when no row is meant


@pytest.fixture
def written(make, department):
    """A batch of one change, its undo, and their events."""
    row = make.organization()
    row.name = "二"
    batch = writing.save_all([row], by=department, title="二")
    undo.undo(batch, by=department)
    chain.seal_all()
    connection.check_constraints()  # PostgreSQL empties no table about which it has questions open


@EACH_TABLE
@pytest.mark.parametrize("attempt", [*ATTEMPTS, *ONLY[connection.vendor]])
def test_no_way_to_change_what_stands_there(written, model, attempt):
    if connection.vendor == "sqlite" and attempt in ROWS_ALONE:
        return
    before = list(model.objects.values())
    assert before
    statement = (ATTEMPTS | ONLY[connection.vendor])[attempt].format(table=model._meta.db_table, key=model._meta.pk.column)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(model.objects.values()) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
@pytest.mark.parametrize("column", ["id", "undoes_id"])
def test_a_row_is_not_replaced_even_where_deleting_fires_no_trigger(written, column):
    """Without recursive_triggers a REPLACE takes the row away unseen; a trigger before INSERT sees it coming."""
    undone = Batch.objects.filter(undoes__isnull=False).get()
    values = {"id": undone.pk} if column == "id" else {"id": undone.pk + 100, "undoes_id": undone.undoes_id}
    told = {"title": "x", "reason": "", "at": "2026-01-01", "kept": "[]"} | values
    names, marks = ", ".join(told), ", ".join(["%s"] * len(told))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        try:
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                cursor.execute(f"REPLACE INTO access_batch ({names}) VALUES ({marks})", [*told.values()])
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")
    assert Batch.objects.get(pk=undone.pk).title == undone.title


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's keys have gaps; the chain finds what is put there")
def test_no_row_is_put_between_others(written):
    with unprotected(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_event SET id = id + 100 WHERE id = (SELECT max(id) FROM access_event)")
    rest = "at, address, number, kind, result, model, object_pk, text, reason, facts, batch_id, by_id"
    statement = f"INSERT INTO access_event (id, {rest}) SELECT max(id) - 50, {rest} FROM access_event"
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_table_of_the_record_is_guarded(db):
    assert append_only.unprotected(connection, RECORD) == []


def test_a_missing_guard_is_seen(db):
    with unprotected():
        assert len(append_only.unprotected(connection, RECORD)) == len(RECORD)


def test_an_undo_only_adds(written, make, department):
    row = make.organization(name="一")
    row.name = "二"
    batch = writing.save_all([row], by=department, title="二")
    before = list(Change.objects.order_by("pk").values())
    undone = undo.undo(batch, by=department)
    assert list(Change.objects.order_by("pk").values())[: len(before)] == before
    assert Batch.objects.get(pk=undone.pk).undoes_id == batch.pk
