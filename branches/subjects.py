"""What findings are about: rows prepared for their conditions, where each hangs, and who of those above may close it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from orgs.models import Organization
from xiaoyi_partybuild.access.dates import add_months
from xiaoyi_partybuild.access.scoping import EDIT

from . import coverage, membership, standing
from .enums import TransferState
from .models import Absence, Branch, Candidate, Member, Procedure, Review, Transfer

BRANCHES, MEMBERS, ABSENCES, CANDIDATES = "branches", "members", "absences", "candidates"
ARRIVING, LEAVING, PROCEDURES, ORGANIZATIONS = "arriving", "leaving", "procedures", "organizations"


@dataclass(frozen=True)
class Subject:
    """prepare(rows, on=, rules=) annotates what conditions read; branch: path to the key of the branch, "" for none.

    above(rows, user): of the rows somebody may edit those on which he stands above, where editing alone does not say so.
    """

    model: type
    prepare: Callable
    branch: str
    above: Callable | None = None

    def branch_of(self, row):
        """The key of the branch a row belongs to; None for none."""
        for step in self.branch.split("__") if self.branch else ():
            row = getattr(row, step)
        return getattr(row, "pk", row) if self.branch else None


def _branches(rows, *, on, rules):
    return standing.with_standing(rows.existing(on=on), on=on, rules=rules)


def _members(rows, *, on, rules):
    rows = membership.with_state(membership.as_of(rows, on=on), on=on)
    return rows.select_related("home_branch")


def _absences(rows, *, on, rules):
    still = membership.as_of(Member.objects.filter(pk=OuterRef("member")), on=on)
    open_now = Q(start__lte=on) & (Q(end=None) | Q(end__gt=on))
    return rows.filter(open_now, Exists(still)).select_related("member")


def _candidates(rows, *, on, rules):
    since = add_months(on, -rules.number("review_months"))
    reviewed = Review.objects.filter(candidate=OuterRef("pk"), on__gt=since, on__lte=on)
    return rows.filter(stopped_on=None).annotate(is_reviewed=Exists(reviewed)).select_related("branch")


def _transfers(rows, *, on, rules):
    open_then = Q(state=TransferState.SENT) | Q(closed_on__gt=on)
    rows = rows.filter(open_then, sent_on__lte=on)
    return rows.select_related("member", "from_branch", "to_branch")


def _procedures(rows, *, on, rules):
    return rows.filter(proposed_on__lte=on).select_related("superior")


def _organizations(rows, *, on, rules):
    return coverage.with_facts(rows.registered(on=on), on=on, rules=rules)


def _leading(rows, user):
    led = Branch.objects.editable_by(user).values("pk")
    return rows.filter(Q(superior=None) | Q(superior__in=led))


def _regional(rows, user):
    return rows if user.reach(EDIT, Organization.scope.kind).regions else rows.none()


SUBJECTS = {
    BRANCHES: Subject(Branch, _branches, "pk"),
    MEMBERS: Subject(Member, _members, "home_branch_id"),
    ABSENCES: Subject(Absence, _absences, "member__home_branch_id"),
    CANDIDATES: Subject(Candidate, _candidates, "branch_id"),
    ARRIVING: Subject(Transfer, _transfers, "to_branch_id"),
    LEAVING: Subject(Transfer, _transfers, "from_branch_id"),
    PROCEDURES: Subject(Procedure, _procedures, "branch_id", _leading),
    ORGANIZATIONS: Subject(Organization, _organizations, "", _regional),
}
