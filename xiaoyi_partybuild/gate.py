"""Stands before every view and asks the policy table whether this person may use this address by this method."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, JsonResponse

from xiaoyi_partybuild.access import events

from . import policy

API = "/api/"


class PolicyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None where the view may answer."""
        is_api = request.path.startswith(API)
        if is_api and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return _refused("接口只接受 https 访问", 403)
        line = policy.table().get(request.resolver_match.view_name, {})
        if not request.user.is_authenticated and not any(who.strangers for who in line.values()):
            return _refused("没有登录", 403) if is_api else redirect_to_login(request.get_full_path())
        if not line:
            raise Http404
        if request.method not in line:
            return _refused("这个地址不支持这种请求", 405, line) if is_api else HttpResponseNotAllowed(line)
        if line[request.method].admits(request.user):
            return None
        events.tell_beyond(request.user, request.resolver_match.view_name)
        if is_api:
            return _refused("您没有这项权限", 403)
        raise PermissionDenied


def _refused(words, status, allowed=()):
    headers = {"Allow": ", ".join(allowed)} if allowed else {}
    return JsonResponse({"detail": words}, status=status, headers=headers, json_dumps_params={"ensure_ascii": False})
