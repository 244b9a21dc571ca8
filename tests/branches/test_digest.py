"""The weekly mail: to whom something waits, with kinds and numbers, and nobody's name."""

import pytest
from django.core.management import CommandError, call_command

from branches.enums import MemberCategory

ELSEWHERE = {"file_at": "other"}  # so that the branch is not taken to have too few


@pytest.fixture
def waiting(make, branch, secretary, department):
    make.member(name="马学文", home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on="2020-01-05", **ELSEWHERE)
    for person in (secretary, department):
        person.email = f"{person.username}@example.org"
        make.saved(person)


def test_only_who_has_something_to_do_gets_a_mail_without_names(waiting, mailoutbox, capsys):
    call_command("send_digest")
    assert [mail.to for mail in mailoutbox] == [["secretary@example.org"]]
    assert "· 预备期已满 1 项" in mailoutbox[0].body
    assert "马学文" not in mailoutbox[0].body
    assert "已寄出 1 封" in capsys.readouterr().out


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_without_an_address_or_an_account_nothing_is_sent(make, waiting, secretary, mailoutbox, change):
    for name, value in change.items():
        setattr(secretary, name, value)
    make.saved(secretary)
    call_command("send_digest")
    assert mailoutbox == []


def test_a_mail_server_that_does_not_answer_is_told(waiting, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="没有寄出：secretary"):
        call_command("send_digest")
