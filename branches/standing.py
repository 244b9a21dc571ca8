"""How a Party organization stands on a day: units covered, term, secretary; and the conditions that ask for attention."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from orgs import parameters
from orgs.models import Organization
from xiaoyi_partybuild.access.dates import PartialDateField, add_months, in_force

from . import membership
from .enums import FilePlace, Level, PostTitle, Special
from .models import Coverage, Member, Post, Term

COMMITTEE = (PostTitle.ORGANIZATION, PostTitle.PUBLICITY, PostTitle.DISCIPLINE)
KEEPS_NO_FILES = (Special.TEMPORARY, Special.FUNCTIONAL, Special.MIXED)


def with_standing(branches, *, on, rules=None):
    """Annotate Party organizations with `units` (registered organizations covered), `term_due`, `has_secretary`,
    `has_committee`.

    term_due: the last day of the newest term begun by the day, an approved extension included; None when no term is known.
    """
    rules = rules or parameters.as_of(on)
    return branches.annotate(
        units=_units(on),
        term_due=_term_due(on),
        has_secretary=Exists(Post.objects.filter(in_force(on), branch=OuterRef("pk"), title=PostTitle.SECRETARY)),
        has_committee=Exists(Post.objects.filter(in_force(on), branch=OuterRef("pk"), title__in=COMMITTEE)),
    )


def _units(on):
    registered = Organization.objects.registered(on=on).filter(pk=OuterRef("organization"))
    links = Coverage.objects.filter(in_force(on), Exists(registered), branch=OuterRef("pk"))
    counted = links.order_by().values("branch").annotate(n=Count("organization", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def _term_due(on):
    begun = Term.objects.filter(branch=OuterRef("pk"), start__lte=on).order_by("-start")
    due = Greatest("due", Coalesce("extended_until", "due"), output_field=PartialDateField())
    return Subquery(begun.annotate(last=due).values("last")[:1])


def conditions(*, on, rules):
    """Name → Q, over branches that carry their standing. The posts of superiors that cover nobody are not kept here."""
    soon = add_months(on, rules.number("term_reminder_months"))
    elects = ~Q(special=Special.TEMPORARY)  # its officers are appointed and end with it (art. 8)
    return {
        "overdue": elects & Q(term_due__lt=on.isoformat()),
        "due_soon": elects & Q(term_due__gte=on.isoformat(), term_due__lte=soon.isoformat()),
        "vacant": Q(has_secretary=False, units__gt=0),
        "large_joint": Q(level=Level.JOINT, units__gt=rules.number("joint_units")),
        **_by_members(on, rules),
    }


def _by_members(on, rules):
    """What the number of members asks for. A branch whose roster is not in the books is not counted as empty."""
    counted = Q(level__in=(Level.BRANCH, Level.JOINT)) & ~Q(special__in=KEEPS_NO_FILES)
    return {
        "no_committee": counted & Q(has_committee=False, pk__in=_with(on, full__gte=rules.number("committee_members"))),
        "too_many": counted & Q(pk__in=_with(on, members__gt=rules.number("branch_members"))),
        "too_few": counted & Q(pk__in=_with(on, full__lt=rules.number("branch_minimum"))),
    }


def _with(on, **wanted):
    """The keys of branches by the numbers of members whose files they keep: one grouped query, not one a branch."""
    here = membership.as_of(Member.objects.filter(file_at=FilePlace.HERE), on=on)
    counts = here.order_by().values("home_on").annotate(members=Count("pk"), full=Count("pk", filter=membership.full(on)))
    return counts.filter(**wanted).values("home_on")


def standing_in(name, branches, *, on, rules):
    """The Party organizations existing on the day that meet one condition."""
    standing = with_standing(branches.existing(on=on), on=on, rules=rules)
    return standing.filter(conditions(on=on, rules=rules)[name])
