"""The second factor: set up once, asked at every sign-in, each code taken once, also when twenty ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp

from tests.factories import PASSWORD
from xiaoyi_partybuild.access import fresh
from xiaoyi_partybuild.accounts import second_factor
from xiaoyi_partybuild.accounts.models import RecoveryCode, SecondFactor


@pytest.fixture(autouse=True)
def _a_real_site(settings):
    settings.SIGN_IN_STEPS = True


def code_of(factor, now, steps=0):
    return f"{totp(bytes.fromhex(factor.seed), t0=int(timezone.now().timestamp() - now.timestamp()), drift=steps):06d}"


@pytest.fixture
def enrolled(secretary):
    """(the person's SecondFactor, its recovery codes); set up a while ago."""
    then = timezone.now() - timedelta(hours=1)
    factor = second_factor.begin(secretary)
    codes = second_factor.confirm(secretary, code_of(factor, then), now=then)
    return SecondFactor.objects.get(pk=factor.pk), codes


def test_with_a_password_alone_only_the_set_up_page_opens(secretary):
    client = Client()
    client.post("/login/", {"username": "secretary", "password": PASSWORD})
    for address in ("/", "/organizations/", "/import/", "/login/password/"):
        assert client.get(address).headers["Location"] == "/login/code/setup/", address
    page = client.get("/login/code/setup/").content.decode()
    factor = SecondFactor.objects.get(user=secretary)
    assert second_factor.secret_text(factor) in page
    answer = client.post("/login/code/setup/", {"code": code_of(factor, timezone.now())})
    assert answer.content.decode().count("<code>") == second_factor.RECOVERY_CODES
    assert client.get("/organizations/").status_code == 200


def test_every_sign_in_asks_for_a_code(secretary, enrolled):
    factor, _ = enrolled
    client = Client()
    client.post("/login/", {"username": "secretary", "password": PASSWORD})
    assert client.get("/").headers["Location"] == "/login/code/"
    assert client.get("/login/code/setup/").headers["Location"] == "/login/code/"
    wrong = client.post("/login/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "动态码不对" in wrong.content.decode()
    right = client.post("/login/code/", {"code": code_of(factor, timezone.now()), "next": "/organizations/"})
    assert right.headers["Location"] == "/organizations/"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_code_leads_nowhere_else(secretary, enrolled, asked):
    client = Client()
    client.force_login(secretary)
    answer = client.post("/login/code/", {"code": code_of(enrolled[0], timezone.now()), "next": asked})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("steps", "taken"), [(0, True), (-1, True), (-2, False), (1, False)])
def test_a_code_is_good_for_its_half_minute_and_the_one_after(secretary, enrolled, steps, taken):
    now = timezone.now()
    assert second_factor.check(secretary, code_of(enrolled[0], now, steps), now=now) is taken


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_uses_of_one_code_one_succeeds(secretary, enrolled, monkeypatch):
    monkeypatch.setattr("xiaoyi_partybuild.accounts.attempts.reserve_code", lambda *args, **kwargs: True)
    now = timezone.now()
    code = code_of(enrolled[0], now)

    def use(_):
        try:
            return second_factor.check(secretary, code, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(20))) == 1


def test_a_recovery_code_opens_once_and_is_kept_as_a_digest(secretary, enrolled):
    _, codes = enrolled
    now = timezone.now()
    assert second_factor.check(secretary, codes[0].lower(), now=now)
    assert not second_factor.check(secretary, codes[0], now=now)
    assert second_factor.check(secretary, codes[1], now=now)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()


def test_the_seed_is_sealed_in_the_database(enrolled):
    factor, _ = enrolled
    with connection.cursor() as cursor:
        cursor.execute("SELECT seed FROM accounts_secondfactor")
        assert factor.seed not in cursor.fetchone()[0]


def test_a_reset_makes_seed_and_codes_useless(secretary, enrolled):
    factor, codes = enrolled
    now = timezone.now()
    second_factor.reset(secretary, by=secretary, now=now)
    assert not second_factor.is_set_up(secretary)
    assert not second_factor.check(secretary, code_of(factor, now), now=now)
    assert not second_factor.check(secretary, codes[0], now=now)


def test_freshness_lasts_five_minutes():
    now = timezone.now()
    session = {}
    assert not fresh.is_fresh(session, now=now)
    fresh.mark(session, now=now)
    assert fresh.is_fresh(session, now=now + timedelta(minutes=5))
    assert not fresh.is_fresh(session, now=now + timedelta(minutes=5, seconds=1))
