"""Merchants and other units that a Party organization serves: beside the rates, never inside them."""

from branches.enums import ServedUnitType
from branches.models import ServedUnit
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import Part, Register

TYPES = {"商家": ServedUnitType.MERCHANT, "个体工商户": ServedUnitType.MERCHANT, "公司": ServedUnitType.ENTERPRISE}


class ServedUnitRegister(Register):
    slug, title = "served", "服务单位名册"
    parts = (Part("served_unit", ServedUnit, keys=(("branch", "name"),)),)
    columns = (
        c.Text("served_unit.name", "商户名称", also=("服务单位名称", "商家名称", "单位名称", "名称"), required=True),
        c.Choice("served_unit.type", "类别", also=("单位类别", "类型"), choices=ServedUnitType, aliases=TYPES),
        c.Text("served_unit.location", "所在市场、楼宇", also=("所在市场", "经营地点", "摊位", "地址")),
        c.Lookup("served_unit.branch", "服务党组织", also=("服务它的党组织", "党组织名称")),
        c.Date("served_unit.start", "服务起始时间", also=("起始日期", "服务起始", "开始服务时间")),
        c.Date("served_unit.end", "服务终止时间", also=("终止日期", "服务终止")),
    )

    def population(self, rows, *, on):
        return rows.filter(in_force(on))
