"""Meetings and activities, and the organizations that took part."""

from django.db import models
from django.db.models import F, Q

from orgs.models import Organization
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import MeetingType
from .instructors import Instructor
from .organizations import Branch


class Meeting(models.Model):
    """A meeting or activity that was held, by a branch or led by an instructor."""

    scope = Scope(
        Kind.BUSINESS,
        region=("branch__region__code", "instructor__region__code"),
        branch=("branch", "branch__superior", "branch__further_manager"),
    )

    type = models.CharField("会议类型", max_length=10, choices=MeetingType)
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
    content = models.TextField("主要内容", blank=True)
    resolution = models.TextField("决议", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "会议和活动"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["held_on"], name="meeting_held_on")]
        constraints = [
            models.CheckConstraint(
                condition=Q(branch=None) ^ Q(instructor=None),
                name="meeting_has_one_host",
                violation_error_message="请写明由哪个党组织召开，或由哪位指导员组织，只填一项",
            ),
            models.CheckConstraint(
                condition=Q(present_count__lte=F("due_count")) | Q(due_count=None) | Q(present_count=None),
                name="meeting_present_within_due",
                violation_error_message="实到人数不能多于应到人数",
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()} {self.held_on}"


class Participation(models.Model):
    """An organization took part in a meeting or activity: what activity coverage counts."""

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
