"""How long a session lasts, how many a person has, what one owes before it goes on: a second factor, a new password."""

import secrets

from django.conf import settings
from django.urls import reverse

from xiaoyi_partybuild.access import fresh, origin, writing
from xiaoyi_partybuild.access.sealing import lasting_digest

from . import passwords, second_factor
from .models import User

BEGAN, SEEN = "began_at", "seen_at"  # seconds since 1970
NUMBER, PLACE = "number", "place"
BACKGROUND = "X-Background"  # what a page asks by itself does not count as the person's doing
NUMBER_BYTES = 12


def begin(request, user, *, now):
    """Called at sign-in, inside its transaction. Returns the other sessions that go on, and those it ended, oldest first.

    A session is told as {"number", "at", "address"}.
    """
    _start(request.session, now)
    request.session[NUMBER], request.session[PLACE] = secrets.token_hex(NUMBER_BYTES), _place(request)
    user.open_sessions = writing.locked(User, [user.pk]).values_list("open_sessions", flat=True).get()
    others = [one for one in user.open_sessions if now.timestamp() - one["at"] <= settings.SESSION_COOKIE_AGE]
    kept = others[max(0, len(others) - most(user) + 1) :]
    new = {"number": request.session[NUMBER], "at": round(now.timestamp()), "address": origin.address_of(request)}
    _keep(user, [*kept, new])
    return kept, others[: len(others) - len(kept)]


def end(request):
    """Called at sign-out."""
    user, number = request.user, request.session.get(NUMBER)
    _keep(user, [one for one in user.open_sessions if one["number"] != number])


def most(user):
    return settings.ADMINISTRATORS_SESSIONS if user.administers else settings.SESSIONS


def is_pushed_out(session, user):
    """Whether the person has signed in elsewhere more often than is allowed since. One made by hand has no number."""
    return NUMBER in session and all(one["number"] != session[NUMBER] for one in user.open_sessions)


def is_over(session, user, *, now):
    """Idle for too long, or too old altogether. A session nobody began through the sign-in page starts now."""
    seen, began, moment = session.get(SEEN), session.get(BEGAN), now.timestamp()
    if seen is None or began is None:
        _start(session, now)
        return False
    idle = settings.ADMINISTRATORS_IDLE_SECONDS if user.administers else settings.IDLE_SECONDS
    return moment - seen > idle or moment - began > settings.SESSION_COOKIE_AGE


def seen(session, *, now):
    """Noted once a minute, which spares a write on every request."""
    if now.timestamp() - session[SEEN] > settings.SEEN_EVERY_SECONDS:
        session[SEEN] = now.timestamp()


def verified(request, *, now):
    """The second factor was shown: here, in this browser, a moment ago."""
    request.session.cycle_key()
    request.session[PLACE] = _place(request)
    fresh.mark(request.session, now=now)


def owes(request, *, now):
    """The address of the page this session has to pass first; None when it owes nothing."""
    if not settings.SIGN_IN_STEPS:
        return None
    if not _shown(request):
        name = "second-factor" if second_factor.is_set_up(request.user) else "second-factor-setup"
    elif passwords.must_change(request.user, now=now):
        name = "password"
    else:
        return None
    return reverse(name)


def _shown(request):
    """An administrator shows it again when the session turns up at another address or in another browser."""
    session = request.session
    return fresh.VERIFIED in session and not (
        request.user.administers and session.get(PLACE, _place(request)) != _place(request)
    )


def _place(request):
    return lasting_digest(f"{origin.address_of(request)} {request.headers.get('User-Agent', '')}")


def _start(session, now):
    session[BEGAN] = session[SEEN] = now.timestamp()


def _keep(user, sessions):
    user.open_sessions = sessions
    writing.keep_state(user, "open_sessions")
