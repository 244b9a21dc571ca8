"""The pages of members, development, lifecycle and queue: what they show, what they do, what they refuse and how."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from branches.enums import MemberCategory, TransferState
from branches.models import Arrears, Branch, Candidate, DuesCheck, Member, Procedure, Transfer, Venue
from xiaoyi_partybuild.access.dates import PartialDate

STATEMENTS = {"good_for_activity": "近", "good_for_members": "能到", "good_for_lead": "好管"}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def probationer(make, branch, today):
    joined = PartialDate((today - timedelta(400)).isoformat())
    return make.member(name="马学文", home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=joined)


@pytest.fixture
def candidate(make, branch):
    return make.candidate(branch=branch, name="田文斌", born=PartialDate("1990-05"), applied_on=PartialDate("2024-01-05"))


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def post(client, to, expected=302, /, **told):
    return text(client.post(to, told), expected)


PAGES = (
    "/branches/members/",
    "/branches/members/?show=left",
    "/branches/members/?show=owes&category=full&q=马",
    "/branches/development/",
    "/branches/development/?stage=activist_on&next=target",
    "/branches/development/?stage=applicant",
    "/branches/quotas/",
    "/branches/procedures/",
    "/branches/findings/",
    "/branches/findings/?kind=probation_over",
    "/branches/findings/?kind=nonsense",
    "/branches/{branch}/file/",
    "/branches/{branch}/file/dues/",
    "/branches/members/{member}/",
    "/branches/members/{member}/?tab=history",
    "/branches/members/{member}/edit/",
    "/branches/members/{member}/convert/",
    "/branches/members/{member}/extend/",
    "/branches/members/{member}/send/",
    "/branches/members/{member}/leave/",
    "/branches/members/{member}/away/",
    "/branches/development/{candidate}/",
    "/branches/development/{candidate}/step/talk/",
    "/branches/development/{candidate}/step/activist/",
    "/branches/development/{candidate}/review/",
    "/branches/development/{candidate}/stop/",
    "/branches/{branch}/members/new/",
    "/branches/{branch}/development/new/",
    "/branches/procedures/new/",
    "/branches/{branch}/adjust/",
    "/branches/{branch}/abolish/",
    *(f"/branches/{{branch}}/file/{name}/" for name in ("post", "term", "group", "venue", "fund")),
)


@pytest.mark.parametrize("person", ["secretary", "department", "township"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_those_who_keep_the_records(
    request, client_of, make, branch, probationer, candidate, person, address
):
    make.quota()
    client = client_of(request.getfixturevalue(person))
    text(client.get(address.format(branch=branch.pk, member=probationer.pk, candidate=candidate.pk)))


@pytest.mark.parametrize("address", [page for page in PAGES if "{" in page])
def test_to_another_branch_they_do_not_exist(client_of, make, elsewhere, branch, probationer, candidate, address):
    stranger = make.user("secretary", branch=make.branch(region=elsewhere), username="stranger")
    asked = address.format(branch=branch.pk, member=probationer.pk, candidate=candidate.pk)
    assert client_of(stranger).get(asked).status_code == 404


def test_conversion_is_registered_on_the_page(client_of, secretary, probationer, today):
    client = client_of(secretary)
    post(client, f"/branches/members/{probationer.pk}/convert/", day=today.isoformat())
    probationer.refresh_from_db()
    assert (probationer.category, probationer.full_since) == (MemberCategory.FULL, today.isoformat())
    assert "已登记马学文转为正式党员" in text(client.get(f"/branches/members/{probationer.pk}/"))


def test_a_refusal_is_said_on_the_page_and_what_was_typed_stays(make, client_of, secretary, branch, today):
    joined = PartialDate((today - timedelta(100)).isoformat())
    fresh = make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=joined)
    page = post(client_of(secretary), f"/branches/members/{fresh.pk}/convert/", 422, day=today.isoformat(), reason="提前")
    assert "才满，转正大会不能早于这一天" in page
    assert 'value="提前"' in page


def test_a_relationship_is_sent_and_received_on_two_pages(make, client_of, secretary, branch, elsewhere, probationer, today):
    there = make.branch(name="焦炭协会党支部", region=elsewhere)
    receiver = client_of(make.user("secretary", branch=there, username="receiver"))
    told = {"to_name": there.name, "sent_on": today.isoformat()}
    post(client_of(secretary), f"/branches/members/{probationer.pk}/send/", **told)
    transfer = Transfer.objects.get()
    assert "转出未接收" in text(client_of(secretary).get("/branches/members/"))
    assert "组织关系待接收" in text(receiver.get("/branches/findings/"))
    page = text(receiver.get(f"/branches/members/{probationer.pk}/"))
    assert f"/branches/transfers/{transfer.pk}/receive/" in page
    post(receiver, f"/branches/transfers/{transfer.pk}/receive/", day=today.isoformat())
    transfer.refresh_from_db()
    assert transfer.state == TransferState.RECEIVED
    assert "组织关系待接收" not in text(receiver.get("/branches/findings/"))
    assert client_of(secretary).get(f"/branches/members/{probationer.pk}/").status_code == 404


def test_a_returned_relationship_leaves_the_receiver_on_a_page_that_exists(
    make, client_of, department, secretary, branch, elsewhere, probationer, today
):
    there = make.branch(name="焦炭协会党支部", region=elsewhere)
    receiver = client_of(make.user("secretary", branch=there, username="receiver"))
    told = {"to_name": there.name, "sent_on": today.isoformat()}
    post(client_of(secretary), f"/branches/members/{probationer.pk}/send/", **told)
    address = f"/branches/transfers/{Transfer.objects.get().pk}/return/"
    assert "请写明退回的原因" in post(receiver, address, 422, day=today.isoformat())
    answer = receiver.post(address, {"day": today.isoformat(), "reason": "材料不齐"}, follow=True)
    assert answer.status_code == 200
    assert "材料不齐" in text(client_of(secretary).get(f"/branches/members/{probationer.pk}/"))


def test_someone_from_outside_is_taken_in(client_of, secretary, branch, today):
    told = {"name": "武新民", "category": "full", "joined_on": "2001年7月", "from_name": "太原市某支部"}
    days = {"sent_on": today.isoformat(), "received_on": today.isoformat()}
    post(client_of(secretary), f"/branches/{branch.pk}/members/new/", **told, **days)
    assert (Member.objects.get().home_branch, Transfer.objects.get().from_name) == (branch, "太原市某支部")


def test_leaving_keeps_the_name_and_says_why(client_of, secretary, probationer, today):
    address = f"/branches/members/{probationer.pk}/leave/"
    future = (today + timedelta(1)).isoformat()
    page = post(client_of(secretary), address, 422, status="removed", left_on=future, reason="批复")
    assert "还没有到，请核对" in page
    page = post(client_of(secretary), address, 422, status="removed", left_on="2001-01-01", reason="批复")
    assert "早于入党时间" in page
    post(client_of(secretary), address, status="removed", left_on=today.isoformat(), reason="孝组 3 号")
    assert "马学文" in text(client_of(secretary).get("/branches/members/?show=left"))
    assert "孝组 3 号" in text(client_of(secretary).get(f"/branches/members/{probationer.pk}/?tab=history"))


def test_absence_begins_and_ends(client_of, secretary, probationer, today):
    client = client_of(secretary)
    post(client, f"/branches/members/{probationer.pk}/away/", kind="lost", start="2024-01-01", place="")
    assert "失联满半年" in text(client.get("/branches/findings/"))
    absence = probationer.absences.get()
    assert "早于开始的" in post(client, f"/branches/absences/{absence.pk}/end/", 422, end="2023-01-01")
    post(client, f"/branches/absences/{absence.pk}/end/", end=today.isoformat())
    assert "失联满半年" not in text(client.get("/branches/findings/"))


def test_dues_are_ticked_not_amounts(client_of, secretary, branch, probationer, today):
    client, month = client_of(secretary), f"{today:%Y-%m}"
    address = f"/branches/{branch.pk}/file/dues/?month={month}"
    post(client, address, owing=[probationer.pk])
    assert (Arrears.objects.get().settled_on, DuesCheck.objects.get().month) == (None, month)
    assert "1 人没有交" in text(client.get(f"/branches/{branch.pk}/file/"))
    post(client, address)
    assert Arrears.objects.get().settled_on == today
    assert DuesCheck.objects.count() == 1


@pytest.mark.parametrize("month", ["2099-01", "x", "2026"])
def test_a_month_that_cannot_be_is_not_there(client_of, secretary, branch, month):
    assert client_of(secretary).get(f"/branches/{branch.pk}/file/dues/?month={month}").status_code == 404


def test_an_applicant_is_registered_and_led_on_step_by_step(client_of, secretary, branch):
    client = client_of(secretary)
    told = {"name": "田文斌", "born": "1990年5月", "applied_on": "2024-01-05"}
    post(client, f"/branches/{branch.pk}/development/new/", **told)
    candidate = Candidate.objects.get()
    page = text(client.get(f"/branches/development/{candidate.pk}/"))
    assert "还没有谈话" in page
    post(client, f"/branches/development/{candidate.pk}/step/talk/", day="2024-01-20")
    post(client, f"/branches/development/{candidate.pk}/step/activist/", day="2024-03-01", trainers="王一、李二")
    page = post(client, f"/branches/development/{candidate.pk}/step/target/", 422, day="2024-06-01", sponsors="")
    assert "2025-03-01 起才可以" in page
    post(
        client,
        f"/branches/development/{candidate.pk}/step/target/",
        day="2024-06-01",
        as_happened="on",
        sponsors="王一、李二",
    )
    assert "时间提前，如实补记" in text(client.get(f"/branches/development/{candidate.pk}/"))


@pytest.mark.parametrize(("applied", "said"), [("2099-01-01", "还没有到，请核对"), ("1980-01-01", "早于出生年月")])
def test_an_impossible_application_is_said_beside_the_field(client_of, secretary, branch, applied, said):
    told = {"name": "田文斌", "born": "1990年5月", "applied_on": applied}
    page = post(client_of(secretary), f"/branches/{branch.pk}/development/new/", 422, **told)
    assert 'id="id_applied_on_error"' in page
    assert said in page
    assert not Candidate.objects.exists()


def test_the_list_says_what_may_come_next_and_why_not_yet(make, client_of, secretary, branch, candidate):
    make.candidate(branch=branch, name="郭海生", talked_on="2024-01-20", born=PartialDate("1990-05"))
    page = text(client_of(secretary).get("/branches/development/"))
    assert "登记谈话" in page
    page = text(client_of(secretary).get("/branches/development/?next=activist"))
    assert ("郭海生" in page, "田文斌" in page) == (True, False)


def test_a_proposal_with_an_empty_statement_is_not_sent(client_of, department, make, home):
    committee = make.branch(level="committee")
    told = {
        "name": "新党支部",
        "level": "branch",
        "region": home.code,
        "superior": committee.pk,
        "proposed_on": "2026-01-05",
    }
    page = post(client_of(department), "/branches/procedures/new/", 422, **told, **(STATEMENTS | {"good_for_lead": ""}))
    assert "有利于上级党组织管理：没有填写，请补上" in page
    post(client_of(department), "/branches/procedures/new/", **told, **STATEMENTS)
    procedure = Procedure.objects.get()
    post(client_of(department), f"/branches/procedures/{procedure.pk}/approve/", day="2026-02-01", number="孝组 1 号")
    assert Branch.objects.get(name="新党支部").approval_number == "孝组 1 号"
    assert "登记选举结果" in text(client_of(department).get(f"/branches/procedures/{procedure.pk}/"))


def test_the_file_says_what_is_missing_and_where_to_add_it(client_of, secretary, branch):
    client, address = client_of(secretary), f"/branches/{branch.pk}/file/"
    assert "活动场所：没有活动场所" in text(client.get(address))
    post(client, f"{address}venue/", type="own", address="府前街 1 号")
    assert "活动场所：没有活动场所" not in text(client.get(address))
    venue = Venue.objects.get()
    post(client, f"/branches/file/venue/{venue.pk}/", type="own", address="府前街 2 号")
    venue.refresh_from_db()
    assert venue.address == "府前街 2 号"


def test_a_quota_shows_planned_used_remaining_to_the_office_alone(make, client_of, department, secretary, branch, home):
    make.quota(region=home, year=2019, planned=3)
    assert "孝义市2026" not in text(client_of(secretary).get("/branches/quotas/"))
    page = text(client_of(department).get("/branches/quotas/"))
    assert "2019 年" in page
    post(client_of(department), "/branches/quotas/new/", year=2020, region=home.pk, planned=2)
    page = post(client_of(department), "/branches/quotas/new/", 422, year=2020, region=home.pk, planned=5)
    assert "这个区域这一年的计划已经登记" in page


@pytest.mark.parametrize("on", [date(2019, 12, 31), date(2026, 11, 23)])
def test_lists_ask_as_often_for_many_as_for_few(make, client_of, department, home, same_queries, on):
    client = client_of(department)

    def add_row():
        branch = make.branch(region=home)
        make.arrears(member=make.member(home_branch=branch))
        make.candidate(branch=branch)
        make.review()

    for address in ("/branches/members/", "/branches/development/", "/branches/findings/", "/branches/quotas/"):
        same_queries(lambda address=address: client.get(f"{address}?on={on}"), add_row)


def test_numbers_left_blank_stay_and_are_never_shown(make, client_of, secretary, branch):
    member = make.member(home_branch=branch, name="郭海生", id_number="11010519491231002X", phone="13803581234")
    address = f"/branches/members/{member.pk}/edit/"
    page = text(client_of(secretary).get(address))
    assert "13803581234" not in page
    assert "11010519491231002X" not in page
    told = {"name": "郭海生", "file_at": "here", "education": "大学本科", "joined_on": "2010-07-01"}
    post(client_of(secretary), address, **told)
    member = Member.objects.get()
    assert (member.id_number, member.phone, member.education) == ("11010519491231002X", "13803581234", "大学本科")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"joined_on": "2010-07-01", "full_since": "2009-01-01"}, "早于入党时间 2010-07-01，请改正其中一项"),
        ({"joined_on": "去年"}, "不是能识别的日期"),
        ({"name": ""}, "没有填写，请补上"),
    ],
)
def test_bad_input_is_said_beside_its_field(make, client_of, secretary, branch, told, said):
    member = make.member(home_branch=branch, name="郭海生")
    given = {"name": "郭海生", "file_at": "here"} | told
    assert said in post(client_of(secretary), f"/branches/members/{member.pk}/edit/", 422, **given)
