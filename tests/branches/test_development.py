"""The way into the Party: which step may come when, said alike by Python and SQL; early ones refused or marked; quota."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branches import advancing, development, quotas
from branches.enums import MemberCategory, Special
from branches.models import Branch, Candidate
from branches.refusal import Refused
from orgs import parameters
from orgs.rule_numbers import DEFAULTS
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.access.scoping import SYSTEM

ON = date(2026, 11, 23)
RULES = parameters.Parameters({key: default.value for key, default in DEFAULTS.items()})
WAY = {
    "talked_on": "2018-03-20",
    "activist_on": "2018-09-01",
    "trainers": "王一、李二",
    "target_on": "2019-09-02",
    "trained_on": "2019-09-10",
    "training_days": 3,
    "vetted_on": "2019-09-12",
    "sponsors": "王一、李二",
    "prereviewed_on": "2019-09-20",
    "admitted_on": "2019-10-08",
}
DATES = [step.day for step in development.STEPS]


def on_the_way(make, branch, until, **changed):
    """A candidate who has taken every step before that one."""
    before = DATES[: DATES.index(until)]
    taken = {name: value for name, value in WAY.items() if name in before or name not in DATES}
    dates = {name: PartialDate(value) if name in DATES and value else value for name, value in (taken | changed).items()}
    return make.candidate(branch=branch, **dates)


# (step, its day, what differs from a blameless way, what is said)
TOO_EARLY = (
    ("activist", date(2018, 9, 1), {"talked_on": None}, "还没有谈话"),
    ("activist", date(2018, 9, 1), {"born": "2001-01-01"}, "2019-01-01 起才可以"),
    ("target", date(2019, 8, 31), {}, "确定入党积极分子是 2018-09-01，2019-09-01 起才可以"),
    ("target", date(2019, 9, 2), {"trainers": ""}, "还没有写培养联系人"),
    ("prereview", date(2019, 9, 20), {"training_days": 2}, "培训天数要满 3 天，现在是 2 天"),
    ("prereview", date(2019, 9, 20), {"vetted_on": None}, "还没有政治审查"),
    ("prereview", date(2019, 9, 20), {"sponsors": "王一"}, "两名，用顿号分开"),
    ("admit", date(2019, 10, 8), {"prereviewed_on": None}, "还没有党委预审"),
)


@pytest.mark.parametrize(("key", "day", "changed", "said"), TOO_EARLY)
def test_a_step_too_early_is_refused_with_the_reason(make, branch, secretary, key, day, changed, said):
    changed = {name: PartialDate(value) if name == "born" else value for name, value in changed.items()}
    candidate = on_the_way(make, branch, development.BY_KEY[key].day, **changed)
    with pytest.raises(Refused, match=said):
        advancing.take(candidate, key, day, {}, by=secretary, on=ON)
    candidate.refresh_from_db()
    assert getattr(candidate, development.BY_KEY[key].day) is None


@pytest.mark.parametrize(("key", "day", "changed", "said"), TOO_EARLY)
def test_what_happened_too_early_can_be_written_down_and_is_marked(make, branch, secretary, key, day, changed, said):
    changed = {name: PartialDate(value) if name == "born" else value for name, value in changed.items()}
    candidate = on_the_way(make, branch, development.BY_KEY[key].day, **changed)
    kept = advancing.take(candidate, key, day, {}, as_happened=True, by=secretary, on=ON)
    assert [step.key for step, _ in development.early(kept, rules=RULES)][-1] == key


@pytest.mark.parametrize("step", development.STEPS, ids=lambda step: step.key)
def test_each_step_may_come_when_those_before_it_came_in_time(make, branch, secretary, step):
    day = PartialDate(WAY.get(step.day, "2019-11-01")).first
    kept = advancing.take(on_the_way(make, branch, step.day), step.key, day, {}, by=secretary, on=ON)
    assert getattr(kept, step.day) == day.isoformat()
    assert development.early(kept, rules=RULES) == []


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 12, 1), "还没有到"), (date(2018, 2, 1), "早于前面的步骤")], ids=["future", "before"]
)
def test_an_impossible_day_is_refused_even_as_it_happened(make, branch, secretary, day, said):
    with pytest.raises(Refused, match=said):
        advancing.take(on_the_way(make, branch, "talked_on"), "talk", day, {}, as_happened=True, by=secretary, on=ON)


def test_of_two_at_once_the_second_is_told(make, branch, secretary):
    candidate = on_the_way(make, branch, "talked_on")
    advancing.take(candidate, "talk", date(2018, 3, 20), {}, by=secretary, on=ON)
    with pytest.raises(Refused, match="刚刚已经登记为 2018-03-20"):
        advancing.take(candidate, "talk", date(2018, 3, 21), {}, by=secretary, on=ON)


def test_a_temporary_branch_admits_nobody(make, home, department):
    temporary = make.branch(region=home, special=Special.TEMPORARY)
    with pytest.raises(Refused, match="临时党支部不发展党员"):
        advancing.take(on_the_way(make, temporary, "admitted_on"), "admit", date(2019, 10, 8), {}, by=department, on=ON)


def test_approval_makes_a_probationary_member_since_the_meeting(make, branch, secretary):
    kept = advancing.take(on_the_way(make, branch, "approved_on"), "approve", date(2019, 11, 1), {}, by=secretary, on=ON)
    member = kept.member
    assert (member.category, member.joined_on, member.home_branch) == (MemberCategory.PROBATIONARY, "2019-10-08", branch)


def test_a_quota_counts_who_was_admitted_in_its_year_and_region(make, branch, home, elsewhere):
    quota, other = make.quota(region=home, planned=2), make.quota(region=elsewhere, planned=1)
    on_the_way(make, branch, "approved_on")
    on_the_way(make, branch, "approved_on", admitted_on="2020-01-08")
    found = {each.pk: (each.used, each.remaining) for each in quotas.with_used(type(quota).objects.all())}
    assert found == {quota.pk: (1, 1), other.pk: (0, 1)}


def test_an_overdrawn_quota_is_refused_with_the_way_out(make, branch, home, secretary):
    make.quota(region=home, planned=1)
    on_the_way(make, branch, "approved_on")
    candidate = on_the_way(make, branch, "admitted_on")
    with pytest.raises(Refused, match="计划 1 名，已用 1 名，没有余额；请向上级申请追加"):
        advancing.take(candidate, "admit", date(2019, 10, 9), {}, by=secretary, on=ON)
    advancing.take(candidate, "admit", date(2020, 1, 9), {}, by=secretary, on=ON)


def test_a_quota_of_a_region_above_holds_below(make, branch, regions, secretary):
    make.quota(region=regions["141181"], planned=0)
    with pytest.raises(Refused, match="孝义市2019 年计划 0 名"):
        advancing.take(on_the_way(make, branch, "admitted_on"), "admit", date(2019, 10, 9), {}, by=secretary, on=ON)


DAYS = st.one_of(st.none(), st.sampled_from(["2018-01", "2018-09-01", "2019-08-31", "2019-09-01", "2019-09-02", "2020"]))


@given(
    days=st.lists(DAYS, min_size=len(DATES), max_size=len(DATES)),
    names=st.sampled_from(["", "王一", "王一、李二"]),
    training=st.one_of(st.none(), st.integers(0, 5)),
    on=st.dates(date(2018, 6, 1), date(2020, 12, 31)),
)
def test_the_condition_says_what_the_reasons_say(days, names, training, on):
    candidate = Candidate(branch=Branch(), name="某", applied_on=PartialDate("2018-01-05"), born=PartialDate("2000-05"))
    for name, day in zip(DATES, days, strict=True):
        setattr(candidate, name, PartialDate(day) if day else None)
    candidate.trainers = candidate.sponsors = names
    candidate.training_days = training
    facts = development.facts_of(candidate)
    for step in development.STEPS:
        condition = development.ready(step, on=on, rules=RULES)
        told = not reasons_of(step, facts, on) and getattr(candidate, step.day) is None
        assert told == development.holds(condition, everything(candidate, facts))


def reasons_of(step, facts, on):
    return development.reasons(step, facts, on=on, rules=RULES)


def everything(candidate, facts):
    return facts | {name: getattr(candidate, name) for name in [*DATES, "stopped_on"]}


@pytest.mark.parametrize("step", development.STEPS, ids=lambda step: step.key)
@pytest.mark.parametrize("on", [date(2018, 3, 1), date(2019, 8, 31), date(2019, 9, 2), ON])
def test_sql_finds_whom_python_lets_pass(make, branch, step, on):
    for each in development.STEPS:
        on_the_way(make, branch, each.day)
        on_the_way(make, branch, each.day, trainers="", sponsors="王一", training_days=None)
    found = set(Candidate.objects.filter(development.ready(step, on=on, rules=RULES)))
    told = {
        candidate
        for candidate in Candidate.objects.select_related("branch")
        if not getattr(candidate, step.day) and not reasons_of(step, development.facts_of(candidate), on)
    }
    assert found == told


@pytest.mark.parametrize(
    ("joined", "until", "on", "ended"),
    [
        ("2025-11-23", None, ON, True),
        ("2025-11-24", None, ON, False),
        ("2025-11", None, ON, True),
        ("2024-11-23", "2026-11-24", ON, False),
        ("2024-11-23", "2026-11-23", ON, True),
        (None, None, ON, False),
    ],
)
def test_a_probation_ends_a_year_after_the_meeting_or_with_its_extension(make, branch, joined, until, on, ended):
    given = {"joined_on": PartialDate(joined) if joined else None, "probation_until": PartialDate(until) if until else None}
    member = make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, **given)
    found = type(member).objects.filter(development.probation_ended(on=on, rules=RULES)).exists()
    end = development.probation_end(member, RULES)
    assert found == (end is not None and end <= on) == ended


def test_nobody_is_converted_before_the_end_and_everybody_may_be_after_it(make, branch, secretary):
    member = make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=PartialDate("2025-10-08"))
    with pytest.raises(Refused, match="预备期 2026-10-08 才满"):
        advancing.convert(member, date(2026, 10, 7), by=secretary, on=ON)
    kept = advancing.convert(member, date(2026, 10, 9), by=secretary, on=ON)
    assert (kept.category, kept.full_since) == (MemberCategory.FULL, "2026-10-09")
    with pytest.raises(Refused, match="已经是正式党员"):
        advancing.convert(member, date(2026, 10, 9), by=secretary, on=ON)


def test_a_probation_is_extended_once_by_half_a_year_to_a_year(make, branch, secretary):
    member = make.member(home_branch=branch, category=MemberCategory.PROBATIONARY, joined_on=PartialDate("2025-10-08"))
    with pytest.raises(Refused, match="请填 2027-04-08 到 2027-10-08 之间的日期"):
        advancing.extend(member, date(2027, 1, 8), date(2026, 10, 9), by=secretary, on=ON)
    advancing.extend(member, date(2027, 4, 8), date(2026, 10, 9), by=secretary, on=ON)
    with pytest.raises(Refused, match="只能延长一次"):
        advancing.extend(member, date(2027, 8, 8), date(2026, 10, 9), by=secretary, on=ON)


def test_the_last_place_of_a_quota_is_locked_while_it_is_taken(make, home, branch, secretary, monkeypatch):
    quota, asked = make.quota(region=home, planned=1), []
    locked = writing.locked
    monkeypatch.setattr(writing, "locked", lambda model, pks: asked.append((model, list(pks))) or locked(model, pks))
    advancing.take(on_the_way(make, branch, "admitted_on"), "admit", date(2019, 10, 9), {}, by=SYSTEM, on=ON)
    assert (type(quota), [quota.pk]) in asked
