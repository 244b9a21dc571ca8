"""The wizard: 1 bring a file, 2 look it over, 3 done; the own imports; what one touched; undo. Each step is an address."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xiaoyi_partybuild.access import undo as undoing
from xiaoyi_partybuild.access import writing

from . import apply, register, reviewing, steps, store, tasks, touched
from .forms import UploadForm
from .models import Upload
from .workbook import UnreadableWorkbook

PER_PAGE = 50
REFUSED, CONFLICT = 422, 409


def _own(request, token):
    """The person's own upload; everybody else's does not exist."""
    return get_object_or_404(Upload.objects.visible_to(request.user).select_related("batch"), token=token)


@require_http_methods(["GET", "POST"])
def upload(request):
    if not register.offered(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _next(request, _take_in(request, form))
        except UnreadableWorkbook as error:
            form.add_error("file", str(error))
    latest = Upload.objects.visible_to(request.user).first()
    status = REFUSED if form.errors else 200
    return render(request, "registers/upload.html", {"form": form, "latest": latest}, status=status)


def _take_in(request, form):
    """Small files are planned at once, large ones by the worker."""
    what = {"by": request.user, "register": form.cleaned_data["register"]}
    name, on = form.cleaned_data["file"].name, timezone.localdate()
    if len(form.content) <= tasks.AT_ONCE:
        return apply.take_in(form.content, name, on=on, **what)
    brought = apply.receive(form.content, name, **what)
    tasks.start(tasks.check, brought, on=on)
    return brought


@require_GET
def mine(request):
    uploads = Upload.objects.visible_to(request.user).select_related("batch__undone_by")
    page = Paginator(uploads, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registers/list.html", steps.paged(page) | {"listed": map(steps.listed, page)})


@require_GET
def step(request, token):
    """Wherever this import stands now."""
    return redirect(steps.address(_own(request, token)))


def _next(request, brought):
    """On to the step it has come to; a table that cannot be planned is refused on the spot, with the columns to choose."""
    if brought.state == Upload.State.FAILED:
        return _mapping(request, brought, steps.form(brought, by=request.user), REFUSED)
    return redirect(steps.address(brought))


@require_http_methods(["GET", "POST"])
def columns(request, token):
    brought = _own(request, token)
    if not steps.can_choose(brought):
        return redirect("registers:step", token)
    form = steps.form(brought, request.POST or None, asked=request.GET.getlist("change"), by=request.user)
    if request.method == "POST" and form.is_valid():
        steps.choose(brought, form, on=timezone.localdate())
        return _next(request, brought)
    return _mapping(request, brought, form, REFUSED if form.errors else 200)


def _mapping(request, brought, form, status):
    columns = steps.labelled(form.review["columns"], form.declared)
    context = {"upload": brought, "review": form.review, "form": form, "columns": columns}
    return render(request, "registers/columns.html", context, status=status)


@require_GET
def review(request, token):
    brought = _own(request, token)
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
    brought = _own(request, token)
    if brought.state == Upload.State.READY:
        steps.begin(brought, on=timezone.localdate())
    return redirect("registers:step", token)


@require_POST
def resume(request, token):
    """Start work again that has given no sign of life; it writes all or nothing, and only once."""
    brought = _own(request, token)
    if steps.is_stalled(brought, timezone.now()):
        steps.resume(brought, on=timezone.localdate())
    return redirect("registers:step", token)


@require_GET
def progress(request, token):
    brought = _own(request, token)
    if not brought.is_settled:
        context = {"upload": brought, **steps.progress(brought, timezone.now())}
        part = "registers/_progress.html" if "HX-Request" in request.headers else "registers/progress.html"
        return render(request, part, context)
    address = reverse("registers:step", args=[token])
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


@require_GET
def failed(request, token):
    """The worker could not read the file; small files are refused before they are kept."""
    brought = _own(request, token)
    if brought.state != Upload.State.FAILED:
        return redirect("registers:step", token)
    return render(request, "registers/failed.html", {"upload": brought})


@require_GET
def done(request, token):
    brought = _own(request, token)
    if brought.state != Upload.State.DONE:
        return redirect("registers:step", token)
    changes = brought.batch.changes.order_by("pk") if brought.batch else []
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = steps.paged(page) | {"upload": brought, "declared": register.get(brought.register)}
    context["touched"] = touched.of(list(page), brought, by=request.user)
    context["undone"] = steps.undone_by(brought)
    return render(request, "registers/done.html", context)


@require_http_methods(["GET", "POST"])
def undo(request, token):
    brought = _own(request, token)
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
