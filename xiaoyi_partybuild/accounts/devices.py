"""Browsers a person has signed in from, each known by a random token in a cookie."""

import secrets

from django.conf import settings

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.sealing import lasting_digest

from .models import KnownDevice

COOKIE = "__Host-device" if settings.SESSION_COOKIE_SECURE else "device"
KEPT_SECONDS = 365 * 24 * 3600


def known(request, username):
    """The digest of this browser when that person has used it before, else ""."""
    token = request.COOKIES.get(COOKIE)
    mark = lasting_digest(token) if token else None
    rows = KnownDevice.objects.filter(user__username__iexact=username, digest=mark)
    return mark if mark and rows.exists() else ""


def remember(request, response, user, *, now):
    """Part of signing in, which is told by itself."""
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    rows = KnownDevice.objects.editable_by(user).filter(user=user, digest=lasting_digest(token))
    device = rows.first() or KnownDevice(user=user, digest=lasting_digest(token))
    device.at = now
    writing.save(device, by=user, kind=None)
    response.set_cookie(
        COOKIE, token, max_age=KEPT_SECONDS, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )
