"""Maintenance of accounts and grants."""

from django import forms
from django.contrib import admin
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from branches.models import Branch
from xiaoyi_partybuild.access.admin import ScopedAdmin, ScopedForm

from .models import Grant, User


class UserForm(ScopedForm):
    new_password = forms.CharField(
        label="新密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="至少 12 位，不要用姓名、用户名和常见词；已有账号留空则不变",
    )

    class Meta:
        model = User
        fields = ["username", "name", "is_active"]

    def clean_new_password(self):
        password = self.cleaned_data["new_password"]
        if not password and not self.instance.pk:
            raise ValidationError("请为新账号填写密码")
        return password

    def _post_clean(self):
        """Once name and username are on the account: a password must not resemble them."""
        super()._post_clean()
        password = self.cleaned_data.get("new_password")
        if password:
            try:
                password_validation.validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("new_password", error)
            else:
                self.instance.set_password(password)


@admin.register(User)
class UserAdmin(ScopedAdmin):
    form = UserForm
    fields = ["username", "name", "is_active", "new_password"]
    list_display = ["username", "name", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "name"]
    ordering = ["username"]


class GrantForm(ScopedForm):
    """An administrator sees no Party organizations, so the one a grant is for is named in full, not chosen from a list."""

    branch = forms.CharField(
        label="党组织",
        required=False,
        help_text="授权给党组织书记时填写党组织全称；授权给区域时留空",
        widget=forms.TextInput,
    )

    class Meta:
        model = Grant
        fields = ["user", "role", "region", "branch", "start", "end"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.branch_id:
            self.initial["branch"] = self.instance.branch.name

    def clean_branch(self):
        name = self.cleaned_data["branch"].strip()
        branch = Branch.objects.filter(name=name).first()
        if name and branch is None:
            raise ValidationError(f"没有叫“{name}”的党组织，请填写登记的全称")
        return branch


@admin.register(Grant)
class GrantAdmin(ScopedAdmin):
    form = GrantForm
    list_display = ["user", "role", "region", "branch", "start", "end"]
    list_filter = ["role", "region"]
    list_select_related = ["user", "region", "branch"]
    search_fields = ["user__username", "user__name", "region__name", "branch__name"]
    autocomplete_fields = ["user"]
