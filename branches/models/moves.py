"""What happens to members: the relationship moves, a member is away or lost, dues of a month are owed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.scoping import Kind, ScopedManager

from ..enums import AbsenceKind, TransferState
from .members import Member
from .organizations import Branch
from .promises import in_order
from .scopes import hanging_on


class Transfer(models.Model):
    """A member's relationship on its way (组织关系接转). A side without a branch of ours is named in words.

    Until it is received the member counts where the file is: in the branch that sent it.
    """

    scope = hanging_on("from_branch", Kind.PERSONAL, also="to_branch")

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员", related_name="transfers")
    from_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, verbose_name="转出党组织", related_name="transfers_out"
    )
    from_name = models.CharField("转出党组织（市外或未登记）", max_length=200, blank=True)
    to_branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, verbose_name="转入党组织", related_name="transfers_in"
    )
    to_name = models.CharField("转入党组织（市外或未登记）", max_length=200, blank=True)
    letter = models.CharField("介绍信编号", max_length=60, blank=True)
    sent_on = models.DateField("转出日期")
    state = models.CharField("进度", max_length=10, choices=TransferState, default=TransferState.SENT)
    closed_on = models.DateField("接收或退回日期", null=True, blank=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "组织关系接转"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_branch=F("from_branch")) | Q(to_branch=None) | Q(from_branch=None),
                name="transfer_elsewhere",
                violation_error_message="转入和转出是同一个党组织，不用接转",
            ),
            models.CheckConstraint(
                condition=(Q(from_branch__isnull=False) | ~Q(from_name="")) & (Q(to_branch__isnull=False) | ~Q(to_name="")),
                name="transfer_names_both_ends",
                violation_error_message="请写明从哪个党组织转出、转到哪个党组织",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.SENT, closed_on=None)
                | (~Q(state=TransferState.SENT) & Q(closed_on__isnull=False)),
                name="transfer_closed_when_dated",
                violation_error_message="已接收、退回或撤回的要有日期，还没有接收的不能有",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state=TransferState.SENT),
                name="transfer_one_on_its_way",
                violation_error_message="这名党员的组织关系已经在接转中",
            ),
            in_order("transfer", "sent_on", "closed_on", "接收或退回日期不能早于转出日期"),
        ]

    def __str__(self):
        return f"{self.member}：{self.origin} → {self.destination}"

    def get_absolute_url(self):
        return reverse("branches:member", args=[self.member_id])

    @property
    def origin(self):
        return str(self.from_branch or self.from_name)

    @property
    def destination(self):
        return str(self.to_branch or self.to_name)


class Absence(Period):
    """A member lives elsewhere for a time (流动), or cannot be reached (失去联系)."""

    scope = hanging_on("member__home_branch", Kind.PERSONAL)

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员", related_name="absences")
    kind = models.CharField("情况", max_length=10, choices=AbsenceKind)
    place = models.CharField("流向", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "流动和失联"
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=False),
                name="absence_has_start",
                violation_error_message="请写明从哪一天起",
            ),
            in_order("absence", "start", "end", "结束日期不能早于开始日期"),
        ]

    def __str__(self):
        return f"{self.member} {self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("branches:member", args=[self.member_id])


class DuesCheck(models.Model):
    """The branch has gone through its members' dues of a month: who is not in arrears has paid."""

    scope = hanging_on("branch", Kind.PERSONAL)

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="dues_checks")
    month = PartialDateField("月份")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党费核对"
        ordering = ["branch", "-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "month"], name="dues_check_once", violation_error_message="这个月的党费已经核对过"
            )
        ]

    def __str__(self):
        return f"{self.branch} {self.month}"


class Arrears(models.Model):
    """A member had not paid the dues of a month. No amounts: wages are nobody's business here."""

    scope = hanging_on("member__home_branch", Kind.PERSONAL)

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员", related_name="arrears")
    month = PartialDateField("月份")
    settled_on = models.DateField("补交日期", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "欠交党费"
        ordering = ["member", "-month"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "month"], name="arrears_once_a_month", violation_error_message="这个月的欠交已经登记"
            )
        ]

    def __str__(self):
        return f"{self.member} {self.month}"
