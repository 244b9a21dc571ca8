"""Regions, social organizations and what is dated about them (states, head-counts, former names); the dated rule numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from .enums import Field, Management, MassOrganizationType, OrganizationType, Status
from .judgements import Comparison as Comparison
from .judgements import Decision as Decision
from .judgements import Distinct as Distinct
from .querysets import OrganizationQuerySet
from .rule_numbers import DEFAULTS


class Region(models.Model):
    """An administrative division; a child's code begins with its parent's, so a subtree is a code prefix."""

    scope = Scope(Kind.REFERENCE, region=("code",), shared=True)

    code = models.CharField("区划代码", max_length=12, unique=True)
    name = models.CharField("名称", max_length=50)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="上级", related_name="children")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "区域"
        ordering = ["code"]

    def __str__(self):
        return self.name

    def clean(self):
        if self.parent and not self.code.startswith(self.parent.code):
            raise ValidationError({"code": f"代码要以上级“{self.parent}”的代码 {self.parent.code} 开头"})


class Organization(models.Model):
    """A registered social organization. Its credit code is its identity; names change."""

    scope = Scope(
        Kind.BUSINESS,
        region=("region__code",),
        branch=("coverages__branch", "coverages__branch__superior"),
        unless="merged_into",
    )

    name = models.CharField("社会组织名称", max_length=200)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True)  # noqa: DJ001 - unique, so empty is null
    certificate_number = models.CharField("登记证号", max_length=60, blank=True)
    type = models.CharField("社会组织类型", max_length=12, choices=OrganizationType)
    field = models.CharField("行业分类", max_length=15, choices=Field, blank=True)
    management = models.CharField("管理方式", max_length=10, choices=Management, blank=True)
    supervising_unit = models.CharField("业务主管单位", max_length=100, blank=True)
    registration_authority = models.CharField("登记管理机关", max_length=100, blank=True)
    inspection_authority = models.CharField("年检机关", max_length=100, blank=True)
    leading_body = models.CharField("党建领导机关", max_length=100, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=50, blank=True)
    funds = models.DecimalField("注册资金（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    registered_on = PartialDateField("成立登记日期")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="所属区域", related_name="organizations")
    address = models.CharField("住所", max_length=200, blank=True)
    business_scope = models.TextField("业务范围", blank=True)
    registered_elsewhere = models.BooleanField("在外登记（属地管理，不计入覆盖率）", default=False)
    is_priority = models.BooleanField("实体性重点单位", default=False)
    remark = models.TextField("备注", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="并入", related_name="merged_from"
    )

    objects = models.Manager.from_queryset(OrganizationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "社会组织"
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="organization_credit_code",
                violation_error_message="这个统一社会信用代码已登记在另一个社会组织名下",
            )
        ]
        indexes = [models.Index(fields=["name"], name="organization_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("orgs:detail", args=[self.pk])


class FormerName(models.Model):
    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code",),
        branch=("organization__coverages__branch", "organization__coverages__branch__superior"),
        unless="organization__merged_into",
    )

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="former_names")
    name = models.CharField("曾用名", max_length=200)
    until = PartialDateField("用到", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"

    def __str__(self):
        return self.name


class StatusPeriod(Period):
    """A state other than 正常, from a day until a day. Without one in force the organization is 正常."""

    scope = FormerName.scope

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="status_periods")
    status = models.CharField("状态", max_length=15, choices=Status)
    document = models.CharField("依据文号", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "登记状态"
        ordering = ["start"]

    def __str__(self):
        return f"{self.get_status_display()}（{self.start or '起始不详'}）"


class Headcount(models.Model):
    """Staff and members as reported on a day. The three counts of full members are three bases of the ≥3 test."""

    scope = FormerName.scope

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="headcounts")
    on = models.DateField("统计日期")
    staff = models.PositiveIntegerField("从业人员总数", null=True, blank=True)
    staff_full_time = models.PositiveIntegerField("专职人员", null=True, blank=True)
    staff_part_time = models.PositiveIntegerField("兼职人员", null=True, blank=True)
    members_on_file = models.PositiveIntegerField("组织关系在本单位的正式党员", default=0)
    members_full_time = models.PositiveIntegerField("专职人员中的正式党员", default=0)
    members_all = models.PositiveIntegerField("从业人员中的正式党员", default=0)
    probationary = models.PositiveIntegerField("预备党员", default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "人员情况"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "on"],
                name="headcount_once_a_day",
                violation_error_message="这一天的人员情况已经填过",
            ),
            models.CheckConstraint(
                condition=Q(members_full_time__lte=F("members_all")) & Q(members_on_file__lte=F("members_all")),
                name="headcount_parts_within_all",
                violation_error_message="专职党员数、组织关系在本单位的党员数都不能多于从业人员中的正式党员数",
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.on}"


class MassOrganization(Period):
    """A trade union, Youth League or women's federation in the organization: one route of work coverage."""

    scope = FormerName.scope

    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="社会组织", related_name="mass_organizations"
    )
    type = models.CharField("群团组织", max_length=15, choices=MassOrganizationType)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "群团组织"

    def __str__(self):
        return self.get_type_display()


class Parameter(models.Model):
    """A rule's number from a day on, with its source. Without one the default of orgs/rule_numbers.py holds."""

    scope = Scope(Kind.REFERENCE, shared=True)

    key = models.CharField("参数", max_length=40)
    value = models.CharField("取值", max_length=40)
    since = models.DateField("自何日起")
    source = models.CharField("依据", max_length=200)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "规则参数"
        ordering = ["key", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "since"], name="parameter_once_a_day", violation_error_message="同一天已有这个参数的取值"
            )
        ]

    def __str__(self):
        return f"{DEFAULTS[self.key].label if self.key in DEFAULTS else self.key}：{self.value}（{self.since} 起）"

    def clean(self):
        if self.key not in DEFAULTS:
            raise ValidationError({"key": f"没有“{self.key}”这个参数，请从列表里选"})
        rule = DEFAULTS[self.key]
        if not rule.accepts(self.value):
            raise ValidationError({"value": f"“{self.value}”不能作这个参数的取值，请像默认值“{rule.value}”那样填写"})
