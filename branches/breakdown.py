"""The figures of coverage.py spread over regions, types or industries: the rows of a table, in official order."""

from dataclasses import dataclass

from django.db.models import TextChoices

from orgs import parameters
from orgs.enums import Field, OrganizationType

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


def rows(organizations, branches, *, by, on, region=None, rules=None):
    """The rows of one breakdown, over the given organizations and Party organizations (scoped by the caller).

    region: a Region; only its subtree counts, and By.REGION spreads over its children. A joint branch may span types and
    industries, so K10 is given for totals and regions only. Tallies of the rows add up to the total.
    """
    rules = rules or parameters.as_of(on)
    if region:
        organizations = organizations.filter(region__code__startswith=region.code)
        branches = branches.filter(region__code__startswith=region.code)
    if by == By.REGION:
        return _by_region(organizations, branches, region, on=on, rules=rules)
    if by == By.TOTAL:
        return [Row("total", "合计", total(organizations, branches, on=on, rules=rules))]
    key, choices = {By.TYPE: ("type", OrganizationType), By.INDUSTRY: ("field", Field)}[by]
    found = coverage.tally_by(organizations, key, on=on, rules=rules)
    named = [(value, label) for value, label in [*choices.choices, ("", UNSTATED)]]
    return [Row(value, label, found[(value,)]) for value, label in named if (value,) in found]


def total(organizations, branches, *, on, rules):
    """One Tally with the number of over-large joint branches in it."""
    over_large = standing.standing_in("large_joint", branches, on=on, rules=rules).count()
    return coverage.tally(organizations, on=on, rules=rules) + Tally(large_joint=over_large)


def _by_region(organizations, branches, region, *, on, rules):
    """A row for each child of the region and one for what hangs on the region itself (市直)."""
    tallies = coverage.tally_by(organizations, "region__code", on=on, rules=rules)
    over_large = standing.standing_in("large_joint", branches, on=on, rules=rules)
    joint_codes = list(over_large.values_list("region__code", flat=True))
    result = []
    for code, name, covers in _rows_of(region):
        parts = [part for (own,), part in tallies.items() if covers(own)]
        count = Tally(large_joint=sum(covers(own) for own in joint_codes))
        result.append(Row(code, name, sum(parts, Tally(dict.fromkeys(coverage.CONDITIONS, 0))) + count))
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
