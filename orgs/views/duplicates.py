"""Likely duplicates: the list of pairs, two rows side by side, merge, not the same, and both of them taken back."""

from collections import Counter
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from orgs import credit_code, duplicates, merging
from orgs.likeness import Level
from orgs.merging import GOES, STAYS
from orgs.models import Distinct, Organization
from xiaoyi_partybuild.access import undo, writing
from xiaoyi_partybuild.registers import asking, provenance

PER_PAGE = 50
CONFLICT = 409
APART, MERGED = "apart", "merged"
LEVELS = {"sure": Level.SURE, "likely": Level.LIKELY, "weak": Level.WEAK}
BADGES = {Level.SURE: "warn", Level.LIKELY: "same", Level.WEAK: "same"}


@dataclass(frozen=True)
class Line:
    """One pair on the list, with both rows."""

    first: Organization
    second: Organization
    level: Level
    reason: str

    @property
    def badge(self):
        return BADGES[self.level]


def listed(request):
    rows = _editable(request)
    tab = request.GET.get("tab")
    found = duplicates.pairs(rows)
    counts = Counter(pair.evidence.level for pair in found)
    told_apart = Distinct.objects.visible_to(request.user).filter(is_revoked=False, first__in=rows, second__in=rows)
    merged = merging.away(request.user).filter(merged_into__in=rows)
    shown = {
        APART: lambda: told_apart.select_related("first", "second", "by"),
        MERGED: lambda: merged.select_related("merged_into", "region").order_by("-pk"),
    }.get(tab, lambda: _at_level(found, request.GET.get("level")))
    page = Paginator(shown(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": tab if tab in (APART, MERGED) else "",
        "level": request.GET.get("level", ""),
        "levels": [(name, level.label, counts[level]) for name, level in LEVELS.items()],
        "likely": counts[Level.SURE] + counts[Level.LIKELY],
        "apart": told_apart.count(),
        "merged": merged.count(),
        "page_obj": page,
        "paginator": page.paginator,
        "is_paginated": page.has_other_pages(),
        "lines": page.object_list if tab in (APART, MERGED) else _lines(page.object_list, rows),
    }
    return render(request, "orgs/duplicate_list.html", context)


def _editable(request):
    """The organizations this person may merge."""
    return Organization.objects.editable_by(request.user).standing()


def _at_level(found, asked):
    """The pairs of one level; without one, those worth looking at first."""
    if asked in LEVELS:
        return [pair for pair in found if pair.evidence.level == LEVELS[asked]]
    return [pair for pair in found if pair.evidence.level >= Level.LIKELY]


def _lines(some, rows):
    known = rows.select_related("region").in_bulk({key for pair in some for key in (pair.first, pair.second)})
    return [Line(known[pair.first], known[pair.second], pair.evidence.level, pair.evidence.reason) for pair in some]


# --- two rows side by side


def compare(request, first, second):
    stays, goes = _in_order(request, *_pair(request, first, second))
    if request.method == "POST":
        try:
            return _merge(request, stays, goes)
        except (merging.Undecided, writing.OutOfReach) as error:
            messages.error(request, f"没有合并：{error}")
            stays, goes = _in_order(request, *_pair(request, first, second))
            return render(request, "orgs/duplicate.html", _compared(request, stays, goes), status=CONFLICT)
    return render(request, "orgs/duplicate.html", _compared(request, stays, goes))


def _pair(request, first, second):
    rows = _editable(request).select_related("region")
    found = rows.in_bulk([first, second])
    if len(found) != 2:
        raise Http404
    return found[first], found[second]


def _in_order(request, first, second):
    """(the one that stays, the one that goes): as asked, else the one with a right credit code, the older one."""
    asked = request.POST.get("stays") or request.GET.get("stays")
    if asked in (str(first.pk), str(second.pk)):
        return (first, second) if asked == str(first.pk) else (second, first)
    return tuple(sorted((first, second), key=lambda row: (not credit_code.is_valid(row.credit_code or ""), row.pk)))


def _compared(request, stays, goes):
    work, evidence = merging.Merge(stays, goes), duplicates.evidence_of(stays, goes)
    sources = {STAYS: provenance.of(stays), GOES: provenance.of(goes)}
    return {
        "stays": stays,
        "goes": goes,
        "work": work,
        "lines": [_field_line(one, sources) for one in work.differences],
        "alike": len(merging.facts()) - len(work.differences),
        "links": [links for links in work.links if links.stays or links.goes],
        "evidence": evidence,
        "badge": BADGES[evidence.level] if evidence else "",
        "apart": duplicates.told_apart(stays, goes),
    }


def _field_line(one, sources):
    """A differing field as the page draws it: (label, name, its sides); a side is (which, value, origin, is usual)."""
    sides = [
        (side, merging.said(value, one.field), sources[side].get(one.name), one.usual == side)
        for side, value in ((STAYS, one.stays), (GOES, one.goes))
    ]
    return one.field.verbose_name, one.name, sides


def _merge(request, stays, goes):
    asked = request.POST
    choices = {
        kind: {name.removeprefix(f"{kind}-"): asked[name] for name in asked if name.startswith(f"{kind}-")}
        for kind in ("field", "clash")
    }
    merging.merge(
        stays, goes, by=request.user, fields=choices["field"], clashes=choices["clash"], reason=asked.get("reason", "")
    )
    messages.success(request, f"已把“{goes}”并入“{stays}”。发现并错了，可以在本页“并入的单位”里撤销合并。")
    return redirect("orgs:detail", stays.pk)


def distinct(request, first, second):
    """Not the same; or, with `take_back`, ask again."""
    pair = _pair(request, first, second)
    if "take_back" in request.POST:
        remembered = duplicates.told_apart(*pair)
        if remembered:
            duplicates.take_back(remembered, by=request.user)
        messages.success(request, f"已收回判定，“{pair[0]}”和“{pair[1]}”会重新列出来核对。")
    else:
        duplicates.tell_apart(*pair, by=request.user, at=timezone.now())
        messages.success(request, f"已记下“{pair[0]}”和“{pair[1]}”不是同一个，以后不再列出。")
    return redirect("orgs:duplicates")


# --- what was merged


def merged_page(request, goes):
    """What stands at the address of a row that was merged into another."""
    batch = merging.batch_of(goes)
    may_edit = _may_take_apart(request, goes)
    return render(request, "orgs/merged.html", {"object": goes, "batch": batch, "may_edit": may_edit and batch})


def _may_take_apart(request, goes):
    return Organization.objects.editable_by(request.user).filter(pk__in=[goes.pk, goes.merged_into_id]).count() > 1


def take_apart(request, pk):
    goes = get_object_or_404(merging.away(request.user).select_related("merged_into"), pk=pk)
    address = reverse("orgs:detail", args=[pk])
    try:
        undoing = merging.take_apart(goes, by=request.user, **asking.given(request.POST))
    except undo.Conflict as error:
        context = {"object": goes} | asking.context(error.survey, "合并", by=request.user)
        return render(request, "orgs/take_apart.html", context, status=CONFLICT)
    except (undo.AlreadyUndone, writing.OutOfReach) as error:
        messages.error(request, f"没有撤销合并：{error}")
        return redirect(address)
    left = undoing.reason or "各自的内容恢复到合并之前"
    messages.success(request, f"已撤销合并，“{goes}”和“{goes.merged_into}”又是两个单位。{left}。")
    return redirect(address)
