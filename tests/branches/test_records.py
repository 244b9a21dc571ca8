"""Records of organizational life: written once, counted, sent on, returned, never lost and never over another's."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from branches import drafts
from branches.enums import MeetingState, MeetingType
from branches.models import Attendance, Draft, JointBranch, Meeting, Participation, Vote
from tests.branches.records import KEY, TODAY, said


def test_the_form_opens_with_everybody_there(roster, new, client_of, secretary):
    page = client_of(secretary).get(f"{new}?type=general").content.decode()
    assert "应到 6 名，实到 6 名；有表决权的应到 5 名，实到 5 名" in page
    assert page.count('name="absent"') == 6


def test_a_record_is_filed_with_its_roster(roster, new, client_of, secretary):
    sent = said(absent=[f"m{roster[0].pk}"], **{f"why-m{roster[0].pk}": "leave"})
    answer = client_of(secretary).post(new, sent)
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == f"/branches/meetings/{meeting.pk}/"
    assert meeting.state == MeetingState.SUBMITTED
    assert (meeting.due_count, meeting.present_count, meeting.voting_due, meeting.voting_present) == (6, 5, 5, 4)
    assert Attendance.objects.get(member=roster[0]).absence == "leave"
    assert "会议有效" in client_of(secretary).get(answer.headers["Location"]).content.decode()


def test_the_same_form_sent_twice_makes_one_record(roster, new, client_of, secretary):
    client = client_of(secretary)
    first, second = client.post(new, said()), client.post(new, said(topic="再发一次"))
    assert first.headers["Location"] == second.headers["Location"]
    assert Meeting.objects.get().topic == "学习贯彻全会精神"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"held_on": (TODAY + timedelta(days=1)).isoformat()}, "还没有到"),
        ({"held_on": "昨天"}, "不是能识别的日期"),
        ({"topic": ""}, "没有填写，请补上"),
        ({"joint": "没有的党支部"}, "没有登记过“没有的党支部”"),
        ({"vote-0-matter": "换届", "vote-0-ayes": "6"}, "合计 6 票，到会的有表决权党员 5 名（预备党员没有表决权）"),
        ({"vote-0-matter": "换届", "vote-0-ayes": "3", "vote-0-written": "1"}, "缺席的有表决权党员只有 0 名"),
        ({"vote-0-ayes": "3"}, "没有写表决什么"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(roster, new, client_of, secretary, given, words):
    answer = client_of(secretary).post(new, said(content="写了很多字", **given))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "写了很多字" in page
    assert not Meeting.objects.exists()


def test_more_present_than_due_is_said_where_there_is_no_roster(new, client_of, secretary):
    answer = client_of(secretary).post(new, said(due_count="3", present_count="4"))
    assert answer.status_code == 422
    assert "实到人数不能多于应到人数" in answer.content.decode()


def test_a_joint_meeting_counts_for_every_branch(roster, new, make, client_of, secretary, home):
    other = make.branch(name="焦炭协会党支部", region=home)
    client_of(secretary).post(new, said(joint=other.name, also=["party_day"]))
    assert JointBranch.objects.get().branch == other
    assert Meeting.objects.get().kinds == [MeetingType.GENERAL, MeetingType.PARTY_DAY]


def test_a_vote_is_kept_and_judged(roster, new, client_of, secretary):
    client = client_of(secretary)
    where = client.post(new, said(**{"vote-0-matter": "接收预备党员", "vote-0-ayes": "3"})).headers["Location"]
    assert (Vote.objects.get().voters, Vote.objects.get().due) == (5, 5)
    assert "赞成超过半数，通过" in client.get(where).content.decode()


def test_the_covered_organizations_took_part(roster, new, make, client_of, secretary, branch):
    covered = make.organization(region=branch.region)
    make.coverage(branch=branch, organization=covered)
    client_of(secretary).post(new, said(organizations=[str(covered.pk)]))
    assert Participation.objects.get().organization == covered


@pytest.fixture
def filed(roster, new, client_of, secretary):
    client_of(secretary).post(new, said())
    return Meeting.objects.get()


def edit(meeting):
    return f"/branches/meetings/{meeting.pk}/edit/"


def test_the_second_of_two_is_told_and_shown_both(filed, client_of, secretary, township):
    other = KEY.replace("1", "2")
    client_of(township).post(edit(filed), said(key=other, version="1", topic="乡镇改的"))
    answer = client_of(secretary).post(edit(filed), said(key=KEY.replace("1", "3"), version="1", topic="支部改的"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "乡镇改的" in page
    assert "支部改的" in page
    assert Meeting.objects.get().topic == "乡镇改的"
    assert 'name="version" value="2"' in page
    client_of(secretary).post(edit(filed), said(key=KEY.replace("1", "3"), version="2", topic="支部改的"))
    assert Meeting.objects.get().topic == "支部改的"


def test_an_edit_sent_twice_is_no_conflict(filed, client_of, secretary):
    again = said(key=KEY.replace("1", "4"), version="1", topic="改过")
    client = client_of(secretary)
    assert client.post(edit(filed), again).status_code == client.post(edit(filed), again).status_code == 302
    assert Meeting.objects.get().version == 2


def test_what_is_typed_is_kept_sealed_and_offered_again(branch, new, client_of, secretary, make, department):
    client = client_of(secretary)
    draft = f"/branches/{branch.pk}/meetings/draft/"
    assert client.post(draft, said(content="写到一半")).json()["kept"]
    assert client.post(draft, said(content="写到一大半", held_on="乱写")).json()["kept"]
    assert "写到一大半" not in str(Draft.objects.values())
    page = client.get(f"{new}?draft={KEY}").content.decode()
    assert "写到一大半" in page
    assert "已接着您上次没写完的内容" in page
    assert "errmsg" not in page
    assert "写到一大半" not in client_of(department).get(f"{new}?draft={KEY}").content.decode()
    client.post(new, said())
    assert not client.post(draft, said(content="晚到的")).json()["kept"]
    assert Draft.objects.get().typed == ""


def test_one_more_line_for_a_vote_loses_nothing(roster, new, client_of, secretary):
    page = client_of(secretary).post(new, said(act="more-votes", content="写了", topic="")).content.decode()
    assert 'name="vote-1-matter"' in page
    assert "写了" in page
    assert "errmsg" not in page


def test_a_draft_is_not_counted_until_it_is_filed(roster, new, client_of, secretary):
    client_of(secretary).post(new, said(act="draft"))
    meeting = Meeting.objects.get()
    assert meeting.state == MeetingState.DRAFT
    assert not Meeting.objects.counted().exists()
    client_of(secretary).post(edit(meeting), said(key=KEY.replace("1", "5"), version="1"))
    assert Meeting.objects.counted().exists()


def test_imported_records_without_a_roster_stay_as_they_are(make, branch):
    meeting = make.meeting(branch=branch, due_count=12, present_count=10)
    assert (meeting.state, meeting.voting_due) == (MeetingState.ACCEPTED, None)
    assert meeting.held_on == date(2019, 12, 10)


# --- the same rules over the API


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_on": (TODAY + timedelta(days=1)).isoformat()}, "held_on"),
        ({"also": "party"}, "also"),
        ({"state": "accepted"}, "state"),
    ],
)
def test_the_api_refuses_what_the_form_refuses(branch, client_of, secretary, given, field):
    sent = {"type": "general", "branch": branch.pk, "held_on": TODAY.isoformat(), "topic": "学习"} | given
    answer = client_of(secretary).post("/api/v1/meetings/", sent, content_type="application/json")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_the_api_files_and_may_not_touch_what_is_accepted(branch, client_of, secretary):
    client = client_of(secretary)
    sent = {"type": "general", "branch": branch.pk, "held_on": TODAY.isoformat(), "topic": "学习"}
    made = client.post("/api/v1/meetings/", sent, content_type="application/json").json()
    assert made["state"] == "submitted"
    Meeting.objects.update(state=MeetingState.ACCEPTED)
    answer = client.patch(f"/api/v1/meetings/{made['id']}/", {"topic": "改"}, content_type="application/json")
    assert answer.status_code == 403
    assert "退回或解锁" in answer.json()["detail"]


def test_a_draft_kept_while_its_form_is_sent_loses_nothing_and_does_not_fail(branch, secretary):
    """Both requests found no row and make one."""
    given = {"by": secretary, "branch": branch, "meeting": None, "type": "general", "now": timezone.now()}
    one, other = drafts.of_form(KEY, **given), drafts.of_form(KEY, **given)
    assert drafts.keep(one, {"topic": ["甲"]}, now=timezone.now())
    assert drafts.keep(other, {"topic": ["乙"]}, now=timezone.now())
    assert drafts.typed(Draft.objects.get()) == {"topic": ["乙"]}


def test_another_person_s_form_key_is_not_taken_over(branch, secretary, township):
    given = {"branch": branch, "meeting": None, "type": "general", "now": timezone.now()}
    drafts.keep(drafts.of_form(KEY, by=secretary, **given), {"topic": ["甲"]}, now=timezone.now())
    drafts.keep(drafts.of_form(KEY, by=township, **given), {"topic": ["乙"]}, now=timezone.now())
    assert {draft.by: drafts.typed(draft)["topic"] for draft in Draft.objects.all()} == {secretary: ["甲"], township: ["乙"]}


def test_each_branch_of_a_joint_meeting_fills_in_its_own_roster(roster, new, make, client_of, secretary, elsewhere):
    other = make.branch(name="焦炭协会党支部", region=elsewhere)
    guests = [make.member(home_branch=other) for _ in range(3)]
    partner = make.user("secretary", branch=other)
    covered = make.organization(region=roster[0].home_branch.region)
    make.coverage(branch=roster[0].home_branch, organization=covered)
    third = make.branch(name="第三家党支部", region=elsewhere)
    names = f"{other.name}\n{third.name}"
    client_of(secretary).post(new, said(joint=names, organizations=[str(covered.pk)]))
    meeting = Meeting.objects.get()
    assert (meeting.due_count, meeting.present_count) == (6, 6)
    page = client_of(partner).get(edit(meeting)).content.decode()
    assert page.count('name="absent"') == len(guests)
    sent = said(key=KEY.replace("1", "6"), version="1", joint=names, absent=[f"m{guests[0].pk}"])
    client_of(partner).post(edit(meeting), sent)
    meeting.refresh_from_db()
    assert (meeting.due_count, meeting.present_count) == (9, 8)
    assert Participation.objects.get(is_listed=True).organization == covered
    again = said(key=KEY.replace("1", "7"), version="2", joint=names, absent=[f"m{roster[0].pk}"])
    client_of(secretary).post(edit(meeting), again)
    meeting.refresh_from_db()
    assert (meeting.due_count, meeting.present_count) == (9, 7)
    assert not Participation.objects.filter(is_listed=True).exists(), "the keeper took it back"
    assert JointBranch.objects.filter(is_listed=True).count() == 2
