"""The figures of coverage.py spread over regions, types or industries: the rows of a table, in official order."""

from dataclasses import dataclass

from django.db.models import TextChoices

from orgs import parameters
from orgs.enums import Field, OrganizationType
from orgs.querysets import within

from . import coverage, standing
from .coverage import INDICATORS, Ratio, Tally

UNSTATED = "未填"


class By(TextChoices):
    TOTAL = "total", "合计"
    REGION = "region", "区域"
    TYPE = "type", "类型"
    INDUSTRY = "industry", "行业"


@dataclass(frozen=True)
class Row:
    key: str
    name: str
    tally: Tally

    @property
    def ratios(self):
        """{K1: Ratio, …}; a figure that this breakdown does not define has numerator None."""
        return {
            code: indicator.of(self.tally) if indicator.numerator in self.tally else Ratio(None)
            for code, indicator in INDICATORS.items()
        }


def rows(facts, branches, *, by, on, region, rules=None):
    """The rows of one breakdown, over organizations that carry their facts and Party organizations (scoped by the caller).

    region: a Region; only its subtree counts, and By.REGION spreads over its children. A joint branch may span types and
    industries, so K10 is given for totals and regions only. Tallies of the rows add up to the total.
    """
    rules = rules or parameters.as_of(on)
    facts = facts.filter(within(region))
    branches = branches.filter(within(region))
    over_large = standing.standing_in("large_joint", branches, on=on, rules=rules)
    if by == By.REGION:
        return _by_region(facts, over_large, region)
    if by == By.TOTAL:
        return [Row("total", "合计", coverage.tally(facts) + Tally(large_joint=over_large.count()))]
    return _by_choice(facts, *{By.TYPE: ("type", OrganizationType), By.INDUSTRY: ("field", Field)}[by])


def _by_choice(facts, key, choices):
    found = coverage.tally_by(facts, key)
    named = [*choices.choices, ("", UNSTATED)]
    return [Row(value, label, found[(value,)]) for value, label in named if (value,) in found]


def _by_region(facts, over_large, region):
    """A row for what hangs on the region itself (本级) and one for each child."""
    tallies = coverage.tally_by(facts, "region__code")
    joint_codes = list(over_large.values_list("region__code", flat=True))
    result = []
    for code, name, covers in _rows_of(region):
        parts = [part for (own,), part in tallies.items() if covers(own)]
        over = Tally(large_joint=sum(covers(own) for own in joint_codes))
        result.append(Row(code, name, sum(parts, coverage.none() + over)))
    return result


def _rows_of(region):
    """(code, name, test of a region code) for the region itself and for each child."""
    yield region.code, f"{region.name}本级", lambda own: own == region.code
    for child in region.children.order_by("code"):
        yield child.code, child.name, lambda own, prefix=child.code: own.startswith(prefix)


def as_data(rows, *, by, on):
    """The rows as plain data: the JSON of `manage.py coverage` and of the API."""
    return {
        "on": on.isoformat(),
        "by": str(by),
        "rows": [
            {"key": row.key, "name": row.name}
            | {code: {"numerator": ratio.numerator, "denominator": ratio.denominator} for code, ratio in row.ratios.items()}
            for row in rows
        ],
    }
