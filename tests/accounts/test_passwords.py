"""What a password must be in each profile; that it is changed when it has to be; that the old ones do not come back."""

from datetime import timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from tests.factories import PASSWORD
from xiaoyi_partybuild.accounts import passwords, weak
from xiaoyi_partybuild.accounts.models import User

GOOD = "Mianyang-chi-cao-7"


def refusals(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return "；".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Kurz-7", "至少要 12 个字符"),
        ("zhouan141181", "太像"),
        ("Password1234!", "太常见"),
        ("Xiaoyi@2026Dangjian", "太常见"),
        ("Qwertyuiop123456!", "太常见"),
        ("Aaaaaaaaaaaa1!", "太常见"),
        ("mianyangchicaoshan", "至少要有三类"),
        ("x" * 129, "最多 128"),
        (GOOD, ""),
        ("绵羊在山坡上吃草Yang7", ""),
    ],
)
def test_a_password_is_refused_with_a_chinese_sentence(password, said):
    told = refusals(password, User(username="zhouan141181", name="周安"))
    assert said in told
    assert bool(said) == bool(told)


def test_three_thousand_passwords_that_are_long_enough_and_guessable_are_all_refused():
    endings = ("123456", "2026!", "@123", "2019", "888888", "!@#", "001", "19900101", "abc", "00000")
    tried = {f"{one}{ending}" for one in weak.WORDS for ending in endings}
    tried |= {
        f"{one.title()}{other}{ending}" for one in weak.WORDS[:40] for other in weak.WORDS[40:60] for ending in endings
    }
    long_enough = [text for text in tried if len(text) >= 12]
    assert len(long_enough) > 3000
    assert [text for text in long_enough if not weak.is_weak(text)] == []


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery", "hK9#vTq2!mZr", "绵羊在山坡上吃草", "shan-xia-de-xiaoyi-he-2"]
)
def test_what_cannot_be_guessed_is_not_called_weak(password):
    assert not weak.is_weak(password)


@pytest.fixture
def client(client_of, secretary):
    return client_of(secretary)


def change(client, old=PASSWORD, new=GOOD, again=None):
    return client.post("/login/password/", {"old": old, "new": new, "again": again or new})


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client, client_of, secretary):
    elsewhere = client_of(secretary)
    assert change(client).status_code == 302
    assert client.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert User.objects.get(pk=secretary.pk).check_password(GOOD)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"again": "Anders-als-zuvor-7"}, "两次填的新密码不一样"),
        ({"new": "kurz"}, "至少要 12 个字符"),
        ({"new": PASSWORD}, "最近用过"),
    ],
)
def test_a_change_that_is_not_right_says_why(client, secretary, typed, said):
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert User.objects.get(pk=secretary.pk).check_password(PASSWORD)


def test_the_last_five_passwords_do_not_come_back(secretary):
    now = timezone.now()
    for number in range(5):
        passwords.take(secretary, f"{GOOD}{number}", now=now)
    assert "最近用过" in refusals(f"{GOOD}0", secretary)
    passwords.take(secretary, f"{GOOD}5", now=now)
    assert "最近用过" not in refusals(f"{GOOD}0", secretary)


def test_where_the_site_wants_it_nothing_opens_before_the_password_is_changed(settings, client_of, secretary, monkeypatch):
    settings.SIGN_IN_STEPS = True
    monkeypatch.setattr("xiaoyi_partybuild.accounts.sessions._shown", lambda session: True)
    passwords.issue_code(secretary, by=secretary, now=timezone.now())
    client = client_of(secretary)
    for address in ("/", "/organizations/", "/import/", "/rights/"):
        assert client.get(address).headers["Location"] == "/login/password/"
    assert client.get("/api/v1/organizations/").status_code == 403
    assert "请先换成自己的密码" in client.get("/login/password/").content.decode()


def test_a_password_is_due_after_ninety_days(secretary, settings):
    now = timezone.now()
    passwords.take(secretary, GOOD, now=now)
    assert not passwords.must_change(secretary, now=now + timedelta(days=90))
    assert passwords.must_change(secretary, now=now + timedelta(days=90, seconds=1))
    settings.PASSWORD_LASTS = None
    assert not passwords.must_change(secretary, now=now + timedelta(days=900))
