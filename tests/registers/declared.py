"""Registers for tests, over the real models; put on the list only for the tests that ask for them."""

from branches.enums import Mode
from branches.models import Branch, Coverage, Meeting, Participation
from orgs.credit_code import check_character
from orgs.enums import MassOrganizationType, OrganizationType
from orgs.models import FormerName, Headcount, MassOrganization, Organization
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import AS_OF, REGISTRY, Finding, Part, Register

TYPES = {"社团": OrganizationType.GROUP, "民非": OrganizationType.SERVICE}


class Societies(Register):
    slug, title = "test-societies", "测试名册"
    complete = True
    group = "organization.type"
    parts = (
        Part(
            "organization",
            Organization,
            keys=(("credit_code",), ("certificate_number",), ("name",), ("former_names__name=name",)),
            given={"registered_on": AS_OF},
        ),
    )
    columns = (
        c.Text("organization.name", "社会组织名称", also=("单位名称", "名称"), required=True),
        c.CreditCode("organization.credit_code", "统一社会信用代码", also=("信用代码",), check=check_character),
        c.Code("organization.certificate_number", "登记证号"),
        c.Choice(
            "organization.type", "社会组织类型", also=("类型",), choices=OrganizationType, aliases=TYPES, required=True
        ),
        c.Text("organization.legal_representative", "法定代表人", also=("负责人", "理事长")),
        c.Date("organization.registered_on", "成立登记日期", also=("成立时间",)),
        c.Lookup("organization.region", "所属区域", also=("乡镇街道", "属地"), by=("code", "name"), required=True),
        c.YesNo("organization.is_priority", "重点单位"),
        c.Text("organization.remark", "备注", lines=True),
    )

    def check(self, values):
        if values.get("organization.legal_representative") == values.get("organization.name"):
            yield Finding("organization.legal_representative", "warning", "法定代表人和单位名称一样，请核对")

    def follow_up(self, part, instance, old, *, on):
        if old.get("name"):
            yield FormerName(organization=instance, name=old["name"], until=on)


class Ledger(Register):
    slug, title = "test-ledger", "测试台账"
    parts = (
        Part("organization", Organization, keys=(("credit_code",), ("name",)), creates=False),
        Part("headcount", Headcount, keys=(("organization", "on"),), given={"on": AS_OF}),
        Part("branch", Branch, keys=(("name",),), given={"region": "organization.region"}),
        Part(
            "coverage",
            Coverage,
            keys=(("organization", "branch", "start"), ("organization", "branch")),
            supersedes=("organization",),
        ),
        Part("mass", MassOrganization, keys=(("organization", "type"),), each="type"),
    )
    columns = (
        c.Text("organization.name", "社会组织名称", also=("单位名称",), changes=False),
        c.CreditCode("organization.credit_code", "统一社会信用代码", check=check_character, changes=False),
        c.Count("headcount.members_all", "党员队伍建设情况/正式党员"),
        c.Count("headcount.members_full_time", "党员队伍建设情况/专职党员"),
        c.Text("branch.name", "党组织名称"),
        c.Date("branch.start", "党组织成立时间"),
        c.Ticks("coverage.mode", "组建方式", choices=Mode),
        c.Date("coverage.start", "纳入时间"),
        c.Ticks("mass.type", "群团组织", choices=MassOrganizationType, several=True),
    )


class Meetings(Register):
    slug, title = "test-meetings", "测试会议"
    parts = (
        Part("meeting", Meeting, keys=(("branch", "held_on", "topic"),)),
        Part("participation", Participation, keys=(("meeting", "organization"),), each="organization"),
    )
    columns = (
        c.Lookup("meeting.branch", "党组织"),
        c.Text("meeting.type", "会议类型"),
        c.Date("meeting.held_on", "召开日期"),
        c.Text("meeting.topic", "议题", required=True),
        c.Count("meeting.due_count", "应到人数"),
        c.Count("meeting.present_count", "实到人数"),
        c.List("participation.organization", "参加单位", of=c.Lookup(by=("credit_code", "name", "former_names__name"))),
    )


SOCIETIES, LEDGER, MEETINGS = (REGISTRY.pop(one.slug) for one in (Societies, Ledger, Meetings))
