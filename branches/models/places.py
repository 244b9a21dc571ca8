"""What a Party organization has: groups, a venue, funds by source."""

from django.db import models

from xiaoyi_partybuild.access.dates import Period
from xiaoyi_partybuild.access.scoping import ScopedManager

from ..enums import FundSource, VenueType
from .organizations import Branch
from .scopes import hanging_on


class PartyGroup(Period):
    """A group (党小组) inside a branch."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="groups")
    name = models.CharField("党小组名称", max_length=50)
    leader = models.CharField("组长", max_length=50, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党小组"
        ordering = ["branch", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], name="group_name_once", violation_error_message="这个支部已有同名的党小组"
            )
        ]

    def __str__(self):
        return self.name


class Venue(Period):
    """Where a Party organization meets."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="venues")
    type = models.CharField("场所来源", max_length=10, choices=VenueType)
    address = models.CharField("场所地址", max_length=200)
    area = models.PositiveIntegerField("面积（平方米）", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "活动场所"
        ordering = ["branch", "-start"]

    def __str__(self):
        return self.address


class Fund(models.Model):
    """What a Party organization had for its work in a year, from one source."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="funds")
    year = models.PositiveIntegerField("年度")
    source = models.CharField("经费来源", max_length=10, choices=FundSource)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党建工作经费"
        ordering = ["branch", "-year", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "year", "source"],
                name="fund_once_a_year",
                violation_error_message="这个年度的这项来源已经登记，请修改原来那一条",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="fund_not_negative", violation_error_message="金额不能是负数"
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.get_source_display()}"
