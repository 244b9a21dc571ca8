"""On PostgreSQL the site runs under a role that owns no table: it works as ever, and cannot bend the record."""

from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from xiaoyi_partybuild.access import chain, undo, verifying, writing
from xiaoyi_partybuild.access.models import RECORD, Batch, Change

ROLE = "partybuilding_app"
pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
ATTEMPTS = (
    "UPDATE {table} SET {key} = {key}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TRIGGER {table}_only_grows ON {table}",
    "ALTER TABLE {table} ADD COLUMN more int",
    "DROP TABLE {table}",
    "CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION record_only_grows()",
    "SET LOCAL session_replication_role = replica",
)


@contextmanager
def acting():
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def role(db):
    """Made and gone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
    call_command("grant_app_role", ROLE)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("model", RECORD, ids=lambda model: model.__name__)
def test_the_role_cannot_bend_the_record(role, model, attempt):
    statement = attempt.format(table=model._meta.db_table, key=model._meta.pk.column)
    connection.check_constraints()
    with acting(), pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_role_does_the_sites_work(role, make, department):
    row = make.organization(name="一", legal_representative="张三")
    row.name = "二"
    with acting():
        batch = writing.save_all([row], by=department, title="改名")
        undo.undo(batch, by=department)
        assert chain.seal_all() > 0
        assert verifying.verify().fault == ""
    assert Change.objects.of(row).count() == 3
    assert Batch.objects.filter(undoes=batch).exists()


@pytest.mark.parametrize("name", ["x; DROP TABLE y", "Großes", ""])
def test_only_a_name_of_a_role_is_taken(db, name):
    with pytest.raises(CommandError, match="不是角色名"):
        call_command("grant_app_role", name)
