"""How the rates went, month by month: each month as of its last day, the running one as of the day itself."""

from dataclasses import dataclass
from datetime import date

from branches import coverage
from branches.coverage import INDICATORS
from xiaoyi_partybuild.access.dates import add_months

from .page import facts_as_of, query_of

CODES = ("K1", "K6", "K7")
MONTHS = 12


@dataclass(frozen=True)
class Series:
    """One indicator over the days: its ratios, in the order of the days. `show`: the condition of its numerator."""

    name: str
    show: str
    ratios: tuple

    @property
    def shares(self):
        return [ratio.share for ratio in self.ratios]

    @property
    def now(self):
        return self.shares[-1]


@dataclass(frozen=True)
class Trend:
    """`queries`: for each day what asks the list for the same organizations."""

    days: tuple
    queries: tuple
    series: tuple

    @property
    def rows(self):
        """(day, query, [(ratio, condition), …]), as a table shows them."""
        cells = zip(*([(ratio, each.show) for ratio in each.ratios] for each in self.series), strict=True)
        return list(zip(self.days, self.queries, cells, strict=True))

    @property
    def months(self):
        return [f"{day:%Y-%m}" for day in self.days]

    @property
    def summary(self):
        """The picture in words, for those who do not see it."""
        return "；".join(f"{each.name}由 {spoken(each.shares[0])} 到 {spoken(each.now)}" for each in self.series)

    @property
    def data(self):
        """For the script that draws it: percentages."""
        series = [
            {"name": each.name, "values": [None if share is None else round(share * 100, 1) for share in each.shares]}
            for each in self.series
        ]
        return {"months": self.months, "series": series}


def spoken(share):
    return "无数据" if share is None else f"{share:.1%}"


def build(request, *, on, months=MONTHS):
    """The trend of what the person sees under the filters asked for."""
    days = tuple(month_ends(on, months))
    filters = [facts_as_of(request, on=day) for day in days]
    tallies = [coverage.tally(each.qs) for each in filters]
    series = (
        Series(INDICATORS[code].name, INDICATORS[code].numerator, tuple(INDICATORS[code].of(tally) for tally in tallies))
        for code in CODES
    )
    return Trend(days, tuple(query_of(each).urlencode() for each in filters), tuple(series))


def month_ends(on, months):
    """The last days of the months before, then the day itself."""
    for back in range(months - 1, 0, -1):
        yield add_months(on, 1 - back).replace(day=1) - date.resolution
    yield on
