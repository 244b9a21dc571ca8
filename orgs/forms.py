"""The form for an organization's basic facts. What has its own dates is recorded in its own table, not here."""

from django import forms

from xiaoyi_partybuild.ui.forms import RecordForm

from . import credit_code
from .models import Organization, Region


class OrganizationForm(RecordForm):
    reason = forms.CharField(label="修改原因", required=False, max_length=500, help_text="写进修改历史，例如：按章程核对")

    class Meta:
        model = Organization
        fields = [
            "name",
            "credit_code",
            "certificate_number",
            "type",
            "field",
            "management",
            "region",
            "supervising_unit",
            "registration_authority",
            "inspection_authority",
            "leading_body",
            "legal_representative",
            "funds",
            "registered_on",
            "address",
            "business_scope",
            "registered_elsewhere",
            "is_priority",
            "remark",
        ]
        widgets = {"business_scope": forms.Textarea({"rows": 3}), "remark": forms.Textarea({"rows": 3})}
        help_texts = {"registered_on": "例如 2019-03-15；只知道月份就写 2019年3月"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.offered_to(self.by, Organization.scope.kind)

    def clean_credit_code(self):
        code = (self.cleaned_data["credit_code"] or "").upper()
        if code and not credit_code.is_shaped(code):
            raise forms.ValidationError(
                f"要 18 位数字和大写字母（不用 I、O、S、V、Z），现在是 {len(code)} 位，请核对登记证书"
            )
        if code and not credit_code.is_valid(code):
            raise forms.ValidationError(f"最后一位校验码不对：前 17 位对应的应是 {credit_code.check_character(code)}")
        return code or None
