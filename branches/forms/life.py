"""Forms for what happens to members, to those on their way into the Party and to Party organizations."""

from django import forms
from django.db.models import Q

from orgs.models import Organization, Region
from xiaoyi_partybuild.access.dates import WrittenDate
from xiaoyi_partybuild.ui.forms import ActForm, DayField, RecordForm

from ..enums import AbsenceKind, Level, MemberCategory, MemberStatus, Special
from ..models import Branch, Candidate, Fund, Member, PartyGroup, Post, Quota, Term, Venue

DAY_HELP = "例如 2026-03-15"
MONTH_HELP = "例如 2019-03-15；只知道月份就写 2019年3月"
LONG = forms.Textarea({"rows": 3})


def not_to_come(form, name, today):
    """A day that has not come is said beside its field."""
    day = form.cleaned_data.get(name)
    if day and getattr(day, "first", day) > today:
        form.add_error(name, f"{getattr(day, 'spoken', day)} 还没有到，请核对")


def offer_organizations(form, branch, linked=None):
    """Those the branch covers and the one linked already; where that one is not seen, it stays as it is."""
    seen = Organization.objects.visible_to(form.by)
    if linked and not seen.filter(pk=linked).exists():
        del form.fields["organization"]
        return
    covered = branch.coverages.values("organization")
    form.fields["organization"].queryset = seen.filter(Q(pk__in=covered) | Q(pk=linked))


class MemberForm(RecordForm):
    """A member's particulars; numbers that are stored are not shown, and stay when left blank."""

    reason = forms.CharField(label="修改原因", required=False, max_length=500)

    class Meta:
        model = Member
        fields = ["name", "sex", "born", "id_number", "phone", "education", "organization", "employment", "file_at"]
        fields += ["joined_on", "full_since"]
        widgets = {"id_number": forms.TextInput, "phone": forms.TextInput}
        help_texts = {"born": MONTH_HELP, "joined_on": MONTH_HELP, "full_since": MONTH_HELP}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_organizations(self, self.instance.home_branch, self.instance.organization_id)
        for name in ("id_number", "phone"):
            if getattr(self.instance, name):
                self.initial[name] = ""
                self.fields[name].help_text = "已登记，不显示；要改就填新的，留空则不变"

    def clean(self):
        cleaned = super().clean()
        for name in ("id_number", "phone"):
            cleaned[name] = cleaned.get(name) or getattr(self.instance, name)
        joined, full = cleaned.get("joined_on"), cleaned.get("full_since")
        if joined and full and full < joined:
            self.add_error("full_since", f"早于入党时间 {joined.spoken}，请改正其中一项")
        if full and self.instance.category == MemberCategory.PROBATIONARY:
            self.add_error("full_since", "还是预备党员，不在这里填；请用“办理转正”")
        return cleaned


class ConvertForm(ActForm):
    day = DayField(label="转正大会日期", help_text=DAY_HELP)
    as_happened = forms.BooleanField(label="实际早于预备期满就办了，如实补记（会有标记）", required=False)
    reason = forms.CharField(label="说明", required=False, max_length=200)


class ExtendForm(ActForm):
    day = DayField(label="延长预备期的大会日期", help_text=DAY_HELP)
    until = DayField(label="延长至", help_text="不少于半年，不多于一年")
    reason = forms.CharField(label="延长的原因", max_length=200)


class SendForm(ActForm):
    to_name = forms.CharField(label="转入党组织全称", max_length=200, help_text="本市已登记的写登记的全称，由对方确认接收")
    letter = forms.CharField(label="介绍信编号", required=False, max_length=60)
    sent_on = DayField(label="转出日期", help_text=DAY_HELP)


class CloseForm(ActForm):
    """What ends a transfer."""

    day = DayField(label="办理日期", help_text=DAY_HELP)
    reason = forms.CharField(label="原因", required=False, max_length=200, help_text="退回时要写明，让对方知道补什么")


