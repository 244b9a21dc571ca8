"""Which Party organizations and which records a list, an export, the API and a dashboard's link show."""

import django_filters as filters
from django.db.models import Q

from orgs import parameters
from orgs.models import Region
from orgs.querysets import within
from xiaoyi_partybuild.ui.forms import DayField

from .. import meetings, standing
from ..enums import Level, MeetingState, MeetingType
from ..models import Branch, Education, Meeting

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


class DayFilter(filters.Filter):
    field_class = DayField


class MeetingFilter(filters.FilterSet):
    """Records held by the day `on`, drafts and void ones only where they are asked for."""

    q = filters.CharFilter(label="议题、党组织", method="says")
    type = filters.ChoiceFilter(label="类型", choices=MeetingType.choices, method="of_kind", empty_label="全部类型")
    state = filters.ChoiceFilter(label="状态", choices=MeetingState.choices, empty_label="全部状态")
    branch = filters.ModelChoiceFilter(
        label="党组织", queryset=lambda request: Branch.objects.visible_to(request.user), empty_label="全部党组织"
    )
    education = filters.ModelChoiceFilter(
        label="所属教育", queryset=lambda request: Education.objects.visible_to(request.user), empty_label="全部"
    )
    since = DayFilter(label="自", field_name="held_on", lookup_expr="gte")
    until = DayFilter(label="至", field_name="held_on", lookup_expr="lte")

    class Meta:
        model = Meeting
        fields = ["q", "type", "state", "branch", "education", "since", "until"]

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        held = queryset.filter(held_on__lte=self.on)
        asked = self.form.cleaned_data.get("state")
        return super().filter_queryset(held if asked else held.exclude(state=MeetingState.VOID))

    def says(self, queryset, name, value):
        return queryset.filter(Q(topic__icontains=value) | Q(branch__name__icontains=value))

    def of_kind(self, queryset, name, value):
        return queryset.filter(meetings.of_kind(MeetingType(value)))
