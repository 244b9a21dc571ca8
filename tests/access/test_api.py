"""REST API v1: the same rows, the same reach and the same sentences as the pages; nothing gets past the two doors."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from branches.enums import MeetingState
from branches.models import Coverage, Member, Quota
from orgs.models import Organization, Parameter
from tests import factories
from xiaoyi_partybuild.access import api, writing
from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.api import router

V1 = "/api/v1"
# Address of the list, and the factory of its rows.
ROUTES = {
    "organizations": "organization",
    "former-names": "former_name",
    "status-periods": "status",
    "headcounts": "headcount",
    "mass-organizations": "mass_organization",
    "branches": "branch",
    "coverages": "coverage",
    "terms": "term",
    "posts": "post",
    "members": "member",
    "further-branches": "further_branch",
    "served-units": "served_unit",
    "instructors": "instructor",
    "assignments": "assignment",
    "meetings": "meeting",
    "participations": "participation",
    "inspections": "inspection",
    "gradings": "grading",
    "party-groups": "party_group",
    "venues": "venue",
    "funds": "fund",
    "absences": "absence",
    "arrears": "arrears",
    "dues-checks": "dues_check",
    "reviews": "review",
    "quotas": "quota",
    "procedures": "procedure",
    "transfers": "transfer",
    "candidates": "candidate",
    "brands": "brand",
    "joint-branches": "joint_branch",
    "attendances": "attendance",
    "votes": "vote",
}
# Moved by acts on pages of their own, or written with the record they belong to: only read here.
ACTED_ON = {"procedures", "transfers", "candidates", "joint-branches", "attendances", "votes"}
WRITTEN = {address: maker for address, maker in ROUTES.items() if address not in ACTED_ON}
# Read with a record, never sent.
SAID_BY_THE_SITE = {"meetings": ("state", "reason", "filed_on")}
SHARED = {"regions", "parameters", "educations"}


def in_region(make, maker, region):
    """A row of that factory which hangs on one region only."""
    organization = make.organization(region=region)
    branch = make.branch(region=region)
    given = {
        "organization": {"region": region},
        "quota": {"region": region, "year": 2019 + Quota.objects.count()},
        "procedure": {"region": region},
        "branch": {"region": region},
        "instructor": {"region": region},
        "coverage": {"organization": organization, "branch": branch},
        "member": {"home_branch": branch},
        "further_branch": {"member": make.member(home_branch=branch), "branch": branch},
        "assignment": {"instructor": make.instructor(region=region), "organization": organization},
        "meeting": {"branch": branch, "held_on": timezone.localdate(), "state": MeetingState.SUBMITTED},
        "participation": {"organization": organization, "meeting": make.meeting(branch=branch)},
    }
    if maker in ("attendance", "vote", "joint_branch"):
        given[maker] = {"meeting": make.meeting(branch=branch)}
    if maker in ("absence", "arrears", "transfer", "review"):
        given |= belonging(make, branch)
    takes_branch = maker in BELONG_TO_BRANCH
    return getattr(make, maker)(**given.get(maker, {"branch": branch} if takes_branch else {"organization": organization}))


BELONG_TO_BRANCH = (*("term", "post", "served_unit", "party_group", "venue", "fund", "dues_check", "candidate", "brand"),)


def belonging(make, branch):
    """What belongs to a person of the branch."""
    member = make.member(home_branch=branch)
    return {
        "absence": {"member": member},
        "arrears": {"member": member},
        "transfer": {"member": member, "from_branch": branch},
        "review": {"candidate": make.candidate(branch=branch)},
    }


def send(client, method, address, data):
    return getattr(client, method)(f"{V1}/{address}/", json.dumps(data), content_type="application/json")


def read(client, address, **query):
    return client.get(f"{V1}/{address}/", query)


def test_every_route_is_tested_here():
    assert {prefix for prefix, _, _ in router.registry} == set(ROUTES) | SHARED


@pytest.mark.parametrize(("address", "maker"), ROUTES.items())
def test_a_list_and_a_record_show_the_own_area_only(make, client_of, department, elsewhere, abroad, address, maker):
    own, foreign = in_region(make, maker, elsewhere), in_region(make, maker, abroad)
    client = client_of(department)
    shown = {row["id"] for row in read(client, address, **everything(address)).json()["results"]}
    assert own.pk in shown
    assert foreign.pk not in shown
    assert read(client, f"{address}/{own.pk}").json()["id"] == own.pk
    answers = [read(client, f"{address}/{pk}") for pk in (foreign.pk, 10**9)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def everything(address):
    return {"register": "all"} if address == "organizations" else {}


@pytest.mark.parametrize("address", sorted(ACTED_ON))
def test_what_moves_by_acts_is_not_written_over_the_api(client_of, department, address):
    assert send(client_of(department), "post", address, {}).status_code == 405


@pytest.mark.parametrize(("address", "maker"), WRITTEN.items())
def test_what_was_read_can_be_written_back(make, client_of, department, elsewhere, address, maker):
    row = in_region(make, maker, elsewhere)
    client = client_of(department)
    body = read(client, f"{address}/{row.pk}").json()
    for name in ("id", *SAID_BY_THE_SITE.get(address, ())):
        del body[name]
    assert send(client, "put", f"{address}/{row.pk}", body).status_code == 200
    assert Change.objects.of(row).count() == 1


@pytest.mark.parametrize(("address", "maker"), WRITTEN.items())
def test_a_foreign_record_cannot_be_written_or_deleted(make, client_of, department, abroad, address, maker):
    row = in_region(make, maker, abroad)
    client = client_of(department)
    assert send(client, "patch", f"{address}/{row.pk}", {}).status_code == 404
    assert client.delete(f"{V1}/{address}/{row.pk}/").status_code == 405


@pytest.mark.parametrize("address", [*ROUTES, *sorted(SHARED), "coverage", "schema"])
def test_strangers_are_refused(client, db, address):
    assert read(client, address).status_code == 403


@pytest.mark.parametrize("address", ROUTES)
def test_without_a_grant_nothing_is_shown(client_of, outsider, address):
    assert read(client_of(outsider), address).status_code == 403


@pytest.mark.parametrize(("address", "maker"), ROUTES.items())
def test_a_list_asks_the_same_number_of_queries_for_2_and_20_rows(
    make, client_of, department, elsewhere, same_queries, address, maker
):
    client = client_of(department)
    assert same_queries(lambda: read(client, address), lambda: in_region(make, maker, elsewhere)) <= 10


@pytest.mark.parametrize(
    ("person", "address", "status"),
    [
        ("officer", "members", 403),
        ("officer", "inspections", 200),
        ("secretary", "inspections", 200),
        ("admin_user", "organizations", 403),
        ("admin_user", "regions", 200),
        ("outsider", "regions", 200),
        ("admin_user", "coverage", 403),
    ],
)
def test_a_role_reads_the_kinds_it_opens(request, client_of, person, address, status):
    assert read(client_of(request.getfixturevalue(person)), address).status_code == status


def test_a_visible_record_that_may_not_be_changed_answers_403(make, client_of, officer, elsewhere):
    organization = make.organization(region=elsewhere)
    client = client_of(officer)
    assert read(client, f"organizations/{organization.pk}").status_code == 200
    assert send(client, "patch", f"organizations/{organization.pk}", {"remark": "改"}).status_code == 403


def test_the_secretary_reads_the_inspections_of_the_own_organizations_and_writes_none(make, client_of, secretary, branch):
    organization = make.organization()
    make.coverage(organization=organization, branch=branch)
    inspection = make.inspection(organization=organization)
    client = client_of(secretary)
    assert read(client, f"inspections/{inspection.pk}").status_code == 200
    assert send(client, "patch", f"inspections/{inspection.pk}", {"year": 2018}).status_code == 403


def test_creating_goes_through_the_door(make, client_of, department):
    make.region()
    body = {"name": "绵羊协会", "type": "group", "registered_on": "2019年3月", "region": factories.XIAOYI}
    answer = send(client_of(department), "post", "organizations", body)
    assert answer.status_code == 201
    made = Organization.objects.get(pk=answer.json()["id"])
    assert (made.name, made.registered_on) == ("绵羊协会", "2019-03")
    change = Change.objects.of(made).get()
    assert (change.action, change.batch.by) == ("create", department)


def test_the_secretary_records_meetings_of_the_own_branch_and_of_no_other(make, client_of, secretary, branch):
    client = client_of(secretary)
    body = {"type": "party_day", "held_on": "2026-11-20", "topic": "学习全会精神"}
    assert send(client, "post", "meetings", body | {"branch": branch.pk}).status_code == 201
    assert send(client, "post", "meetings", body | {"branch": make.branch().pk}).status_code == 400
    assert "请写明由哪个党组织召开" in str(send(client, "post", "meetings", body).json())
    assert read(client, "meetings").json()["count"] == 1


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"version": 3}, "version", "没有这个字段"),
        ({"id": 7}, "id", "没有这个字段"),
        ({"created_by": 1, "role": "admin"}, "role", "没有这个字段"),
        ({"region": "141121"}, "region", "不存在"),
        ({"region": "999999"}, "region", "不存在"),
        ({"type": "club"}, "type", "不是合法选项"),
        ({"registered_on": "去年"}, "registered_on", "“去年”不是能识别的日期"),
        ({"name": ""}, "name", "不能为空"),
        ({"name": None}, "name", "不能为 null"),
        ({"name": ["绵羊"]}, "name", ""),
        ({"is_priority": {"a": 1}}, "is_priority", ""),
    ],
)
def test_a_wrong_body_answers_400_and_changes_nothing(make, client_of, department, abroad, body, field, said):
    organization = make.organization()
    answer = send(client_of(department), "patch", f"organizations/{organization.pk}", body)
    assert answer.status_code == 400
    assert said in str(answer.json()[field])
    assert Change.objects.of(organization).count() == 1


def test_the_constraints_speak_their_own_sentence(make, client_of, department):
    taken = make.organization()
    other = make.organization()
    client = client_of(department)
    answer = send(client, "patch", f"organizations/{other.pk}", {"credit_code": taken.credit_code})
    assert answer.status_code == 400
    assert "这个统一社会信用代码已登记在另一个社会组织名下" in str(answer.json())
    headcount = make.headcount(organization=other, members_all=3)
    answer = send(client, "patch", f"headcounts/{headcount.pk}", {"members_full_time": 9})
    assert "都不能多于从业人员中的正式党员数" in str(answer.json()["non_field_errors"])


def test_a_foreign_link_is_refused_like_one_that_does_not_exist(make, client_of, department, branch, abroad):
    foreign = make.organization(region=abroad)
    client = client_of(department)
    said = [
        send(client, "post", "coverages", {"organization": pk, "branch": branch.pk, "mode": "sole"}).json()["organization"]
        for pk in (foreign.pk, 10**9, 10**30)
    ]
    assert [text[0].replace(str(pk), "…") for text, pk in zip(said, (foreign.pk, 10**9, 10**30), strict=True)] == [
        "无效主键 “…” － 对象不存在。"
    ] * 3
    assert not Coverage.objects.exists()


def test_a_link_outside_the_reach_may_stay(make, client_of, department, regions):
    superior = make.branch(region=regions["1411"])
    own = make.branch(superior=superior)
    client = client_of(department)
    answer = send(client, "patch", f"branches/{own.pk}", {"superior": superior.pk, "brand": "红商"})
    assert (answer.status_code, answer.json()["superior"]) == (200, superior.pk)
    assert send(client, "patch", f"branches/{make.branch().pk}", {"superior": superior.pk}).status_code == 400


def test_a_row_pushed_out_of_the_reach_answers_403(make, client_of, admin_user, elsewhere):
    answer = send(client_of(admin_user), "patch", f"regions/{elsewhere.code}", {"code": "140999", "parent": None})
    assert answer.status_code == 403
    assert "不在您的管理范围内" in answer.json()["detail"]


def test_two_who_save_the_same_at_once_get_a_conflict(make, client_of, department, monkeypatch):
    """What the other one saved after this request was checked."""
    taken, other = make.organization(), make.organization()
    monkeypatch.setattr(Organization, "full_clean", lambda self: None)
    answer = send(client_of(department), "patch", f"organizations/{other.pk}", {"credit_code": taken.credit_code})
    assert answer.status_code == 409


def test_id_numbers_are_read_masked_and_written_in_full(make, client_of, department, branch):
    member = make.member(home_branch=branch, id_number="14118119800101001X", phone="13800001234")
    client = client_of(department)
    body = read(client, f"members/{member.pk}").json()
    assert (body["id_number"], body["phone"]) == ("1411**********001X", "138****1234")
    assert "14118119800101001X" not in read(client, "members").content.decode()
    refused = send(client, "patch", f"members/{member.pk}", {"id_number": body["id_number"]})
    assert "请填写完整的号码" in str(refused.json()["id_number"])
    assert send(client, "patch", f"members/{member.pk}", {"phone": "13900005678"}).json()["phone"] == "139****5678"
    assert Member.objects.get(pk=member.pk).phone == "13900005678"


@pytest.mark.parametrize(("value", "shown"), [("", ""), ("120", "***"), ("13800001234", "138****1234")])
def test_masking_never_shows_the_middle(value, shown):
    assert api.SealedField().to_representation(value) == shown


@pytest.mark.parametrize(
    "query",
    [
        {"nonsense": "1"},
        {"coverages__branch__members__id_number__startswith": "1"},
        {"on": "昨天"},
        {"region": "999999"},
        {"region": "141121"},
        {"type": "club"},
    ],
)
def test_a_filter_that_does_not_exist_answers_400(client_of, department, abroad, query):
    status = 200 if query == {"region": "141121"} else 400  # regions are known to all; their records are not
    assert read(client_of(department), "organizations", **query).status_code == status


@pytest.mark.parametrize("address", ["coverages", "assignments", "headcounts", "inspections"])
def test_filtering_by_a_foreign_link_answers_like_an_absent_one(make, client_of, department, abroad, address):
    foreign = make.organization(region=abroad)
    client = client_of(department)
    answers = [read(client, address, organization=pk) for pk in (foreign.pk, 10**9)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content


def test_the_list_answers_to_the_filters_of_the_page_as_of_a_day(make, client_of, department, branch):
    organized = make.organization(name="绵羊协会")
    make.organization(name="焦炭协会")
    make.coverage(organization=organized, branch=branch, start="2018-01-01")
    client = client_of(department)

    def names(**query):
        return [row["name"] for row in read(client, "organizations", **query).json()["results"]]

    assert names(show="organized", on="2019-12-31") == ["绵羊协会"]
    assert names(show="organized", on="2017-12-31") == []
    assert names(q="焦炭") == ["焦炭协会"]


def test_a_record_that_left_the_register_still_answers_by_its_address(make, client_of, department):
    gone = make.organization()
    make.status(organization=gone, start="2018-01-01")
    client = client_of(department)
    assert read(client, "organizations").json()["count"] == 0
    assert read(client, f"organizations/{gone.pk}").status_code == 200


def test_meetings_are_found_by_their_days(make, client_of, department, branch):
    for day in ("2019-11-30", "2019-12-01", "2019-12-31"):
        make.meeting(branch=branch, held_on=day)
    found = read(client_of(department), "meetings", held_on__gte="2019-12-01", held_on__lte="2019-12-31").json()
    assert found["count"] == 2


def test_pages_hold_as_many_rows_as_asked_up_to_a_limit(make, client_of, department, branch):
    for _ in range(3):
        make.served_unit(branch=branch)
    client = client_of(department)
    page = read(client, "served-units", page_size=2).json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert read(client, "served-units", page=2, page_size=2).json()["results"][0]["id"]
    assert api.Pages.max_page_size == 500


@pytest.mark.parametrize("by", ["total", "region", "type", "industry"])
def test_the_coverage_figures_are_those_of_the_command(make, client_of, department, branch, elsewhere, capsys, by):
    make.coverage(organization=make.organization(region=elsewhere), branch=branch)
    make.organization()
    call_command("coverage", on="2019-12-31", by=by, json=True)
    answer = read(client_of(department), "coverage", on="2019-12-31", by=by, region=factories.XIAOYI)
    assert answer.json() == json.loads(capsys.readouterr().out)


def test_the_coverage_figures_count_what_the_person_sees(make, client_of, township, home, elsewhere):
    make.organization(region=home)
    make.organization(region=elsewhere)
    rows = read(client_of(township), "coverage", region=factories.XIAOYI).json()["rows"]
    assert rows[0]["K1"] == {"numerator": 0, "denominator": 1}
    assert read(client_of(township), "coverage").json() == read(client_of(township), "coverage", region=home.code).json()


@pytest.mark.parametrize("query", [{"by": "rank"}, {"region": "0"}, {"on": "2019-13"}])
def test_a_wrong_question_for_coverage_answers_400(client_of, department, query):
    assert read(client_of(department), "coverage", **query).status_code == 400


def test_coverage_without_a_region_of_ones_own_wants_one(client_of, secretary):
    client = client_of(secretary)
    assert "region" in read(client, "coverage").json()
    assert read(client, "coverage", region=factories.XIAOYI).status_code == 200


@pytest.mark.parametrize(("person", "status"), [("department", 201), ("admin_user", 201), ("township", 403)])
def test_rule_numbers_are_written_by_those_who_keep_them(request, client_of, person, status):
    body = {"key": "joint_units", "value": "6", "since": "2026-01-01", "source": "市委文件"}
    assert send(client_of(request.getfixturevalue(person)), "post", "parameters", body).status_code == status
    assert Parameter.objects.exists() == (status == 201)


def test_a_write_needs_the_token_of_the_own_page(department, make):
    """Somebody else's page cannot write with this person's session."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(department)
    assert send(client, "post", "organizations", {}).status_code == 403


