"""One person: all that is held, who saw it, and the way out of the records, after which the figures are the same."""

import io
import json
import os
import time
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from branches import coverage, retention
from branches.models import Candidate, Instructor, Member, Post
from orgs.models import Organization
from xiaoyi_partybuild.access import dates, events, subjects, unmasking, writing
from xiaoyi_partybuild.access.events import Event, Kind
from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.registers import store
from xiaoyi_partybuild.registers.models import Source, Upload

NUMBER, PHONE, NAME = "14118119700101001X", "13800000001", "金丝雀"
TODAY = date(2026, 11, 23)


@pytest.fixture
def person(make, branch):
    row = make.member(home_branch=branch, name=NAME, born="1970-01-01", id_number=NUMBER, phone=PHONE, education="大学")
    make.further_branch(member=row)
    return row


@pytest.fixture
def colleague(make, regions):
    return make.user("department", region=regions["141181"], username="colleague", name="同事")


def called(name, *arguments, **options):
    told = io.StringIO()
    call_command(name, *arguments, stdout=told, **options)
    return told.getvalue()


def key(row):
    return f"{row._meta.label_lower}:{row.pk}"


# --- what is held


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_a_person_is_told_everything_that_is_held(person, department, tmp_path, ending):
    unmasking.show(person, Member._meta.get_field("phone"), by=department, reason="联系本人", now=timezone.now())
    out, began = tmp_path / f"x.{ending}", time.monotonic()
    called("export_subject", key(person), str(out), by="department")
    assert time.monotonic() - began < 5
    assert os.stat(out).st_mode & 0o077 == 0
    told = json.loads(out.read_text()) if ending == "json" else list(load_workbook(out).active.values)
    for value in (NUMBER, PHONE, NAME, "大学", "参加多重组织生活", "查看完整号码", "李文"):
        assert value in str(told), value
    event = Event.objects.get(kind=Kind.SUBJECT_EXPORTED)
    assert (event.by, event.object_pk, len(event.facts["sha256"])) == (department, person.pk, 64)
    with pytest.raises(CommandError, match="请换一个文件名"):
        called("export_subject", key(person), str(out))


def test_a_person_is_found_by_the_number_without_a_shell_remembering_it(person, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NUMBER}\n"))
    assert f"党员 {person.pk}" in called("export_subject", "-", str(tmp_path / "x.json"))


@pytest.mark.parametrize(
    "text", ["branches.member:0", "nonsense", "orgs.region:1", "accounts.grant:1", "branches.member:x", ":"]
)
def test_nobody_else_is_found(db, text, tmp_path):
    with pytest.raises(CommandError, match="没有找到"):
        called("export_subject", text, str(tmp_path / "x.json"))


# --- out of the records


def erased(person, **given):
    options = {"reason": "本人要求", "by": "department", "second": "colleague"} | given
    return called("erase_subject", key(person), **options)


def test_erasing_empties_the_person_and_leaves_the_figures(person, department, colleague, make, branch):
    make.coverage(branch=branch)
    before = coverage_of(department)
    assert "已清空 2 条" in erased(person)
    row = Member.objects.get(pk=person.pk)
    assert (row.name, row.id_number, row.id_number_index, row.phone, row.born) == (f"已删除{row.pk}", "", None, "", None)
    assert (row.category, row.home_branch, row.joined_on) == (person.category, person.home_branch, person.joined_on)
    assert coverage_of(department) == before
    event = Event.objects.get(kind=Kind.SUBJECT_ERASED)
    assert (event.by, event.reason, event.facts) == (department, "本人要求", {"rows": 2, "second": colleague.pk})


def test_the_journal_forgets_the_person_too(person, department, colleague):
    assert NAME in str([one.after for one in Change.objects.of(person)])
    erased(person)
    assert NAME not in str([(one.before, one.after) for one in Change.objects.of(person)])
    assert all("name" in one.forgotten for one in Change.objects.of(person))


def coverage_of(person):
    rows = coverage.with_facts(Organization.objects.visible_to(person), on=TODAY).order_by("pk")
    return list(rows.values()), Member.objects.values_list("category", "status", "home_branch").get()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"second": "department"}, "要是两个人"),
        ({"second": "nobody"}, "没有用户名为"),
        ({"second": "officer"}, "无权修改"),
        ({"by": "officer"}, "无权修改"),
    ],
)
def test_erasing_wants_two_who_may(person, department, colleague, officer, given, said):
    with pytest.raises(CommandError, match=said):
        erased(person, **given)
    assert Member.objects.get(pk=person.pk).name == NAME


