"""The numbers of the rules: what each means, default, source, which values make sense. Dated changes: Parameter."""

import re
from dataclasses import dataclass

COUNT = r"[1-9]\d{0,3}"
YES_NO = r"[01]"


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
    "term_reminder_months": RuleNumber("换届提醒提前月数", "6", "中国共产党支部工作条例（试行）第二十一条"),
}
