"""What a password must be, in two profiles (settings.PASSWORD_PROFILE), said in Chinese; and how one is set.

djbh   GB/T 22239-2019 8.1.4.1: 12 characters, three of four kinds, 90 days, the last five not again (default)
asvs   OWASP ASVS 5.0 6.2: 12 characters, no rules about kinds, no expiry; what can be guessed is refused in both
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import password_validation as stock
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.events import Kind

from . import weak
from .models import OldPassword

CODE_BYTES = 12
CODE_LASTS = timedelta(hours=72)
KINDS_WANTED = 3
LONGEST = 128


class LongEnough(stock.MinimumLengthValidator):
    def get_error_message(self):
        return f"密码太短，至少要 {self.min_length} 个字符"

    def get_help_text(self):
        return f"密码至少要 {self.min_length} 个字符。"


class NotTooLong:
    def validate(self, password, user=None):
        if len(password) > LONGEST:
            raise ValidationError(f"密码太长，最多 {LONGEST} 个字符")

    def get_help_text(self):
        return f"密码最多 {LONGEST} 个字符。"


class NotCommon(stock.CommonPasswordValidator):
    """The stock list, and whatever is put together from words and runs that everybody tries."""

    def validate(self, password, user=None):
        super().validate(password, user)
        if weak.is_weak(password):
            raise ValidationError(self.get_error_message())

    def get_error_message(self):
        return "这个密码太常见，容易被猜到，请换一个"

    def get_help_text(self):
        return "不要用常见词、键盘顺序、年份和连续数字拼成密码。"


class NotAboutThePerson(stock.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "密码和用户名、姓名太像，请换一个"

    def get_help_text(self):
        return "不要用姓名、用户名。"


class SeveralKinds:
    def validate(self, password, user=None):
        tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
        if sum(any(map(test, password)) for test in tests) < KINDS_WANTED:
            raise ValidationError(self.get_help_text())

    def get_help_text(self):
        return "大写字母、小写字母、数字、符号四类里至少要有三类。"


class NotUsedBefore:
    def __init__(self, last=5):
        self.last = last

    def validate(self, password, user=None):
        if user is None or user.pk is None:
            return
        before = [old.password for old in user.old_passwords.all()[: self.last - 1]]
        if any(check_password(password, known) for known in (user.password, *before) if known):
            raise ValidationError(f"这个密码最近用过，请换一个和前 {self.last} 次都不同的")

    def get_help_text(self):
        return f"不能和最近 {self.last} 次的密码相同。"


def take(user, password, *, now):
    """Give a person the password of their own choice, already validated; other sessions end by themselves."""
    with transaction.atomic():
        if user.password and user.code_until is None:
            writing.save(OldPassword(user=user, password=user.password, at=now), by=user, kind=None)
        user.set_password(password)
        _keep(user, now, must_change=False, code_until=None)
        events.tell(Kind.PASSWORD_CHANGED, by=user, about=user)


def issue_code(user, *, by, now):
    """A one-time password for a new account or after a reset; nobody chooses or sees it but the person who is told."""
    code = secrets.token_urlsafe(CODE_BYTES)
    user.set_password(code)
    with transaction.atomic():
        _keep(user, now, must_change=True, code_until=now + CODE_LASTS)
        events.tell(Kind.PASSWORD_RESET, by=by, about=user)
    return code


def spoken_code(user, code):
    hours = int(CODE_LASTS.total_seconds() // 3600)
    return f"{user.name}的一次性密码是 {code}，只显示这一次，{hours} 小时内登录有效；请当面告诉本人"


def use_code(user, *, now):
    """A one-time password opens once."""
    if user.code_until is not None:
        user.code_until = now
        writing.keep_state(user, "code_until")


def is_over(user, *, now):
    """Whether the password is a one-time one that was used or has waited too long."""
    return user.code_until is not None and user.code_until <= now


def must_change(user, *, now):
    if user.must_change:
        return True
    age = settings.PASSWORD_LASTS
    return age is not None and user.password_set_at is not None and now - user.password_set_at > age


def _keep(user, now, **state):
    for name, value in state.items():
        setattr(user, name, value)
    user.password_set_at = now
    writing.keep_state(user, "password", "password_set_at", *state)
