"""Accounts nobody has used for a long time are disabled: at the next try to sign in, and by a command every night."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.events import Kind

REASON = f"{settings.IDLE_ACCOUNT_DAYS} 天没有登录，自动停用"


def is_idle(user, *, now):
    """Since the last sign-in or password: a reset by the security administrator opens it again."""
    used = max(filter(None, (user.last_login, user.password_set_at)), default=None)
    return used is not None and now - used > timedelta(days=settings.IDLE_ACCOUNT_DAYS)


def disable(user, *, by=None):
    with transaction.atomic():
        user.is_active = False
        writing.keep_state(user, "is_active")
        events.tell(Kind.CHANGED, by=by, about=user, reason=REASON)
