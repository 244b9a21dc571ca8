"""The Party-building ledger (党建工作台账): people, Party organization, instructor and allies of each organization."""

from branches.enums import Mode, NoBranchReason
from branches.models import Assignment, Coverage, Instructor
from inspections.enums import Conclusion, Grade
from inspections.models import AnnualInspection, Grading
from orgs import credit_code, duplicates, vocabulary
from orgs.enums import MassOrganizationType
from orgs.models import Headcount, MassOrganization, Organization
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import AS_OF, Finding, Part, Register
from xiaoyi_partybuild.registers.rules import AtMost, Contradiction, InOrder, Missing, Sum

from . import shared

REGION = "organization.region"
VALIDITY = ("grading.start", "grading.end")
CONCLUSIONS = {
    "优秀": Conclusion.QUALIFIED,
    "未年检": Conclusion.ABSENT,
    "一年未年检": Conclusion.ABSENT,
    "两年未年检": Conclusion.ABSENT,
    "未按规定申报": Conclusion.ABSENT,
    "新成立": Conclusion.NOT_DUE,
    "尚未成立": Conclusion.NOT_DUE,
    "新批办": Conclusion.NOT_DUE,
    "刚成立不需检": Conclusion.NOT_DUE,
    "未满6个月": Conclusion.NOT_DUE,
}
GRADES = {
    f"{written}{suffix}": f"{number}A"
    for number in range(1, 6)
    for written in (f"{number}A", "A" * number)
    for suffix in ("", "级", "等级")
}
UNGRADED = dict.fromkeys(("未参评", "未评估", "未评", "未评定", "未定级", "无等级"))
REASONS = {
    "应建未建": NoBranchReason.OWING,
    "应建尚未建立": NoBranchReason.OWING,
    "不足三名党员": NoBranchReason.TOO_FEW,
    "不足3名党员": NoBranchReason.TOO_FEW,
    "党员不足3人": NoBranchReason.TOO_FEW,
    "有党员但不符合条件": NoBranchReason.TOO_FEW,
    "仅有个别党员": NoBranchReason.TOO_FEW,
    "没有党员": NoBranchReason.NO_MEMBERS,
    "上级未及时指导": NoBranchReason.UNGUIDED,
    "派驻党建指导员": NoBranchReason.OTHER,
}
MODES = {
    "单独建": Mode.SOLE,
    "单独": Mode.SOLE,
    "联合": Mode.JOINT,
    "行业": Mode.INDUSTRY,
    "挂靠": Mode.ATTACHED,
    "行业联合": Mode.INDUSTRY,
}


