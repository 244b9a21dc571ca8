"""Party organizations, whom they cover, their terms and posts, and the merchants they serve."""

from django.db import models
from django.urls import reverse

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import Level, Mode, PostTitle, ServedUnitType, Special
from ..querysets import BranchQuerySet
from .scopes import hanging_on


class Branch(Period):
    """A primary-level Party organization, from its founding to its abolition."""

    scope = Scope(Kind.BUSINESS, region=("region__code",), branch=("pk", "superior", "further_manager"))

    name = models.CharField("党组织名称", max_length=200)
    level = models.CharField("党组织类别", max_length=10, choices=Level, default=Level.BRANCH)
    special = models.CharField("特殊类型", max_length=10, choices=Special, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="党建管理区域", related_name="branches")
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级党组织", related_name="subordinates"
    )
    further_manager = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="另一管理党组织", related_name="co_managed"
    )
    approved_by = models.CharField("审批单位", max_length=100, blank=True)
    approval_number = models.CharField("审批文号", max_length=60, blank=True)
    is_pilot = models.BooleanField("品牌建设试点", default=False)
    brand = models.CharField("党建品牌", max_length=100, blank=True)
    remark = models.TextField("备注", blank=True)

    objects = models.Manager.from_queryset(BranchQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="branch_name", violation_error_message="已有同名的党组织")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("branches:detail", args=[self.pk])


class Coverage(Period):
    """An organization hangs on a Party organization, in one of four modes, for a time."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code", "branch__region__code"),
        branch=("branch", "branch__superior", "branch__further_manager"),
        unless="organization__merged_into",
    )

    sole = "is_primary"  # of an organization's links in force at one time

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="coverages")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="coverages")
    mode = models.CharField("组建方式", max_length=10, choices=Mode)
    is_primary = models.BooleanField("主要隶属", default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "组织覆盖"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "branch", "start"],
                name="coverage_once",
                violation_error_message="这个社会组织与党组织的同一段覆盖关系已经登记",
            )
        ]

    def __str__(self):
        return f"{self.organization} — {self.branch}（{self.get_mode_display()}）"


class Term(models.Model):
    """One term of a branch's committee or secretary (届次)."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="terms")
    number = models.PositiveIntegerField("届次", null=True, blank=True)
    start = PartialDateField("本届起始")
    due = PartialDateField("届满日期")
    extended_until = PartialDateField("批准延期至", null=True, blank=True)
    extension_number = models.CharField("延期批准文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "start"], name="term_once", violation_error_message="这一届已经登记")
        ]

    def __str__(self):
        return f"{self.branch} {self.start}—{self.due}"


class Post(Period):
    """Who holds which post of a Party organization, from when until when."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="posts")
    title = models.CharField("党内职务", max_length=15, choices=PostTitle)
    name = models.CharField("姓名", max_length=50)
    phone = EncryptedTextField("联系电话", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党内任职"
        ordering = ["title", "-start"]

    def __str__(self):
        return f"{self.get_title_display()} {self.name}"


class ServedUnit(Period):
    """A merchant or other unit a Party organization serves: shown beside the rates, never inside them."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="服务它的党组织", related_name="served_units")
    name = models.CharField("单位名称", max_length=200)
    type = models.CharField("类别", max_length=12, choices=ServedUnitType, default=ServedUnitType.MERCHANT)
    location = models.CharField("所在市场、楼宇", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "服务单位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], name="served_unit_once", violation_error_message="这个服务单位已经登记"
            )
        ]

    def __str__(self):
        return self.name
