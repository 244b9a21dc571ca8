"""`make test` leaves no server behind, and leaves nothing out in silence."""

from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests import postgres, run, tools


def connect(url):
    parts = urlsplit(url)
    connection = psycopg2.connect(
        host=parts.hostname, port=parts.port, user=parts.username, password=parts.password, dbname="postgres"
    )
    connection.close()


def test_the_throw_away_server_answers_and_is_gone_after_a_failure():
    binaries = tools.demand(tools.postgresql(), "PostgreSQL")
    used = []
    with pytest.raises(ZeroDivisionError):
        use_and_fail(binaries, used)
    with pytest.raises(psycopg2.OperationalError):
        connect(*used)


def use_and_fail(binaries, used):
    with postgres.throw_away(binaries) as url:
        connect(url)
        used.append(url)
        raise ZeroDivisionError


@pytest.mark.parametrize(("on_ci", "outcome"), [(True, pytest.fail.Exception), (False, pytest.skip.Exception)])
def test_a_missing_program_skips_at_home_and_fails_on_ci(monkeypatch, on_ci, outcome):
    monkeypatch.setattr(tools, "ON_CI", on_ci)
    with pytest.raises(outcome, match="Chromium is not installed"):
        tools.demand(None, "Chromium")


@pytest.mark.parametrize(("on_ci", "status"), [(True, 1), (False, 0)])
def test_what_is_left_out_is_said_and_fails_on_ci(monkeypatch, capsys, on_ci, status):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(tools, "ON_CI", on_ci)
    monkeypatch.setattr(tools, "postgresql", lambda: None)
    monkeypatch.setattr(tools, "chromium", lambda: None)
    monkeypatch.setattr(run, "on_sqlite", lambda arguments: 0)
    assert run.main([]) == status
    said = capsys.readouterr().out
    assert "LEFT OUT: browser tests: no Chromium" in said
    assert "LEFT OUT: PostgreSQL run: no server binaries" in said


def test_the_named_database_is_used(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql://tests@db.example/partybuilding")
    used = []
    monkeypatch.setattr(run, "pytest", lambda options, chosen, environment: used.append(environment) or 0)
    assert run.on_postgresql([], left_out=[]) == 0
    assert used == [{"DATABASE_URL": "postgresql://tests@db.example/partybuilding"}]


def test_what_is_measured_is_there():
    root = Path(run.__file__).parent.parent
    assert [pattern for pattern in run.MEASURED if not any(root.glob(pattern))] == []


@pytest.mark.parametrize(("arguments", "status"), [([], 5), (["tests/browser"], 0)])
def test_an_empty_suite_fails_but_an_empty_choice_does_not(monkeypatch, arguments, status):
    monkeypatch.setattr(run, "run", lambda module, environment: run.NOTHING_SELECTED)
    assert run.pytest([], arguments, {}) == status