class LeaveForm(ActForm):
    status = forms.ChoiceField(label="党籍状态", choices=[])
    left_on = DayField(label="日期", help_text=DAY_HELP)
    reason = forms.CharField(label="依据", max_length=200, help_text="例如批准文号；写进修改历史")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        left_out = (MemberStatus.NORMAL, MemberStatus.TRANSFERRED)
        self.fields["status"].choices = [choice for choice in MemberStatus.choices if choice[0] not in left_out]

    def clean(self):
        cleaned = super().clean()
        not_to_come(self, "left_on", self.today)
        joined = self.record.joined_on
        if joined and cleaned.get("left_on") and cleaned["left_on"] < joined.first:
            self.add_error("left_on", f"早于入党时间 {joined.spoken}，请核对")
        return cleaned


class AbsenceForm(ActForm):
    kind = forms.ChoiceField(label="情况", choices=AbsenceKind.choices)
    start = DayField(label="从哪天起", help_text=DAY_HELP)
    place = forms.CharField(label="流向（市、县）", required=False, max_length=100)

    def clean(self):
        not_to_come(self, "start", self.today)
        return super().clean()


class BackForm(ActForm):
    end = DayField(label="哪天结束", help_text=DAY_HELP)

    def clean(self):
        cleaned = super().clean()
        not_to_come(self, "end", self.today)
        if cleaned.get("end") and cleaned["end"] < self.record.start.first:
            self.add_error("end", f"早于开始的 {self.record.start.spoken}，请核对")
        return cleaned


class TakeInForm(ActForm):
    """A member who comes from outside with an introduction."""

    name = forms.CharField(label="姓名", max_length=50)
    category = forms.ChoiceField(label="党员类别", choices=MemberCategory.choices)
    joined_on = WrittenDate(label="入党时间", help_text=MONTH_HELP)
    from_name = forms.CharField(label="从哪个党组织转来", max_length=200)
    letter = forms.CharField(label="介绍信编号", required=False, max_length=60)
    sent_on = DayField(label="介绍信日期", help_text=DAY_HELP)
    received_on = DayField(label="接收日期", help_text=DAY_HELP)

    def clean(self):
        cleaned = super().clean()
        not_to_come(self, "joined_on", self.today)
        return cleaned


