"""Party members: counted in the home branch alone, taking part in others too."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from orgs.models import Organization
from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.fields import BlindIndexField, EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, ScopedManager

from ..enums import Employment, FilePlace, MemberCategory, MemberStatus, Sex
from .organizations import Branch
from .promises import in_order
from .scopes import hanging_on


class Member(models.Model):
    """A Party member, counted in the home branch alone. Never deleted: leaving is a status with a date.

    going_to: the branch the relationship was sent to and that has not received it yet; it may see the member and receive.
    """

    scope = hanging_on("home_branch", Kind.PERSONAL, also="going_to")

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    born = PartialDateField("出生年月", null=True, blank=True)
    id_number = EncryptedTextField("公民身份号码", blank=True)
    id_number_index = BlindIndexField("身份号码索引", source="id_number")
    phone = EncryptedTextField("联系电话", blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    category = models.CharField("党员类别", max_length=12, choices=MemberCategory)
    joined_on = PartialDateField("入党时间", null=True, blank=True)
    probation_until = PartialDateField("延长预备期至", null=True, blank=True)
    full_since = PartialDateField("转正时间", null=True, blank=True)
    status = models.CharField("党籍状态", max_length=12, choices=MemberStatus, default=MemberStatus.NORMAL)
    left_on = PartialDateField("离开时间", null=True, blank=True)
    home_branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="所在党组织", related_name="members")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="工作单位", related_name="members"
    )
    employment = models.CharField("专职/兼职", max_length=10, choices=Employment, blank=True)
    file_at = models.CharField("组织关系所在", max_length=10, choices=FilePlace, default=FilePlace.HERE)
    going_to = models.ForeignKey(
        Branch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="正在转往",
        related_name="members_coming",
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["home_branch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                name="member_id_number",
                violation_error_message="这个身份号码已登记在另一名党员名下",
            ),
            models.CheckConstraint(
                condition=Q(going_to=None) | ~Q(going_to=F("home_branch")),
                name="member_goes_elsewhere",
                violation_error_message="转入和转出是同一个党组织，不用接转",
            ),
            models.CheckConstraint(
                condition=~Q(category=MemberCategory.PROBATIONARY) | Q(full_since=None),
                name="member_full_when_dated",
                violation_error_message="写了转正时间，就不再是预备党员，请改正其中一项",
            ),
            in_order("member", "joined_on", "full_since", "转正时间不能早于入党时间"),
            in_order("member", "joined_on", "probation_until", "延长预备期的终止日期不能早于入党时间"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("branches:member", args=[self.pk])


class FurtherBranch(Period):
    """A member takes part in another branch too (一方隶属、参加多重组织生活); counted at home only."""

    scope = hanging_on("branch", Kind.PERSONAL, also="member__home_branch")

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员", related_name="further_branches")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="参加的党组织", related_name="further_members")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "参加多重组织生活"

    def __str__(self):
        return f"{self.member} — {self.branch}"
