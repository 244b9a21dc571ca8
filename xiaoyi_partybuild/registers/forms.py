"""The wizard's forms: bring a file, correct what was recognized."""

from django import forms
from django.conf import settings

from xiaoyi_partybuild.ui.reasons import ReasonForm

from . import lifetime, register, taking, workbook
from .workbook import UnreadableWorkbook

RADIO = forms.RadioSelect(attrs={"class": "form-check-input"})


class TakingForm(ReasonForm):
    """What a workbook of personal data is for, and whether whole numbers are wanted in it."""

    full = forms.BooleanField(label="含完整号码", required=False)

    def __init__(self, *args, has_numbers, **kwargs):
        super().__init__(*args, reasons=taking.Purpose, **kwargs)
        if not has_numbers:
            del self.fields["full"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("full") and not cleaned.get("detail", "").strip():
            self.add_error("detail", "要完整号码，请写明为什么")
        return {"full": False} | cleaned


class UploadForm(forms.Form):
    file = forms.FileField(
        label="选择表格文件",
        max_length=255,
        help_text="支持 .xlsx、.xls、.ods、.csv，20 MB 以内。表格不用整理，系统自己找表头和列。",
        error_messages={
            "required": "没有选择文件，请先选择要导入的表格",
            "empty": workbook.SENTENCES["empty"],
            "max_length": "文件名太长，请改短以后再上传",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.xlsb,.ods,.csv"}),
    )
    register = forms.ChoiceField(label="导入什么", widget=RADIO, initial=register.AUTO)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["register"].choices = [
            (register.AUTO, "自动判断"),
            *((one.slug, one.title) for one in register.offered(by)),
        ]

    def clean_file(self):
        """What can be told from its size and its first bytes; only then is it worth keeping."""
        file = self.cleaned_data["file"]
        try:
            if file.size > settings.UPLOAD_MAX_BYTES:
                raise workbook.too_large(file.size)
            workbook.kind_by_start(next(file.chunks(workbook.START)))
            lifetime.demand_room(self.by, file.size)
        except (UnreadableWorkbook, lifetime.NoRoom) as error:
            raise forms.ValidationError(str(error)) from error
        return file
