"""The numbers of the rules as of a day: defaults with their source here, dated changes in the Parameter table."""

from dataclasses import dataclass

from .models import Parameter


@dataclass(frozen=True)
class Default:
    label: str
    value: str
    source: str


DEFAULTS = {
    "obliged_members": Default("应建党组织的正式党员数", "3", "中国共产党支部工作条例（试行）第四条、第五条"),
    "headcount_basis": Default(
        "应建口径：on_file 组织关系在本单位 / full_time 专职 / all 全部从业人员",
        "all",
        "市委组织部摸底口径，可按年检表改为 full_time",
    ),
    "joint_units": Default("联合党支部覆盖单位上限", "5", "中国共产党支部工作条例（试行）第五条"),
    "branch_members": Default("党支部党员人数上限", "50", "中国共产党支部工作条例（试行）第四条"),
    "count_functional": Default("功能型党组织计入组织覆盖：1 计入 / 0 不计", "1", "江苏省社会组织评估指标（试行）"),
    "count_regional": Default("区域性党组织计入组织覆盖：1 计入 / 0 不计", "1", "本市口径"),
    "count_temporary": Default("临时党支部计入组织覆盖：1 计入 / 0 不计", "0", "中国共产党支部工作条例（试行）第八条"),
    "mass_organization_route": Default("群团组织计入工作覆盖：1 计入 / 0 不计", "1", "本市口径"),
    "activity_months": Default("活动覆盖的统计月数（含当月）", "3", "本市口径：近一个季度"),
    "grace_months": Default("新登记组织的单列月数", "6", "民办非企业单位年度检查办法第三条"),
    "term_reminder_months": Default("换届提醒提前月数", "6", "中国共产党支部工作条例（试行）第二十一条"),
}


class Parameters(dict):
    """key → text as of a day; `number` reads a count, `flag` a yes or no."""

    def number(self, key):
        return int(self[key])

    def flag(self, key):
        return self[key] == "1"


def as_of(on):
    """All parameters as of a day, in one query."""
    found = Parameters({key: default.value for key, default in DEFAULTS.items()})
    found.update(Parameter.objects.filter(since__lte=on).order_by("since").values_list("key", "value"))
    return found
