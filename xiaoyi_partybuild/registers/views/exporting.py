"""Registers to take along: what is stored, as of a day, and the empty forms."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from xiaoyi_partybuild.ui.forms import AsOfForm

from .. import download, register
from .taking import taken_along


def forms(request):
    """All registers this person may see, each with its template and its contents."""
    as_of, on = _day(request)
    asked = f"?on={on}" if as_of.cleaned_data.get("on") else ""
    offered = register.offered(request.user)
    rows = [{"declared": one, "may_fill": one in offered} for one in register.readable(request.user)]
    return render(request, "registers/forms.html", {"rows": rows, "as_of": as_of, "on": on, "carried": asked})


def template(request, slug):
    return download.empty(_one_of(register.offered(request.user), slug), by=request.user, on=timezone.localdate())


def export(request, slug):
    declared = _one_of(register.readable(request.user), slug)
    _, on = _day(request)
    return taken_along(request, slug, declared.listed(by=request.user, on=on), on=on)


def _one_of(registers, slug):
    """A register somebody may not see does not exist for him."""
    found = next((one for one in registers if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _day(request):
    form = AsOfForm(request.GET)
    form.is_valid()
    return form, form.cleaned_data.get("on") or timezone.localdate()
