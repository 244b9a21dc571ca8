"""People on their way into the Party, the reviews of them, and the year's quota of the social organizations."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.dates import PartialDateField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import Sex
from .members import Member
from .organizations import Branch
from .promises import in_order
from .scopes import hanging_on


class Candidate(models.Model):
    """Somebody who has applied for membership. Each date is one step; development.py says which may come when.

    trainers and sponsors: names divided by 、; stopped_on: training ended without admission.
    """

    scope = hanging_on("branch", Kind.PERSONAL)

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    born = PartialDateField("出生年月", null=True, blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="所在党组织", related_name="candidates")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="工作单位", related_name="candidates"
    )
    applied_on = PartialDateField("申请入党时间")
    talked_on = PartialDateField("谈话时间", null=True, blank=True)
    activist_on = PartialDateField("确定入党积极分子时间", null=True, blank=True)
    trainers = models.CharField("培养联系人", max_length=100, blank=True)
    target_on = PartialDateField("列为发展对象时间", null=True, blank=True)
    trained_on = PartialDateField("短期集中培训时间", null=True, blank=True)
    training_days = models.PositiveIntegerField("培训天数", null=True, blank=True)
    vetted_on = PartialDateField("政治审查时间", null=True, blank=True)
    sponsors = models.CharField("入党介绍人", max_length=100, blank=True)
    prereviewed_on = PartialDateField("党委预审时间", null=True, blank=True)
    admitted_on = PartialDateField("接收大会日期", null=True, blank=True)
    approved_on = PartialDateField("党委审批日期", null=True, blank=True)
    member = models.OneToOneField(
        Member, models.PROTECT, null=True, blank=True, verbose_name="接收为党员", related_name="candidate"
    )
    stopped_on = PartialDateField("停止培养时间", null=True, blank=True)
    stop_reason = models.CharField("停止培养原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员对象"
        ordering = ["branch", "applied_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name", "applied_on"],
                name="candidate_once",
                violation_error_message="这个支部已登记过同名、同一天申请的人",
            ),
            models.CheckConstraint(
                condition=Q(activist_on__isnull=False) | Q(target_on=None),
                name="candidate_activist_first",
                violation_error_message="列为发展对象以前要先确定为入党积极分子，请补上那个时间",
            ),
            models.CheckConstraint(
                condition=Q(target_on__isnull=False) | Q(admitted_on=None),
                name="candidate_target_first",
                violation_error_message="接收为预备党员以前要先列为发展对象，请补上那个时间",
            ),
            models.CheckConstraint(
                condition=Q(admitted_on__isnull=False) | Q(approved_on=None),
                name="candidate_admitted_first",
                violation_error_message="党委审批以前要先开接收大会，请补上大会日期",
            ),
            in_order("candidate", "applied_on", "activist_on", "确定入党积极分子不能早于申请入党"),
            in_order("candidate", "activist_on", "target_on", "列为发展对象不能早于确定入党积极分子"),
            in_order("candidate", "target_on", "admitted_on", "接收大会不能早于列为发展对象"),
            in_order("candidate", "admitted_on", "approved_on", "党委审批不能早于接收大会"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("branches:candidate", args=[self.pk])


class Review(models.Model):
    """The branch's half-yearly review of an activist (考察)."""

    scope = hanging_on("candidate__branch", Kind.PERSONAL)

    candidate = models.ForeignKey(Candidate, models.PROTECT, verbose_name="发展党员对象", related_name="reviews")
    on = models.DateField("考察日期")
    finding = models.TextField("考察意见")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "培养考察"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "on"], name="review_once_a_day", violation_error_message="这一天的考察已经登记"
            )
        ]

    def __str__(self):
        return f"{self.candidate} {self.on}"


class Quota(models.Model):
    """How many may be admitted in a year in the social organizations of a region (发展党员计划单列)."""

    scope = Scope(Kind.BUSINESS, region=("region__code",))

    year = models.PositiveIntegerField("年度")
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="区域", related_name="quotas")
    planned = models.PositiveIntegerField("计划人数")
    document = models.CharField("下达文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "发展党员计划"
        ordering = ["-year", "region__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "region"],
                name="quota_once_a_year",
                violation_error_message="这个区域这一年的计划已经登记，请修改原来那一条",
            )
        ]

    def __str__(self):
        return f"{self.region} {self.year} 年发展党员计划"