def test_only_json_is_read_and_written(client_of, department):
    client = client_of(department)
    assert client.post(f"{V1}/organizations/", {"name": "x"}).status_code == 415
    assert client.get(f"{V1}/organizations/", headers={"Accept": "text/html"}).status_code == 406
    assert send(client, "post", "organizations", ["x"]).status_code == 400


def test_the_description_is_made_without_a_warning(client_of, department):
    GENERATOR_STATS.reset()
    description = SchemaGenerator().get_schema(public=True)
    validate_schema(description)
    assert not GENERATOR_STATS
    served = client_of(department).get(f"{V1}/schema/").json()
    assert f"{V1}/organizations/" in served["paths"]
    assert served["paths"][f"{V1}/coverages/{{id}}/"]["patch"]["responses"].keys() == {
        *("200", "400", "403", "404", "406", "409", "413", "415", "429")
    }


def test_the_description_says_nothing_to_programmers_of_the_site():
    text = json.dumps(SchemaGenerator().get_schema(public=True))
    assert "Subclasses" not in text


def test_a_failed_write_leaves_no_trace(make, client_of, department, monkeypatch):
    organization = make.organization()

    def refuse(*args, **kwargs):
        raise writing.OutOfReach

    monkeypatch.setattr(writing, "save", refuse)
    answer = send(client_of(department), "patch", f"organizations/{organization.pk}", {"remark": "改"})
    assert answer.status_code == 403
