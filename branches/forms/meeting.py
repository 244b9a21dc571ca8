"""The fields of a record: kinds, day, topic, and what further can be said."""

from django import forms
from django.db.models import Q

from branches import rosters
from branches.enums import MeetingType
from branches.models import Brand, Education, Meeting
from orgs.models import Organization
from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.ui.forms import DayField, RecordForm

LONG = forms.Textarea({"rows": 4})
SHORT = forms.Textarea({"rows": 2})


class MeetingForm(RecordForm):
    """on: today; nothing can have been held after it. branch: the one that keeps the record, None for an instructor's."""

    held_on = DayField(label="召开日期", widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}))
    also = forms.MultipleChoiceField(
        label="同时召开",
        choices=MeetingType,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一次会合并开几项，例如组织生活会和民主评议党员，记一份就够",
    )
    joint = forms.CharField(
        label="共同召开的党支部",
        required=False,
        widget=SHORT,
        help_text="写登记的全称，一行一个；对方支部的名单由对方书记打开这份记录补上",
    )
    organizations = forms.ModelMultipleChoiceField(
        label="参加的社会组织",
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="计入这些单位的活动覆盖",
    )

    class Meta:
        model = Meeting
        fields = [
            "type",
            "held_on",
            "topic",
            "content",
            "resolution",
            "place",
            "chair",
            "recorder",
            "agenda",
            "also",
            "education",
            "brand",
            "due_count",
            "present_count",
        ]
        widgets = {
            "type": forms.Select,
            "topic": forms.TextInput({"list": "topics", "autocomplete": "off"}),
            "content": LONG,
            "resolution": SHORT,
            "agenda": SHORT,
            "due_count": forms.NumberInput({"min": 0, "inputmode": "numeric"}),
            "present_count": forms.NumberInput({"min": 0, "inputmode": "numeric"}),
        }

    def __init__(self, *args, by, on, branch, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        self.on, self.branch = on, branch
        self.fields["type"].choices = MeetingType.choices
        self.fields["education"].queryset = Education.objects.visible_to(by).filter(
            in_force(on) | Q(pk=self.instance.education_id)
        )
        self.fields["education"].empty_label = self.fields["brand"].empty_label = "不属于"
        self.fields["brand"].queryset = Brand.objects.visible_to(by).filter(branch=branch)
        self.fields["organizations"].queryset = self._organizations()
        if self.instance.pk:
            self.initial |= _as_typed(self.instance)
        else:
            self.initial["organizations"] = list(self.fields["organizations"].queryset)

    def _organizations(self):
        covered = Organization.objects.visible_to(self.by).registered(on=self.on)
        here = Q(coverages__in=self.branch.coverages.filter(in_force(self.on))) if self.branch else Q(pk__in=())
        return covered.filter(here | Q(participations__meeting=self.instance.pk or 0)).distinct().order_by("name")

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day and day > self.on:
            raise forms.ValidationError(f"{day} 还没有到（今天是 {self.on}），请填实际召开的日期")
        return day

    def clean_also(self):
        leading = self.data.get("type")
        return ",".join(code for code in self.cleaned_data["also"] if code != leading)

    def clean_joint(self):
        """The names as Branches."""
        names = [name.strip() for name in self.cleaned_data["joint"].splitlines() if name.strip()]
        found = {name: rosters.branch_named(name) for name in names}
        unknown = [name for name, branch in found.items() if branch is None]
        if unknown:
            raise forms.ValidationError(f"没有登记过“{'”“'.join(unknown)}”，请写登记的全称，或去掉这一行")
        return [branch for branch in found.values() if branch != self.branch]


def _as_typed(meeting):
    joint = meeting.joint_branches.filter(is_listed=True).select_related("branch")
    listed = meeting.participations.filter(is_listed=True)
    return {
        "also": [code for code in meeting.also.split(",") if code],
        "joint": "\n".join(row.branch.name for row in joint),
        "organizations": [row.organization_id for row in listed],
        "held_on": meeting.held_on.isoformat(),
    }
