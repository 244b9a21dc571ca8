"""How long is kept what a ledger said when it was held against the register; who decided what stays for good."""

from datetime import timedelta

from django.conf import settings

from xiaoyi_partybuild.access import writing

from .judgements import Comparison, Reading


def due(now):
    """The comparisons whose rows are to go."""
    kept = timedelta(days=settings.COMPARISON_KEEP_DAYS)
    return Comparison._base_manager.filter(at__lte=now - kept).exclude(state=Reading.OVER).defer("rows")


def purge(now):
    """Empty them; returns how many there were."""
    over = list(due(now))
    for comparison in over:
        comparison.rows, comparison.state, comparison.message = [], Reading.OVER, ""
        writing.keep_state(comparison, "rows", "state", "message")
    return len(over)
