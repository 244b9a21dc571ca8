"""What the columns of real registers are called (registers.md §3, domain.md §3.1), and what stands below them.

A heading is a path of levels as written. Each entry: how it may be called, the target it means ("" for none), its content.
"""

from dataclasses import dataclass

from . import world


@dataclass(frozen=True)
class Known:
    """A column as registers have it. Names are paths of levels."""

    target: str
    names: tuple
    content: object


def known(target, names, content):
    return Known(target, tuple(tuple(name.split("|")) for name in names.split()), content)


SERIAL = "serial"  # numbered from 1 by the draft

ORGANIZATIONS = {
    one.target: one
    for one in (
        known(
            "organization.name",
            "社会组织名称 单位名称 社会组织⏎名称 社团名称 组织名称 机构名称 名称 社会团体名称 基金会名称",
            world.name,
        ),
        known(
            "organization.credit_code",
            "统一社会信用代码 信用代码 社会信用代码 统一社会⏎信用代码 机构信用代码",
            world.credit_code,
        ),
        known("organization.certificate_number", "登记证号 社会团体登记证号 证书号 登记证书号", world.certificate),
        known("organization.type", "社会组织类型 类型 社会组织种类 类别 组织类型 性质", world.type_),
        known("organization.management", "管理方式 管理体制", world.management),
        known(
            "organization.supervising_unit",
            "业务主管单位 主管单位 主管部门 业务主管⏎单位 主管单位名称 业务主管单位名称",
            world.unit,
        ),
        known(
            "organization.legal_representative",
            "法定代表人 负责人 法人代表（负责人） 法人 理事长 主要负责人 机构负责人",
            world.person,
        ),
        known(
            "organization.registered_on",
            "成立登记日期 成立时间 登记日期 成立日期 注册时间 成立登记时间 登记时间 备案日期",
            world.moment,
        ),
        known("organization.region", "所属乡镇（街道） 属地 所属乡镇 行政区划 片区", world.town),
        known("organization.address", "住所 地址 办公地址 住址 注册地址 所在地", world.address),
        known("organization.business_scope", "业务范围", world.scope),
        known("organization.remark", "备注 说明", world.remark),
        known("organization.is_priority", "实体性重点单位 是否实体性单位", world.yes_no),
        known("former_name.name", "曾用名 原名称", world.empty),
    )
}
LEDGER = {
    one.target: one
    for one in (
        known("organization.name", "社会组织基本情况|单位名称 单位名称 社会组织名称 基本情况|社会组织⏎名称", world.name),
        known(
            "organization.credit_code",
            "社会组织基本情况|统一社会信用代码 统一社会信用代码 基本情况|信用代码",
            world.credit_code,
        ),
        known("organization.region", "属地（管理区域） 所属乡镇 党建管理区域", world.town),
        known("inspection.year", "年检情况|年度 年检年度", world.year),
        known("inspection.conclusion", "年检情况|年检结果 年检结论 年度检查结果", world.conclusion),
        known("grading.grade", "评估等级 等级 评估情况", world.grade),
        known("headcount.staff", "从业人员|总数 从业人员总数 从业人员（人）|总数", world.exact),
        known("headcount.staff_full_time", "从业人员|专职 专职人员 从业人员（人）|专职", world.exact),
        known("headcount.staff_part_time", "从业人员|兼职 兼职人员 从业人员（人）|兼职", world.exact),
        known("headcount.members_all", "正式党员|合计 从业人员中的正式党员 正式党员", world.loose_count),
        known("headcount.probationary", "预备党员 预备党员数 预备党员人数", world.count),
        known("branch.name", "党组织名称 党组织设置情况|党组织名称 党支部名称", world.branch),
        known("branch.level", "党组织类别 党组织设置情况|党组织类别 党组织建制", world.level),
        known("branch.start", "党组织成立时间 党组织设置情况|党组织成立时间 建立党组织时间", world.month),
        known("branch.superior", "上级党组织名称 上级党组织 隶属党组织", world.upper_branch),
        known("secretary.name", "党组织书记|姓名 书记姓名 书记|姓名 党组织书记", world.person),
        known("secretary.phone", "党组织书记|联系电话 书记电话 书记|联系电话", world.phone),
        known("instructor.name", "党建指导员|姓名 党建指导员 党建工作指导员|姓名", world.other_person),
        known("instructor.unit", "党建指导员|工作单位 指导员工作单位 党建工作指导员|工作单位", world.unit),
        known("instructor.phone", "党建指导员|联系电话 指导员电话 党建工作指导员|联系电话", world.phone),
    )
}
MEMBERS = {
    one.target: one
    for one in (
        known("member.name", "姓名 党员姓名 姓⏎名", world.person),
        known("member.sex", "性别", world.sex),
        known("member.born", "出生年月 出生日期 出生时间", world.month),
        known("member.id_number", "公民身份号码 身份证号 身份证号码", world.id_number),
        known("member.education", "学历 文化程度", world.education),
        known("member.joined_on", "入党时间 入党日期 入党年月", world.moment),
        known("member.category", "党员类别 党员类型", world.category),
        known("member.home_branch", "所在党支部 所在党组织 党支部名称", world.branch),
        known("member.organization", "工作单位 所在单位 单位名称", world.name),
        known("member.employment", "专兼职 专职/兼职", world.employment),
        known("member.file_at", "组织关系所在 组织关系所在地 组织关系", world.file_place),
        known("member.phone", "联系电话 手机 手机号码", world.phone),
    )
}
BRANCHES = {
    one.target: one
    for one in (
        known("branch.name", "党组织名称 党组织全称 党支部名称", world.branch),
        known("branch.level", "党组织类别 党组织形式 党组织设置形式", world.level),
        known("branch.region", "党建管理区域 所在行政区划 属地", world.town),
        known("branch.start", "党组织成立时间 建立党组织时间 批准时间", world.day),
        known("branch.superior", "上级党组织 上级党组织名称 隶属党组织", world.upper_branch),
        known("branch.approved_by", "审批单位 审批⏎单位 批准单位", world.unit),
        known("branch.approval_number", "审批文号 批准文号", world.certificate),
        known("term.start", "本届起始 换届时间 最近换届时间", world.day),
        known("secretary.name", "党组织书记 书记姓名 党组织负责人", world.person),
        known("secretary.phone", "书记联系电话 书记电话 书记手机", world.phone),
        known("branch.remark", "备注 说明", world.remark),
    )
}
MEETINGS = {
    one.target: one
    for one in (
        known("meeting.type", "会议类型 会议类别 活动类型", world.meeting_type),
        known("meeting.branch", "党组织 召开党组织 党组织名称", world.branch),
        known("meeting.held_on", "召开日期 召开时间 会议时间 活动时间", world.day),
        known("meeting.place", "地点 会议地点", world.place),
        known("meeting.chair", "主持人", world.person),
        known("meeting.recorder", "记录人", world.other_person),
        known("meeting.due_count", "应到人数 应到（人）", world.count),
        known("meeting.present_count", "实到人数 实到（人）", world.count),
        known("participation.organization", "参加单位 参加社会组织 覆盖单位", world.units),
        known("meeting.topic", "议题 会议议题 活动主题", world.topic),
        known("meeting.content", "主要内容 会议内容", world.minutes),
    )
}
REGISTERS = {
    "organizations": ORGANIZATIONS,
    "ledger": LEDGER,
    "members": MEMBERS,
    "branches": BRANCHES,
    "meetings": MEETINGS,
}
UNUSED = (  # columns that registers carry and no register of this office needs
    known("", "民族* 民族", lambda chance, number: ("汉族", None)),
    known("?", "活动资金 开办资金（万元） 注册资金", world.money),
    known("", "双一流大学", world.empty),
    known("", "补贴标准（元）", lambda chance, number: (chance.randrange(100, 900), None)),
)
