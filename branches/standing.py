"""How a Party organization stands on a day: units covered, term, secretary; and the conditions that ask for attention."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from orgs import parameters
from orgs.models import Organization
from xiaoyi_partybuild.access.dates import PartialDateField, add_months, in_force

from .enums import Level, PostTitle
from .models import Coverage, Post, Term


def with_standing(branches, *, on, rules=None):
    """Annotate Party organizations with `units` (registered organizations covered), `term_due`, `has_secretary`.

    term_due: the last day of the newest term begun by the day, an approved extension included; None when no term is known.
    """
    rules = rules or parameters.as_of(on)
    return branches.annotate(
        units=_units(on),
        term_due=_term_due(on),
        has_secretary=Exists(Post.objects.filter(in_force(on), branch=OuterRef("pk"), title=PostTitle.SECRETARY)),
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
    return {
        "overdue": Q(term_due__lt=on.isoformat()),
        "due_soon": Q(term_due__gte=on.isoformat(), term_due__lte=soon.isoformat()),
        "vacant": Q(has_secretary=False, units__gt=0),
        "large_joint": Q(level=Level.JOINT, units__gt=rules.number("joint_units")),
    }


def standing_in(name, branches, *, on, rules):
    """The Party organizations existing on the day that meet one condition."""
    standing = with_standing(branches.existing(on=on), on=on, rules=rules)
    return standing.filter(conditions(on=on, rules=rules)[name])
