"""One session for an administrator, two for others; each ends on the next request after whatever ends it."""

from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from xiaoyi_partybuild.access import fresh, writing
from xiaoyi_partybuild.access.events import Event
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts import idle, passwords, rights, second_factor
from xiaoyi_partybuild.accounts.models import Grant
from xiaoyi_partybuild.accounts.roles import Role

DAY = timedelta(days=1)
NOW = "xiaoyi_partybuild.accounts.{}.timezone.now"


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment):
        for place in ("middleware", "views.sign_in"):
            monkeypatch.setattr(NOW.format(place), lambda: moment)

    return set_to


def signed_in(person, password=PASSWORD, **where):
    client = Client(**where)
    answer = client.post("/login/", {"username": person.username, "password": password}, follow=True)
    assert is_open(client), answer.content.decode()[:2000]
    client.said = answer.content.decode()
    return client


def is_open(client):
    return client.get("/login/password/").status_code == 200


def test_an_administrator_has_one_session_and_the_new_one_stays(admin_user):
    first, second = signed_in(admin_user), signed_in(admin_user, REMOTE_ADDR="10.1.1.1")
    assert (is_open(first), is_open(second)) == (False, True)
    assert "最早的一处已退出" in second.said
    assert "地址 127.0.0.1" in second.said


def test_others_have_two_and_see_the_second(secretary):
    first, second = signed_in(secretary), signed_in(secretary)
    assert "还在另一处登录" not in first.said
    assert "还在另一处登录" in second.said
    assert (is_open(first), is_open(second)) == (True, True)
    third = signed_in(secretary)
    assert [is_open(one) for one in (first, second, third)] == [False, True, True]


def test_who_is_pushed_out_is_told_why(secretary):
    first = signed_in(secretary)
    for _ in range(2):
        signed_in(secretary)
    assert "您的账号在别处登录，这里已退出" in first.get("/", follow=True).content.decode()


def test_signing_out_makes_room(secretary):
    first, second = signed_in(secretary), signed_in(secretary)
    second.post("/logout/")
    third = signed_in(secretary)
    assert (is_open(first), is_open(second), is_open(third)) == (True, False, True)


def sign_out(client, person, **_):
    client.post("/logout/")


def change_password_elsewhere(client, person, **_):
    words = {"old": PASSWORD, "new": "Wholly-new words 7", "again": "Wholly-new words 7"}
    assert signed_in(person).post("/login/password/", words).status_code == 302


def reset_password(client, person, now, **_):
    passwords.issue_code(person, by=SYSTEM, now=now)


def reset_second_factor(client, person, now, **_):
    second_factor.reset(person, by=SYSTEM, now=now)


def disable(client, person, **_):
    person.is_active = False
    writing.save(person, by=SYSTEM)


def confirm_a_right(client, person, now, region, make, **_):
    waits = writing.save(
        Grant(user=person, role=Role.LEADER, region=region, start=timezone.localdate(), granted_by=make.user()), by=SYSTEM
    )
    rights.confirm(waits, by=SYSTEM, now=now, on=timezone.localdate())


def end_a_right(client, person, **_):
    rights.end(person.grants.get(), by=SYSTEM, on=timezone.localdate())


def hand_the_post_over(client, person, now, make, **_):
    held = person.grants.get()
    follows = writing.save(
        Grant(
            user=make.user(),
            role=held.role,
            region=held.region,
            start=timezone.localdate(),
            replaces=held,
            granted_by=make.user(),
        ),
        by=SYSTEM,
    )
    rights.confirm(follows, by=SYSTEM, now=now, on=timezone.localdate())


def idle_too_long(client, person, now, clock, **_):
    clock(now + timedelta(minutes=30, seconds=1))


def too_old(client, person, now, clock, **_):
    for minutes in range(0, 480, 20):
        clock(now + timedelta(minutes=minutes))
        assert is_open(client)
    clock(now + timedelta(hours=8, seconds=1))


def sign_in_twice_elsewhere(client, person, **_):
    for _ in range(2):
        signed_in(person)


