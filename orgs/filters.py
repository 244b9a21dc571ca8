"""Which organizations a list, an export, the API and a dashboard's link show: one FilterSet for all four."""

import django_filters as filters
from django.db.models import Q

from branches import coverage

from .enums import Field, OrganizationType
from .models import Organization, Region
from .querysets import within

SHOWN = {
    "organized": "有党组织覆盖",
    "unorganized": "没有党组织覆盖",
    "sole": "单独组建",
    "joint": "联合组建",
    "industry": "行业组建",
    "attached": "挂靠组建",
    "obliged": "应建党组织",
    "obliged_organized": "应建且已建",
    "owing": "应建未建",
    "joint_to_sole": "联合应转单独",
    "reached": "有党的工作覆盖",
    "unreached": "没有党的工作覆盖",
    "active": "统计期内有活动",
    "inactive": "统计期内没有活动",
    "unorganized_instructed": "没有党组织、有指导员",
    "operating": "实体运营",
    "operating_organized": "实体运营且有党组织覆盖",
}
UNSTATED = ("none", "未填")
REGISTER = {"out": "已退出登记", "all": "全部（含已退出）"}
DEFINITION = {"operating": "实体运营口径"}


class OrganizationFilter(filters.FilterSet):
    """As of the day `on`; every row carries the facts of branches.coverage."""

    q = filters.CharFilter(label="名称、曾用名、代码", method="search")
    type = filters.ChoiceFilter(label="类型", choices=OrganizationType.choices, empty_label="全部类型")
    field = filters.ChoiceFilter(label="行业", choices=[*Field.choices, UNSTATED], method="in_field", empty_label="全部行业")
    region = filters.ModelChoiceFilter(
        label="区域",
        queryset=lambda request: Region.objects.visible_to(request.user),
        to_field_name="code",
        method="within",
        empty_label="全部区域",
    )
    only = filters.ChoiceFilter(label="层级", choices=[("own", "仅本级")], method="unchanged", empty_label="含下级")
    show = filters.ChoiceFilter(label="党建情况", choices=list(SHOWN.items()), method="meets", empty_label="全部情况")
    definition = filters.ChoiceFilter(label="口径", choices=list(DEFINITION.items()), method="defined", empty_label="全口径")
    register = filters.ChoiceFilter(label="登记状态", choices=list(REGISTER.items()), method="unchanged", empty_label="在册")

    class Meta:
        model = Organization
        fields = ["q", "type", "field", "region", "only", "show", "definition", "register"]

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        on_the_register = self._on_the_register(queryset, self.form.cleaned_data.get("register"))
        return super().filter_queryset(coverage.with_facts(on_the_register, on=self.on))

    def _on_the_register(self, queryset, asked):
        registered = queryset.registered(on=self.on)
        if asked == "out":
            return queryset.filter(registered_on__lte=self.on).exclude(pk__in=registered.values("pk"))
        return queryset if asked == "all" else registered

    def search(self, queryset, name, value):
        named = Q(name__icontains=value) | Q(credit_code__istartswith=value) | Q(certificate_number=value)
        earlier = Q(former_names__name__icontains=value) | Q(merged_from__credit_code__istartswith=value)
        return queryset.filter(pk__in=Organization.objects.filter(named | earlier).values("pk"))

    def within(self, queryset, name, region):
        if self.form.cleaned_data.get("only") == "own":
            return queryset.filter(region=region)
        return queryset.filter(within(region))

    def in_field(self, queryset, name, value):
        return queryset.filter(field="" if value == UNSTATED[0] else value)

    def meets(self, queryset, name, value):
        return queryset.filter(coverage.CONDITIONS[value])

    def defined(self, queryset, name, value):
        return queryset.filter(coverage.CONDITIONS["operating"])

    def unchanged(self, queryset, name, value):
        """For fields that another method reads: `only` belongs to the region, `register` goes before the facts."""
        return queryset
