"""How often which meeting is due: a table, read by SQL here and by plain Python in meeting_year.py.

The numbers (every month, quarter or year, how many times) are dated settings with their source, orgs/rule_numbers.py.
The settings, the posts and the existence that count for a period are those of the day in its middle: a branch founded
later than that, or abolished before the period ended, owes nothing for it.
"""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest

from orgs import parameters
from xiaoyi_partybuild.access.dates import in_force

from .enums import Level, MeetingType, PostTitle, Special
from .models import JointBranch, Meeting, PartyGroup, Post
from .periods import Every, containing

COMMITTEE_POSTS = (PostTitle.ORGANIZATION, PostTitle.PUBLICITY, PostTitle.DISCIPLINE)

IS_GROUP = Q(level=Level.GROUP)
MEETS = ~IS_GROUP & ~Q(level=Level.COMMITTEE)  # a committee's own branches hold the meetings
# Members whose files lie elsewhere are appraised there; a temporary branch ends with the body it was made for.
KEEPS_FILES = MEETS & ~Q(special=Special.TEMPORARY) & ~Q(special=Special.FUNCTIONAL) & ~Q(special=Special.MIXED)
KEEPS_FILES &= ~Q(special=Special.REGIONAL)


class Duty(NamedTuple):
    """A meeting that is due from the Party organizations that meet the condition, as often as the setting says."""

    kind: MeetingType
    setting: str
    applies: Q


TABLE = (
    Duty(MeetingType.GENERAL, "due_general", MEETS),
    Duty(MeetingType.COMMITTEE, "due_committee", Q(has_committee=True)),
    Duty(MeetingType.GROUP, "due_group", IS_GROUP | Q(has_groups=True)),
    Duty(MeetingType.LECTURE, "due_lecture", MEETS),
    Duty(MeetingType.PARTY_DAY, "due_party_day", MEETS),
    Duty(MeetingType.LIFE, "due_life", KEEPS_FILES),
    Duty(MeetingType.APPRAISAL, "due_appraisal", KEEPS_FILES),
    Duty(MeetingType.TALK, "due_talk", KEEPS_FILES),
)
BY_KIND = {duty.kind: duty for duty in TABLE}


def times(kind, period, rules):
    """How often a kind is due in a period from those it applies to; `rules`: the settings of its middle."""
    wanted, every = rules.frequency(BY_KIND[kind].setting)
    return wanted if every == period.every else 0


def is_over(period, on, rules):
    """Whether what is not recorded by now is missing: the period and the days of grace are past."""
    return on > period.last + timedelta(days=rules.number("due_grace_days"))


def with_duty(branches, kind, period, *, on):
    """Annotate Party organizations with `due` and `held` of one kind in one period, and `missing`, as of a day."""
    rules = parameters.as_of(period.middle)
    owing = Q(pk__in=_standing(branches, period).filter(BY_KIND[kind].applies).values("pk"))
    wanted = times(kind, period, rules) if period.first <= on else 0
    due = Case(When(owing, then=Value(wanted)), default=Value(0), output_field=IntegerField())
    return branches.annotate(due=due, held=_held(kind, period, on)).annotate(
        missing=Greatest(F("due") - F("held"), Value(0), output_field=IntegerField())
    )


def _standing(branches, period):
    """Those that stood from the period's middle to its end, with what the table's conditions ask about."""
    posts = Post.objects.filter(in_force(period.middle), branch=OuterRef("pk"), title__in=COMMITTEE_POSTS)
    standing = in_force(period.middle) & (Q(end=None) | Q(end__gt=period.last))
    groups = PartyGroup.objects.filter(in_force(period.middle), branch=OuterRef("pk"))
    return branches.model.objects.filter(standing).annotate(has_committee=Exists(posts), has_groups=Exists(groups))


def of_kind(kind):
    """Q for meetings of a kind, alone or together with others."""
    return Q(type=kind) | Q(also__contains=kind.value)


def _held(kind, period, on):
    meetings = Meeting.objects.counted().filter(of_kind(kind), held_on__range=(period.first, min(period.last, on)))
    own = meetings.filter(branch=OuterRef("pk")).order_by().values("branch").annotate(n=Count("pk"))
    joint = JointBranch.objects.filter(is_listed=True, meeting__in=meetings, branch=OuterRef("pk"))
    joint = joint.exclude(meeting__branch=OuterRef("pk")).order_by().values("branch").annotate(n=Count("pk"))
    return Coalesce(Subquery(own.values("n")), 0) + Coalesce(Subquery(joint.values("n")), 0)


def running(kind, on):
    """The period a kind is due in on a day; None for a kind that nothing is said about."""
    if kind not in BY_KIND:
        return None
    _, every = parameters.as_of(on).frequency(BY_KIND[kind].setting)
    return containing(on, Every(every)) if every else None
