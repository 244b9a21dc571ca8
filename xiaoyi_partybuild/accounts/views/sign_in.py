"""Sign in, sign out."""

from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.utils import timezone

from xiaoyi_partybuild.access import events
from xiaoyi_partybuild.access.events import Kind

from .. import devices, passwords, sessions
from ..forms import SignInForm


class SignIn(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"now": timezone.now()}

    def form_valid(self, form):
        user, now = form.get_user(), form.now
        with transaction.atomic():
            response = super().form_valid(form)
            others, ended = sessions.begin(self.request, user, now=now)
            passwords.use_code(user, now=now)
            devices.remember(self.request, response, user, now=now)
            events.tell(Kind.SIGNED_IN, by=user, about=user, facts={"open": len(others), "ended": len(ended)})
        self._say(others, "您的账号还在另一处登录", "；不是您本人，请马上更换密码")
        self._say(ended, "同时登录的地方太多，最早的一处已退出", "")
        return response

    def _say(self, sessions, words, advice):
        for one in sessions:
            began = timezone.localtime(datetime.fromtimestamp(one["at"], UTC))
            messages.warning(self.request, f"{words}（{began:%m-%d %H:%M}，地址 {one['address']}）{advice}")


class SignOut(LogoutView):
    """The browser forgets what it kept of these pages, too."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            events.tell(Kind.SIGNED_OUT, by=request.user, about=request.user)
            sessions.end(request)
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
