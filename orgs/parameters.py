"""The numbers of the rules as of a day: the defaults, with the office's dated changes over them."""

from fractions import Fraction

from .models import Parameter
from .rule_numbers import DEFAULTS


class Parameters(dict):
    """key → text as of a day; `number` reads a count, `flag` a yes or no, `share` a Fraction, `frequency` how often."""

    def number(self, key):
        return int(self[key])

    def flag(self, key):
        return self[key] == "1"

    def share(self, key):
        return Fraction(self[key])

    def frequency(self, key):
        """(times, "month" | "quarter" | "year"); (0, "") for never."""
        times, _, every = self[key].partition("/")
        return int(times), every


def as_of(on):
    """All parameters as of a day, in one query. A stored value that makes no sense does not stop the pages."""
    return on_days([on])[on]


def on_days(days):
    """{day: Parameters} for several days, in one query."""
    stored = Parameter.objects.filter(since__lte=max(days), key__in=DEFAULTS).order_by("since")
    changes = [change for change in stored.values_list("since", "key", "value") if DEFAULTS[change[1]].accepts(change[2])]
    return {day: _with(changes, day) for day in days}


def _with(changes, day):
    found = Parameters({key: default.value for key, default in DEFAULTS.items()})
    found.update((key, value) for since, key, value in changes if since <= day)
    return found
