"""Step 2: look the plan over, put right what is wrong, and import it."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from .. import fixing, memory, register, reviewing, steps, store
from ..models import Upload
from .common import PER_PAGE, own, while_kept


@while_kept
def review(request, token):
    brought = own(request, token)
    if brought.state != Upload.State.READY:
        return redirect("registers:step", token)
    kept = store.Review(brought)
    summary = steps.summary(brought, kept)
    shown = steps.shown(request.GET.get("show"), summary["filters"])
    page = Paginator(kept.marked(None if shown == steps.ALL else shown), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    context = steps.paged(page) | summary | {"shown": shown, "upload": brought, "review": kept.told}
    context["fields"] = reviewing.touched_first(kept["fields"], rows)
    context["rows"] = [reviewing.shown_row(told, context["fields"], kept["private"]) for told in rows]
    context["next_row"] = reviewing.next_row(rows, request.GET.get("after"))
    return render(request, "registers/review.html", context)


@while_kept
def fix(request, token):
    """Another text in a cell, typed or proposed; in all that are wrong alike when asked."""
    place, everywhere = request.POST.get("cell", ""), "everywhere" in request.POST
    text = None if "adopt" in request.POST else request.POST.get("text", "")
    return _decide(request, token, partial(fixing.fixed, place=place, text=text, everywhere=everywhere), after=place)


@while_kept
def answer(request, token):
    """What the asked words mean, each once."""
    columns = (request.POST.getlist(name) for name in ("target", "word", "label"))
    answers = [one for one in zip(*columns, strict=False) if one[2]]
    return _decide(request, token, partial(fixing.answered, answers=answers))


@while_kept
def take_back(request, token):
    given = {name: request.POST.get(name, "") for name in ("place", "target", "word")}
    return _decide(request, token, partial(fixing.taken_back, **given))


@while_kept
def policy(request, token):
    return _decide(request, token, partial(fixing.under, policy=request.POST.get("policy", "")))


def commit(request, token):
    """A second click finds the work under way or done, and writes nothing more."""
    brought = own(request, token)
    steps.begin(brought, on=timezone.localdate())
    return redirect("registers:step", token)


def _decide(request, token, change, *, after=""):
    """Plan again with a decision put in, and go back to the same rows; what cannot be decided is said there."""
    brought = own(request, token)
    try:
        steps.decide(brought, partial(_remembered, request.user, change), on=timezone.localdate())
    except fixing.CannotFix as error:
        messages.error(request, str(error))
    if brought.state != Upload.State.READY:
        return _whole_page(request, steps.address(brought))
    place = {name: request.POST[name] for name in ("show", "page") if request.POST.get(name)}
    row = after.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    query = urlencode(place | ({"after": row} if row.isdigit() else {}))
    return redirect(f"{reverse('registers:review', args=[token])}?{query}#rows")


def _remembered(person, change, upload):
    """The changed Choices, what they say about words remembered before the plan is made."""
    choices, before = change(upload), upload.choices.get("values", {})
    memory.remember_words(before, choices.values, register.get(upload.register), by=person, at=timezone.now())
    return choices


def _whole_page(request, address):
    """Where not only a part of the page changes, a browser that swaps parts is sent there as a whole."""
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
