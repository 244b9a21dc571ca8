"""The forms of signing in: user name and password, a new password, a code of the moment."""

import time
from datetime import datetime, timedelta

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils import timezone

from orgs.models import Region
from xiaoyi_partybuild.access import events, origin
from xiaoyi_partybuild.access.events import Kind, Result
from xiaoyi_partybuild.ui.forms import DayField

from . import attempts, devices, idle, passwords, record, rights
from .models import Grant, User
from .roles import Role

WRONG = "用户名或密码不正确，或者试的次数太多。请核对后再填；连错 5 次要等 15 分钟"
REQUIRED = {"required": "没有填写，请补上"}
MAX_KEY = BigIntegerField.MAX_BIGINT
NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class SignInForm(AuthenticationForm):
    """One answer for every failure: unknown, wrong, disabled, locked. A locked try never reaches the password."""

    error_messages = {"invalid_login": WRONG, "inactive": WRONG}
    usual_seconds = 0.0

    def __init__(self, *args, now=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean(self):
        name = self.cleaned_data.get("username") or ""
        self.device = devices.known(self.request, name)
        self.address = origin.address_of(self.request)
        about = attempts.person(name) or "没有这个用户名"
        if not attempts.reserve(name, self.address, self.device, now=self.now):
            time.sleep(SignInForm.usual_seconds)
            if attempts.is_first_refused(name, self.address, self.device, now=self.now):
                events.tell(Kind.LOCKED, about=about, result=Result.REFUSED)
            raise self.get_invalid_login_error()
        began = time.perf_counter()
        try:
            with events.watched(Kind.SIGNED_IN, about=about, refused=ValidationError):
                return super().clean()
        finally:
            SignInForm.usual_seconds = time.perf_counter() - began

    def confirm_login_allowed(self, user):
        super().confirm_login_allowed(user)
        if idle.is_idle(user, now=self.now):
            idle.disable(user)
        if passwords.is_over(user, now=self.now) or not user.is_active:
            raise self.get_invalid_login_error()
        attempts.succeeded(self.cleaned_data["username"], self.address, self.device)


class NewPasswordForm(forms.Form):
    """A new password of one's own choice."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages=REQUIRED,
    )
    new = forms.CharField(label="新密码", strip=False, widget=NEW, error_messages=REQUIRED)
    again = forms.CharField(label="再填一次新密码", strip=False, widget=NEW, error_messages=REQUIRED)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["new"].help_text = "".join(password_validation.password_validators_help_texts())

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError("现在的密码不对，请重新填写")
        return self.cleaned_data["old"]

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean_again(self):
        if self.cleaned_data["again"] != self.cleaned_data.get("new", self.cleaned_data["again"]):
            raise ValidationError("两次填的新密码不一样，请重新填写")
        return self.cleaned_data["again"]


class CodeForm(forms.Form):
    """Six digits of the moment, or a recovery code."""

    code = forms.CharField(
        label="动态码",
        max_length=20,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"}),
    )


def people(by):
    """Whom rights can be given to: every account in use but one's own."""
    return User.objects.visible_to(by).filter(is_active=True).exclude(pk=by.pk).order_by("username")


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name}（{person.username}）"


class GrantForm(forms.Form):
    """Who gets which role where. A Party organization is named in full: who gives rights sees no records to choose from."""

    user = PersonField(queryset=None, label="账号", error_messages=REQUIRED)
    role = forms.ChoiceField(label="角色", choices=Role.choices)
    region = forms.ModelChoiceField(queryset=None, label="区域", required=False)
    branch = forms.CharField(label="党组织", required=False, help_text="授权给党支部书记时填写党组织全称，区域留空")
    end = forms.DateField(
        label="终止日期", required=False, help_text="长期有效就留空", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args, by, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["user"].queryset = people(by)
        self.fields["region"].queryset = Region.objects.visible_to(by).order_by("code")

    def clean_end(self):
        end = self.cleaned_data["end"]
        if end and end <= self.today:
            raise ValidationError("终止日期已经过去，请填以后的日期或留空")
        return end

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("region")) == bool(cleaned.get("branch")):
            raise ValidationError("区域和党组织要填一项，也只填一项")
        return cleaned

    def grant(self):
        """The grant, not yet stored; a name that no Party organization bears is refused by `rights.propose`."""
        told = self.cleaned_data
        branch = rights.branch_named(told["branch"])
        return Grant(
            user=told["user"], role=told["role"], region=told["region"], branch=branch, start=self.today, end=told["end"]
        )


class HandOverForm(forms.Form):
    to = PersonField(queryset=None, label="交给谁", error_messages=REQUIRED)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people(by)


class AuditForm(forms.Form):
    """What the auditor looks for in the record. What makes no sense is left out of account, and its field says so."""

    who = forms.CharField(label="操作人", required=False)
    kind = forms.ChoiceField(label="事项", required=False, choices=[("", "全部"), *Kind.choices])
    result = forms.ChoiceField(label="结果", required=False, choices=[("", "全部"), *Result.choices])
    since = DayField(label="从哪天", required=False)
    until = DayField(label="到哪天", required=False)
    about = forms.ChoiceField(label="对象类型", required=False)
    about_pk = forms.IntegerField(label="对象编号", required=False, min_value=1, max_value=MAX_KEY)
    number = forms.CharField(label="请求编号", required=False, max_length=16)
    before = forms.IntegerField(required=False, min_value=1, max_value=MAX_KEY, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "全部"), *record.models()]

    def narrow(self, events):
        asked = self.cleaned_data
        wanted = {
            "kind": asked.get("kind"),
            "result": asked.get("result"),
            "number": asked.get("number"),
            "at__gte": _beginning(asked.get("since")),
            "at__lt": _beginning(asked.get("until"), days=1),
        }
        events = events.filter(**{name: value for name, value in wanted.items() if value})
        if asked.get("who"):
            events = record.by_named(events, asked["who"])
        return record.about(events, asked["about"], asked.get("about_pk")) if asked.get("about") else events


def _beginning(day, days=0):
    """The moment at which a day, or one so many days later, begins; a comparison of moments can use an index."""
    return day and timezone.make_aware(datetime(day.year, day.month, day.day) + timedelta(days=days))
