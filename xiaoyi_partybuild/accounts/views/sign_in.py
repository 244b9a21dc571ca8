"""Sign in, sign out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.utils import timezone

from .. import devices, passwords, sessions
from ..forms import SignInForm


class SignIn(LoginView):
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"now": timezone.now()}

    def form_valid(self, form):
        user, now = form.get_user(), form.now
        response = super().form_valid(form)
        sessions.begin(self.request.session, now=now)
        passwords.use_code(user, now=now)
        devices.remember(self.request, response, user, now=now)
        return response


class SignOut(LogoutView):
    """The browser forgets what it kept of these pages, too."""

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
