"""What this person is to do, and what lies with others within the same reach."""

from itertools import groupby

from django.shortcuts import render
from django.utils import timezone

from branches import findings


def listed(request):
    """Of each kind the first ones by name; `kind` shows all of one."""
    today, asked = timezone.localdate(), request.GET.get("kind")
    items = findings.everything_for(request.user, on=today)
    chosen = [item for item in items if item.finding.key == asked] if asked in findings.BY_KEY else items
    mine, others = [one for one in chosen if one.is_mine], [one for one in chosen if not one.is_mine]
    sides = [("我要办的", mine), ("别人要办的", others)]
    most = None if chosen is not items else SHOWN
    context = {"sides": [(name, list(_groups(some, most))) for name, some in sides], "on": today, "asked": asked}
    return render(request, "branches/findings.html", context | {"total": len(mine)})


SHOWN = 8


def _groups(items, most):
    """(finding, the first items, how many there are in all), in the order of KINDS."""
    for finding, group in groupby(items, key=lambda item: item.finding):
        found = list(group)
        yield finding, found[:most], len(found)
