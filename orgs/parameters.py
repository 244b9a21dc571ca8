"""The numbers of the rules as of a day: the defaults, with the office's dated changes over them."""

from .models import Parameter
from .rule_numbers import DEFAULTS


class Parameters(dict):
    """key → text as of a day; `number` reads a count, `flag` a yes or no."""

    def number(self, key):
        return int(self[key])

    def flag(self, key):
        return self[key] == "1"


def as_of(on):
    """All parameters as of a day, in one query. A stored value that makes no sense does not stop the pages."""
    found = Parameters({key: default.value for key, default in DEFAULTS.items()})
    stored = Parameter.objects.filter(since__lte=on, key__in=DEFAULTS).order_by("since").values_list("key", "value")
    found.update((key, value) for key, value in stored if DEFAULTS[key].accepts(value))
    return found
