"""The year's quota of the social organizations (计划单列): planned, used, remaining, for every region that has one."""

from django.db.models import CharField, Count, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce

from xiaoyi_partybuild.access import writing

from .models import Candidate, Quota
from .refusal import Refused


def with_used(quotas):
    """Annotate `used` (admitted in the year in the region and below) and `remaining`."""
    admitted = Candidate.objects.filter(
        branch__region__code__startswith=OuterRef("region__code"),
        admitted_on__startswith=Cast(OuterRef("year"), CharField()),
    )
    counted = admitted.order_by().annotate(one=Cast(F("pk") * 0, CharField())).values("one").annotate(n=Count("pk"))
    used = Coalesce(Subquery(counted.values("n")), 0)
    return quotas.annotate(used=used).annotate(remaining=F("planned") - F("used"))


def governing(region, year):
    """The quotas of a year that hold for a region: its own and those of the regions above."""
    codes = [region.code[:length] for length in range(1, len(region.code) + 1)]
    return Quota.objects.filter(year=year, region__code__in=codes)


def demand_room(region, year):
    """Raise Refused when one of them is used up. Locks them, so that two cannot take the last place."""
    keys = list(governing(region, year).values_list("pk", flat=True))
    list(writing.locked(Quota, keys))
    for quota in with_used(Quota.objects.filter(pk__in=keys)).select_related("region"):
        if quota.remaining <= 0:
            found = f"{quota.region}{quota.year} 年计划 {quota.planned} 名，已用 {quota.used} 名"
            raise Refused(f"{found}，没有余额；请向上级申请追加，或列入下一年度")
