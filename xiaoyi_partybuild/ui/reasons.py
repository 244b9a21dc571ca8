"""The form that asks why somebody wants what is otherwise kept covered."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST = 200


class ReasonForm(forms.Form):
    """A reason from a list, with a sentence where the list does not say it. Cleans `said`: both as one text."""

    reason = forms.ChoiceField(label="用途", error_messages={"required": "没有选用途，请选一项"})
    detail = forms.CharField(
        label="说明",
        required=False,
        max_length=LONGEST,
        help_text="选“其他”时要写明；会记入审计记录，不要写号码",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        self.fields["reason"].choices = [("", "请选择"), *reasons.choices]

    def clean(self):
        cleaned = super().clean()
        chosen, detail = cleaned.get("reason"), cleaned.get("detail", "").strip()
        if chosen == self.reasons.OTHER and not detail:
            raise ValidationError({"detail": "选了“其他”，请写明用途"})
        label = self.reasons(chosen).label if chosen else ""
        return cleaned | {"said": f"{label}：{detail}" if detail else label}
