"""Form parts every page may use."""

from django import forms
from django.core.exceptions import ValidationError

from xiaoyi_partybuild.access import dates, later

from . import meanwhile


class DayField(forms.CharField):
    """One day, read from however people write it; a month or a year means its last day. Cleans to a date or None."""

    def to_python(self, value):
        try:
            read = dates.read(super().to_python(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return read.last if read else None


class RecordForm(forms.ModelForm):
    """A record's form. It is told who is asking, to offer only what that person may choose."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        say_required(self)
        self.fields["seen"] = meanwhile.SeenField(required=False)
        self.initial["seen"] = later.newest(self.instance) if self.instance.pk else 0


class ActForm(forms.Form):
    """What is asked for when one thing is done to a record. It is told who is asking, which day it is, and which record."""

    def __init__(self, *args, by, today, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.today, self.record = by, today, record
        say_required(self)
        for field in self.fields.values():
            if isinstance(field, DayField) and field.required:
                field.initial = today.isoformat()


def say_required(form):
    for field in form.fields.values():
        field.error_messages["required"] = "没有填写，请补上"


class AsOfForm(forms.Form):
    """The day whose facts a page shows."""

    on = DayField(
        label="截至日期",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "今天", "autocomplete": "off", "inputmode": "numeric"}),
    )
