"""How a Party organization comes into being, is changed and ends: proposal, reply, election, filing."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from orgs.models import Region
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import Level, ProcedureKind, ProcedureState, Special
from .organizations import Branch
from .promises import in_order
from .scopes import hanging_on

DECIDED = (ProcedureState.APPROVED, ProcedureState.ELECTED, ProcedureState.FILED)


class Procedure(models.Model):
    """One matter: founding, adjusting or abolishing a Party organization. lifecycle.py says which act may come when.

    name, level, special, superior, region: what the Party organization is to be afterwards.
    """

    scope = Scope(Kind.BUSINESS, region=("region__code",), branch=("superior", *hanging_on("branch").branch))

    kind = models.CharField("事项", max_length=10, choices=ProcedureKind)
    state = models.CharField("进度", max_length=10, choices=ProcedureState, default=ProcedureState.PROPOSED)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, verbose_name="党组织", related_name="procedures"
    )
    name = models.CharField("党组织名称", max_length=200)
    level = models.CharField("党组织类别", max_length=10, choices=Level, default=Level.BRANCH)
    special = models.CharField("特殊类型", max_length=10, choices=Special, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="党建管理区域", related_name="procedures")
    superior = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, verbose_name="上级党组织", related_name="procedures_below"
    )
    applicant = models.CharField("申请单位", max_length=100, blank=True)
    good_for_activity = models.TextField("有利于党组织开展活动", blank=True)
    good_for_members = models.TextField("有利于党员参加组织生活", blank=True)
    good_for_lead = models.TextField("有利于上级党组织管理", blank=True)
    grounds = models.TextField("调整或撤销的理由", blank=True)
    proposed_on = models.DateField("申请日期")
    proposal_number = models.CharField("申请文号", max_length=60, blank=True)
    replied_on = models.DateField("批复日期", null=True, blank=True)
    reply_number = models.CharField("批复文号", max_length=60, blank=True)
    elected_on = models.DateField("选举日期", null=True, blank=True)
    election_number = models.CharField("选举结果报告文号", max_length=60, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filing_number = models.CharField("备案文号", max_length=60, blank=True)
    remark = models.TextField("批复意见", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织设置事项"
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ProcedureKind.ABOLISH)
                | ~(Q(good_for_activity="") | Q(good_for_members="") | Q(good_for_lead="")),
                name="procedure_three_statements",
                violation_error_message="“三个利于”要逐条写明，哪一条都不能空",
            ),
            models.CheckConstraint(
                condition=Q(kind=ProcedureKind.ESTABLISH) | ~Q(grounds=""),
                name="procedure_has_grounds",
                violation_error_message="请写明调整或撤销的理由",
            ),
            models.CheckConstraint(
                condition=Q(kind=ProcedureKind.ESTABLISH) | Q(branch__isnull=False),
                name="procedure_names_branch",
                violation_error_message="调整和撤销要说明是哪个党组织",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(replied_on__isnull=False),
                name="procedure_reply_dated",
                violation_error_message="已批复的事项要有批复日期",
            ),
            in_order("procedure", "proposed_on", "replied_on", "批复日期不能早于申请日期"),
            in_order("procedure", "replied_on", "elected_on", "选举日期不能早于批复日期"),
            in_order("procedure", "replied_on", "filed_on", "备案日期不能早于批复日期"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}{self.name}"

    def get_absolute_url(self):
        return reverse("branches:procedure", args=[self.pk])
