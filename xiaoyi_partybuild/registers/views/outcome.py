"""Step 3: what an import touched, and what it left out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from .. import lifetime, register, steps, store, touched
from ..models import Upload
from .common import PER_PAGE, own, while_kept


def done(request, token):
    brought = own(request, token)
    if brought.state != Upload.State.DONE:
        return redirect("registers:step", token)
    shown, undone = request.GET.get("show", touched.ALL), steps.undone_by(brought)
    page = Paginator(touched.changes(brought, shown), PER_PAGE).get_page(request.GET.get("page"))
    context = steps.paged(page) | {"upload": brought, "declared": register.get(brought.register), "undone": undone}
    context["touched"] = touched.of(list(page), brought, by=request.user, undone=undone)
    context |= {"filters": touched.filters(brought), "shown": shown}
    context |= {"left_out": steps.left_out(brought), "broke_off": steps.broke_off(brought)}
    return render(request, "registers/done.html", context)


@while_kept
def again(request, token):
    """Go on with the rows that were left out."""
    brought = own(request, token)
    if brought.state != Upload.State.DONE:
        return redirect("registers:step", token)
    try:
        rest = steps.again(brought, by=request.user, on=timezone.localdate())
    except (lifetime.NoRoom, store.Gone) as error:
        messages.error(request, str(error))
        return redirect("registers:done", token)
    return redirect(steps.address(rest))
