"""How long a foreign row and an absent one take to answer: medians of the processor's time, asked in turns."""

import time
from statistics import median

from . import oracle, walk
from .targets import ABSENT, targets

ASKED = ("orgs:detail", "branches:detail", "branches:meeting", "registers:review", "api-members-detail")
WHO, FOREIGN = "township", ("abroad", "township2")
TIMES, WITHIN = 200, 1.10


def medians(walker):
    """{address: (seconds for a foreign row, seconds for an absent one)}."""
    return {name: _medians(walker, name) for name in ASKED}


def _medians(walker, name):
    subject = next(one for one in oracle.SUBJECTS if one.name == WHO)
    asked = {target.object.label: target for target in targets(walker.county) if target.name == name}
    foreign = next(asked[label] for label in FOREIGN if label in asked)
    pair = [walk.Case(subject, target, "GET") for target in (foreign, asked[ABSENT])]
    took = [[_seconds(walker, case) for case in pair] for _ in range(TIMES)]
    return tuple(median(column) for column in zip(*took, strict=True))


def _seconds(walker, case):
    with walk.kept_apart(case):
        began = time.process_time()
        walker.send(case)
        return time.process_time() - began
