"""What two people wrote into the same record, field by field, where they disagree."""

from typing import NamedTuple

from .models import Meeting

LEFT_OUT = frozenset({"id", "version", "filed_on", "unlocked_until", "reason", "state", "branch", "instructor"})


class Difference(NamedTuple):
    label: str
    theirs: str
    mine: str


def between(stored, mine):
    """The Differences between the record as another has saved it and as this form says."""
    fields = [field for field in Meeting._meta.concrete_fields if field.name not in LEFT_OUT]
    pairs = [(field, _words(field, stored), _words(field, mine)) for field in fields]
    return [Difference(field.verbose_name, theirs, own) for field, theirs, own in pairs if theirs != own]


def _words(field, meeting):
    if field.name == "also":
        return "、".join(kind.label for kind in meeting.kinds[1:])
    if field.choices:
        return getattr(meeting, f"get_{field.name}_display")()
    value = getattr(meeting, field.name)
    return "" if value is None else str(value)
