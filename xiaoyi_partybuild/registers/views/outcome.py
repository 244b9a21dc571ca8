"""Step 3: what an import touched."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from .. import register, steps, touched
from ..models import Upload
from .common import PER_PAGE, own


@require_GET
def done(request, token):
    brought = own(request, token)
    if brought.state != Upload.State.DONE:
        return redirect("registers:step", token)
    changes = brought.batch.changes.order_by("pk") if brought.batch else []
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = steps.paged(page) | {"upload": brought, "declared": register.get(brought.register)}
    context["touched"] = touched.of(list(page), brought, by=request.user)
    context["undone"] = steps.undone_by(brought)
    return render(request, "registers/done.html", context)
