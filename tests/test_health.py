"""/healthz answers without signing in, and tells when the database is away."""

import pytest
from django.db import OperationalError, connection


def test_it_answers_to_strangers(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_it_tells_when_the_database_is_away(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_only_answers(client, method):
    assert getattr(client, method)("/healthz").status_code == 405
