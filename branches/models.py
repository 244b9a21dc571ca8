"""Party organizations, whom they cover, who belongs to them, who is sent to help, and what they do."""

from django.db import models
from django.db.models import F, Q

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.dates import PartialDateField, Period
from xiaoyi_partybuild.access.fields import BlindIndexField, EncryptedTextField
from xiaoyi_partybuild.access.scoping import Kind, Scope, ScopedManager

from .enums import (
    Employment,
    FilePlace,
    Level,
    MeetingType,
    MemberCategory,
    MemberStatus,
    Mode,
    PostTitle,
    ServedUnitType,
    Sex,
    Special,
)
from .querysets import BranchQuerySet


def hanging_on(branch, kind=Kind.BUSINESS):
    """The scope of a row that belongs to a branch: its region, itself, the branch above it, the further manager."""
    return Scope(
        kind,
        region=(f"{branch}__region__code",),
        branch=(branch, f"{branch}__superior", f"{branch}__further_manager"),
    )


class Branch(Period):
    """A primary-level Party organization, from its founding to its abolition."""

    scope = Scope(Kind.BUSINESS, region=("region__code",), branch=("pk", "superior", "further_manager"))

    name = models.CharField("党组织名称", max_length=200)
    level = models.CharField("党组织类别", max_length=10, choices=Level, default=Level.BRANCH)
    special = models.CharField("特殊类型", max_length=10, choices=Special, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="党建管理区域", related_name="branches")
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级党组织", related_name="subordinates"
    )
    further_manager = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="另一管理党组织", related_name="co_managed"
    )
    approved_by = models.CharField("审批单位", max_length=100, blank=True)
    approval_number = models.CharField("审批文号", max_length=60, blank=True)
    is_pilot = models.BooleanField("品牌建设试点", default=False)
    brand = models.CharField("党建品牌", max_length=100, blank=True)
    remark = models.TextField("备注", blank=True)

    objects = models.Manager.from_queryset(BranchQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["region__code", "name"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="branch_name", violation_error_message="已有同名的党组织")
        ]

    def __str__(self):
        return self.name


class Coverage(Period):
    """An organization hangs on a Party organization, in one of four modes, for a time."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code", "branch__region__code"),
        branch=("branch", "branch__superior", "branch__further_manager"),
    )

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="coverages")
    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="coverages")
    mode = models.CharField("组建方式", max_length=10, choices=Mode)
    is_primary = models.BooleanField("主要隶属", default=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "组织覆盖"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "branch", "start"],
                name="coverage_once",
                violation_error_message="这个社会组织与党组织的同一段覆盖关系已经登记",
            )
        ]

    def __str__(self):
        return f"{self.organization} — {self.branch}（{self.get_mode_display()}）"


class Term(models.Model):
    """One term of a branch's committee or secretary (届次)."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="terms")
    number = models.PositiveIntegerField("届次", null=True, blank=True)
    start = PartialDateField("本届起始")
    due = PartialDateField("届满日期")
    extended_until = PartialDateField("批准延期至", null=True, blank=True)
    extension_number = models.CharField("延期批准文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "届次"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["branch", "start"], name="term_once", violation_error_message="这一届已经登记")
        ]

    def __str__(self):
        return f"{self.branch} {self.start}—{self.due}"


class Post(Period):
    """Who holds which post of a Party organization, from when until when."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="党组织", related_name="posts")
    title = models.CharField("党内职务", max_length=15, choices=PostTitle)
    name = models.CharField("姓名", max_length=50)
    phone = EncryptedTextField("联系电话", blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党内任职"
        ordering = ["title", "-start"]

    def __str__(self):
        return f"{self.get_title_display()} {self.name}"


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


class ServedUnit(Period):
    """A merchant or other unit a Party organization serves: shown beside the rates, never inside them."""

    scope = hanging_on("branch")

    branch = models.ForeignKey(Branch, models.PROTECT, verbose_name="服务它的党组织", related_name="served_units")
    name = models.CharField("单位名称", max_length=200)
    type = models.CharField("类别", max_length=12, choices=ServedUnitType, default=ServedUnitType.MERCHANT)
    location = models.CharField("所在市场、楼宇", max_length=100, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "服务单位"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "name"], name="served_unit_once", violation_error_message="这个服务单位已经登记"
            )
        ]

    def __str__(self):
        return self.name


class Instructor(models.Model):
    """A Party-building instructor (党建工作指导员)."""

    scope = Scope(
        Kind.BUSINESS,
        region=("region__code",),
        branch=("assignments__organization__coverages__branch",),
    )

    name = models.CharField("姓名", max_length=50)
    unit = models.CharField("工作单位", max_length=100, blank=True)
    title = models.CharField("职务", max_length=50, blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="派出区域", related_name="instructors")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "党建指导员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "unit"], name="instructor_once", violation_error_message="这个单位已有同名的指导员"
            )
        ]

    def __str__(self):
        return self.name


class Assignment(Period):
    """An instructor is sent to an organization for a time."""

    scope = Scope(
        Kind.BUSINESS,
        region=("organization__region__code",),
        branch=("organization__coverages__branch", "organization__coverages__branch__superior"),
    )

    instructor = models.ForeignKey(Instructor, models.PROTECT, verbose_name="党建指导员", related_name="assignments")
    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="社会组织", related_name="assignments")
    document = models.CharField("派出文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "指导员派驻"
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(
                fields=["instructor", "organization", "start"],
                name="assignment_once",
                violation_error_message="这次派驻已经登记",
            )
        ]

    def __str__(self):
        return f"{self.instructor} → {self.organization}"


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
