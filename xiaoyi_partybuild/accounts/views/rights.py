"""Who may do what: give a right, confirm it as the second person, take it away, hand a post over, reset a password."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from xiaoyi_partybuild.access.dates import in_force
from xiaoyi_partybuild.access.fresh import second_factor_fresh

from .. import passwords, rights, second_factor
from ..forms import GrantForm, HandOverForm
from ..models import Grant, User
from ..roles import Role

PER_PAGE = 50


def listed(request):
    """All grants, those that wait for a second person first."""
    rows = Grant.objects.visible_to(request.user).select_related("user", "region", "branch", "granted_by", "confirmed_by")
    today = timezone.localdate()
    asked = request.GET.get("q", "").strip()
    if asked:
        rows = rows.filter(Q(user__name__contains=asked) | Q(user__username__startswith=asked))
    waiting = [(grant, rights.may_confirm(grant, request.user)) for grant in rows.filter(confirmed_at=None, end=None)]
    held = rows.filter(in_force(today), confirmed_at__isnull=False).order_by("user__username", "role")
    page = Paginator(held, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "paginator": page.paginator, "is_paginated": page.has_other_pages()}
    context |= {"waiting": waiting, "asked": asked, "may_give": Role.SECURITY in request.user.roles}
    return render(request, "accounts/rights.html", context)


@second_factor_fresh
def give(request):
    form = GrantForm(request.POST or None, by=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            rights.propose(form.grant(), by=request.user)
        except rights.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "授权已提出，等另一位管理员确认后生效")
            return redirect("rights:list")
    return render(request, "accounts/give.html", {"form": form}, status=422 if form.errors else 200)


@second_factor_fresh
def hand_over(request, pk):
    grant = _grant(request, pk)
    form = HandOverForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            rights.hand_over(grant, form.cleaned_data["to"], by=request.user, on=timezone.localdate())
        except rights.NotAllowed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "交接已提出，等另一位管理员确认后同时生效")
            return redirect("rights:list")
    context = {"form": form, "grant": grant}
    return render(request, "accounts/hand_over.html", context, status=422 if form.errors else 200)


@second_factor_fresh
def confirm(request, pk):
    return _done(request, pk, "已确认，从现在起有效", rights.confirm, now=timezone.now())


@second_factor_fresh
def end(request, pk):
    return _done(request, pk, "已收回，立即生效", rights.end)


def _done(request, pk, words, act, **options):
    try:
        act(_grant(request, pk), by=request.user, on=timezone.localdate(), **options)
    except rights.NotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, words)
    return redirect("rights:list")


@second_factor_fresh
def reset_password(request, pk):
    """A one-time password, told once; the old one and every open session are dead."""
    person = _other_person(request, pk)
    code = passwords.issue_code(person, by=request.user, now=timezone.now())
    messages.success(request, passwords.spoken_code(person, code))
    return redirect("rights:list")


@second_factor_fresh
def reset_second_factor(request, pk):
    person = _other_person(request, pk)
    second_factor.reset(person, by=request.user, now=timezone.now())
    messages.success(request, f"{person.name}的动态码已重置，下次登录时重新启用")
    return redirect("rights:list")


def _grant(request, pk):
    return get_object_or_404(Grant.objects.visible_to(request.user).select_related("user", "replaces__user"), pk=pk)


def _other_person(request, pk):
    """Whoever it is, not oneself: the own password is changed with the old one."""
    return get_object_or_404(User.objects.visible_to(request.user).exclude(pk=request.user.pk), pk=pk)
