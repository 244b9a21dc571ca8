"""The roster of Party members (党员花名册)."""

from branches.enums import Employment, FilePlace, MemberCategory, MemberStatus, Sex
from branches.models import Member
from orgs import vocabulary
from orgs.models import Headcount
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.columns.identifiers import born_on
from xiaoyi_partybuild.registers.register import Finding, Part, Register
from xiaoyi_partybuild.registers.rules import Tally

from . import shared

CATEGORIES = {"正式": MemberCategory.FULL, "中共党员": MemberCategory.FULL, "预备": MemberCategory.PROBATIONARY}
STATUSES = {"在册": MemberStatus.NORMAL, "已转出": MemberStatus.TRANSFERRED, "死亡": MemberStatus.DECEASED}
PLACES = {
    "本单位": FilePlace.HERE,
    "本支部": FilePlace.HERE,
    "业务主管单位": FilePlace.SUPERVISOR,
    "挂靠单位": FilePlace.ATTACHED,
    "属地": FilePlace.TERRITORY,
    "原工作单位": FilePlace.FORMER,
    "原单位": FilePlace.FORMER,
}
EMPLOYMENTS = {"专职人员": Employment.FULL_TIME, "兼职人员": Employment.PART_TIME}


def is_counted_here(values):
    """Whether the ledger's count of full members with their files in the organization counts this person."""
    return (
        values.get("member.category") == MemberCategory.FULL
        and values.get("member.file_at", FilePlace.HERE) == FilePlace.HERE
        and values.get("member.status", MemberStatus.NORMAL) == MemberStatus.NORMAL
    )


def in_the_ledger(organizations, *, by):
    """{organization: full members with their files there} by the latest head-counts that `by` may see."""
    counts = Headcount.objects.visible_to(by).filter(organization__in=organizations).order_by("on")
    return {count.organization: count.members_on_file for count in counts.select_related("organization")}


class MemberRoster(Register):
    slug, title = "members", "党员花名册"
    group = "member.home_branch"
    parts = (Part("member", Member, keys=(("id_number",), ("name", "home_branch", "born"))),)
    columns = (
        c.Text("member.name", "姓名", also=("党员姓名",), required=True),
        c.Choice("member.sex", "性别", choices=Sex),
        c.Date("member.born", "出生年月", also=("出生日期", "出生时间", "出生"), personal=True),
        c.IdNumber("member.id_number", "公民身份号码", also=("身份证号", "身份证号码", "身份号码")),
        c.Text("member.education", "学历", also=("文化程度",)),
        c.Date("member.joined_on", "入党时间", also=("入党日期", "入党年月")),
        c.Date("member.probation_until", "延长预备期至", also=("预备期延长至", "延长预备期止")),
        c.Date("member.full_since", "转正时间", also=("转正日期",)),
        c.Choice("member.category", "党员类别", also=("党员类型", "类别"), choices=MemberCategory, aliases=CATEGORIES),
        c.Choice("member.status", "党籍状态", also=("状态",), choices=MemberStatus, aliases=STATUSES),
        c.Lookup("member.home_branch", "所在党支部", also=("所在支部", "党组织名称", *shared.NAMES)),
        c.Lookup(
            "member.organization",
            "工作单位",
            also=("所在单位", "单位名称", "社会组织名称"),
            by=vocabulary.LOOKUPS,
        ),
        c.Choice(
            "member.employment",
            "专兼职",
            also=("专职/兼职", "专职兼职", "是否专职"),
            choices=Employment,
            aliases=EMPLOYMENTS,
        ),
        c.Choice("member.file_at", "组织关系所在", also=("组织关系所在地", "组织关系"), choices=FilePlace, aliases=PLACES),
        c.Date("member.left_on", "离开时间", also=("转出时间", "转出日期", "离开日期")),
        c.Phone("member.phone", "联系电话", also=("手机", "电话", "手机号码")),
    )

    rules = (
        Tally(
            group="member.organization",
            counts=is_counted_here,
            stored=in_the_ledger,
            message="{group}：这份名册里组织关系在本单位的正式党员 {found} 人，台账里是 {stored} 人，请核对",
        ),
    )

    def population(self, rows, *, on):
        """Who had left by the day stands in the roster of that day no more."""
        return rows.exclude(left_on__lte=on)

    def fill(self, values):
        """Whoever was confirmed is a full member; an ID number tells the day of birth."""
        confirmed, born = values.get("member.full_since"), born_on(values.get("member.id_number") or "")
        return {"member.category": MemberCategory.FULL if confirmed else None, "member.born": born}

    @staticmethod
    def _check_number(values):
        """An ID number tells the day of birth and the sex as well."""
        number, born, sex = (values.get(f"member.{name}") for name in ("id_number", "born", "sex"))
        told = born_on(number or "")
        if told and born and not told.startswith(born):
            yield Finding("member.born", "warning", f"出生年月 {born.spoken} 与身份号码里的 {told} 不一致，请核对")
        if told and sex and sex != (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE):
            yield Finding("member.sex", "warning", "性别与身份号码不一致，请核对")

    def check(self, values):
        joined, full = values.get("member.joined_on"), values.get("member.full_since")
        if joined and full and full < joined:
            yield Finding("member.full_since", "error", f"转正时间 {full.spoken} 早于入党时间 {joined.spoken}，请改正")
        if values.get("member.category") == MemberCategory.PROBATIONARY and full:
            yield Finding("member.category", "error", "写了转正时间，党员类别却是预备党员，请改正其中一项", "正式党员")
        yield from self._check_number(values)
        if not values.get("member.id_number") and not values.get("member.born"):
            yield Finding("member.id_number", "error", "没有身份号码也没有出生年月，分不清是不是同一个人，请补上一项")