class Ledger(Register):
    slug, title = "ledger", "党建工作台账"
    parts = (
        Part("organization", Organization, keys=vocabulary.IDENTITY, creates=False),
        Part("headcount", Headcount, keys=(("organization", "on"),), given={"on": AS_OF}),
        shared.branch_part(REGION),
        Part(
            "coverage",
            Coverage,
            keys=(("organization", "branch", "start"), ("organization", "branch")),
            given={"is_primary": True},
            supersedes=("organization", "is_primary"),
        ),
        shared.TERM,
        shared.SECRETARY,
        Part("instructor", Instructor, keys=(("name", "unit"), ("name",)), given={"region": REGION}),
        Part("assignment", Assignment, keys=(("instructor", "organization", "start"), ("instructor", "organization"))),
        Part("mass_organization", MassOrganization, keys=(("organization", "type"),), each="type"),
        Part("inspection", AnnualInspection, keys=(("organization", "year"),)),
        Part(
            "grading",
            Grading,
            keys=(("organization", "grade", "start"), ("organization", "grade")),
            supersedes=("organization",),
            renewed=True,
        ),
    )
    columns = (
        c.Name("organization.name", "社会组织名称", also=vocabulary.NAMES, required=True, changes=False),
        c.CreditCode(
            "organization.credit_code",
            "统一社会信用代码",
            also=vocabulary.CREDIT_CODES,
            check=credit_code.check_character,
            changes=False,
        ),
        c.Code("organization.certificate_number", "登记证号", also=vocabulary.CERTIFICATES, changes=False),
        shared.region_column(REGION, changes=False),
        c.Integer("inspection.year", "年检情况/年度", also=("年检年度", "年检年份", "年份")),
        c.Choice(
            "inspection.conclusion",
            "年检结论",
            also=("年检结果", "年检情况/年检结果", "年度检查结果", "年度检结果", "年检情况"),
            choices=Conclusion,
            aliases=CONCLUSIONS,
            as_written="inspection.as_written",
            dated="inspection.year",
        ),
        c.Text("inspection.as_written", "年检结论原文"),
        c.Choice(
            "grading.grade",
            "评估等级",
            also=("等级", "等级（字母）", "A级", "评估情况"),
            choices=Grade,
            spellings=GRADES,
            aliases=UNGRADED,
            as_written="grading.as_written",
        ),
        c.Text("grading.as_written", "评估等级原文"),
        c.Date("grading.start", "等级评估/有效期起", also=("评估等级/有效期起", "等级有效期起"), period=VALIDITY),
        c.Date(
            "grading.end",
            "等级评估/有效期止",
            also=("评估等级/有效期止", "等级有效期止", "有效期至", "有效期", "评估等级/有效期", "等级有效期"),
            period=VALIDITY,
        ),
        c.Count(
            "headcount.staff",
            "从业人员总数",
            also=("从业人员/总数", "从业人员/合计", "从业人数", "从业人员", "职工人数", "工作人员数"),
        ),
        c.Count("headcount.staff_full_time", "专职人员", also=("从业人员/专职", "专职工作人员数", "全职员工数量")),
        c.Count("headcount.staff_part_time", "兼职人员", also=("从业人员/兼职",)),
        c.Count(
            "said.members",
            "党员总数",
            also=("党员数", "党员人数", "中共党员（人）", "中共党员", "党员/合计", "党员/总数", "从业人员/中共党员"),
            stored=False,
        ),
        c.Count(
            "headcount.members_all",
            "从业人员中的正式党员",
            also=("正式党员", "正式党员/从业人员中的正式党员", "正式党员/合计", "从业人员党员数"),
        ),
        c.Count(
            "headcount.members_full_time",
            "专职人员中的正式党员",
            also=("正式党员/其中：专职人员", "正式党员/专职人员", "正式党员/专职", "专职党员", "专职党员数量"),
        ),
        c.Count(
            "headcount.members_on_file",
            "组织关系在本单位的正式党员",
            also=("正式党员/其中：组织关系在本单位", "正式党员/组织关系在本单位", "组织关系在社会组织", "已转入组织关系"),
        ),
        c.Count("headcount.probationary", "预备党员", also=("预备党员人数", "预备党员数")),
        c.Count("said.members_part_time", "兼职党员", also=("兼职党员数量", "党员/兼职"), stored=False),
        c.Count("said.members_elsewhere", "未转入组织关系", also=("未转入组织关系的党员",), stored=False),
        c.Count("said.applicants", "申请入党人数", also=("申请人", "入党申请人"), stored=False),
        c.Count("said.activists", "入党积极分子人数", also=("积极分子", "入党积极分子"), stored=False),
        c.Count("said.candidates", "发展对象人数", also=("发展对象",), stored=False),
        c.YesNo(
            "said.has_branch",
            "是否建立党组织",
            also=("是否成立党组织", "党组织建立情况", "建否"),
            stored=False,
        ),
        c.Ticks(
            "said.reason",
            "未建立党组织原因",
            also=("未成立党组织原因", "未建原因", "未建立原因", "未成立原因"),
            choices=NoBranchReason,
            aliases=REASONS,
            stored=False,
        ),
        c.Ticks("coverage.mode", "组建方式", also=("党组织组建形式", "组建类型", "建立方式"), choices=Mode, aliases=MODES),
        *shared.branch_columns(),
        c.Date("coverage.start", "本单位纳入时间", also=("纳入时间", "纳入党组织时间")),
        c.Date("coverage.end", "本单位脱离时间", also=("脱离时间",)),
        *shared.term_columns(),
        *shared.secretary_columns(),
        c.Text(
            "instructor.name",
            "党建指导员",
            also=("党建指导员/姓名", "党建工作指导员", "党建工作指导员/姓名", "指导员姓名", "党建联络员", "联络员"),
        ),
        c.Text("instructor.unit", "党建指导员/工作单位", also=("指导员工作单位", "党建工作指导员/工作单位")),
        c.Text("instructor.title", "党建指导员/职务", also=("指导员职务", "党建工作指导员/职务")),
        c.Phone("instructor.phone", "党建指导员/联系电话", also=("指导员电话", "党建工作指导员/联系电话")),
        c.Date(
            "assignment.start",
            "党建指导员/派驻时间",
            also=("派驻时间", "派驻起", "派出时间", "派驻起止"),
            period=shared.ASSIGNED,
        ),
        c.Date("assignment.end", "党建指导员/期满时间", also=("期满时间", "派驻止", "派驻期满时间"), period=shared.ASSIGNED),
        c.Code("assignment.document", "派出文号", also=("党建指导员/派出文号", "派出文件号")),
        c.Ticks("mass_organization.type", "群团组织", also=("已建群团组织",), choices=MassOrganizationType, several=True),
    )

    rules = (
        Sum("headcount.staff", ("headcount.staff_full_time", "headcount.staff_part_time")),
        Sum("said.members", ("headcount.members_all", "headcount.probationary")),
        Sum("said.members", ("headcount.members_full_time", "said.members_part_time")),
        Sum("said.members", ("headcount.members_on_file", "said.members_elsewhere")),
        AtMost(("headcount.members_all", "headcount.probationary"), "headcount.staff"),
        AtMost(("headcount.members_full_time",), "headcount.staff_full_time"),
        AtMost(("said.members_part_time",), "headcount.staff_part_time"),
        AtMost(("said.members", "said.applicants", "said.activists", "said.candidates"), "headcount.staff"),
        Contradiction("said.has_branch", False, "branch.name", "“是否建立党组织”填的是否，却写了党组织名称，请核对其中一项"),
        Missing("said.has_branch", True, "branch.name", "“是否建立党组织”填的是是，却没有写党组织名称，请补上名称"),
        Contradiction(
            "said.reason", NoBranchReason.NO_MEMBERS, "headcount.members_all", "未建立原因写的是无党员，却填了党员数，请核对"
        ),
        *(
            Contradiction("said.reason", reason, "branch.name", "写了未建立党组织的原因，却又写了党组织名称，请核对其中一项")
            for reason in NoBranchReason
        ),
        InOrder("coverage.start", "coverage.end"),
        InOrder("assignment.start", "assignment.end"),
        InOrder("grading.start", "grading.end"),
        *shared.RULES,
    )

    def fill(self, values):
        return (
            shared.fill_branch(values) | shared.fill_term(values) | self._fill_coverage(values) | self._fill_members(values)
        )

    @staticmethod
    def _fill_members(values):
        """Of all members those who are not probationary are full ones."""
        members = values.get("said.members")
        full = None if members is None else members - (values.get("headcount.probationary") or 0)
        return {"headcount.members_all": full if full is None or full >= 0 else None}

    @staticmethod
    def _fill_coverage(values):
        """An organization with a branch of its own has been covered since the branch was founded."""
        alone = values.get("coverage.mode") == Mode.SOLE and not values.get("coverage.start")
        return {"coverage.start": values.get("branch.start")} if alone else {}

    def resembling(self, *, by):
        """A name that is not on the register may be one that is, written another way."""
        stored = duplicates.Stored(by)
        return lambda values, number: _is_it(stored.possible_ones(values))

    def check(self, values):
        yield from shared.check_term(values)
        if values.get("branch.name") and not values.get("coverage.mode"):
            yield Finding("coverage.mode", "error", "写了党组织名称，但没有写组建方式，请选一种")
        if values.get("coverage.mode") and not values.get("branch.name"):
            yield Finding("branch.name", "error", "写了组建方式，但没有写党组织名称，请补上")
        if (
            values.get("said.members")
            and values.get("headcount.probationary") is None
            and values["said.members"] == (values.get("headcount.members_all"))
        ):
            yield Finding("said.members", "note", "没有写预备党员，这些党员都按正式党员记；其中有预备党员的，请另列一栏")
        if values.get("inspection.conclusion") and not values.get("inspection.year"):
            yield Finding("inspection.year", "error", "写了年检结论，但不知道是哪一年度的，请补上年度")


def _is_it(found):
    """The question to ask where a row names nobody on the register; nothing to propose where several may be meant."""
    if not found:
        return None
    names = "、".join(f"“{name}”（{reason}）" for name, reason in found)
    message = f"名册里没有这个社会组织；是不是{names}？是就改用名册里的名称，不是就先把它导入名册"
    return Finding("organization.name", "error", message, found[0][0] if len(found) == 1 else None)
