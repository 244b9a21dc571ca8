"""Every heading that real registers use for a thing is known to the register that keeps it."""

import pytest

from xiaoyi_partybuild.registers import matching, register

KNOWN = {
    "organizations": {
        "organization.name": "社会组织名称 社会会组织名称 社会团体名称 民办非企业单位名称 基金会名称 单位名称 "
        "机构名称 组织名称 "
        "社团名称 民非名称 名称 常用名称 学校名称 中文名称 全称",
        "former_name.name": "曾用名",
        "organization.credit_code": "统一社会信用代码 统一信用代码 机构信用代码 社会信用代码 信用代码 机构代码",
        "organization.certificate_number": "登记证号 社会团体登记证号 民办非企业单位登记证号 基金会登记证号 登记证书号 "
        "证书号 登记号 组织机构代码 学校标识码",
        "organization.type": "社会组织种类 社会组织类型 组织类型 组织类别 社会类型 实体类型 类型 类别 性质 "
        "社会组织性质 种类 社团/民非",
        "organization.field": "行业分类 所属行业 业务领域 活动领域",
        "organization.legal_representative": "法定代表人 法人 法人代表 法人代表（负责人） 负责人 主要负责人 机构负责人 会长 "
        "理事长 园长 校长 会长/理事长",
        "organization.supervising_unit": "业务主管单位 主管单位名称 业务主管单位名称 主管部门 主管单位 业务指导单位",
        "organization.registration_authority": "登记管理机关 登记机关 登记机构 发证机关 登记部门 受理单位名称",
        "organization.leading_body": "党建领导机关 党建工作机构 党建主管单位 隶属党（工）委",
        "organization.registered_on": "成立时间 成立日期 成立登记日期 登记日期 登记时间 成立登记时间 批准日期 注册时间 "
        "备案日期",
        "organization.funds": "注册资金 开办资金 原始基金数额 注册资本 活动资金",
        "organization.address": "住所 地址 住址 住地 办公地址 注册地址 具体地址 基金会地址 所在地",
        "organization.region": "所属乡镇（街道） 属地 行政区划 片区",
        "state.status": "登记状态 社会组织状态 机构状态 单位状态 状态",
        "state.start": "注销时间",
        "organization.remark": "备注 说明",
    },
    "ledger": {
        "inspection.conclusion": "年检结果 年检结论 年检情况 年度检查结果",
        "inspection.year": "年检年份 年份",
        "grading.grade": "评估等级 评估情况 等级 等级（字母） A级",
        "grading.end": "有效期至 有效期",
        "headcount.staff": "从业人员总数 从业人数 职工人数 工作人员数",
        "headcount.staff_full_time": "专职人员 专职工作人员数 全职员工数量",
        "headcount.staff_part_time": "兼职人员",
        "said.members": "党员数 党员人数 党员总数 中共党员（人）",
        "headcount.members_all": "正式党员 从业人员党员数",
        "headcount.members_full_time": "专职党员 专职党员数量",
        "said.members_part_time": "兼职党员",
        "headcount.members_on_file": "已转入组织关系",
        "said.members_elsewhere": "未转入组织关系",
        "headcount.probationary": "预备党员 预备党员人数",
        "said.candidates": "发展对象人数",
        "said.activists": "入党积极分子人数",
        "said.applicants": "申请入党人数",
        "said.has_branch": "是否建立党组织 是否成立党组织 党组织建立情况 建否",
        "said.reason": "未建立党组织原因 未成立党组织原因 未建原因",
        "branch.name": "党组织名称 所在党组织 党支部名称 联合支部名称",
        "branch.level": "党组织类别 党组织建制 党组织形式 党组织设置形式 组织建制 党组织类型 党组织设置",
        "said.is_mixed": "是否兼合式党组织",
        "coverage.mode": "党组织组建形式 组建方式 组建类型 建立方式",
        "branch.start": "党组织成立时间 建立党组织时间 组建时间 批准时间",
        "branch.approved_by": "审批单位",
        "branch.approval_number": "审批文号",
        "branch.superior": "上级党组织 上级党组织名称 隶属党组织 党组织隶属关系",
        "term.start": "上次换届时间 最近换届时间 换届时间",
        "term.due": "届满日期 到届时间",
        "term.number": "届次",
        "said.term_years": "任期年限",
        "secretary.name": "党组织书记 书记姓名 党组织负责人",
        "instructor.name": "党建指导员 党建工作指导员 联络员 党建联络员",
        "instructor.unit": "指导员工作单位",
        "instructor.title": "指导员职务",
        "instructor.phone": "指导员电话",
        "mass_organization.type": "已建群团组织",
    },
    "instructors": {
        "instructor.name": "姓名 指导员姓名 党建指导员 党建联络员",
        "instructor.unit": "工作单位 单位",
        "instructor.title": "职务",
        "instructor.phone": "电话 联系电话",
        "assignment.organization": "派驻社会组织 社会组织名称",
        "assignment.start": "派驻起止 派驻时间",
        "assignment.document": "派出文件号",
    },
    "members": {
        "member.born": "出生年月 出生日期",
        "member.id_number": "公民身份号码 身份证号",
        "member.joined_on": "入党时间",
        "member.home_branch": "所在支部 所在党支部",
        "member.file_at": "组织关系所在",
    },
}
PAIRS = [
    (slug, heading, target) for slug, known in KNOWN.items() for target, words in known.items() for heading in words.split()
]


@pytest.mark.parametrize(("slug", "heading", "target"), PAIRS)
def test_a_heading_leads_to_its_column(slug, heading, target):
    first, *rivals = matching.claims_on(heading, register.get(slug))
    assert first.column.target == target
    assert first.strength[0] >= matching.APART
    assert all(rival.strength < first.strength for rival in rivals if rival.column.target != target)
