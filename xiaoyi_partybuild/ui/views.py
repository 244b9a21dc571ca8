"""What was changed together, as far as this person sees it; and one change taken back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from xiaoyi_partybuild.access import changes, events, writing

from . import history

ROWS = 50


def together(request, pk):
    """Every change of a batch within the reach; none of them there, and the batch does not exist."""
    found = changes.seen_by(request.user, pk)
    page = Paginator(found.select_related("batch__by"), ROWS).get_page(request.GET.get("page"))
    if not page.object_list:
        raise Http404
    told, rows = history.told(page.object_list), changes.rows_of(page.object_list)
    entries = [(told[one.pk], *changes.spoken(one, rows)) for one in page.object_list]
    context = {"page_obj": page, "paginator": page.paginator, "is_paginated": page.has_other_pages()}
    return render(request, "ui/together.html", context | {"entries": entries, "batch": page.object_list[0].batch})


def revert(request, pk):
    change = changes.revertible(pk, by=request.user)
    if change is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()
    try:
        row, names = changes.revert(change, by=request.user, reason=reason)
    except (changes.NotReverted, writing.OutOfReach) as error:
        if isinstance(error, writing.OutOfReach):
            events.tell_beyond(request.user, change)
        messages.error(request, str(error))
        return redirect("changes:together", change.batch_id)
    said = "、".join(str(history.label(type(row), name)) for name in names)
    messages.success(request, f"已恢复：{said}")
    return redirect(f"{row.get_absolute_url()}?tab=history" if hasattr(row, "get_absolute_url") else "workbench")
