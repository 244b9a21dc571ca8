"""How long a session lasts, and what it still owes before it may go on: a second factor, a new password."""

from django.conf import settings
from django.urls import reverse

from xiaoyi_partybuild.access import fresh

from . import passwords, second_factor

BEGAN, SEEN = "began_at", "seen_at"  # seconds since 1970
BACKGROUND = "X-Background"  # what a page asks by itself does not count as the person's doing


def begin(session, *, now):
    session[BEGAN] = session[SEEN] = now.timestamp()


def is_over(session, user, *, now):
    """Idle for too long, or too old altogether. A session nobody began through the sign-in page starts now."""
    seen, began, moment = session.get(SEEN), session.get(BEGAN), now.timestamp()
    if seen is None or began is None:
        begin(session, now=now)
        return False
    idle = settings.ADMINISTRATORS_IDLE_SECONDS if user.administers else settings.IDLE_SECONDS
    return moment - seen > idle or moment - began > settings.SESSION_COOKIE_AGE


def seen(session, *, now):
    """Noted once a minute, which spares a write on every request."""
    if now.timestamp() - session[SEEN] > settings.SEEN_EVERY_SECONDS:
        session[SEEN] = now.timestamp()


def owes(request, *, now):
    """The address of the page this session has to pass first; None when it owes nothing."""
    if not settings.SIGN_IN_STEPS:
        return None
    if not _shown(request.session):
        name = "second-factor" if second_factor.is_set_up(request.user) else "second-factor-setup"
    elif passwords.must_change(request.user, now=now):
        name = "password"
    else:
        return None
    return reverse(name)


def _shown(session):
    return fresh.VERIFIED in session
