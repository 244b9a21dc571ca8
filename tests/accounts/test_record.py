"""The auditor finds who did what, when and from where, and reads nobody's data; nobody else reads the record."""

import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from tests import factories
from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.events import Event, Kind, Result
from xiaoyi_partybuild.accounts import record
from xiaoyi_partybuild.accounts.forms import AuditForm
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.accounts.views import record as pages
from xiaoyi_partybuild.registers.plan import ABSENT, ACTIONS

PHONE = "13800000001"
CODE = ("xiaoyi_partybuild", "orgs", "branches", "inspections")
TOLD, NAME = re.compile(r"(?:facts=|facts = |told=)(\{.*?\})"), re.compile(r'"(\w+)":')


@pytest.fixture
def auditor(regions):
    return factories.user(Role.AUDITOR, region=regions[factories.XIAOYI], username="auditor", name="郑平")


@pytest.fixture
def seen(client_of, auditor):
    """The page of the record under some conditions."""

    def ask(asked=""):
        answer = client_of(auditor).get(f"/record/{asked}")
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


@pytest.fixture
def member(make, branch, department):
    member = make.member(home_branch=branch, name="张三丰", phone=PHONE)
    member.phone = "13900000002"
    writing.save(member, by=department, reason="本人来电更正")
    return member


def test_the_auditor_lands_on_the_record_after_signing_in(client_of, auditor):
    assert client_of(auditor).get("/").headers["Location"] == "/record/"


@pytest.mark.parametrize("who", ["department", "township", "secretary", "officer", "admin_user", "outsider"])
@pytest.mark.parametrize("address", ["/record/", "/record/workbook/"])
def test_nobody_else_reads_it(request, client_of, who, address):
    assert client_of(request.getfixturevalue(who)).get(address).status_code == 403


def test_a_change_is_told_with_its_reason_and_without_what_the_row_holds(seen, client_of, auditor, member):
    page = seen("?kind=changed&who=department")
    assert "本人来电更正" in page
    assert f"党员 {member.pk}" in page
    event = Event.objects.filter(reason="本人来电更正").get()
    detail = client_of(auditor).get(f"/record/{event.pk}/").content.decode()
    assert "联系电话" in detail
    for secret in ("张三丰", PHONE, "13900000002"):
        assert secret not in page + detail


# (what is asked, whether the refused export of the office is found)
ASKED = {
    "": True,
    "?who=department": True,
    "?who=李": True,
    "?who=nobody": False,
    "?kind=exported": True,
    "?kind=unmasked": False,
    "?result=refused": True,
    "?result=ok": False,
    "?since=2026-01-01": True,
    "?until=2026-01-01": False,
    "?about=orgs.organization": True,
    "?about=orgs.region": False,
    "?number=0a1b2c3d": True,
    "?number=00000000": False,
    "?since=xx&kind=nothing&about_pk=x&before=x": True,
    "?about=orgs.organization&about_pk=99999999999999999999": True,
}


@pytest.mark.parametrize("asked", ASKED)
def test_it_is_searched_by_person_kind_result_time_object_and_number(seen, make, department, asked):
    place = events.origin.current.set(events.origin.Origin("10.0.0.7", "0a1b2c3d"))
    events.tell(Kind.EXPORTED, by=department, about=make.organization(), result=Result.REFUSED, reason="没有写用途")
    events.origin.current.reset(place)
    assert ("没有写用途" in seen(asked)) is ASKED[asked]


def test_one_objects_changes_are_found_by_its_number(seen, make, department):
    one, other = make.organization(), make.organization()
    writing.save_all([one, other], by=department, title="一起", reason="无改动")
    for row in (one, other):
        row.name += "新"
    writing.save_all([one, other], by=department, title="一起", reason="一起更名")
    assert "一起更名" in seen(f"?about=orgs.organization&about_pk={other.pk}")
    assert "一起更名" not in seen(f"?about=orgs.organization&about_pk={other.pk + 1000}")


def test_older_pages_follow_by_the_last_key(seen, monkeypatch, department):
    monkeypatch.setattr(pages, "ROWS", 3)
    told = [events.tell(Kind.EXPORTED, by=department, reason=f"第{number}次") for number in range(7)]
    assert "第6次" in seen("?kind=exported")
    older = seen(f"?kind=exported&before={told[4].pk}")
    assert [number for number in range(7) if f"第{number}次" in older] == [1, 2, 3]
    assert f"?kind=exported&amp;before={told[1].pk}" in older
    assert "更早的记录" not in seen(f"?kind=exported&before={told[3].pk}")


def test_the_workbook_holds_what_was_asked_for_and_is_told_itself(client_of, auditor, department):
    events.tell(Kind.UNMASKED, by=department, reason="=1+1")
    answer = client_of(auditor).get("/record/workbook/?kind=unmasked")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert any("查看完整号码" in row and "=1+1" in row for row in rows)
    told = Event.objects.filter(kind=Kind.EXPORTED).get()
    assert told.by == auditor


def test_a_page_asks_the_database_equally_often_for_few_and_for_many(client_of, auditor, same_queries, department):
    client = client_of(auditor)
    same_queries(lambda: client.get("/record/"), lambda: events.tell(Kind.EXPORTED, by=department))


def test_the_auditor_writes_nothing(client_of, auditor, make, department):
    event = events.tell(Kind.EXPORTED, by=department)
    for address in ("/record/", "/record/workbook/", f"/record/{event.pk}/"):
        assert client_of(auditor).post(address).status_code == 405
    assert client_of(auditor).get(f"/record/{event.pk + timezone.now().year}/").status_code == 404


def test_what_an_event_tells_is_said_in_words(client, client_of, auditor, secretary):
    client.post("/login/", {"username": "secretary", "password": factories.PASSWORD})
    page = client_of(auditor).get(f"/record/{Event.objects.get(kind=Kind.SIGNED_IN).pk}/").content.decode()
    assert "<dt>别处的登录</dt><dd>0</dd>" in page


def test_every_fact_the_site_tells_has_its_word():
    """As the code names them: told where events are told, and of imports their kinds of steps."""
    root = Path(record.__file__).parents[2]
    texts = [path.read_text() for room in CODE for path in (root / room).glob("**/*.py")]
    told = {name for text in texts if "events" in text for facts in TOLD.findall(text) for name in NAME.findall(facts)}
    assert {"open", "rows", "grant"} <= told
    assert sorted((told | {*ACTIONS, ABSENT}) - set(record.FACTS)) == []


@pytest.mark.parametrize(
    ("day", "since", "until"), [("2026-11-22", True, False), ("2026-11-23", True, True), ("2026-11-24", False, True)]
)
def test_a_day_lasts_from_midnight_to_midnight_here(db, monkeypatch, day, since, until):
    for moment in ("2026-11-23T00:00:00+08:00", "2026-11-23T23:59:59.999999+08:00"):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: datetime.fromisoformat(moment))
        events.tell(Kind.EXPORTED)
    assert [found(since=day), found(until=day)] == [2 * since, 2 * until]


def found(**asked):
    form = AuditForm(asked)
    assert form.is_valid()
    return form.narrow(Event.objects.all()).count()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a table of a few rows whole")
@pytest.mark.parametrize(
    ("asked", "index"), [({"kind": "merged"}, "event_of_kind"), ({"result": "failed"}, "event_of_result")]
)
def test_what_is_rare_is_found_by_an_index_in_the_order_of_the_page(db, asked, index):
    form = AuditForm(asked)
    assert form.is_valid()
    plan = form.narrow(Event.objects.all()).explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan
