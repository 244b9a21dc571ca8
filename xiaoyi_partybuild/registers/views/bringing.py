"""Step 1, bring a file; the own imports; wherever an import stands now, and how far the work behind the scenes has come."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from .. import apply, lifetime, steps, tasks
from ..forms import UploadForm
from ..models import Upload
from ..workbook import UnreadableWorkbook
from . import mapping
from .common import PER_PAGE, REFUSED, own, while_kept


def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return mapping.go_on(request, _take_in(request, form))
        except UnreadableWorkbook as error:
            form.add_error("file", str(error))
    latest = Upload.objects.visible_to(request.user).first()
    status = REFUSED if form.errors else 200
    return render(request, "registers/upload.html", {"form": form, "latest": latest}, status=status)


def _take_in(request, form):
    """Small files are planned at once, large ones by the worker."""
    what = {"by": request.user, "register": form.cleaned_data["register"]}
    file, on = form.cleaned_data["file"], timezone.localdate()
    if file.size <= tasks.AT_ONCE:
        return apply.take_in(b"".join(file.chunks()), file.name, on=on, **what)
    brought = apply.receive(file.chunks(), file.name, **what)
    tasks.start(tasks.check, brought, on=on)
    return brought


def mine(request):
    uploads = Upload.objects.visible_to(request.user).select_related("batch__undone_by", "follows")
    page = Paginator(uploads, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registers/list.html", steps.paged(page) | {"listed": map(steps.listed, page)})


@while_kept
def step(request, token):
    """Wherever this import stands now."""
    return redirect(steps.address(own(request, token)))


def progress(request, token):
    brought = own(request, token)
    if not brought.is_settled:
        context = {"upload": brought, **steps.progress(brought, timezone.now())}
        part = "registers/_progress.html" if "HX-Request" in request.headers else "registers/progress.html"
        return render(request, part, context)
    address = reverse("registers:step", args=[token])
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def resume(request, token):
    """Start work again that has given no sign of life; it writes all or nothing, and only once."""
    brought = own(request, token)
    if steps.is_stalled(brought, timezone.now()):
        steps.resume(brought, on=timezone.localdate())
    return redirect("registers:step", token)


def give_up(request, token):
    """Leave a file that is not to be imported after all; while work goes on it stays."""
    brought = own(request, token)
    if brought.is_settled or steps.is_stalled(brought, timezone.now()):
        lifetime.give_up(brought)
    return redirect("registers:mine")


def failed(request, token):
    """The worker could not read the file; small files are refused before they are kept."""
    brought = own(request, token)
    if brought.state != Upload.State.FAILED:
        return redirect("registers:step", token)
    return render(request, "registers/failed.html", {"upload": brought})
