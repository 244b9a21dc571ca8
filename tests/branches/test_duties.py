"""What is due, held and missing: the SQL, the plain Python of the year's table and an oracle of loops say the same."""

import random
from datetime import date, timedelta

import pytest

from branches import meeting_year, meetings
from branches.enums import Level, MeetingState, MeetingType, PostTitle, Special
from branches.models import Branch, JointBranch, Meeting, PartyGroup, Post
from branches.periods import Every, containing, of_year
from orgs import parameters
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM

YEARS = (2024, 2025, 2026)
STARTS = (None, "2020-01-01", "2024", "2025-02", "2025-02-15", "2025-06-30", "2025-07-02", "2025-08-16", "2026-01")
ENDS = (None, None, None, "2025-03-31", "2025-04-01", "2025-12-31", "2026-01-01", "2026-06", "2026")
OFTEN = ("1/month", "2/month", "1/quarter", "2/quarter", "1/year", "4/year", "0")
KINDS = (*MeetingType, MeetingType.GENERAL, MeetingType.PARTY_DAY)


# --- the oracle: one loop per sentence of the rule, sharing nothing with what it judges


def first_day(text):
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(*parts[:3])


def days_of(every, year, number):
    """The days of the number-th period of a year."""
    length = {"month": 1, "quarter": 3, "year": 12}[every]
    day, days = date(year, 1, 1), []
    while day.year == year:
        if (day.month - 1) // length == number:
            days.append(day)
        day += timedelta(days=1)
    return days


