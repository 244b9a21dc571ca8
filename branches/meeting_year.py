"""What was due, held and missing of every branch in a year, as of a day: the table of meetings.py read by plain Python.

A constant number of queries, however many branches: they, their posts and groups, the settings, what they held alone and
together with others.
"""

from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from orgs import parameters

from . import meetings
from .conditions import holds
from .enums import MeetingType
from .models import JointBranch, Meeting, PartyGroup, Post
from .periods import MONTHS, Every, Period, of_year

# Both databases write a day as 2026-11-23; SQLite's own month is a Python function called for every row.
MONTH = Substr(Cast("held_on", CharField(max_length=10)), 6, 2)


class Line(NamedTuple):
    """One kind in one period. is_over: what is not recorded by now is missing, otherwise it can still be held."""

    kind: MeetingType
    period: Period
    due: int
    held: int
    is_over: bool

    @property
    def missing(self):
        """How many are short once the period is over."""
        return max(self.due - self.held, 0) if self.is_over else 0

    @property
    def to_do(self):
        """How many are still to be held in a period that is not over."""
        return max(self.due - self.held, 0) if not self.is_over else 0


class _Asked(NamedTuple):
    """A duty, by its place in the table, in a period: `wanted` times from those that stood then and meet the condition."""

    duty: int
    period: Period
    wanted: int
    is_over: bool
    middle: str
    last: str
    is_month: bool


def lines(branches, year, *, on):
    """{key of a branch: its Lines of the year begun by the day, in the table's order}; branches: rows, already read."""
    return {branch.pk: list(some) for branch, some in each(branches, year, on=on)}


def each(branches, year, *, on):
    """(branch, an iterator of its Lines), one after the other: of a thousand branches nobody holds all lines at once."""
    asked = list(_asked(year, on))
    committees, groups = _committees(branches), _periods(PartyGroup.objects.filter(branch__in=branches))
    held = _held(branches, year, on)
    applies = cache(_applies)
    for branch in branches:
        yield branch, _of(branch, asked, (committees[branch.pk], groups[branch.pk]), held[branch.pk], applies)


def _asked(year, on):
    periods = [period for every in Every for period in of_year(year, every) if period.first <= on]
    rules = parameters.on_days([on, *(period.middle for period in periods)])
    for place in range(len(meetings.TABLE)):
        for period in periods:
            wanted = meetings.times(meetings.TABLE[place].kind, period, rules[period.middle])
            if wanted:
                over = meetings.is_over(period, on, rules[on])
                is_month = period.every == Every.MONTH
                yield _Asked(place, period, wanted, over, str(period.middle), str(period.last), is_month)


def _of(branch, asked, organs, held, applies):
    """organs: the periods of its committee posts, and of its Party groups."""
    start, end, level, special = branch.start, branch.end, branch.level, branch.special
    for one in asked:
        if (start and start > one.middle) or (end and end <= one.last):
            continue
        there = tuple(any(_in_force(period, one.middle) for period in some) if some else False for some in organs)
        if applies(one.duty, level, special, there):
            kind = meetings.TABLE[one.duty].kind
            got = held[kind, one.period.first.month] if one.is_month else _within(held, kind, one.period)
            yield Line(kind, one.period, one.wanted, got, one.is_over)


def _applies(place, level, special, there):
    facts = {"level": level, "special": special, "has_committee": there[0], "has_groups": there[1]}
    return holds(meetings.TABLE[place].applies, facts)


def _within(held, kind, period):
    first = period.first.month
    return sum(held[kind, month] for month in range(first, first + MONTHS[period.every]))


def _in_force(period, day):
    """The half-open period (start, end) of dates as text, as access.dates.in_force."""
    start, end = period
    return (not start or start <= day) and (not end or end > day)


def _committees(branches):
    return _periods(Post.objects.filter(branch__in=branches, title__in=meetings.COMMITTEE_POSTS))


def _periods(rows):
    """{key of a branch: (start, end) of its rows}."""
    found = defaultdict(list)
    for branch, start, end in rows.order_by().values_list("branch", "start", "end"):
        found[branch].append((start, end))
    return found


def _held(branches, year, on):
    """{key of a branch: {(kind, month): how many}}."""
    found = defaultdict(Counter)
    counted = Meeting.objects.counted().filter(held_on__year=year, held_on__lte=on)
    own = counted.filter(branch__in=branches).order_by().values_list("branch", "type", "also", MONTH)
    for branch, *group in own.annotate(alike=Count("pk")):
        _add(found[branch], *group)
    together = JointBranch.objects.filter(is_listed=True, meeting__in=counted, branch__in=branches)
    for joint in together.select_related("meeting"):
        meeting = joint.meeting
        if meeting.branch_id != joint.branch_id:
            _add(found[joint.branch_id], meeting.type, meeting.also, meeting.held_on.month, 1)
    return found


def _add(counts, kind, also, month, alike):
    month = int(month)
    counts[kind, month] += alike
    if also:
        for further in {*also.split(",")} - {kind}:
            counts[further, month] += alike
