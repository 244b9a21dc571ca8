"""What is remembered of what people confirmed: whose it is, and how to revoke it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from .. import memory, steps
from .common import PER_PAGE


def remembered(request):
    is_past = request.GET.get("show") == "revoked"
    found = memory.seen_by(request.user).filter(revoked_at__isnull=not is_past)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    listed = [memory.entry(one, by=request.user) for one in page]
    return render(request, "registers/remembered.html", steps.paged(page) | {"listed": listed, "is_past": is_past})


def forget(request, pk):
    """A second click finds it revoked already, and changes nothing."""
    one = get_object_or_404(memory.seen_by(request.user), pk=pk)
    if one.revoked_at is None:
        _revoke(request, one)
    return redirect("registers:remembered")


def _revoke(request, one):
    if not memory.may_revoke(one, request.user):
        raise PermissionDenied
    memory.revoke(one, by=request.user, at=timezone.now())
    messages.success(request, f"已撤销记忆“{one.written}”，以后按表头和内容重新判断")
