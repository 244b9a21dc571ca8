"""The register of organizations as of a day."""

from django.db.models import Exists, OuterRef, Q

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import VIEW, ScopedQuerySet

from .enums import GONE


def within(region):
    """Q for rows that hang on a region or on one below it: a child's code begins with its parent's."""
    return Q(region__code__startswith=region.code)


class OrganizationQuerySet(ScopedQuerySet):
    def registered(self, *, on):
        """A: registered here by the day and neither deregistered nor revoked; suspended and abnormal-list ones stay in."""
        periods = self.model._meta.get_field("status_periods").related_model.objects
        gone = periods.filter(in_force(on), organization=OuterRef("pk"), status__in=GONE)
        return self.standing().filter(registered_on__lte=on, registered_elsewhere=False).exclude(Exists(gone))

    def merged_away(self, user):
        """The rows this person would see if no other row stood for them."""
        return self._within(user, VIEW).filter(merged_into__isnull=False)
