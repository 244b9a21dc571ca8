"""The wizard's forms: bring a file, correct what was recognized."""

from django import forms
from django.conf import settings

from xiaoyi_partybuild.ui.forms import DayField

from . import lifetime, register, workbook
from .matching import ASK, LIKELY
from .workbook import UnreadableWorkbook

NOT_USED = ""
RADIO = forms.RadioSelect(attrs={"class": "form-check-input"})


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


class ChoicesForm(forms.Form):
    """Correct the sheet, the register, the date, and what each asked column means."""

    sheet = forms.ChoiceField(label="工作表", required=False)
    register = forms.ChoiceField(label="登记表")
    as_of = DayField(label="统计日期", required=False, help_text="表里写了就不用填")

    def __init__(self, *args, upload, review, asked=(), by, **kwargs):
        super().__init__(*args, **kwargs)
        self.upload, self.review = upload, review
        self.declared = register.get(review["register"])
        self.fields["sheet"].choices = [(name, name or "（唯一的一张）") for name in self._sheets()]
        self.fields["register"].choices = [(one.slug, one.title) for one in register.offered(by)]
        self.initial |= {"sheet": review["sheet"], "register": review["register"], "as_of": upload.choices.get("as_of")}
        self.asked = [column for column in review["columns"] if is_open(column) or column["column"] in asked]
        for column in self.asked:
            self.fields[f"column_{column['column']}"] = self._column_field(column)

    def _sheets(self):
        return [self.review["sheet"], *(name for name, why in self.review["skipped"] if why != "空表")]

    def _column_field(self, column):
        option = f"={column['option']}" if column["option"] else ""
        initial = f"{column['field']}{option}" if column["field"] else NOT_USED
        label = f"{column['column']} 列 {column['path']}"
        return forms.ChoiceField(label=label, required=False, choices=self._targets(), initial=initial)

    def _targets(self):
        found = [(NOT_USED, "不导入")]
        for one in self.declared.columns:
            found.append((one.target, one.label))
            found += [(f"{one.target}={value}", f"{one.label}：{label}（打勾列）") for value, label in one.options]
        return found

    @property
    def columns(self):
        """(column as recognized, its bound field) of the columns a person is asked about."""
        return [(column, self[f"column_{column['column']}"]) for column in self.asked]

    def chosen(self):
        """The upload's choices with this form's decisions put in; another register starts without columns."""
        cleaned = self.cleaned_data
        known = self.upload.choices.get("columns", {}) if cleaned["register"] == self.review["register"] else {}
        asked = {column["column"]: cleaned[f"column_{column['column']}"] for column in self.asked}
        as_of = cleaned["as_of"].isoformat() if cleaned["as_of"] else ""
        is_same = cleaned["register"] == self.review["register"] and cleaned["sheet"] == self.review["sheet"]
        return {"sheet": cleaned["sheet"], "as_of": as_of, "columns": known | asked if is_same else {}}


def is_open(column):
    """Whether a person should look at how this column was matched."""
    return column["confidence"] in (LIKELY, ASK)
