"""What is due: the year's table of branches, and who has not reported a kind in a period, with a message to copy."""

from django.shortcuts import render
from django.utils import timezone

from branches import duty_table, unreported


def year(request):
    """应开、已开、缺 of every branch in a year."""
    table = duty_table.build(request.user, asked=request.GET, today=timezone.localdate())
    return render(request, "branches/due_year.html", {"table": table})


def missing(request):
    """Who has not reported, and the message to all of them."""
    page = unreported.build(request.user, asked=request.GET, today=timezone.localdate())
    return render(request, "branches/unreported.html", {"page": page})
