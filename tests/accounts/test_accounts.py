"""The first account of a new site, and passwords that are refused in Chinese."""

from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from orgs.models import Region
from xiaoyi_partybuild.accounts.models import User
from xiaoyi_partybuild.accounts.roles import Role


def create(*arguments):
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue().strip()


def test_a_new_site_gets_its_first_administrator_and_the_regions(db):
    password = create("zhouan", "周安").rpartition("：")[2]
    person = User.objects.get(username="zhouan")
    assert person.check_password(password)
    assert person.roles == [Role.ADMIN]
    assert Region.objects.filter(code="141181001").exists()


def test_a_user_name_is_given_once_whatever_its_case(db):
    create("zhouan", "周安")
    with pytest.raises(CommandError, match="已有人使用") as error:
        create("ZHOUAN", "周安")
    assert error.value.returncode == 2


def test_a_user_name_that_cannot_be_typed_in_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="用户名以小写字母开头"):
        create("周安", "周安")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "words"),
    [("kurz", "至少要 12 个字符"), ("zhouan141181", "太像"), ("password1234", "太常见")],
)
def test_a_password_is_refused_with_a_chinese_sentence(password, words):
    with pytest.raises(ValidationError) as error:
        validate_password(password, User(username="zhouan141181", name="周安"))
    assert any(words in message for message in error.value.messages)
    assert all("密码" in message for message in error.value.messages)
