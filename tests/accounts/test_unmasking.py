"""显示完整号码: to those who may, after a reason, sixty an hour exactly, each told in the record; never in an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from branches.models import Member
from xiaoyi_partybuild.access import limits, unmasking
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.accounts.models import SecondFactor

PHONE, NUMBER = "13800000001", "141181199001010018"
ASKED = {"reason": "contact", "detail": ""}


@pytest.fixture
def member(make, branch):
    return make.member(home_branch=branch, name="张三", phone=PHONE, id_number=NUMBER)


def page_of(row, column="phone"):
    return f"/full-number/{row._meta.label_lower}/{row.pk}/{column}/"


def told(kind=Kind.UNMASKED, result=Result.OK):
    return Event.objects.filter(kind=kind, result=result)


@pytest.mark.parametrize(("column", "number"), [("phone", PHONE), ("id_number", NUMBER)])
def test_a_number_is_shown_after_a_reason_and_told(client_of, township, member, column, number):
    client = client_of(township)
    asked = client.get(page_of(member, column))
    assert number not in asked.content.decode()
    shown = client.post(page_of(member, column), ASKED | {"detail": "开会通知"})
    assert number in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert number not in client.post(page_of(member, "id_number" if column == "phone" else "phone")).content.decode()
    event = told().get()
    assert (event.by, event.model, event.object_pk) == (township, "branches.member", member.pk)
    assert (event.reason, event.facts) == ("联系本人：开会通知", {"column": column})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "没有选用途"),
        ({"reason": "nonsense"}, "不在可用的选项"),
        ({"reason": "other"}, "请写明用途"),
        ({"reason": "contact", "detail": "x" * 201}, "至多"),
    ],
)
def test_without_a_proper_reason_nothing_is_shown_or_told(client_of, township, member, given, said):
    answer = client_of(township).post(page_of(member), given)
    assert answer.status_code == 422
    assert said in answer.content.decode() or said == "至多"
    assert PHONE not in answer.content.decode()
    assert not told().exists()


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("admin_user", 403), ("outsider", 403), ("abroad", 404)])
def test_who_may_not_see_particulars_does_not_reach_them(request, make, client_of, member, who, status):
    if who == "abroad":
        person = make.user("township", region=request.getfixturevalue("abroad"))
    else:
        person = request.getfixturevalue(who)
    for method in ("get", "post"):
        assert getattr(client_of(person), method)(page_of(member), ASKED).status_code == status
    assert not told().exists()


def test_an_officer_who_is_also_township_staff_sees_particulars_of_the_township_alone(
    make, regions, home, elsewhere, branch
):
    person = make.user("officer", region=regions["141181"])
    make.grant(user=person, role="township", region=home)
    near = make.post(branch=branch, phone=PHONE)
    far = make.post(branch=make.branch(region=elsewhere), phone=PHONE)
    rows = type(near).objects
    assert set(rows.visible_to(person)) == {near, far}
    assert set(rows.with_particulars_for(person)) == {near}


@pytest.mark.parametrize(
    "address",
    [
        "accounts.secondfactor/{pk}/seed",
        "branches.member/{pk}/name",
        "branches.member/{pk}/nothing",
        "nowhere.nothing/{pk}/phone",
        "nonsense/{pk}/phone",
        "branches.member/0/phone",
    ],
)
def test_nothing_but_sealed_numbers_of_records_has_an_address(client_of, department, member, address):
    SecondFactor(pk=member.pk, user=department, seed="00").save(force_insert=True)
    assert client_of(department).get(f"/full-number/{address.format(pk=member.pk)}/").status_code == 404


def test_a_stale_second_factor_is_asked_for_first(settings, client_of, township, member):
    settings.SIGN_IN_STEPS = True
    client = client_of(township)
    session = client.session
    session["second_factor_at"] = (timezone.now() - timedelta(minutes=6)).timestamp()
    session.save()
    township.password_set_at = timezone.now()
    type(township).objects.filter(pk=township.pk).update(password_set_at=timezone.now())
    answer = client.post(page_of(member), ASKED)
    assert answer.headers["Location"].startswith("/login/code/")
    assert not told().exists()


def test_an_alarm_at_the_thirtieth_and_no_more_than_sixty_an_hour(township, member):
    field, now = Member._meta.get_field("phone"), timezone.now()
    for _ in range(unmasking.A_HOUR):
        assert unmasking.show(member, field, by=township, reason="联系本人", now=now) == PHONE
    assert told(Kind.ALARM).count() == 1
    assert told().count() == 60
    assert unmasking.show(member, field, by=township, reason="联系本人", now=now + timedelta(hours=1)) == PHONE


@pytest.mark.django_db(transaction=True)
def test_the_sixty_first_is_refused_told_and_said(client_of, township, member, monkeypatch):
    monkeypatch.setattr(unmasking, "A_HOUR", 1)
    client = client_of(township)
    client.post(page_of(member), ASKED)
    answer = client.post(page_of(member), ASKED)
    assert answer.status_code == 429
    assert PHONE not in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 3_500
    assert told(result=Result.REFUSED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_clicks_at_once_exactly_sixty_are_answered(township, member):
    field, now = Member._meta.get_field("phone"), timezone.now()

    def click(_):
        try:
            return unmasking.show(member, field, by=township, reason="联系本人", now=now) == PHONE
        except limits.TooMany:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        shown = sum(many.map(click, range(100)))
    assert (shown, told().count(), told(result=Result.REFUSED).count(), told(Kind.ALARM).count()) == (60, 60, 40, 1)


def test_pages_show_numbers_masked_with_the_button_to_those_who_may(client_of, township, officer, make, branch, member):
    make.post(branch=branch, phone="13935800001")
    page = f"/branches/{branch.pk}/"
    text = client_of(township).get(page).content.decode()
    assert "139****0001" in text
    assert "13935800001" not in text
    assert page_of(member) in text
    assert "显示完整号码" not in client_of(officer).get(page).content.decode()
