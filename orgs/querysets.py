"""The register of organizations as of a day."""

from django.db.models import Exists, OuterRef

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.scoping import ScopedQuerySet

from .enums import GONE, NOT_OPERATING


class OrganizationQuerySet(ScopedQuerySet):
    def registered(self, *, on):
        """A: registered by the day and neither deregistered nor revoked; suspended and abnormal-list ones stay in."""
        return self.filter(registered_on__lte=on).exclude(Exists(self._in_status(GONE, on)))

    def operating(self, *, on):
        """A′: registered, without those flagged dormant or about to be deregistered."""
        return self.registered(on=on).exclude(Exists(self._in_status(NOT_OPERATING, on)))

    def _in_status(self, statuses, on):
        periods = self.model._meta.get_field("status_periods").related_model.objects
        return periods.filter(in_force(on), organization=OuterRef("pk"), status__in=statuses)
