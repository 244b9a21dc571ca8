"""Which members and which people on their way into the Party a list and an export show."""

import django_filters as filters
from django import forms
from django.db.models import Q

from orgs import parameters

from .. import development, membership
from ..enums import MemberCategory
from ..models import Branch, Candidate, Member

STATES = {
    "probationary": "预备党员",
    "floating": "流动党员",
    "lost": "失去联系",
    "owes": "党费未交齐",
    "leaving": "转出未接收",
    "left": "已离开",
}


class MemberFilter(filters.FilterSet):
    """Those who were members on the day `on`, or who had left by then; in the branch where each is now."""

    q = filters.CharFilter(label="姓名", field_name="name", lookup_expr="icontains")
    branch = filters.ModelChoiceFilter(
        label="党组织",
        queryset=lambda request: Branch.objects.visible_to(request.user),
        field_name="home_branch",
        widget=forms.HiddenInput,
    )
    category = filters.ChoiceFilter(label="党员类别", choices=MemberCategory.choices, method="was", empty_label="全部类别")
    show = filters.ChoiceFilter(label="情况", choices=list(STATES.items()), method="meets", empty_label="在册的")

    class Meta:
        model = Member
        fields = ["q", "branch", "category", "show"]

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        gone = self.form.cleaned_data.get("show") == "left"
        rows = queryset.filter(left_on__lte=self.on) if gone else membership.as_of(queryset, on=self.on)
        return super().filter_queryset(membership.with_state(rows, on=self.on))

    def was(self, queryset, name, value):
        full = membership.full(self.on)
        return queryset.filter(full if value == MemberCategory.FULL else ~full)

    def meets(self, queryset, name, value):
        found = {"probationary": ~membership.full(self.on), "leaving": Q(going_to__isnull=False), "left": Q()}
        flags = {"floating": Q(is_floating=True), "lost": Q(is_lost=True), "owes": Q(owes=True)}
        return queryset.filter((found | flags)[value])


STAGES = {
    "applicant": "入党申请人",
    "activist_on": "入党积极分子",
    "target_on": "发展对象",
    "admitted_on": "预备党员（接收后）",
    "stopped": "停止培养",
}


class CandidateFilter(filters.FilterSet):
    """Those who had applied by the day `on`; without a stage asked for, those still on the way."""

    q = filters.CharFilter(label="姓名", field_name="name", lookup_expr="icontains")
    branch = filters.ModelChoiceFilter(
        label="党组织", queryset=lambda request: Branch.objects.visible_to(request.user), widget=forms.HiddenInput
    )
    stage = filters.ChoiceFilter(label="阶段", choices=list(STAGES.items()), method="at", empty_label="培养中的")
    next = filters.ChoiceFilter(
        label="现在可以办",
        choices=[(step.key, step.words) for step in development.STEPS],
        method="ready",
        empty_label="不限",
    )

    class Meta:
        model = Candidate
        fields = ["q", "branch", "stage", "next"]

    def __init__(self, *args, on, **kwargs):
        self.on = on
        super().__init__(*args, **kwargs)

    def filter_queryset(self, queryset):
        rows = queryset.filter(applied_on__lte=self.on)
        if not self.form.cleaned_data.get("stage"):
            rows = rows.filter(stopped_on=None, member=None)
        return super().filter_queryset(rows)

    def at(self, queryset, name, value):
        if value == "stopped":
            return queryset.filter(stopped_on__lte=self.on)
        if value == "applicant":
            early = Q(activist_on=None) | Q(activist_on__gt=self.on)
            return queryset.filter(early, stopped_on=None)
        return queryset.filter(development.at_stage(value, on=self.on))

    def ready(self, queryset, name, value):
        rules = parameters.as_of(self.on)
        return queryset.filter(development.ready(development.BY_KEY[value], on=self.on, rules=rules))
