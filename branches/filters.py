"""Which Party organizations a list, an export, the API and a dashboard's link show."""

import django_filters as filters

from orgs import parameters
from orgs.models import Region
from orgs.querysets import within

from . import standing
from .enums import Level
from .models import Branch

SHOWN = {
    "overdue": "换届逾期",
    "due_soon": "临近换届",
    "vacant": "书记空缺",
    "large_joint": "联合党支部超限",
    "no_committee": "应设支委会",
    "too_many": "人数超限",
    "too_few": "不足三名正式党员",
}


class BranchFilter(filters.FilterSet):
    """As of the day `on`; every row carries its standing."""

    q = filters.CharFilter(label="党组织名称", field_name="name", lookup_expr="icontains")
    level = filters.ChoiceFilter(label="类别", choices=Level.choices, empty_label="全部类别")
    region = filters.ModelChoiceFilter(
        label="区域",
        queryset=lambda request: Region.objects.visible_to(request.user),
        to_field_name="code",
        method="within",
        empty_label="全部区域",
    )
    show = filters.ChoiceFilter(label="需要处理", choices=list(SHOWN.items()), method="meets", empty_label="全部情况")

    class Meta:
        model = Branch
        fields = ["q", "level", "region", "show"]

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        return super().filter_queryset(standing.with_standing(queryset.existing(on=self.on), on=self.on))

    def within(self, queryset, name, region):
        return queryset.filter(within(region))

    def meets(self, queryset, name, value):
        rules = parameters.as_of(self.on)
        return queryset.filter(standing.conditions(on=self.on, rules=rules)[value])
