"""What wants the second factor shown a moment ago: rights, exports of personal data, full numbers."""

from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from .. import second_factor


def second_factor_fresh(view):
    """Ask for the code first when it was shown more than five minutes ago; then the page that was wanted."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.SIGN_IN_STEPS and not second_factor.is_fresh(request.session, now=timezone.now()):
            back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
            return redirect(f"{reverse('second-factor')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return guarded
