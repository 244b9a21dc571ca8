"""The second factor: set an authenticator up, show its code at sign-in or again before what wants it fresh."""

import segno
from django.contrib import messages
from django.contrib.auth.views import RedirectURLMixin
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from .. import second_factor, sessions
from ..forms import CodeForm

WRONG = "动态码不对，或已经用过；请看验证器上新的一组再填。连错 5 次要等 15 分钟"
MODULE_PIXELS = 5


@never_cache
def show_code(request):
    if not second_factor.is_set_up(request.user):
        return redirect("second-factor-setup")
    form, now = CodeForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        if second_factor.check(request.user, form.cleaned_data["code"], now=now):
            _passed(request, now)
            return redirect(_wanted(request))
        form.add_error("code", WRONG)
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "accounts/second_factor.html", context, status=422 if form.errors else 200)


@never_cache
def set_up(request):
    """Only for who has none: a lost authenticator is reset by the security administrator, not from here."""
    if second_factor.is_set_up(request.user):
        return redirect("second-factor")
    form, now = CodeForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        codes = second_factor.confirm(request.user, form.cleaned_data["code"], now=now)
        if codes:
            _passed(request, now)
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.add_error("code", WRONG)
    factor = second_factor.begin(request.user)
    context = {"form": form, "secret": second_factor.secret_text(factor), "picture": _picture(factor)}
    return render(request, "accounts/second_factor_setup.html", context, status=422 if form.errors else 200)


def _passed(request, now):
    sessions.verified(request, now=now)
    messages.success(request, "动态码核对无误")


def _picture(factor):
    """The address as a picture an authenticator scans, without styles of its own."""
    drawn = segno.make(second_factor.address_text(factor), error="m")
    return drawn.svg_data_uri(scale=MODULE_PIXELS, omitsize=False)


def _wanted(request):
    """The page asked for before, when it is one of ours."""
    asked = RedirectURLMixin()
    asked.request, asked.next_page = request, "workbench"
    return asked.get_success_url()