class CandidateForm(RecordForm):
    class Meta:
        model = Candidate
        fields = ["name", "sex", "born", "education", "organization", "applied_on"]
        help_texts = {"born": MONTH_HELP, "applied_on": MONTH_HELP}

    def __init__(self, *args, today, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        offer_organizations(self, record)

    def clean(self):
        cleaned = super().clean()
        not_to_come(self, "applied_on", self.today)
        born, applied = cleaned.get("born"), cleaned.get("applied_on")
        if born and applied and applied < born:
            self.add_error("applied_on", "早于出生年月，请核对")
        return cleaned


class StepForm(ActForm):
    """One step; the fields written with it are added by the page."""

    day = DayField(label="日期", help_text=DAY_HELP)
    as_happened = forms.BooleanField(label="当时确实这样办了，如实补记（会有标记）", required=False)
    reason = forms.CharField(label="说明", required=False, max_length=200)

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        self.step = step
        self.fields["day"].label = Candidate._meta.get_field(step.day).verbose_name
        for name in step.also:
            field = Candidate._meta.get_field(name).formfield()
            field.initial = getattr(self.record, name)
            field.help_text = "两个人用顿号分开" if name != "training_days" else ""
            self.fields[name] = field
        self.order_fields(["day", *step.also, "as_happened", "reason"])


class ReviewForm(ActForm):
    on = DayField(label="考察日期", help_text=DAY_HELP)
    finding = forms.CharField(label="考察意见", widget=LONG)

    def clean(self):
        not_to_come(self, "on", self.today)
        return super().clean()


class StopForm(ActForm):
    day = DayField(label="停止培养日期", help_text=DAY_HELP)
    reason = forms.CharField(label="原因", max_length=200)

    def clean(self):
        not_to_come(self, "day", self.today)
        return super().clean()


class QuotaForm(RecordForm):
    class Meta:
        model = Quota
        fields = ["year", "region", "planned", "document"]

    def __init__(self, *args, today=None, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.offered_to(self.by, Quota.scope.kind)
        if today:
            self.initial.setdefault("year", today.year)


class ProposalForm(ActForm):
    """Three statements, each of its own; a proposal with an empty one is not sent."""

    name = forms.CharField(label="党组织名称", max_length=200)
    level = forms.ChoiceField(label="党组织类别", choices=Level.choices, initial=Level.BRANCH)
    special = forms.ChoiceField(label="特殊类型", choices=[("", "无"), *Special.choices], required=False)
    region = forms.ModelChoiceField(label="党建管理区域", queryset=Region.objects.none(), to_field_name="code")
    superior = forms.ModelChoiceField(label="上级党组织", queryset=Branch.objects.none(), required=False)
    applicant = forms.CharField(label="申请单位", max_length=100, required=False)
    good_for_activity = forms.CharField(label="有利于党组织开展活动", widget=LONG)
    good_for_members = forms.CharField(label="有利于党员参加组织生活", widget=LONG)
    good_for_lead = forms.CharField(label="有利于上级党组织管理", widget=LONG)
    grounds = forms.CharField(label="理由", widget=LONG)
    proposed_on = DayField(label="申请日期", help_text=DAY_HELP)
    proposal_number = forms.CharField(label="申请文号", max_length=60, required=False)

    ESTABLISHES = ("grounds",)
    ADJUSTS = ("region", "applicant")
    ABOLISHES = ("name", "level", "special", "region", "superior", "applicant", "good_for_activity", "good_for_members")

    def __init__(self, *args, left_out, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.offered_to(self.by, Branch.scope.kind)
        leaders = Branch.objects.visible_to(self.by).existing(on=self.today)
        self.fields["superior"].queryset = leaders.filter(level__in=(Level.GENERAL, Level.COMMITTEE))
        for name in left_out:
            del self.fields[name]
        if self.record:
            self.initial |= {name: getattr(self.record, name) for name in ("name", "level", "special", "superior")}

    def clean(self):
        not_to_come(self, "proposed_on", self.today)
        return super().clean()


class LifecycleForm(ActForm):
    """One act: its day, its document, and what else it needs."""

    day = DayField(label="日期", help_text=DAY_HELP)
    number = forms.CharField(label="文号", max_length=60, required=False)
    remark = forms.CharField(label="批复意见", widget=LONG, required=False)
    elected_secretary = forms.CharField(label="选出的书记", max_length=50)

    def __init__(self, *args, act, **kwargs):
        super().__init__(*args, **kwargs)
        gone = {"day": not act.day, "number": not act.number, "remark": act.key not in ("approve", "decline")}
        gone["elected_secretary"] = act.key != "elect"
        for name in (name for name, is_gone in gone.items() if is_gone):
            del self.fields[name]


class DuesForm(ActForm):
    """Everybody has paid but those ticked."""

    owing = forms.ModelMultipleChoiceField(
        label="这个月没有交的", queryset=Member.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owing"].queryset = members


class PartForm(RecordForm):
    """Something that belongs to a branch."""

    def __init__(self, *args, today=None, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today


def _part(model, *fields):
    meta = type("Meta", (), {"model": model, "fields": list(fields)})
    return type(f"{model.__name__}Form", (PartForm,), {"Meta": meta})


PARTS = {
    "post": _part(Post, "title", "name", "start", "end"),
    "term": _part(Term, "number", "start", "due", "extended_until", "extension_number"),
    "group": _part(PartyGroup, "name", "leader", "start", "end"),
    "venue": _part(Venue, "type", "address", "area", "start", "end"),
    "fund": _part(Fund, "year", "source", "amount"),
}
