"""Signing in, the own password and rights: each act, done or refused, is exactly one line of the record."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.factories import PASSWORD
from xiaoyi_partybuild.access import events
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.accounts import passwords, rights, second_factor
from xiaoyi_partybuild.accounts.models import Grant
from xiaoyi_partybuild.accounts.roles import Role

NEW = "Sui-Bian-9431-Deng"


class Office:
    """Two people who give rights, one who gets them, and a browser at the sign-in page."""

    def __init__(self, city, secretary):
        self.secretary, self.now, self.on = secretary, timezone.now(), timezone.localdate()
        self.first, self.second = (factories.user(Role.SECURITY, region=city, username=name) for name in ("one", "two"))
        self.newcomer = factories.user(username="newcomer")
        self.grant = Grant(user=self.newcomer, role=Role.TOWNSHIP, region=city, start=self.on)
        self.browser = Client()

    def sign_in(self, password=PASSWORD, name="secretary"):
        return self.browser.post("/login/", {"username": name, "password": password})

    def signed_in(self):
        self.browser.force_login(self.secretary)
        return self.browser

    def propose(self):
        return rights.propose(self.grant, by=self.first)

    def held(self):
        grant = self.propose()
        rights.confirm(grant, by=self.second, now=self.now, on=self.on)
        return grant


def change_password(office, old):
    return office.signed_in().post("/login/password/", {"old": old, "new": NEW, "again": NEW})


def lock(office):
    for _ in range(8):
        office.sign_in("wrong")


def confirm_ones_own(office):
    with pytest.raises(rights.NotAllowed):
        rights.confirm(office.propose(), by=office.first, now=office.now, on=office.on)


def propose_to_oneself(office):
    office.grant.user = office.first
    with pytest.raises(rights.NotAllowed):
        office.propose()


def hand_over(office):
    return rights.hand_over(office.held(), office.secretary, by=office.first, on=office.on)


def fail_to_end(office):
    grant = office.held()
    with pytest.raises(ValidationError):
        rights.end(grant, by=office.first, on="tomorrow")


def set_up(office, is_right):
    factor = second_factor.begin(office.secretary)
    code = f"{second_factor.TOTP(bytes.fromhex(factor.seed)).token():06d}" if is_right else "0"
    second_factor.confirm(office.secretary, code, now=timezone.now())


# (what is done, kind, result): one line each
ACTS = {
    "sign in": (lambda office: office.sign_in(), Kind.SIGNED_IN, Result.OK),
    "sign in with a wrong password": (lambda office: office.sign_in("wrong"), Kind.SIGNED_IN, Result.REFUSED),
    "sign in under no name": (lambda office: office.sign_in(name="nobody"), Kind.SIGNED_IN, Result.REFUSED),
    "try eight times": (lock, Kind.LOCKED, Result.REFUSED),
    "sign out": (lambda office: office.signed_in().post("/logout/"), Kind.SIGNED_OUT, Result.OK),
    "change the password": (lambda office: change_password(office, PASSWORD), Kind.PASSWORD_CHANGED, Result.OK),
    "change it without the old": (lambda office: change_password(office, "x"), Kind.PASSWORD_CHANGED, Result.REFUSED),
    "reset": (
        lambda office: passwords.issue_code(office.secretary, by=office.first, now=office.now),
        Kind.PASSWORD_RESET,
        Result.OK,
    ),
    "set the factor up": (lambda office: set_up(office, True), Kind.FACTOR_SET, Result.OK),
    "set it up wrongly": (lambda office: set_up(office, False), Kind.FACTOR_SET, Result.REFUSED),
    "show a wrong code": (
        lambda office: second_factor.check(office.secretary, "000000", now=office.now),
        Kind.FACTOR_SHOWN,
        Result.REFUSED,
    ),
    "reset the factor": (
        lambda office: second_factor.reset(office.secretary, by=office.first, now=office.now),
        Kind.FACTOR_RESET,
        Result.OK,
    ),
    "propose": (Office.propose, Kind.RIGHT_PROPOSED, Result.OK),
    "propose to oneself": (propose_to_oneself, Kind.RIGHT_PROPOSED, Result.REFUSED),
    "confirm": (Office.held, Kind.RIGHT_CONFIRMED, Result.OK),
    "confirm one's own": (confirm_ones_own, Kind.RIGHT_CONFIRMED, Result.REFUSED),
    "hand over": (hand_over, Kind.RIGHT_HANDED_OVER, Result.OK),
    "end": (lambda office: rights.end(office.held(), by=office.first, on=office.on), Kind.RIGHT_ENDED, Result.OK),
    "open what is not one's own": (lambda office: office.signed_in().get("/rights/"), Kind.ASKED_BEYOND, Result.REFUSED),
    "fail to end": (fail_to_end, Kind.RIGHT_ENDED, Result.FAILED),
}


@pytest.fixture
def office(regions, secretary):
    return Office(regions[factories.XIAOYI], secretary)


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_told_once(office, name):
    act, kind, result = ACTS[name]
    act(office)
    (told,) = Event.objects.filter(kind=kind, result=result)
    assert told.model or told.text
    assert set(Event.objects.filter(kind=kind).values_list("result", flat=True)) == {result}


def test_signing_in_writes_nothing_else_into_the_record(office):
    before = Event.objects.count()
    office.sign_in()
    assert Event.objects.count() == before + 1


def test_what_was_typed_as_a_name_is_not_in_the_record(office):
    office.sign_in(name="Geheim-1234567")
    told = Event.objects.get(result=Result.REFUSED)
    assert "Geheim" not in f"{told.text}{told.reason}{told.facts}"


def test_nobody_gets_in_when_the_record_cannot_be_written(office, monkeypatch):
    monkeypatch.setattr(Event, "save", lambda *args, **kwargs: 1 / 0)
    office.browser.raise_request_exception = False
    assert office.sign_in().status_code == 500
    assert office.browser.get("/").status_code == 302


def test_no_right_is_given_when_the_record_cannot_be_written(office, monkeypatch):
    monkeypatch.setattr(Event, "save", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        office.propose()
    assert not Grant.objects.filter(user=office.newcomer).exists()


def test_every_kind_of_result_is_watched(db):
    for raised, result in ((LookupError("没有"), Result.REFUSED), (ZeroDivisionError(), Result.FAILED)):
        with pytest.raises(type(raised)), events.watched(Kind.EXPORTED, refused=LookupError):
            raise raised
        assert Event.objects.first().result == result
