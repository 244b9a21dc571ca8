"""What is typed and not yet filed, and the photos and papers of a meeting."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import PaperKind, PaperUse
from .meetings import Meeting
from .organizations import Branch


class Draft(models.Model):
    """A form as far as it was typed: working state of one person, sealed; blanked and spent when the record is saved.

    Its key is unique and stays: the same form sent again finds the record it became.
    """

    scope = Scope(Kind.OWN, owner=("by",))
    unjournaled = frozenset({"typed"})

    key = models.UUIDField("表单编号", unique=True, default=uuid.uuid4)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="+")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, verbose_name="会议和活动", related_name="+")
    type = models.CharField("会议类型", max_length=10)
    typed = EncryptedTextField("已填内容", blank=True)
    at = models.DateTimeField("保存时间")
    is_spent = models.BooleanField("已用", default=False)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "没写完的记录"
        ordering = ["-at"]

    def __str__(self):
        return f"{self.branch} {self.at:%Y-%m-%d}"


class Paper(models.Model):
    """A photo, a sign-in sheet or another paper of a meeting. The file lies sealed under `token`; taken back, not listed.

    Until the record is saved it hangs on its writer's draft.
    """

    scope = Scope(
        Kind.PERSONAL,
        region=("meeting__branch__region__code",),
        branch=("meeting__branch", "meeting__branch__superior", "meeting__branch__further_manager"),
        owner=("draft__by",),
    )

    token = models.UUIDField("文件编号", unique=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, verbose_name="会议和活动", related_name="papers"
    )
    draft = models.ForeignKey(
        Draft, models.PROTECT, null=True, blank=True, verbose_name="没写完的记录", related_name="papers"
    )
    name = models.CharField("文件名", max_length=120)
    use = models.CharField("用途", max_length=7, choices=PaperUse, default=PaperUse.PHOTO)
    kind = models.CharField("格式", max_length=5, choices=PaperKind)
    size = models.PositiveIntegerField("大小")
    is_listed = models.BooleanField("列入", default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "照片和附件"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting=None) ^ Q(draft=None),
                name="paper_hangs_somewhere",
                violation_error_message="附件要么属于一份记录，要么属于没写完的一份，只能是其中一处",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def safe_name(self):
        """The name with the ending of what it really is."""
        ending = {PaperKind.JPEG: "jpg"}.get(self.kind, self.kind)
        stem = self.name.rpartition(".")[0] or self.name
        return f"{stem}.{ending}"
