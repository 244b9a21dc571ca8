"""Party members: counted in the home branch alone, taking part in others too."""

from django.db import models

from orgs.models import Organization
from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.fields import BlindIndexField, EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from ..enums import Employment, FilePlace, MemberCategory, MemberStatus, Sex
from .organizations import Branch
from .scopes import hanging_on


class Member(models.Model):
    """A Party member, counted in the home branch alone. Never deleted: leaving is a status with a date."""

    scope = hanging_on("home_branch", Kind.PERSONAL)

    name = models.CharField("姓名", max_length=50)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    born = PartialDateField("出生年月", null=True, blank=True)
    id_number = EncryptedTextField("公民身份号码", blank=True)
    id_number_index = BlindIndexField("身份号码索引", source="id_number")
    phone = EncryptedTextField("联系电话", blank=True)
    education = models.CharField("学历", max_length=20, blank=True)
    category = models.CharField("党员类别", max_length=12, choices=MemberCategory)
    joined_on = PartialDateField("入党时间", null=True, blank=True)
    full_since = PartialDateField("转正时间", null=True, blank=True)
    status = models.CharField("党籍状态", max_length=12, choices=MemberStatus, default=MemberStatus.NORMAL)
    left_on = PartialDateField("离开时间", null=True, blank=True)
    home_branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="所在党组织", related_name="members")
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="工作单位", related_name="members"
    )
    employment = models.CharField("专职/兼职", max_length=10, choices=Employment, blank=True)
    file_at = models.CharField("组织关系所在", max_length=10, choices=FilePlace, default=FilePlace.HERE)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党员"
        ordering = ["home_branch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"],
                name="member_id_number",
                violation_error_message="这个身份号码已登记在另一名党员名下",
            )
        ]

    def __str__(self):
        return self.name


class FurtherBranch(Period):
    """A member takes part in another branch too (一方隶属、参加多重组织生活); counted at home only."""

    scope = Scope(
        Kind.PERSONAL,
        region=("branch__region__code", "member__home_branch__region__code"),
        branch=("branch", "member__home_branch"),
    )

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="党员", related_name="further_branches")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="参加的党组织", related_name="further_members")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "参加多重组织生活"

    def __str__(self):
        return f"{self.member} — {self.branch}"
