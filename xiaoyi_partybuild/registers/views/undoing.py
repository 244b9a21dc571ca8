"""Undo an import."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xiaoyi_partybuild.access import undo as undoing
from xiaoyi_partybuild.access import writing

from .. import steps, touched
from .common import CONFLICT, PER_PAGE, own


@require_http_methods(["GET", "POST"])
def undo(request, token):
    brought = own(request, token)
    if brought.batch is None or steps.undone_by(brought):
        return redirect("registers:step", token)
    conflicts, status = (), 200
    if request.method == "POST":
        try:
            undoing.undo(brought.batch, by=request.user)
        except undoing.Conflict as error:
            conflicts, status = touched.of(error.changes[:PER_PAGE], brought, by=request.user), CONFLICT
        except (undoing.AlreadyUndone, writing.OutOfReach) as error:
            messages.error(request, f"没有撤销：{error}")
            return redirect("registers:step", token)
        else:
            messages.success(request, f"已撤销“{brought.name}”的导入，改动过的内容都恢复了原样")
            return redirect("registers:step", token)
    counts = dict(brought.batch.changes.order_by().values_list("action").annotate(Count("pk")))
    context = {"upload": brought, "counts": counts, "conflicts": conflicts}
    return render(request, "registers/undo.html", context, status=status)
