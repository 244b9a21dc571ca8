"""What people decided about organizations: which are not the same, and which of two registers is right."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager


class Distinct(models.Model):
    """Two organizations that look alike and are not the same: they are not shown as a pair again, until it is taken back."""

    scope = Scope(
        Kind.BUSINESS,
        region=("first__region__code", "second__region__code"),
        branch=("first__coverages__branch", "second__coverages__branch"),
    )

    first = models.ForeignKey("orgs.Organization", models.PROTECT, verbose_name="一个", related_name="+")
    second = models.ForeignKey("orgs.Organization", models.PROTECT, verbose_name="另一个", related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="判定人", related_name="+")
    at = models.DateTimeField("判定时间")
    is_revoked = models.BooleanField("已收回", default=False)

    objects = ScopedManager()

    class Meta:
        app_label = "orgs"
        verbose_name = verbose_name_plural = "不是同一个"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="distinct_once", violation_error_message="这两个单位已经判定过"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="distinct_in_order",
                violation_error_message="请选两个不同的单位，编号小的在前",
            ),
        ]

    def __str__(self):
        return f"{self.first}、{self.second} 不是同一个"


class Reading(models.TextChoices):
    """How far the reading of a workbook has come that is held against the register."""

    UNDER_WAY = "under way", "正在读台账"
    READY = "ready", "可以核对"
    FAILED = "failed", "没有读成"
    OVER = "over", "已到期清理"


class Comparison(models.Model):
    """What a workbook said about organizations when it was held against the register. Belongs to whoever brought it.

    rows: [{"row": number, "said": {field: text}}], as orgs.reconciliation reads them. message: why there are none.
    """

    scope = Scope(Kind.OWN, owner=("by",))
    unjournaled = frozenset({"rows"})

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="核对人", related_name="+")
    at = models.DateTimeField("核对时间", auto_now_add=True)
    name = models.CharField("文件名", max_length=255)
    day = models.CharField("统计日期", max_length=10)
    rows = models.JSONField("各行内容", default=list)
    state = models.CharField("进度", max_length=10, choices=Reading, default=Reading.READY)
    message = models.CharField("说明", max_length=500, blank=True)

    objects = ScopedManager()

    class Meta:
        app_label = "orgs"
        verbose_name = verbose_name_plural = "两册核对"
        ordering = ["-pk"]

    def __str__(self):
        return self.name


class Side(models.TextChoices):
    REGISTER = "register", "以名册为准"
    LEDGER = "ledger", "以台账为准"


class Decision(models.Model):
    """Which side is right where two registers differ. It holds as long as both say what they said."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code",),
        branch=("organization__coverages__branch", "organization__coverages__branch__superior"),
        unless="organization__merged_into",
    )

    organization = models.ForeignKey("orgs.Organization", models.PROTECT, verbose_name="社会组织", related_name="decisions")
    field = models.CharField("项目", max_length=40)
    in_register = models.CharField("名册里写的", max_length=255, blank=True)
    in_ledger = models.CharField("台账里写的", max_length=255, blank=True)
    side = models.CharField("以哪边为准", max_length=10, choices=Side)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="判定人", related_name="+")
    at = models.DateTimeField("判定时间")

    objects = ScopedManager()

    class Meta:
        app_label = "orgs"
        verbose_name = verbose_name_plural = "两册出入的判定"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "field", "in_register", "in_ledger"],
                name="decision_once",
                violation_error_message="这处出入已经判定过",
            )
        ]

    def __str__(self):
        return f"{self.organization}：{self.get_side_display()}"
