"""Party organizations as of a day."""

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import ScopedQuerySet


class BranchQuerySet(ScopedQuerySet):
    def existing(self, *, on):
        """Founded by the day and not abolished."""
        return self.filter(in_force(on))
