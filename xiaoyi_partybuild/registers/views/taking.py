"""Taking a register along: the purpose first, a second person for long lists, the file once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from xiaoyi_partybuild.access.fresh import asked_first, second_factor_fresh

from .. import download, register, taking
from ..forms import TakingForm
from .common import REFUSED


def taken_along(request, slug, objects, *, on):
    """Answers GET and POST of any list's workbook: a file at once, or the form that asks what it is for."""
    declared = register.get(slug)
    if not taking.asks_for_purpose(declared):
        return download.workbook(declared, objects, by=request.user, on=on, now=timezone.now())
    asked = asked_first(request)
    if asked:
        return asked
    if "granted" in request.POST:
        return _granted(request, declared, objects, on)
    form = TakingForm(
        request.POST if request.method == "POST" else None,
        has_numbers=taking.may_take_whole_numbers(declared, request.user),
    )
    if request.method == "POST" and form.is_valid():
        return _answered(request, declared, objects, on, form)
    context = {"form": form, "declared": declared, "rows": objects.count(), "alone": taking.ALONE}
    return render(request, "registers/taking.html", context, status=REFUSED if form.errors else 200)


def _answered(request, declared, objects, on, form):
    """The file, or above so many rows the request for it."""
    rows, now, address = objects.count(), timezone.now(), request.get_full_path()
    asked = {"purpose": form.cleaned_data["said"], "full": form.cleaned_data["full"]}
    if rows <= taking.ALONE:
        return download.workbook(declared, objects, by=request.user, on=on, now=now, address=address, **asked)
    taking.ask(declared, by=request.user, address=address, rows=rows, now=now, **asked)
    messages.success(request, f"{rows} 行超过 {taking.ALONE} 行，要另一个人确认；已经提出，请他打开这一页确认")
    return redirect("registers:handouts")


def _granted(request, declared, objects, on):
    by, now, address = request.user, timezone.now(), request.get_full_path()
    pk = request.POST["granted"]
    try:
        if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            raise taking.NotGranted("没有这次申请，请重新申请导出")
        granted = taking.take_granted(int(pk), by=by, address=address, rows=objects.count(), now=now)
    except taking.NotGranted as error:
        messages.error(request, str(error))
        return redirect("registers:handouts")
    asked = {"purpose": granted.purpose, "full": granted.full, "address": address}
    return download.workbook(declared, objects, by=by, on=on, now=now, **asked)


def handouts(request):
    """The own requests, and those of others that wait for this person."""
    now = timezone.now()
    context = {"own": taking.of(request.user, now=now), "waiting": taking.to_confirm(request.user, now=now)}
    return render(request, "registers/handouts.html", context | {"over": now - taking.LASTS})


@second_factor_fresh
def confirm(request, pk):
    now = timezone.now()
    handout = next((one for one in taking.to_confirm(request.user, now=now) if one.pk == pk), None)
    if handout is None:
        raise Http404
    if taking.confirm(handout, by=request.user, now=now):
        messages.success(request, f"已确认，{handout.by} 一天内可以下载一次")
    return redirect("registers:handouts")
