"""The first accounts of a new site."""

from io import StringIO

import pytest
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
    assert person.must_change
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


def test_the_three_administrators_are_made_one_by_one(db):
    for role in ("admin", "security", "auditor"):
        create(role, "周安", "--role", role)
        assert User.objects.get(username=role).roles == [Role(role)]
