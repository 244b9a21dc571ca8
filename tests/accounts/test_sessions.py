"""Sessions end to the second: idle, too old, and when the rights change."""

from datetime import timedelta

import pytest
from django.utils import timezone

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts import rights

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time a session sees."""

    def set_to(moment):
        monkeypatch.setattr("xiaoyi_partybuild.accounts.middleware.timezone.now", lambda: moment)

    return set_to


def is_open(client, **headers):
    return client.get("/login/password/", headers=headers).status_code == 200


@pytest.mark.parametrize(("person", "minutes"), [("secretary", 30), ("admin_user", 15)])
def test_an_idle_session_ends_to_the_second(request, client_of, clock, person, minutes):
    client, start = client_of(request.getfixturevalue(person)), timezone.now()
    clock(start)
    assert is_open(client)
    clock(start + minutes * MINUTE)
    assert is_open(client)
    clock(start + 2 * minutes * MINUTE + timedelta(seconds=1))
    answer = client.get("/login/password/", follow=True)
    assert "为安全已退出" in answer.content.decode()


def test_a_session_ends_after_eight_hours_however_busy(client_of, secretary, clock):
    client, start = client_of(secretary), timezone.now()
    for minutes in range(0, 8 * 60 + 1, 20):
        clock(start + minutes * MINUTE)
        assert is_open(client)
    clock(start + 8 * 60 * MINUTE + timedelta(seconds=1))
    assert not is_open(client)


def test_what_a_page_asks_by_itself_does_not_keep_the_session_open(client_of, secretary, clock):
    client, start = client_of(secretary), timezone.now()
    clock(start)
    assert is_open(client)
    clock(start + 20 * MINUTE)
    assert is_open(client, **{"X-Background": "1"})
    clock(start + 31 * MINUTE)
    assert not is_open(client)


def test_a_right_taken_away_bites_on_the_next_request(client_of, township, department):
    client = client_of(township)
    assert client.get("/organizations/").status_code == 200
    rights.end(township.grants.get(), by=SYSTEM, on=timezone.localdate())
    assert client.get("/organizations/").status_code == 302
    township.refresh_from_db()
    again = client_of(type(township).objects.get(pk=township.pk))
    assert "没有" in again.get("/organizations/").content.decode()


def test_a_disabled_account_is_out_on_the_next_request(client_of, township):
    client = client_of(township)
    township.is_active = False
    writing.save(township, by=SYSTEM)
    assert client.get("/organizations/").status_code == 302
