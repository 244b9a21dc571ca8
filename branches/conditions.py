"""A condition written once as a Q, read by SQL in a filter and here by plain Python over one row's facts."""

import operator

from django.db.models import Q

TESTS = {
    "": operator.eq,
    "isnull": lambda value, wanted: (value is None) == wanted,
    "gte": lambda value, wanted: value is not None and operator.ge(value, wanted),
    "lte": lambda value, wanted: value is not None and operator.le(value, wanted),
    "contains": operator.contains,
}


def holds(condition, facts):
    """Whether a Q of TESTS is true of a mapping of names, `link__name` included, to values."""
    parts = (holds(part, facts) if isinstance(part, Q) else _passes(*part, facts) for part in condition.children)
    return (any(parts) if condition.connector == Q.OR else all(parts)) != condition.negated


def _passes(lookup, wanted, facts):
    name, _, test = (lookup, "", "") if lookup in facts else lookup.rpartition("__")
    return TESTS[test](facts[name], wanted)
