"""Step 2, opened only when needed: which column is which, which sheet, which day."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import steps
from ..models import Upload
from .common import REFUSED, own


def go_on(request, brought):
    """On to the step it has come to; a table that cannot be planned is refused on the spot, with the columns to choose."""
    if brought.state == Upload.State.FAILED:
        return _mapping(request, brought, steps.form(brought, by=request.user), REFUSED)
    return redirect(steps.address(brought))


@require_http_methods(["GET", "POST"])
def columns(request, token):
    brought = own(request, token)
    if not steps.can_choose(brought):
        return redirect("registers:step", token)
    form = steps.form(brought, request.POST or None, asked=request.GET.getlist("change"), by=request.user)
    if request.method == "POST" and form.is_valid():
        steps.choose(brought, form, on=timezone.localdate())
        return go_on(request, brought)
    return _mapping(request, brought, form, REFUSED if form.errors else 200)


def _mapping(request, brought, form, status):
    columns = steps.labelled(form.review["columns"], form.declared)
    context = {"upload": brought, "review": form.review, "form": form, "columns": columns}
    return render(request, "registers/columns.html", context, status=status)
