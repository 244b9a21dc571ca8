"""The workbench as a frozen value: what the person's area looks like on a day. Numbers only, no HTML."""

from dataclasses import dataclass
from datetime import date
from os.path import commonprefix

from django.http import QueryDict

from branches import breakdown, coverage
from branches.breakdown import By
from branches.coverage import INDICATORS, Ratio
from branches.models import Branch
from orgs import parameters
from orgs.filters import OrganizationFilter
from orgs.models import Organization, Region
from orgs.querysets import within
from xiaoyi_partybuild.access.dates import add_months
from xiaoyi_partybuild.access.scoping import VIEW, Kind
from xiaoyi_partybuild.registers.models import Upload

from . import gaps, table

TILES = ("K1", "K6", "K7", "K8")
TILES_OPERATING = ("K2", "K6", "K7", "K8")
COMPLEMENTS = {
    "organized": "unorganized",
    "operating_organized": "unorganized",
    "reached": "unreached",
    "active": "inactive",
}
RECENT_IMPORTS = 3
ASKED = ("region", "type", "field", "definition")


@dataclass(frozen=True)
class Figure:
    """One key figure: its ratio, what it was a month before, and the conditions its two lists are filtered by."""

    code: str
    name: str
    definition: str
    ratio: Ratio
    before: Ratio
    numerator: str
    denominator: str | None
    complement: str = ""

    @property
    def change(self):
        return self.ratio.numerator - self.before.numerator

    @property
    def missing(self):
        return self.ratio.denominator - self.ratio.numerator if self.ratio.denominator is not None else None


@dataclass(frozen=True)
class Workbench:
    on: date
    sees_records: bool
    region: Region | None
    by: By
    filters: OrganizationFilter
    figures: tuple
    gaps: gaps.Gaps
    table: tuple
    query: str
    imports: tuple
    activity_start: date
    before: date
    before_start: date

    asked = ("region", "type", "definition")
    breakdowns = ((By.REGION, By.REGION.label), (By.TYPE, By.TYPE.label), (By.INDUSTRY, By.INDUSTRY.label))

    @property
    def before_words(self):
        return "上月末" if _ends_a_month(self.before) else "上月同日"


def build(request, *, on):
    """The whole page for the signed-in person; `request.GET` may hold the filters of ASKED and `by`."""
    rules, before = parameters.as_of(on), month_before(on)
    filters = facts_as_of(request, on=on)
    branches = Branch.objects.visible_to(request.user)
    region = filters.form.cleaned_data.get("region") or home_region(request.user)
    by = _breakdown_asked(request.GET, region)
    query = query_of(filters)
    rows = breakdown.rows(filters.qs, branches, by=by, on=on, region=region, rules=rules) if region else []
    now = sum((row.tally for row in rows), coverage.none()) if region else coverage.tally(filters.qs)
    return Workbench(
        on=on,
        sees_records=bool(request.user.reach(VIEW, Kind.BUSINESS)),
        region=region,
        by=by,
        filters=filters,
        figures=_figures(request, filters, now, before=before),
        gaps=gaps.collect(filters.qs, now, branches.filter(within(region)) if region else branches, on=on, rules=rules),
        table=table.lines(rows, by, region, query),
        query=query.urlencode(),
        imports=tuple(Upload.objects.visible_to(request.user)[:RECENT_IMPORTS]),
        activity_start=coverage.activity_period(on, rules)[0],
        before=before,
        before_start=coverage.activity_period(before, parameters.as_of(before))[0],
    )


def facts_as_of(request, *, on):
    """The same filters as the list behind every figure, over what the person may see, as of a day."""
    organizations = Organization.objects.visible_to(request.user)
    asked = {name: request.GET[name] for name in ASKED if name in request.GET}
    filters = OrganizationFilter(asked, organizations, request=request, on=on)
    filters.is_valid()
    return filters


def query_of(filters):
    """The parameters that ask a list for the same set: the day and the filters that are set and valid."""
    query = QueryDict(mutable=True)
    query["on"] = filters.on.isoformat()
    for name in ASKED:
        if filters.form.cleaned_data.get(name):
            query[name] = filters.data[name]
    return query


def home_region(user):
    """The smallest region that holds all regions of a person's grants; None for people without any."""
    shared = commonprefix(sorted(user.reach(VIEW, Kind.BUSINESS).regions))  # noqa: RUF071 - codes are prefixes, not paths
    codes = [shared[:length] for length in range(1, len(shared) + 1)]
    return Region.objects.visible_to(user).filter(code__in=codes).order_by("-code").first()


def _breakdown_asked(params, region):
    """By region where there are regions below, else by type."""
    usual = By.REGION if region and region.children.exists() else By.TYPE
    return By(params["by"]) if params.get("by") in By.values else usual


def month_before(on):
    """The day to compare with: the same day of the month before, and of a whole month the end of the one before, so that
    what is counted over a period (K7) is counted over as much of a month."""
    return on.replace(day=1) - date.resolution if _ends_a_month(on) else add_months(on, -1)


def _ends_a_month(day):
    return (day + date.resolution).day == 1


def _figures(request, filters, now, *, before):
    before = coverage.tally(facts_as_of(request, on=before).qs)
    operating = filters.form.cleaned_data.get("definition")
    codes, base = (TILES_OPERATING, coverage.OPERATING) if operating else (TILES, coverage.REGISTERED)
    return tuple(_figure(INDICATORS[code], base, now, before) for code in codes)


def _figure(indicator, base, now, before):
    return Figure(
        code=indicator.code,
        name=indicator.name,
        definition=indicator.definition if indicator.code == "K2" else indicator.defined_over(base),
        ratio=indicator.of(now),
        before=indicator.of(before),
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        complement=COMPLEMENTS.get(indicator.numerator, ""),
    )