def test_uploads_that_hold_the_person_go_and_others_stay(person, department, colleague):
    brought, waiting, other = (
        writing.save(Upload(by=department, name=f"{n}.xlsx", size=1, choices={"cells": {"C7": PHONE}}), by=department)
        for n in range(3)
    )
    for upload, said in ((brought, "x"), (waiting, PHONE), (other, "13900000000")):
        store.keep_workbook(upload, [b"x"])
        store.keep_review(upload, {}, [({"create"}, {"cells": [said]})])
    writing.add_notes([Source(upload=brought, model="branches.member", object_pk=person.pk, row=3)])
    assert "删除 2 份" in erased(person)
    assert [store.has_workbook(one) for one in (brought, waiting, other)] == [False, False, True]
    assert [Upload.objects.get(pk=one.pk).choices for one in (brought, waiting)] == [{}, {}]


# --- who saw


def test_who_saw_names_everybody_who_opened_the_number_the_list_or_took_a_roster(person, department, township, client_of):
    unmasking.show(person, Member._meta.get_field("phone"), by=department, reason="联系本人", now=timezone.now())
    client_of(township).get(f"/branches/{person.home_branch.pk}/")
    client_of(department).post("/import/forms/members.xlsx", {"reason": "report"})
    client_of(department).get("/organizations/organizations.xlsx")
    told = called("who_saw", key(person), since="2020-01-01", until="2099-01-01")
    for said in ("phone 联系本人", "打开过所在的名单：1 次", "王芳", "带走过可能有此人的名册：1 次", "党员花名册"):
        assert said in told, said
    assert NAME not in told
    assert "打开过所在的名单：0 次" in called("who_saw", key(person), since="2020-01-01", until="2020-12-31")


# --- time is over


def test_what_is_over_is_listed_the_day_after_and_nothing_else(make, branch):
    rows = {
        Member: [
            make.member(home_branch=branch, status="transferred", left_on=day) for day in ("2016-01-31", "2016-02", "2016")
        ],
        Post: [make.post(branch=branch, phone=PHONE, end=day) for day in ("2021-01-31", "2021-02-01", None)],
        Instructor: [make.instructor(name=f"指导员{n}") for n in range(3)],
    }
    for row, end in zip(rows[Instructor], ("2016-01-31", "2016-02-01", None), strict=True):
        make.assignment(instructor=row, end=end)
    day = date(2021, 2, 1)
    assert [retention.members(day), retention.phones_of_former_posts(day), retention.instructors(day)] == [
        [rows[Member][0]],
        [rows[Post][0]],
        [rows[Instructor][0]],
    ]
    assert retention.members(date(2021, 1, 31)) == []
    assert retention.members(date(2022, 1, 1)) == rows[Member]


def test_candidates_stay_two_years(make, branch):
    row = Candidate(
        branch=branch, name="对象", stopped_on=dates.PartialDate("2020-01-31"), applied_on=dates.PartialDate("2019-01-01")
    )
    Candidate._base_manager.bulk_create([row])
    assert retention.candidates(date(2022, 1, 31)) == []
    assert retention.candidates(date(2022, 2, 1)) == [row]


def test_purge_lists_first_and_empties_once(make, branch):
    gone = make.member(home_branch=branch, name=NAME, phone=PHONE, status="transferred", left_on="2015-01-31")
    post = make.post(branch=branch, name="前书记", phone=PHONE, end="2020-01-31")
    assert "离开 5 年以上的党员：到期 1 条" in called("purge")
    assert Member.objects.get(pk=gone.pk).name == NAME
    assert "离任者的电话：已清空 1 条" in called("purge", "--delete")
    assert Member.objects.get(pk=gone.pk).name == f"已删除{gone.pk}"
    assert [(row.name, row.phone) for row in Post.objects.filter(pk=post.pk)] == [("前书记", "")]
    assert "离开 5 年以上的党员：到期 0 条" in called("purge")
    assert Event.objects.get(kind=Kind.PURGED).facts["persons"] == 2


def test_every_link_to_a_person_is_followed(person, make):
    assert {type(row) for row in subjects.rows_about(person)} == {Member, type(person.further_branches.get())}
    assert events.Kind.LISTED not in subjects.SEEING
