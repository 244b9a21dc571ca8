"""No page, file, interface or log shows a whole number, not even to those who may have it shown: only 显示完整号码 does."""

import re

import pytest
from django.utils import timezone

from branches.models import Instructor, Member, Post
from tests import story
from tests.crawl import Links, walk
from tests.matrix import bodies
from tests.registers import books
from tests.registers.wizard import bring, page
from xiaoyi_partybuild.access import writing

pytestmark = pytest.mark.once

HELD = ((Member, "id_number"), (Member, "phone"), (Post, "phone"), (Instructor, "phone"))
SEERS = ("department", "secretary")
ID_NUMBER, OTHER, PHONE, NEW_PHONE = "14118119700101001X", "141181197001010028", "13877880001", "13877880002"
INTERFACE = ("members", "posts", "instructors")
GIVEN = {"reason": "report", "detail": "年报"}


def found_in(text, numbers):
    return [one for one in numbers if re.search(rf"(?<!\d){one}(?!\d)", text)]


@pytest.fixture
def town(branch, home, elsewhere, department):
    """The town of whole-site tests, whose members, posts and instructors have these numbers."""
    story.tell(home=home, elsewhere=elsewhere, branch=branch, today=timezone.localdate())
    story.bring_in(by=department, today=timezone.localdate())
    return [getattr(row, name) for model, name in HELD for row in model.objects.all() if getattr(row, name)]


@pytest.mark.parametrize("who", SEERS)
def test_no_address_answers_with_a_whole_number(request, town, client_of, who):
    desk = client_of(request.getfixturevalue(who))
    texts = {address: bodies.text_of(answer) for address, answer in everything(desk, who)}
    assert len(texts) > 20
    assert [f"{address}: {one}" for address, text in texts.items() for one in found_in(text, town)] == []
    assert sum("****" in text for text in texts.values()) > 1, "no masked number anywhere: nothing was looked at"


def everything(desk, who):
    """Pages, maintenance, interface, workbooks."""
    yield from pages_of(desk, "/")
    if who == "department":
        yield from pages_of(desk, "/maintenance/")
    for name in INTERFACE:
        yield name, desk.get(f"/api/v1/{name}/")
    for slug in ("members", "ledger", "instructors"):
        yield slug, desk.post(f"/import/forms/{slug}.xlsx", GIVEN)


@pytest.fixture
def roster(client_of, department, branch, make):
    """Rows to make, to change and to refuse, brought by who may see them; one member is stored already."""
    make.member(home_branch=branch, name="张三", born="1970-01-01", id_number=ID_NUMBER, phone=PHONE)
    header = ["姓名", "公民身份号码", "所在党支部", "党员类别", "联系电话"]
    rows = [
        ["张三", ID_NUMBER, branch.name, "正式党员", NEW_PHONE],
        ["李四", OTHER, branch.name, "正式党员", NEW_PHONE],
        ["王五", ID_NUMBER[:-1] + "1", branch.name, "正式党员", PHONE],
    ]
    desk = client_of(department)
    bring(desk, books.xlsx([header, *rows]), name="花名册.xlsx")
    return desk


def pages_of(desk, start):
    def read(address):
        answer = desk.get(address)
        text = answer.content.decode() if "html" in answer["Content-Type"] else ""
        return answer, [*Links(text).found, *filter(None, [answer.headers.get("Location")])]

    return walk(start, read=read, of_a_kind=1)


def wizard_shows(desk):
    numbers = (ID_NUMBER, OTHER, PHONE, NEW_PHONE, ID_NUMBER[:-1] + "1")
    return [
        f"{address}: {one}"
        for address, answer in pages_of(desk, "/import/mine/")
        if "html" in answer["Content-Type"]
        for one in found_in(answer.content.decode(), numbers)
    ]


def test_the_review_of_an_import_shows_no_whole_number_nor_does_the_log(roster, caplog):
    assert wizard_shows(roster) == []
    roster.post(page("commit"))
    assert Member.objects.filter(name="李四").exists()
    assert wizard_shows(roster) == []
    assert found_in(caplog.text, [ID_NUMBER, PHONE]) == []


def test_the_outcome_of_an_import_names_the_members_and_leads_to_them(roster):
    roster.post(page("commit"))
    shown = roster.get(page("step"), follow=True)
    member = Member.objects.get(name="李四")
    assert shown.status_code == 200
    assert f'href="{member.get_absolute_url()}"' in shown.content.decode()
    assert roster.get(member.get_absolute_url()).status_code == 200


def test_the_history_of_a_number_says_that_it_changed_and_not_to_what(client_of, department, make, branch):
    member = make.member(home_branch=branch, phone=PHONE)
    member.phone = NEW_PHONE
    writing.save(member, by=department)
    shown = client_of(department).get(f"/maintenance/branches/member/{member.pk}/history/").content.decode()
    assert "联系电话" in shown
    assert found_in(shown, [PHONE, NEW_PHONE]) == []
