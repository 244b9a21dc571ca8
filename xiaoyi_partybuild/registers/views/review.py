"""Step 2: look the plan over, and import it."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from .. import reviewing, steps, store
from ..models import Upload
from .common import PER_PAGE, own


@require_GET
def review(request, token):
    brought = own(request, token)
    if brought.state != Upload.State.READY:
        return redirect("registers:step", token)
    kept = store.Review(brought)
    summary = steps.summary(brought, kept)
    shown = steps.shown(request.GET.get("show"), summary["filters"])
    page = Paginator(kept.marked(None if shown == steps.ALL else shown), PER_PAGE).get_page(request.GET.get("page"))
    context = steps.paged(page) | summary | {"shown": shown, "upload": brought, "review": kept.told}
    rows = list(page)
    context["fields"] = reviewing.touched_first(kept["fields"], rows)
    context["rows"] = [reviewing.shown_row(told, context["fields"]) for told in rows]
    return render(request, "registers/review.html", context)


@require_POST
def commit(request, token):
    """A second click finds the work under way or done, and writes nothing more."""
    brought = own(request, token)
    if brought.state == Upload.State.READY:
        steps.begin(brought, on=timezone.localdate())
    return redirect("registers:step", token)
