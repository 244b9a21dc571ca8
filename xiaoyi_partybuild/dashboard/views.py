"""The workbench and the trend."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from xiaoyi_partybuild.access import dates

from . import branch_home, page, trend


def workbench(request):
    """Whoever looks after the site has no records to see: to rights or record. A secretary sees what is to be done."""
    if request.user.sees_grants or request.user.sees_record:
        return redirect("rights:list" if request.user.sees_grants else "record:list")
    if branch_home.is_for(request.user) and not request.GET:
        home = branch_home.build(request.user, on=timezone.localdate())
        return render(request, "dashboard/branch_home.html", {"home": home})
    return render(request, "dashboard/workbench.html", {"page": page.build(request, on=_day(request))})


def trend_page(request):
    """The whole page to explore, or for the workbench its middle alone."""
    partial = request.headers.get("HX-Request")
    context = {"trend": trend.build(request, on=_day(request)), "query": request.GET.urlencode()}
    return render(request, "dashboard/_trend.html" if partial else "dashboard/trend.html", context)


def _day(request):
    """The day asked for, or today with a sentence saying why."""
    today = timezone.localdate()
    try:
        return dates.day_asked(request.GET, today=today)
    except ValueError as error:
        messages.error(request, f"{error}；现按今天（{today}）显示")
        return today
