"""Everything known about one organization as of a day, as far as the viewer may see it (一社一档)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from branches.models import Branch, Meeting
from branches.posts import secretary
from orgs import merging
from orgs.models import Organization
from xiaoyi_partybuild.access.dates import add_months, in_force
from xiaoyi_partybuild.access.scoping import VIEW, Kind

from . import timeline

MEETING_MONTHS = 12


@dataclass(frozen=True)
class Dossier:
    """Rows with a start and an end carry `is_current`; open_branches: keys of the branches the viewer may open."""

    organization: Organization
    on: date
    former_names: list
    merged: list
    statuses: list
    headcounts: list
    coverages: list
    assignments: list
    mass_organizations: list
    meetings: list
    inspections: list
    gradings: list
    open_branches: set
    sees_personal: bool

    @property
    def headcount(self):
        """The newest one, or None."""
        return self.headcounts[0] if self.headcounts else None

    @property
    def current_statuses(self):
        return [status for status in self.statuses if status.is_current]

    @property
    def meeting_counts(self):
        """(type, times), the most frequent first."""
        return Counter(meeting.get_type_display() for meeting in self.meetings).most_common()

    @property
    def events(self):
        return timeline.of(self)


def build(organization, *, viewer, on):
    coverages = _begun(organization.coverages, viewer, on).select_related("branch")
    return Dossier(
        organization=organization,
        on=on,
        former_names=list(organization.former_names.visible_to(viewer)),
        merged=list(merging.away(viewer).filter(merged_into=organization)),
        statuses=list(_begun(organization.status_periods, viewer, on)),
        headcounts=list(organization.headcounts.visible_to(viewer).filter(on__lte=on)),
        coverages=list(coverages.annotate(secretary=secretary(on=on, branch="branch"))),
        assignments=list(_begun(organization.assignments, viewer, on).select_related("instructor")),
        mass_organizations=list(_begun(organization.mass_organizations, viewer, on)),
        meetings=list(_meetings(organization, viewer, on)),
        inspections=list(organization.inspections.visible_to(viewer).filter(year__lte=on.year)),
        gradings=list(_begun(organization.gradings, viewer, on)),
        open_branches=_open_branches(organization, viewer),
        sees_personal=bool(viewer.reach(VIEW, Kind.PERSONAL)),
    )


def _begun(rows, viewer, on):
    """What began by the day, what holds on it first."""
    begun = Q(start__lte=on) | Q(start=None)
    visible = rows.visible_to(viewer).filter(begun)
    return visible.annotate(is_current=in_force(on)).order_by("-is_current", "-start", "pk")


def _meetings(organization, viewer, on):
    """What it took part in during the last twelve months."""
    year = {"held_on__gt": add_months(on, -MEETING_MONTHS), "held_on__lte": on}
    held = Meeting.objects.visible_to(viewer).filter(participations__organization=organization, **year)
    return held.select_related("branch", "instructor")


def _open_branches(organization, viewer):
    linked = organization.coverages.visible_to(viewer).values("branch")
    return set(Branch.objects.visible_to(viewer).filter(pk__in=linked).values_list("pk", flat=True))
