"""A record's way: every state, act and person walked against one table of what may be."""

from datetime import date

import pytest

from branches import filing, meeting_states, meetings
from branches.enums import MeetingState, MeetingType
from branches.models import Meeting
from branches.periods import Every, containing
from orgs import parameters
from xiaoyi_partybuild.access.events import Event
from xiaoyi_partybuild.accounts.roles import Role

D, S, R, A, V = MeetingState
HELD, SOON, LATE = date(2026, 9, 15), date(2026, 10, 20), date(2026, 11, 20)
ABOVE = ("department", "township", "committee")
WRITERS = ("secretary", *ABOVE)
NOBODY = ("officer", "outsider", "neighbour")

# (act, states, people, days on which it may be done) → the state afterwards; everything else must be refused
MAY = (
    ("edit", (D, R), WRITERS, (SOON, LATE), None),
    ("edit", (S,), WRITERS, (SOON,), None),
    ("file", (D, R), WRITERS, (SOON, LATE), S),
    ("void", (D, R), WRITERS, (SOON, LATE), V),
    ("accept", (S,), ABOVE, (SOON, LATE), A),
    ("return", (S, A), ABOVE, (SOON, LATE), R),
    ("unlock", (S, A), ABOVE, (LATE,), None),
)


def allowed(act, state, person, on):
    return any(act == name and state in states and person in people and on in days for name, states, people, days, _ in MAY)


@pytest.fixture
def people(make, request, branch, department, township, secretary, officer, outsider, elsewhere):
    committee = make.branch(name="综合党委", region=elsewhere)
    branch.superior = committee
    make.saved(branch)
    return {
        "department": department,
        "township": township,
        "secretary": secretary,
        "officer": officer,
        "outsider": outsider,
        "committee": make.user(Role.SECRETARY, branch=committee),
        "neighbour": make.user(Role.SECRETARY, branch=make.branch(region=branch.region)),
    }


def test_every_state_act_and_person(make, people, branch):
    for state in MeetingState:
        meeting = make.meeting(branch=branch, held_on=HELD, state=state)
        for on in (SOON, LATE):
            rules = parameters.as_of(on)
            for name, person in people.items():
                may = {act.name for act in meeting_states.possible(meeting, person, on=on, rules=rules)}
                assert may == {act for act in meeting_states.ACTS if allowed(act, state, name, on)}, (state, on, name)


def test_an_act_that_may_not_be_done_changes_nothing(make, people, branch):
    for act, person, state in (("accept", "secretary", S), ("accept", "department", D), ("unlock", "secretary", A)):
        meeting = make.meeting(branch=branch, held_on=HELD, state=state)
        assert filing.do(act, meeting, by=people[person], on=LATE, rules=parameters.as_of(LATE)) is None
        meeting.refresh_from_db()
        assert (meeting.state, meeting.version) == (state, 0)


@pytest.mark.parametrize(("act", "state", "after", "told"), [("accept", S, A, "accepted"), ("return", A, R, "returned")])
def test_what_the_superior_does_is_told(make, people, branch, act, state, after, told):
    meeting = make.meeting(branch=branch, held_on=HELD, state=state)
    done = filing.do(act, meeting, by=people["township"], on=LATE, rules=parameters.as_of(LATE), why="缺签到表")
    event = Event.objects.get(kind=told)
    assert (done.state, done.reason) == (after, "缺签到表")
    assert (event.kind, event.by, event.object_pk, event.reason) == (told, people["township"], meeting.pk, "缺签到表")


def test_what_was_unlocked_can_be_changed_for_some_days_and_is_submitted_again(make, people, branch):
    rules = parameters.as_of(LATE)
    meeting = make.meeting(branch=branch, held_on=HELD, state=A)
    assert not meeting_states.may("reopen", meeting, people["secretary"], on=LATE, rules=rules)
    meeting = filing.do("unlock", meeting, by=people["township"], on=LATE, rules=rules, why="补签到表")
    assert meeting_states.may("reopen", meeting, people["secretary"], on=LATE, rules=rules)
    assert not meeting_states.may("reopen", meeting, people["secretary"], on=date(2026, 11, 28), rules=rules)
    meeting_states.entered(meeting, as_draft=False, on=LATE)
    assert (meeting.state, meeting.filed_on) == (S, LATE)


@pytest.mark.parametrize("state", MeetingState)
def test_only_what_is_filed_counts_as_held(make, branch, state):
    make.meeting(branch=branch, type=MeetingType.PARTY_DAY, held_on=HELD, state=state)
    row = meetings.with_duty(
        type(branch).objects.filter(pk=branch.pk), MeetingType.PARTY_DAY, containing(HELD, Every.MONTH), on=LATE
    )
    assert row.get().held == (state in (S, A))
    assert Meeting.objects.counted().count() == (state in (S, A))
