"""Sign in, sign out."""

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
            sessions.begin(self.request.session, now=now)
            passwords.use_code(user, now=now)
            devices.remember(self.request, response, user, now=now)
            events.tell(Kind.SIGNED_IN, by=user, about=user)
        return response


class SignOut(LogoutView):
    """The browser forgets what it kept of these pages, too."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            events.tell(Kind.SIGNED_OUT, by=request.user, about=request.user)
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
