"""The one table that says who may touch what."""

from django.db import models
from django.db.models import Q

from branches.models import Branch
from orgs.models import Region
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..roles import Role
from .people import User


class Grant(models.Model):
    """A person holds a role for a region with everything below it, or for a branch with the branches it leads.

    It counts from the moment a second person has confirmed it. `replaces`: the grant that ends then, when a post is handed
    over.
    """

    scope = Scope(Kind.GRANTS)

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="grants")
    role = models.CharField("角色", max_length=20, choices=Role)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="区域")
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, verbose_name="党组织")
    start = models.DateField("起始日期")
    end = models.DateField("终止日期", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name="授权人", related_name="+", editable=False
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+", editable=False
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="接替的授权", related_name="+", editable=False
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = [
            models.CheckConstraint(
                condition=Q(region=None) ^ Q(branch=None),
                name="grant_names_region_or_branch",
                violation_error_message="授权要么给一个区域，要么给一个党组织，请只选一项",
            )
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}（{self.region or self.branch}）"
