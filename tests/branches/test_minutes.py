"""Minutes and the year's record book: the official layout, what they say, who gets them, and that it is told."""

import hashlib
import io
from datetime import date

import pytest
from docx import Document
from docx.shared import Mm, Pt

from branches.enums import MeetingState
from branches.models import Attendance, Vote
from xiaoyi_partybuild.access.events import Event

ALL_OF_IT = {"due_count": 6, "present_count": 5, "voting_due": 5, "voting_present": 4, "content": "第一项\n第二项"}


@pytest.fixture
def held(make, branch):
    meeting = make.meeting(branch=branch, held_on=date(2026, 9, 5), chair="赵新民", resolution="同意。\x0b", **ALL_OF_IT)
    make.saved(Vote(meeting=meeting, place=1, matter="接收预备党员", ayes=4, voters=4, due=5))
    make.saved(
        Attendance(meeting=meeting, member=make.member(home_branch=branch, name="孙缺席"), name="孙缺席", mark="absent")
    )
    return meeting


def read(answer):
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.content))


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_minutes_say_who_came_what_was_said_and_how_it_was_voted(held, client_of, secretary):
    said = "\n".join(lines(read(client_of(secretary).get(f"/branches/meetings/{held.pk}/minutes.docx"))))
    for words in (
        "绵羊协会党支部党员大会记录",
        "时间：2026年9月5日",
        "到会：应到6名，实到5名",
        "缺席：孙缺席",
        "一、主要内容",
        "有表决权的应到 5 名，实到 4 名，达到应到的 1/2，会议有效。",
        "接收预备党员：赞成 4 票，反对 0 票，弃权 0 票；应到有表决权 5 名，赞成超过半数，通过。",
        "三、决议",
    ):
        assert words in said


def test_minutes_are_laid_out_as_official_papers_are(held, client_of, secretary):
    document = read(client_of(secretary).get(f"/branches/meetings/{held.pk}/minutes.docx"))
    page, title, body = document.sections[0], document.paragraphs[0], document.paragraphs[1]
    assert (round(page.page_width.mm), round(page.top_margin.mm), round(page.left_margin.mm)) == (210, 37, 28)
    assert round(Mm(210).mm - page.left_margin.mm - page.right_margin.mm) == 156
    assert (title.runs[0].font.size, body.runs[0].font.size) == (Pt(22), Pt(16))
    assert "方正小标宋简体" in title._p.xml
    assert "仿宋_GB2312" in body._p.xml
    assert body.paragraph_format.line_spacing == Pt(28)
    assert "PAGE" in page.footer._element.xml


def test_who_may_not_see_members_reads_no_names_of_the_absent(held, client_of, officer):
    said = lines(read(client_of(officer).get(f"/branches/meetings/{held.pk}/minutes.docx")))
    assert not [line for line in said if "孙缺席" in line]


def test_the_record_book_has_the_sums_and_every_filed_meeting(held, make, branch, client_of, secretary):
    make.meeting(branch=branch, held_on=date(2026, 9, 6), state=MeetingState.DRAFT, topic="没交的")
    document = read(client_of(secretary).get(f"/branches/{branch.pk}/records-2026.docx"))
    assert document.tables[0].cell(1, 0).text == "党员大会"
    assert lines(document)[0] == "绵羊协会党支部2026年组织生活记录册"
    assert not [line for line in lines(document) if "没交的" in line]


def test_taking_minutes_along_is_told(held, client_of, secretary):
    answer = client_of(secretary).get(f"/branches/meetings/{held.pk}/minutes.docx")
    told = Event.objects.get(kind="exported")
    assert (told.by, told.object_pk, told.reason) == (secretary, held.pk, "会议记录")
    assert told.facts == {"rows": 1, "sha256": hashlib.sha256(answer.content).hexdigest()}


@pytest.mark.parametrize(("year", "status"), [("2026", 200), ("99999", 404), ("0", 404)])
def test_a_year_that_cannot_be_has_no_book(branch, client_of, secretary, year, status):
    assert client_of(secretary).get(f"/branches/{branch.pk}/records-{year}.docx").status_code == status
