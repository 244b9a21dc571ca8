"""Undo an import: say what it means, ask about what was changed since, do it."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from xiaoyi_partybuild.access.questions import KEEP, RESTORE

from .. import asking, reversal, tasks
from .common import own

MOST = 200
PREFIX = "answer:"


@require_http_methods(["GET", "POST"])
def undo(request, token):
    brought = own(request, token)
    if not reversal.is_possible(brought):
        return redirect("registers:step", token)
    if request.method == "POST":
        return _decided(request, brought)
    counts = {"create": 0, "update": 0} | dict(brought.batch.changes.order_by().values_list("action").annotate(Count("pk")))
    found = reversal.look(brought, at_once=brought.size <= tasks.AT_ONCE)
    return render(request, "registers/undo.html", {"upload": brought, "counts": counts} | _asked(found, request.user))


def _asked(found, by):
    """What the page asks: the first questions one by one, the rest as one; nothing where nobody has looked yet."""
    if found is None:
        return {"digest": "", "questions": (), "further": 0, "followers": 0}
    return {
        "digest": found.digest,
        "questions": asking.of(found.questions[:MOST], by=by),
        "further": len(found.questions) - len(found.questions[:MOST]),
        "followers": len(found.followers(found.kept({}))),
    }


def _decided(request, brought):
    if "stop" in request.POST:
        reversal.drop(brought)
        return redirect("registers:step", brought.token)
    seen = request.POST.get("seen")
    reversal.order(brought, _answers(request.POST) if seen else None, seen)
    tasks.start(tasks.undo, brought, on=timezone.localdate())
    brought.refresh_from_db()
    if hasattr(brought.batch, "undone_by"):
        messages.success(request, f"已撤销“{brought.name}”的导入")
    return redirect("registers:step", brought.token)


def _answers(data):
    told = {name.removeprefix(PREFIX): data[name] for name in data if name.startswith(PREFIX)}
    return {key: answer for key, answer in told.items() if answer in (KEEP, RESTORE)}
