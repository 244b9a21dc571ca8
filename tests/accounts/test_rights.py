"""Rights want two people, nobody serves himself, a post goes over in one step, and the three administrators stay apart."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests import factories
from xiaoyi_partybuild.accounts import rights
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.accounts.roles import Role

TODAY = timezone.localdate()


@pytest.fixture
def city(regions):
    return regions[factories.XIAOYI]


@pytest.fixture
def security(city):
    return factories.user(Role.SECURITY, region=city, username="security", name="吴静")


@pytest.fixture
def second(city):
    return factories.user(Role.SECURITY, region=city, username="security2", name="何静")


@pytest.fixture
def newcomer(db):
    return factories.user(username="newcomer", name="钱进")


def fresh(person):
    """The person as the next request sees him."""
    return User.objects.get(pk=person.pk)


def proposed(person, security, city, **given):
    return rights.propose(
        Grant(**{"user": person, "role": Role.TOWNSHIP, "region": city, "start": TODAY} | given), by=security
    )


def test_a_right_counts_once_a_second_person_has_confirmed_it(newcomer, security, second, city):
    grant = proposed(newcomer, security, city)
    assert fresh(newcomer).roles == []
    rights.confirm(grant, by=second, now=timezone.now(), on=TODAY)
    assert fresh(newcomer).roles == [Role.TOWNSHIP]


@pytest.mark.parametrize("who", ["security", "newcomer"])
def test_neither_the_giver_nor_the_receiver_confirms(request, newcomer, security, city, who):
    grant = proposed(newcomer, security, city)
    with pytest.raises(rights.NotAllowed, match="以外的另一位"):
        rights.confirm(grant, by=request.getfixturevalue(who), now=timezone.now(), on=TODAY)


def test_nobody_gives_himself_a_right(security, city):
    with pytest.raises(rights.NotAllowed, match="不能给自己授权"):
        proposed(security, security, city)


def test_the_system_administrator_confirms_but_does_not_give(newcomer, security, admin_user, city):
    with pytest.raises(rights.NotAllowed, match="由安全管理员办理"):
        proposed(newcomer, admin_user, city)
    rights.confirm(proposed(newcomer, security, city), by=admin_user, now=timezone.now(), on=TODAY)
    assert fresh(newcomer).roles == [Role.TOWNSHIP]


@pytest.mark.parametrize(
    ("held", "wanted"),
    [(Role.DEPARTMENT, Role.SECURITY), (Role.ADMIN, Role.AUDITOR), (Role.AUDITOR, Role.DEPARTMENT)],
)
def test_the_three_administrators_stay_apart(make, security, city, held, wanted):
    person = make.user(held, region=city)
    with pytest.raises(rights.NotAllowed, match="系统管理员、安全管理员"):
        proposed(person, security, city, role=wanted)


def test_the_three_administrators_see_no_records(make, regions, city):
    make.organization(region=regions["141181001"])
    for role in (Role.ADMIN, Role.SECURITY, Role.AUDITOR):
        person = make.user(role, region=city)
        assert not make.Organization.objects.visible_to(person).exists()


def test_a_post_is_handed_over_in_one_step(township, newcomer, security, second, client_of):
    old = township.grants.get()
    grant = rights.hand_over(old, newcomer, by=security, on=TODAY)
    assert fresh(township).roles == [Role.TOWNSHIP]
    client = client_of(fresh(township))
    rights.confirm(grant, by=second, now=timezone.now(), on=TODAY)
    assert (fresh(township).roles, fresh(newcomer).roles) == ([], [Role.TOWNSHIP])
    assert client.get("/organizations/").status_code == 302


# --- the pages


def give(client, **data):
    return client.post("/rights/give/", {"role": "township", "region": "", "branch": "", "end": ""} | data)


def test_the_pages_of_giving_and_confirming(client_of, security, second, newcomer, city):
    client = client_of(security)
    answer = give(client, user=newcomer.pk, region=city.pk)
    assert answer.headers["Location"] == "/rights/"
    page = client.get("/rights/").content.decode()
    assert "等待确认" in page
    assert "确认授权" not in page
    grant = Grant.objects.get(user=newcomer)
    assert "确认授权" in client_of(second).get("/rights/").content.decode()
    client_of(second).post(f"/rights/{grant.pk}/confirm/")
    assert fresh(newcomer).roles == [Role.TOWNSHIP]
    client.post(f"/rights/{grant.pk}/end/")
    assert fresh(newcomer).roles == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "区域和党组织要填一项"),
        ({"branch": "没有的支部"}, "没有登记过这个名称的党组织"),
        ({"branch": "绵羊协会党支部", "end": str(TODAY - timedelta(days=1))}, "终止日期已经过去"),
    ],
)
def test_a_grant_that_is_not_right_says_why(client_of, security, newcomer, branch, data, said):
    answer = give(client_of(security), user=newcomer.pk, role="secretary", **data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_grant_for_a_branch_names_it_in_full(client_of, security, newcomer, branch):
    give(client_of(security), user=newcomer.pk, role="secretary", branch=branch.name)
    assert Grant.objects.get(user=newcomer).branch == branch


def test_a_reset_tells_a_one_time_password_and_ends_the_sessions(client_of, security, township):
    client = client_of(township)
    page = client_of(security).post(f"/rights/people/{township.pk}/password/", follow=True).content.decode()
    code = re.search(r"一次性密码是 (\S+)，只显示这一次", page)[1]
    assert client.get("/organizations/").status_code == 302
    assert authenticate(username="township", password=code) == township


@pytest.mark.parametrize("person", ["department", "township", "secretary", "officer", "outsider"])
def test_others_do_not_even_see_the_pages(request, client_of, person, township):
    client = client_of(request.getfixturevalue(person))
    assert client.get("/rights/").status_code == 403
    assert client.get("/rights/give/").status_code == 403
    assert client.post(f"/rights/people/{township.pk}/password/").status_code == 403


def test_rights_want_a_fresh_second_factor(client_of, security, settings, monkeypatch):
    settings.SIGN_IN_STEPS = True
    monkeypatch.setattr("xiaoyi_partybuild.accounts.sessions.owes", lambda request, now: None)
    answer = client_of(security).get("/rights/give/")
    assert answer.headers["Location"] == "/login/code/?next=%2Frights%2Fgive%2F"


def test_the_list_asks_the_same_number_of_queries(client_of, security, same_queries, make, city):
    client = client_of(security)
    assert same_queries(lambda: client.get("/rights/"), lambda: make.user(Role.TOWNSHIP, region=city)) <= 12


def test_nobody_stands_above_the_rights(security, admin_user):
    with pytest.raises(CommandError, match="没有超级用户"):
        call_command("createsuperuser")
    assert not hasattr(User, "is_superuser")
    assert not any(person.has_perm("orgs.view_organization") for person in (security, admin_user))
