"""Who was due at a meeting, who came, and how they voted."""

from django.db import models
from django.db.models import F, Q

from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import AbsenceReason, Mark
from .meetings import Meeting
from .members import Member
from .scopes import hanging_on


class Attendance(models.Model):
    """One line of a roster. Name, standing and vote stay as they were on the day; who was not due after all is marked so.

    member: None for a post holder of whom no member record exists.
    """

    scope = Scope(
        Kind.PERSONAL,
        region=("meeting__branch__region__code",),
        branch=(
            "meeting__branch",
            "meeting__branch__superior",
            "meeting__branch__further_manager",
            "member__home_branch",
        ),
    )

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议和活动", related_name="attendances")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, verbose_name="党员", related_name="attendances"
    )
    name = models.CharField("姓名", max_length=50)
    standing = models.CharField("身份", max_length=20, blank=True)
    has_vote = models.BooleanField("有表决权", default=True)
    mark = models.CharField("到会", max_length=7, choices=Mark, default=Mark.PRESENT)
    absence = models.CharField("缺席原因", max_length=8, choices=AbsenceReason, blank=True)
    note = models.CharField("原因说明", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "到会情况"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="attendance_once", violation_error_message="这名党员已在名单中"
            )
        ]

    def __str__(self):
        return self.name


class Vote(models.Model):
    """One matter voted on. `voters`, `due`: who could vote and came, and who could vote and was due, when it was counted.

    written: opinions handed in before the meeting by those who could not come. A line taken back is not listed.
    """

    scope = hanging_on("meeting__branch")

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议和活动", related_name="votes")
    place = models.PositiveSmallIntegerField("次序")
    matter = models.CharField("表决事项", max_length=200)
    is_election = models.BooleanField("选举", default=False)
    ayes = models.PositiveIntegerField("赞成", default=0)
    nays = models.PositiveIntegerField("反对", default=0)
    abstentions = models.PositiveIntegerField("弃权", default=0)
    written = models.PositiveIntegerField("会前书面意见", default=0)
    voters = models.PositiveIntegerField("有表决权实到", default=0)
    due = models.PositiveIntegerField("有表决权应到", default=0)
    is_listed = models.BooleanField("列入", default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "表决"
        ordering = ["meeting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "place"], name="vote_once", violation_error_message="这一项已经登记"),
            models.CheckConstraint(
                condition=Q(ayes__lte=F("voters") + F("written") - F("nays") - F("abstentions")) | Q(is_listed=False),
                name="vote_within_voters",
                violation_error_message="赞成、反对、弃权合计多于能表决的人数，请核对",
            ),
            models.CheckConstraint(
                condition=Q(voters__lte=F("due") - F("written")) | Q(is_listed=False),
                name="voters_within_due",
                violation_error_message="到会的和交书面意见的有表决权人数，多于应到的有表决权人数，请核对",
            ),
        ]

    def __str__(self):
        return self.matter
