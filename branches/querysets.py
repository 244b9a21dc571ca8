"""Party organizations as of a day, and the meetings that count."""

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import ScopedQuerySet

from .enums import MeetingState

COUNTED = (MeetingState.SUBMITTED, MeetingState.ACCEPTED)


class BranchQuerySet(ScopedQuerySet):
    def existing(self, *, on):
        """Founded by the day and not abolished."""
        return self.filter(in_force(on))


class MeetingQuerySet(ScopedQuerySet):
    def counted(self):
        """What is reported as held: filed and not sent back."""
        return self.filter(state__in=COUNTED)
