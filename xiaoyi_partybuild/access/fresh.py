"""Who showed the second factor a moment ago: rights, exports of personal data and full numbers ask for that."""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

FRESH = timedelta(minutes=5)
VERIFIED = "second_factor_at"  # in the session: seconds since 1970


def is_fresh(session, *, now):
    """Whether the second factor was shown a moment ago; always where the site's profile asks for none."""
    if not settings.SIGN_IN_STEPS:
        return True
    shown = session.get(VERIFIED)
    return shown is not None and now.timestamp() - shown <= FRESH.total_seconds()


def mark(session, *, now):
    session[VERIFIED] = now.timestamp()


def second_factor_fresh(view):
    """Ask for the code first when it was shown more than five minutes ago; then the page that was wanted."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return asked_first(request) or view(request, *args, **kwargs)

    return guarded


def asked_first(request):
    """The answer that leads to the code; None when it was shown a moment ago."""
    if is_fresh(request.session, now=timezone.now()):
        return None
    back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
    return redirect(f"{reverse('second-factor')}?{urlencode({'next': back})}")
