"""The own password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils import timezone

from xiaoyi_partybuild.access import events
from xiaoyi_partybuild.access.events import Kind, Result

from .. import passwords
from ..forms import NewPasswordForm


def password(request):
    """A new one ends every other session of this person; this one goes on under a new key."""
    now = timezone.now()
    form = NewPasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        passwords.take(request.user, form.cleaned_data["new"], now=now)
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已更换，其他地方的登录都已退出")
        return redirect("workbench")
    if form.errors:
        events.tell(Kind.PASSWORD_CHANGED, by=request.user, about=request.user, result=Result.REFUSED)
    context = {"form": form, "is_owed": passwords.must_change(request.user, now=now)}
    return render(request, "accounts/password.html", context, status=422 if form.errors else 200)
