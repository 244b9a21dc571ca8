"""The numbers of the rules: what each means, default, source, which values make sense. Dated changes: Parameter."""

import re
from dataclasses import dataclass

COUNT = r"[1-9]\d{0,3}"
YES_NO = r"[01]"
FREQUENCY = r"0|[1-9]\d?/(month|quarter|year)"
SHARE = r"[1-9]/[2-9]"
DAYS = r"\d{1,3}"
BRANCH_WORK = "中国共产党支部工作条例（试行）"


@dataclass(frozen=True)
class RuleNumber:
    """`allowed`: the pattern of values that make sense."""

    label: str
    value: str
    source: str
    allowed: str = COUNT

    def accepts(self, value):
        return re.fullmatch(self.allowed, value) is not None


DEFAULTS = {
    "obliged_members": RuleNumber("应建党组织的正式党员数", "3", "中国共产党支部工作条例（试行）第四条、第五条"),
    "headcount_basis": RuleNumber(
        "应建口径：on_file 组织关系在本单位 / full_time 专职 / all 全部从业人员",
        "all",
        "市委组织部摸底口径，可按年检表改为 full_time",
        "on_file|full_time|all",
    ),
    "joint_units": RuleNumber("联合党支部覆盖单位上限", "5", "中国共产党支部工作条例（试行）第五条"),
    "count_functional": RuleNumber(
        "功能型党组织计入组织覆盖：1 计入 / 0 不计", "1", "江苏省社会组织评估指标（试行）", YES_NO
    ),
    "count_regional": RuleNumber("区域性党组织计入组织覆盖：1 计入 / 0 不计", "1", "本市口径", YES_NO),
    "count_temporary": RuleNumber(
        "临时党支部计入组织覆盖：1 计入 / 0 不计", "0", "中国共产党支部工作条例（试行）第八条", YES_NO
    ),
    "mass_organization_route": RuleNumber("群团组织计入工作覆盖：1 计入 / 0 不计", "1", "本市口径", YES_NO),
    "activity_months": RuleNumber("活动覆盖的统计月数（含当月）", "3", "本市口径：近一个季度"),
    "due_general": RuleNumber("党员大会：几次/每月、每季、每年，0 不要求", "1/quarter", f"{BRANCH_WORK}第十一条", FREQUENCY),
    "due_committee": RuleNumber("支委会：几次/多久", "1/month", f"{BRANCH_WORK}第十二条", FREQUENCY),
    "due_group": RuleNumber("党小组会：几次/多久", "1/month", f"{BRANCH_WORK}第十三条", FREQUENCY),
    "due_lecture": RuleNumber("党课：几次/多久", "1/quarter", f"{BRANCH_WORK}第十六条；次数按本市通行做法", FREQUENCY),
    "due_party_day": RuleNumber("主题党日：几次/多久", "1/month", f"{BRANCH_WORK}第十六条", FREQUENCY),
    "due_life": RuleNumber("组织生活会：几次/多久", "1/year", f"{BRANCH_WORK}第十七条", FREQUENCY),
    "due_appraisal": RuleNumber("民主评议党员：几次/多久", "1/year", f"{BRANCH_WORK}第十八条", FREQUENCY),
    "due_talk": RuleNumber("谈心谈话：几次/多久", "1/year", f"{BRANCH_WORK}第十九条", FREQUENCY),
    "due_grace_days": RuleNumber("一期结束后还可以补记的宽限天数", "10", "本市口径", DAYS),
    "meeting_lock_days": RuleNumber("一个月结束多少天后，这个月已提交的记录锁定", "30", "本市口径", DAYS),
    "meeting_unlock_days": RuleNumber("解锁后可以修改的天数", "7", "本市口径", DAYS),
    "quorum_general": RuleNumber("党员大会有效：到会有表决权的不少于应到的几分之几", "1/2", f"{BRANCH_WORK}第十一条", SHARE),
    "quorum_committee": RuleNumber("支委会有效：到会委员不少于应到的几分之几", "1/2", f"{BRANCH_WORK}第十二条", SHARE),
    "quorum_election": RuleNumber(
        "选举有效：到会有选举权党员不少于应到的几分之几", "4/5", "中国共产党基层组织选举工作条例", SHARE
    ),
    "term_reminder_months": RuleNumber("换届提醒提前月数", "6", "中国共产党支部工作条例（试行）第二十一条"),
    "term_urgent_months": RuleNumber("换届再次提醒提前月数", "2", "各地换届工作流程：届满前两个月请示"),
    "term_years": RuleNumber("支部、总支任期年数", "3", "中国共产党支部工作条例（试行）第二十一条"),
    "committee_term_years": RuleNumber("基层党委任期年数", "5", "中国共产党基层组织选举工作条例第三条"),
    "committee_members": RuleNumber("应设支部委员会的正式党员数", "7", "中国共产党支部工作条例（试行）第二十条"),
    "branch_members": RuleNumber("党支部党员人数上限", "50", "中国共产党支部工作条例（试行）第四条"),
    "branch_minimum": RuleNumber("党支部正式党员人数下限", "3", "中国共产党支部工作条例（试行）第四条"),
    "reply_months": RuleNumber("设立申请的批复期限（月）", "1", "中国共产党支部工作条例（试行）第六条"),
    "applicant_age": RuleNumber("申请入党的最低年龄", "18", "中国共产党发展党员工作细则第五条"),
    "talk_months": RuleNumber("申请入党后谈话的期限（月）", "1", "中国共产党发展党员工作细则第七条"),
    "review_months": RuleNumber("入党积极分子考察间隔（月）", "6", "中国共产党发展党员工作细则第十一条"),
    "activist_months": RuleNumber("入党积极分子培养教育的最短时间（月）", "12", "中国共产党发展党员工作细则第十三条"),
    "training_days": RuleNumber("发展对象短期集中培训的最少天数", "3", "中国共产党发展党员工作细则第十七条"),
    "approval_months": RuleNumber("接收预备党员的审批期限（月）", "3", "中国共产党发展党员工作细则第二十九条"),
    "probation_months": RuleNumber("预备期（月）", "12", "中国共产党发展党员工作细则第三十二条"),
    "extension_least_months": RuleNumber("延长预备期的最短时间（月）", "6", "中国共产党发展党员工作细则第三十二条"),
    "extension_most_months": RuleNumber("延长预备期的最长时间（月）", "12", "中国共产党发展党员工作细则第三十二条"),
    "probation_reminder_days": RuleNumber("预备期满提前提醒天数", "30", "本市口径"),
    "absence_months": RuleNumber("流动、失联满几个月要处理", "6", "中国共产党党员教育管理工作条例第二十四条、第二十五条"),
    "transfer_days": RuleNumber("组织关系转出后多少天未接收要催", "30", "本市口径：介绍信一般有效期一个月以内"),
}
