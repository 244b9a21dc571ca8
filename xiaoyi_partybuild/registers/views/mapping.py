"""Step 2, opened only when needed: which sheet, where the table is, which column is which, which day."""

from functools import partial

from django.shortcuts import redirect, render
from django.utils import timezone

from .. import memory, overview, steps, store
from ..correcting import ChoicesForm
from ..models import Upload
from .common import REFUSED, own, while_kept


def go_on(request, brought):
    """On to the step it has come to; a table that cannot be planned is refused on the spot, with the columns to choose."""
    if brought.state == Upload.State.FAILED:
        return _mapping(request, brought, _form(request, brought), REFUSED)
    return redirect(steps.address(brought))


@while_kept
def columns(request, token):
    """A POST with `open` shows one more column's field and keeps what was filled in, with `use` takes another table;
    any other takes the decisions over."""
    brought = own(request, token)
    if not steps.can_choose(brought):
        return redirect("registers:step", token)
    if "open" in request.POST:
        opened = request.POST.getlist("open")
        return _mapping(request, brought, _form(request, brought, opened=opened, entered=request.POST), 200)
    if "use" in request.POST:
        _use(brought, request.POST["use"])
        return go_on(request, brought)
    form = _form(request, brought, request.POST or None, opened=request.GET.getlist("change"))
    if request.method == "POST" and form.is_valid():
        memory.remember(form.confirmed(), form.declared, by=request.user, at=timezone.now())
        steps.choose(brought, form, on=timezone.localdate())
        return go_on(request, brought)
    return _mapping(request, brought, form, REFUSED if form.errors else 200)


def _use(brought, place):
    """Another table of the file instead, of those the page offers."""
    offered = {str(number): one for number, one in enumerate(store.Review(brought)["others"]) if one["can_be_chosen"]}
    if place in offered:
        steps.decide(brought, partial(overview.instead, offered[place]), register=brought.register, on=timezone.localdate())


def _form(request, brought, data=None, **what):
    return ChoicesForm(data, upload=brought, review=store.Review(brought).told, by=request.user, **what)


def _mapping(request, brought, form, status):
    context = {"upload": brought, "review": form.review, "form": form} | overview.sorted_out(form)
    return render(request, "registers/columns.html", context, status=status)