def stands(branch, days):
    middle, last = days[len(days) // 2], days[-1]
    if branch.start and first_day(branch.start) > middle:
        return False
    return not (branch.end and first_day(branch.end) <= last)


def has_committee(posts, day):
    for post in posts:
        begun = not post.start or first_day(post.start) <= day
        if post.title not in ("secretary", "deputy") and begun and (not post.end or first_day(post.end) > day):
            return True
    return False


def has_group(groups, day):
    return any(
        (not one.start or first_day(one.start) <= day) and (not one.end or first_day(one.end) > day) for one in groups
    )


def owes(kind, branch, posts, groups, days):
    if not stands(branch, days):
        return False
    if kind == "committee":
        return has_committee(posts, days[len(days) // 2])
    if kind == "group":
        return branch.level == "group" or has_group(groups, days[len(days) // 2])
    if branch.level in ("group", "committee"):
        return False
    if kind in ("life", "appraisal", "talk"):
        return branch.special in ("", "floating")
    return kind in ("general", "lecture", "party_day")


def held(kind, branch, meetings_, days, on):
    count = 0
    for meeting, joint in meetings_:
        kinds = {meeting.type, *meeting.also.split(",")}
        hosts = {meeting.branch_id, *joint}
        if kind in kinds and branch.pk in hosts and meeting.state in ("submitted", "accepted"):
            count += meeting.held_on in days and meeting.held_on <= on
    return count


def oracle(branch, organs, meetings_, often, grace, year, on):
    """{(kind, first day): (due, held, missing)} of what was due."""
    found = {}
    for kind, setting in often.items():
        if setting == "0":
            continue
        times, every = setting.split("/")
        for number in range({"month": 12, "quarter": 4, "year": 1}[every]):
            days = days_of(every, year, number)
            if days[0] <= on and owes(kind, branch, *organs, days):
                got = held(kind, branch, meetings_, set(days), on)
                late = (on - days[-1]).days > grace
                found[kind, days[0]] = (int(times), got, max(int(times) - got, 0) if late else 0)
    return found


# --- a county made of dice


def a_branch(dice, number, region):
    return Branch(
        name=f"骰子党支部{number}",
        region=region,
        level=dice.choice(Level.values),
        special=dice.choice(("", "", "", *Special.values)),
        start=dice.choice(STARTS),
        end=dice.choice(ENDS),
    )


def a_meeting(dice, branches, type_):
    also = dice.sample(MeetingType.values, dice.choice((0, 0, 1, 2)))
    return Meeting(
        type=type_,
        also=",".join(kind for kind in also if kind != type_),
        branch=dice.choice(branches),
        held_on=date(2024, 1, 1) + timedelta(days=dice.randrange(1096)),
        topic="学习",
        state=dice.choice((*MeetingState.values, "accepted", "submitted")),
    )


def county(seed, region, size):
    dice = random.Random(seed)
    branches = [a_branch(dice, f"{seed}-{number}", region) for number in range(size)]
    held = [a_meeting(dice, branches, dice.choice(KINDS)) for _ in range(size * 30)]
    joint = [JointBranch(meeting=one, branch=dice.choice(branches), is_listed=dice.random() < 0.8) for one in held[::5]]
    posts = [
        Post(
            branch=dice.choice(branches),
            title=dice.choice(PostTitle.values),
            name="赵新民",
            start=dice.choice(STARTS),
            end=dice.choice(ENDS),
        )
        for _ in range(size)
    ]
    groups = [
        PartyGroup(branch=dice.choice(branches), name=f"第{number}组", start=dice.choice(STARTS), end=dice.choice(ENDS))
        for number in range(size // 2)
    ]
    writing.save_all([*branches, *held, *joint, *posts, *groups], by=SYSTEM, title="骰子")
    return (
        dice,
        branches,
        (posts, groups),
        [(one, {each.branch_id for each in joint if each.meeting is one and each.is_listed}) for one in held],
    )


def settings(dice, make):
    often = {duty.kind.value: dice.choice((parameters.DEFAULTS[duty.setting].value, *OFTEN)) for duty in meetings.TABLE}
    grace = dice.choice((0, 5, 10, 40))
    for kind, value in often.items():
        make.parameter(key=f"due_{kind}", value=value)
    make.parameter(key="due_grace_days", value=str(grace))
    return often, grace


def as_told(lines):
    return {(line.kind.value, line.period.first): (line.due, line.held, line.missing) for line in lines}


@pytest.mark.parametrize("seed", range(3))
def test_the_year_s_table_and_the_oracle_agree(make, home, seed):
    dice, branches, organs, held = county(seed, home, 30)
    often, grace = settings(dice, make)
    rows = list(Branch.objects.filter(pk__in=[branch.pk for branch in branches]))
    for year in YEARS:
        on = date(year, 1, 1) + timedelta(days=dice.randrange(500))
        table = meeting_year.lines(rows, year, on=on)
        for branch in rows:
            own_organs = [[one for one in some if one.branch_id == branch.pk] for some in organs]
            own = [(one, joint) for one, joint in held if branch.pk in {one.branch_id, *joint}]
            assert as_told(table[branch.pk]) == oracle(branch, own_organs, own, often, grace, year, on), (branch, year, on)


@pytest.mark.parametrize("seed", range(4, 6))
def test_the_sql_and_the_year_s_table_agree(make, home, seed):
    dice, branches, _, _ = county(seed, home, 18)
    settings(dice, make)
    asked = Branch.objects.filter(pk__in=[branch.pk for branch in branches])
    year = dice.choice(YEARS)
    on = date(year, 1, 1) + timedelta(days=dice.randrange(500))
    table = meeting_year.lines(list(asked), year, on=on)
    for duty in meetings.TABLE:
        for period in [period for every in Every for period in of_year(year, every)]:
            rows = meetings.with_duty(asked, duty.kind, period, on=on)
            said = {row.pk: (row.due, row.held) for row in rows if row.due}
            lines = {
                pk: (line.due, line.held)
                for pk, some in table.items()
                for line in some
                if (line.kind, line.period) == (duty.kind, period)
            }
            assert said == lines, (duty.kind, period, on)


def test_the_year_s_table_takes_as_many_queries_for_many_branches_as_for_few(make, home, same_queries):
    def one_more():
        branch = make.branch(region=home)
        make.post(branch=branch, title=PostTitle.ORGANIZATION)
        meeting = make.meeting(branch=branch)
        make.saved(JointBranch(meeting=meeting, branch=make.branch()))

    def ask():
        meeting_year.lines(list(Branch.objects.all()), 2019, on=date(2019, 12, 31))

    assert same_queries(ask, one_more) == 6


def test_no_kind_s_code_is_part_of_another_s():
    codes = MeetingType.values
    assert not [(one, other) for one in codes for other in codes if one != other and one in other]


@pytest.mark.parametrize(
    ("day", "every", "first", "last", "label"),
    [
        (date(2026, 2, 11), Every.MONTH, date(2026, 2, 1), date(2026, 2, 28), "2 月"),
        (date(2024, 2, 29), Every.QUARTER, date(2024, 1, 1), date(2024, 3, 31), "第一季度"),
        (date(2026, 12, 31), Every.QUARTER, date(2026, 10, 1), date(2026, 12, 31), "第四季度"),
        (date(2026, 5, 1), Every.YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026 年"),
    ],
)
def test_a_day_lies_in_its_period(day, every, first, last, label):
    period = containing(day, every)
    assert (period.first, period.last, period.label) == (first, last, label)


def test_the_page_of_the_year_takes_as_many_queries_for_many_branches_as_for_few(
    make, home, client_of, department, same_queries
):
    client = client_of(department)
    same_queries(lambda: client.get("/branches/due/?year=2019"), lambda: make.meeting(branch=make.branch(region=home)))


def test_the_message_names_who_has_not_reported_and_no_one_else(make, home, branch, client_of, department):
    other = make.branch(region=home, name="已经报了的党支部")
    make.meeting(branch=other, type=MeetingType.LECTURE, held_on=date(2026, 8, 3))
    page = client_of(department).get("/branches/due/missing/?type=lecture&period=2026-08-01").content.decode()
    message = page.split("<textarea")[1].split("</textarea>")[0]
    assert "绵羊协会党支部" in message
    assert other.name not in page
    assert "2026 年第三季度的党课" in message


def test_nonsense_asked_of_the_table_shows_this_year(client_of, department):
    client = client_of(department)
    for query in ("?year=abcd", "?year=9999", "?year=²⁰²⁶", "?region=%00", "?short=%F0"):
        assert client.get(f"/branches/due/{query}").status_code == 200
    for query in ("?type=x", "?period=2026-13-45", "?period=昨天", "?type=talk&period=1900"):
        assert client.get(f"/branches/due/missing/{query}").status_code == 200
