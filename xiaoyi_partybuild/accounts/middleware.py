"""Every request of a signed-in person: is the session still good, and does it owe a step of signing in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from xiaoyi_partybuild.access import events, origin
from xiaoyi_partybuild.access.events import Kind

from . import sessions

ALWAYS_OPEN = ("logout", "healthz")


class SignedInMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self._stopped(request) or self.get_response(request)

    def _stopped(self, request):
        """The answer that ends a session or sends it to a step it owes; None when the request may go on."""
        if not request.user.is_authenticated:
            return None
        now = timezone.now()
        ended = _ended(request, now)
        if ended:
            events.tell(Kind.SIGNED_OUT, by=request.user, about=request.user, reason=ended[0])
            logout(request)
            messages.warning(request, ended[1])
            return None
        if sessions.BACKGROUND not in request.headers:
            sessions.seen(request.session, now=now)
        owed = sessions.owes(request, now=now)
        if owed is None or request.path in (owed, *map(reverse, ALWAYS_OPEN)):
            return None
        return _sent_to(request, owed)


def _ended(request, now):
    """(reason for the record, sentence for the person) of a session that goes no further, else None."""
    if (
        settings.ADMINISTRATORS_FROM
        and request.user.administers
        and not origin.is_within(request, settings.ADMINISTRATORS_FROM)
    ):
        return "不在管理网段", "管理员账号只能在规定的网络内使用，请换到管理用的电脑上登录"
    if sessions.is_pushed_out(request.session, request.user):
        return "在别处登录", "您的账号在别处登录，这里已退出；不是您本人登录的，请马上更换密码"
    if sessions.is_over(request.session, request.user, now=now):
        return "登录超时", "您有一段时间没有操作，为安全已退出，请重新登录"
    return None


def _sent_to(request, address):
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "登录还没有完成，请先在网页上完成登录"}, status=403)
    return redirect(address)
