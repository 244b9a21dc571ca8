"""Meetings and activities: one record for all kinds, whoever held it, and the organizations that took part."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from orgs.models import Organization
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import MeetingState, MeetingType
from ..querysets import MeetingQuerySet
from .campaigns import Brand, Education
from .instructors import Instructor
from .organizations import Branch

PRESENT_WITHIN_DUE = "实到人数不能多于应到人数"


class Meeting(models.Model):
    """A meeting or activity that was held, by a branch or led by an instructor.

    also: further kinds held in one sitting, their codes parted by commas. The four counts are what the roster says, or
    what a workbook said where there is no roster. version: how often it was saved.
    """

    scope = Scope(
        Kind.BUSINESS,
        region=("branch__region__code", "instructor__region__code"),
        branch=("branch", "branch__superior", "branch__further_manager", "joint_branches__branch"),
    )

    type = models.CharField("会议类型", max_length=10, choices=MeetingType)
    also = models.CharField("同时召开", max_length=100, blank=True)
    branch = models.ForeignKey(Branch, models.PROTECT, null=True, blank=True, verbose_name="党组织", related_name="meetings")
    instructor = models.ForeignKey(
        Instructor, models.PROTECT, null=True, blank=True, verbose_name="党建指导员", related_name="meetings"
    )
    held_on = models.DateField("召开日期")
    place = models.CharField("地点", max_length=100, blank=True)
    topic = models.CharField("议题", max_length=200)
    chair = models.CharField("主持人", max_length=50, blank=True)
    recorder = models.CharField("记录人", max_length=50, blank=True)
    due_count = models.PositiveIntegerField("应到人数", null=True, blank=True)
    present_count = models.PositiveIntegerField("实到人数", null=True, blank=True)
    voting_due = models.PositiveIntegerField("有表决权应到", null=True, blank=True)
    voting_present = models.PositiveIntegerField("有表决权实到", null=True, blank=True)
    agenda = models.TextField("议程", blank=True)
    content = models.TextField("主要内容", blank=True)
    resolution = models.TextField("决议", blank=True)
    education = models.ForeignKey(
        Education, models.PROTECT, null=True, blank=True, verbose_name="所属教育", related_name="meetings"
    )
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, verbose_name="所属品牌", related_name="meetings")
    state = models.CharField("状态", max_length=9, choices=MeetingState, default=MeetingState.ACCEPTED, editable=False)
    reason = models.CharField("退回、解锁原因", max_length=500, blank=True, editable=False)
    filed_on = models.DateField("提交日期", null=True, blank=True, editable=False)
    unlocked_until = models.DateField("解锁至", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("保存次数", default=0, editable=False)

    objects = models.Manager.from_queryset(MeetingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "会议和活动"
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["held_on"], name="meeting_held_on"),
            models.Index(fields=["branch", "held_on"], name="meeting_of_branch"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(branch=None) ^ Q(instructor=None),
                name="meeting_has_one_host",
                violation_error_message="请写明由哪个党组织召开，或由哪位指导员组织，只填一项",
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("due_count")) | Q(due_count=None) | Q(present_count=None),
                name="meeting_present_within_due",
                violation_error_message=PRESENT_WITHIN_DUE,
            ),
            models.CheckConstraint(
                condition=Q(voting_present__lte=F("voting_due")) | Q(voting_due=None) | Q(voting_present=None),
                name="meeting_voters_within_due",
                violation_error_message="到会的有表决权人数不能多于应到的有表决权人数",
            ),
        ]

    def __str__(self):
        return f"{self.kind_words} {self.held_on}"

    def get_absolute_url(self):
        return reverse("branches:meeting", args=[self.pk])

    @property
    def state_level(self):
        return MeetingState(self.state).level

    @property
    def kind_words(self):
        return "、".join(kind.label for kind in self.kinds)

    @property
    def number(self):
        """What people call the record by."""
        return f"{self.held_on.year}-{self.pk}"

    @property
    def kinds(self):
        """The MeetingTypes held in this sitting, the leading one first; not what stands in a form that is refused."""
        return [MeetingType(code) for code in (self.type, *self.also.split(",")) if code in MeetingType.values]


class JointBranch(models.Model):
    """A further branch that held a meeting together with the one that records it. Taken back, it stays as not listed."""

    scope = Scope(
        Kind.BUSINESS,
        region=("meeting__branch__region__code",),
        branch=("meeting__branch", "meeting__branch__superior", "meeting__branch__further_manager", "branch"),
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议和活动", related_name="joint_branches")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="共同召开的党组织", related_name="joint_meetings")
    is_listed = models.BooleanField("列入", default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "共同召开"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "branch"], name="joint_branch_once", violation_error_message="这个党组织已在共同召开之列"
            )
        ]

    def __str__(self):
        return str(self.branch)


class Participation(models.Model):
    """An organization took part in a meeting or activity: what activity coverage counts. Taken back, it is not listed."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code", "meeting__branch__region__code"),
        branch=("meeting__branch", "meeting__branch__superior", "meeting__branch__further_manager"),
        unless="organization__merged_into",
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议和活动", related_name="participations")
    organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name="参加的社会组织", related_name="participations"
    )
    is_listed = models.BooleanField("列入", default=True, editable=False)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "参加单位"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organization"],
                name="participation_once",
                violation_error_message="这个单位已在参加单位中",
            )
        ]

    def __str__(self):
        return str(self.organization)