def sign_in_again_here(client, person, **_):
    """The key of before, which somebody may have put there, opens nothing any more."""
    key = client.cookies["sessionid"].value
    client.post("/logout/")
    client.post("/login/", {"username": person.username, "password": PASSWORD})
    client.cookies["sessionid"] = key


TRIGGERS = (
    sign_out, change_password_elsewhere, reset_password, reset_second_factor, disable, confirm_a_right, end_a_right,
    hand_the_post_over, idle_too_long, too_old, sign_in_twice_elsewhere, sign_in_again_here,
)  # fmt: skip


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: trigger.__name__)
def test_the_old_session_is_dead_on_the_next_request(township, make, home, clock, trigger):
    now = timezone.now()
    clock(now)
    client = signed_in(township)
    township.refresh_from_db()
    trigger(client, township, now=now, make=make, region=home, clock=clock)
    assert not is_open(client)


def test_the_key_changes_when_the_second_factor_is_shown(secretary, monkeypatch, settings):
    settings.SIGN_IN_STEPS = True
    monkeypatch.setattr(second_factor, "check", lambda *args, **kwargs: True)
    monkeypatch.setattr(second_factor, "is_set_up", lambda user: True)
    client = Client()
    client.post("/login/", {"username": "secretary", "password": PASSWORD})
    before = client.cookies["sessionid"].value
    client.post("/login/code/", {"code": "123456"})
    assert client.cookies["sessionid"].value != before
    client.cookies["sessionid"] = before
    assert not is_open(client)


@pytest.mark.parametrize(("person", "asks_again"), [("admin_user", True), ("secretary", False)])
@pytest.mark.parametrize("moved", [{"REMOTE_ADDR": "10.7.7.7"}, {"HTTP_USER_AGENT": "another"}])
def test_an_administrator_who_turns_up_elsewhere_shows_the_code_again(
    request, settings, monkeypatch, person, asks_again, moved
):
    settings.SIGN_IN_STEPS = True
    monkeypatch.setattr(second_factor, "is_set_up", lambda user: True)
    user, client = request.getfixturevalue(person), Client()
    client.post("/login/", {"username": user.username, "password": PASSWORD})
    session = client.session
    fresh.mark(session, now=timezone.now())
    session.save()
    assert is_open(client)
    assert client.get("/login/password/", **moved).status_code == (302 if asks_again else 200)
    assert is_open(client), "back at the old place nothing is owed"


@pytest.mark.parametrize(("days", "opens"), [(90, True), (91, False)])
def test_an_account_unused_for_ninety_days_is_disabled_at_the_next_try(secretary, days, opens):
    secretary.last_login = timezone.now() - days * DAY + timedelta(minutes=1)
    writing.keep_state(secretary, "last_login")
    answer = Client().post("/login/", {"username": "secretary", "password": PASSWORD})
    secretary.refresh_from_db()
    assert (answer.status_code == 302, secretary.is_active) == (opens, opens)
    assert Event.objects.filter(reason=idle.REASON, object_pk=secretary.pk).count() == (0 if opens else 1)


def test_the_command_disables_unused_accounts_and_says_which(secretary, township, capsys):
    secretary.last_login = timezone.now() - 91 * DAY
    writing.keep_state(secretary, "last_login")
    call_command("disable_idle_accounts")
    assert "已停用 secretary" in capsys.readouterr().out
    secretary.refresh_from_db()
    assert (secretary.is_active, township.is_active) == (False, True)


def test_a_reset_by_the_security_administrator_opens_it_again(secretary):
    secretary.last_login = timezone.now() - 91 * DAY
    passwords.issue_code(secretary, by=SYSTEM, now=timezone.now())
    assert not idle.is_idle(secretary, now=timezone.now())


@pytest.mark.parametrize(("person", "address", "opens"), [
    ("admin_user", "10.3.0.9", True), ("admin_user", "10.4.0.9", False), ("secretary", "10.4.0.9", True),
    ("admin_user", "nonsense", False),
])  # fmt: skip
def test_administrators_work_from_named_networks_only(request, settings, client_of, person, address, opens):
    settings.ADMINISTRATORS_FROM = (ip_network("10.3.0.0/24"),)
    client = client_of(request.getfixturevalue(person))
    assert (client.get("/login/password/", REMOTE_ADDR=address).status_code == 200) == opens
