"""Everything known about one Party organization as of a day, as far as the viewer may see it."""

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from branches import standing
from branches.enums import MemberCategory, MemberStatus
from branches.models import Branch, Member
from orgs.models import Organization
from xiaoyi_partybuild.access.dates import add_months, in_force
from xiaoyi_partybuild.access.scoping import VIEW, Kind

MEETING_MONTHS = 12
FLAGS = ("overdue", "due_soon", "vacant", "large_joint")


def with_flags(branches, *, on, rules):
    """Annotate Party organizations that carry their standing with `is_overdue`, `is_due_soon`, `is_vacant` and the like."""
    conditions = standing.conditions(on=on, rules=rules)
    flags = {name: conditions[name] for name in FLAGS}
    return branches.annotate(
        **{f"is_{name}": flag for name, flag in flags.items()}, needs_attention=reduce(or_, flags.values())
    )


@dataclass(frozen=True)
class Record:
    """members: None for a viewer without the right to personal data; term_days: until the term ends, negative if overdue."""

    coverages: list
    terms: list
    posts: list
    members: list | None
    served_units: list
    meetings: list
    subordinates: list
    term_days: int | None
    open_organizations: set
    open_branches: set
    sees_personal: bool

    @property
    def days_overdue(self):
        return -self.term_days

    @property
    def full_members(self):
        return sum(member.category == MemberCategory.FULL for member in self.members)

    @property
    def meeting_counts(self):
        """(type, times), the most frequent first."""
        return Counter(meeting.get_type_display() for meeting in self.meetings).most_common()


def build(branch, *, viewer, on):
    sees_personal = bool(viewer.reach(VIEW, Kind.PERSONAL))
    coverages = list(_begun(branch.coverages, viewer, on).select_related("organization"))
    related = {branch.superior_id, branch.further_manager_id} - {None}
    return Record(
        coverages=coverages,
        terms=list(branch.terms.visible_to(viewer).filter(start__lte=on)),
        posts=list(_begun(branch.posts, viewer, on)),
        members=list(_members(branch, viewer, on)) if sees_personal else None,
        served_units=list(branch.served_units.visible_to(viewer).filter(in_force(on))),
        meetings=list(_meetings(branch, viewer, on)),
        subordinates=list(branch.subordinates.visible_to(viewer).existing(on=on)),
        term_days=(branch.term_due.last - on).days if branch.term_due else None,
        open_organizations=_open(Organization, {coverage.organization_id for coverage in coverages}, viewer),
        open_branches=_open(Branch, related, viewer),
        sees_personal=sees_personal,
    )


def _begun(rows, viewer, on):
    """What began by the day, what holds on it first."""
    begun = Q(start__lte=on) | Q(start=None)
    visible = rows.visible_to(viewer).filter(begun)
    return visible.annotate(is_current=in_force(on)).order_by("-is_current", "-start", "pk")


def _members(branch, viewer, on):
    """Those of the home branch who had not left by the day."""
    stays = Q(left_on=None, status=MemberStatus.NORMAL) | Q(left_on__gt=on)
    return Member.objects.visible_to(viewer).filter(stays, home_branch=branch)


def _meetings(branch, viewer, on):
    since = add_months(on, -MEETING_MONTHS)
    return branch.meetings.visible_to(viewer).filter(held_on__gt=since, held_on__lte=on).select_related("branch")


def _open(model, pks, viewer):
    return set(model.objects.visible_to(viewer).filter(pk__in=pks).values_list("pk", flat=True))
