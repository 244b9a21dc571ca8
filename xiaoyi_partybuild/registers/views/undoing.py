"""Undo an import: say what it means, ask about what was changed since, do it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone

from .. import asking, reversal, tasks
from .common import own


def undo(request, token):
    brought = own(request, token)
    if not reversal.is_possible(brought):
        return redirect("registers:step", token)
    if request.method == "POST":
        return _decided(request, brought)
    counts = {"create": 0, "update": 0} | dict(brought.batch.changes.order_by().values_list("action").annotate(Count("pk")))
    found = reversal.look(brought, at_once=brought.size <= tasks.AT_ONCE)
    asked = asking.context(found, "导入", by=request.user)
    return render(request, "registers/undo.html", {"upload": brought, "counts": counts} | asked)


def _decided(request, brought):
    if "stop" in request.POST:
        reversal.drop(brought)
        return redirect("registers:step", brought.token)
    reversal.order(brought, **asking.given(request.POST))
    tasks.start(tasks.undo, brought, on=timezone.localdate())
    brought.refresh_from_db()
    if hasattr(brought.batch, "undone_by"):
        messages.success(request, f"已撤销“{brought.name}”的导入")
    return redirect("registers:step", brought.token)
