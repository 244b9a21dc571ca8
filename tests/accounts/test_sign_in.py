"""Guessing passwords ends after five tries, exactly; one answer for every failure; one-time passwords open once."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD
from tests.hashing import QuickArgon2PasswordHasher
from xiaoyi_partybuild.access import limits
from xiaoyi_partybuild.accounts import attempts, passwords
from xiaoyi_partybuild.accounts.forms import SignInForm
from xiaoyi_partybuild.accounts.hashing import BoundedArgon2PasswordHasher
from xiaoyi_partybuild.accounts.models import KnownDevice, User


def sign_in(client, username="secretary", password=PASSWORD, **extra):
    return client.post("/login/", {"username": username, "password": password}, **extra)


def is_in(answer):
    return answer.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_parallel_guesses_five_reach_the_hasher(secretary):
    looked_at = []
    verify = User.check_password

    def counted(user, raw):
        looked_at.append(raw)
        return verify(user, raw)

    def guess(number):
        try:
            return sign_in(Client(REMOTE_ADDR=f"10.0.0.{number % 50}"), password=f"wrong{number}").status_code
        finally:
            connection.close()

    with mock.patch.object(User, "check_password", counted), ThreadPoolExecutor(16) as pool:
        assert set(pool.map(guess, range(100))) == {200}
    assert len(looked_at) == 5


@pytest.mark.django_db(transaction=True)
def test_fifty_who_sign_in_at_once_are_hashed_two_at_a_time(settings, secretary, monkeypatch):
    """A hash takes 64 MiB: what fifty would take at once is what two take."""
    settings.PASSWORD_HASHERS = [f"{BoundedArgon2PasswordHasher.__module__}.{BoundedArgon2PasswordHasher.__qualname__}"]
    at_work, most = [], []

    def slow(*_):
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.002)
        at_work.pop()
        return "argon2$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaA"

    def guess(number):
        try:
            return sign_in(Client(REMOTE_ADDR=f"10.0.0.{number}"), username=f"nobody{number}", password="wrong").status_code
        finally:
            connection.close()

    monkeypatch.setattr(Argon2PasswordHasher, "encode", slow)
    with ThreadPoolExecutor(50) as pool:
        assert set(pool.map(guess, range(50))) == {200}
    assert (len(most), max(most)) == (50, 2)


def test_after_five_wrong_tries_the_right_password_does_not_help_until_the_wait_is_over(secretary, monkeypatch):
    for _ in range(5):
        sign_in(Client(), password="wrong")
    assert not is_in(sign_in(Client()))
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("xiaoyi_partybuild.accounts.views.sign_in.timezone.now", lambda: later)
    assert is_in(sign_in(Client()))


def test_a_stranger_who_guesses_does_not_lock_the_owner_out_at_a_known_browser(secretary):
    owner = Client()
    assert is_in(sign_in(owner))
    owner.post("/logout/")
    for _ in range(6):
        sign_in(Client(REMOTE_ADDR="10.9.9.9"), password="wrong")
    assert not is_in(sign_in(Client()))
    assert is_in(sign_in(owner))


def test_of_a_thousand_accounts_tried_from_one_address_in_a_quarter_of_an_hour_thirty_are_looked_at(db, secretary):
    now = timezone.now()

    def looked_at(number):
        try:
            return attempts.reserve(f"nobody{number}", "10.9.9.9", "", now=now + timedelta(seconds=0.89 * number))
        except limits.TooMany:
            return False

    assert sum(looked_at(number) for number in range(1000)) == 30
    assert is_in(sign_in(Client(REMOTE_ADDR="10.9.9.8")))


def test_the_eleventh_try_of_an_address_within_a_minute_is_told_when_to_come_back(db, secretary):
    answers = [sign_in(Client(REMOTE_ADDR="10.9.9.9"), username=f"nobody{number}") for number in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert "秒再试" in answers[-1].content.decode()


def test_many_people_behind_one_address_may_sign_in(db, secretary):
    assert all(is_in(sign_in(Client(REMOTE_ADDR="10.9.9.9"))) for _ in range(40))


def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(rf, settings):
    from xiaoyi_partybuild.access.origin import address_of

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": "1.2.3.4, 5.6.7.8"})
    assert address_of(request) == "10.0.0.1"
    settings.TRUSTED_PROXIES = ("10.0.0.1",)
    assert address_of(request) == "5.6.7.8"


def test_every_failure_has_the_same_body(db, secretary, make):
    make.user(username="gone", is_active=False)
    for _ in range(6):
        sign_in(Client(), username="locked", password="wrong")
    bodies = {
        sign_in(Client(), username=name, password=typed).content.decode().replace(name, "X").partition("csrfmiddleware")[0]
        for name, typed in (("nobody", "x"), ("secretary", "x"), ("gone", PASSWORD), ("locked", "x"))
    }
    assert len(bodies) == 1


@pytest.mark.parametrize(("name", "typed"), [("nobody", "x"), ("secretary", "x"), ("gone", PASSWORD), ("stale", "x")])
def test_every_failure_costs_one_look_at_a_password(secretary, make, name, typed):
    """Whoever measures how long the answer takes learns nothing: the hash is nearly all of it."""
    make.user(username="gone", is_active=False)
    passwords.issue_code(make.user(username="stale"), by=secretary, now=timezone.now() - passwords.CODE_LASTS)
    with hashes_counted() as made:
        sign_in(Client(), username=name, password=typed)
    assert len(made) == 1


def test_a_locked_try_costs_no_look_at_a_password_and_as_long_as_the_one_before(secretary, monkeypatch):
    for _ in range(5):
        sign_in(Client(), password="wrong")
    waited = []
    monkeypatch.setattr("xiaoyi_partybuild.accounts.forms.time.sleep", waited.append)
    monkeypatch.setattr(SignInForm, "usual_seconds", 0.119)
    with hashes_counted() as made:
        sign_in(Client(), password="wrong")
    assert (made, waited) == ([], [0.119])


@contextmanager
def hashes_counted():
    """Each time the hasher is asked to hash or to compare."""
    made, hasher = [], QuickArgon2PasswordHasher

    def counted(of):
        return lambda self, *given: (made.append(of.__name__), of(self, *given))[1]

    with (
        mock.patch.object(hasher, "encode", counted(hasher.encode)),
        mock.patch.object(hasher, "verify", counted(hasher.verify)),
    ):
        yield made


def test_a_one_time_password_opens_once_and_not_after_three_days(secretary, make):
    code = passwords.issue_code(secretary, by=secretary, now=timezone.now())
    assert is_in(sign_in(Client(), password=code))
    assert not is_in(sign_in(Client(), password=code))
    stale = make.user(username="stale")
    code = passwords.issue_code(stale, by=stale, now=timezone.now() - passwords.CODE_LASTS)
    assert not is_in(sign_in(Client(), username="stale", password=code))


def test_the_browser_is_remembered_by_a_digest(secretary):
    client = Client()
    sign_in(client)
    token = client.cookies["device"].value
    assert client.cookies["device"]["httponly"]
    assert KnownDevice.objects.filter(user=secretary).exists()
    assert not KnownDevice.objects.filter(digest=token).exists()


def test_signing_out_makes_the_browser_forget(client_of, secretary):
    assert client_of(secretary).post("/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_guessing_at_a_code_is_counted_too(secretary):
    now = timezone.now()
    assert [attempts.reserve_code(secretary, now=now) for _ in range(6)] == [1, 2, 3, 4, 5, 0]
