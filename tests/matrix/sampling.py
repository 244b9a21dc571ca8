"""A part of the matrix drawn by lot: each address opened once by somebody who may, and some of all the other requests."""

import random

from . import walk

SEED, OTHERS = 20_26_11_23, 200


def drawn(cases, seed=SEED, others=OTHERS):
    """One open case of each address and method but HEAD, and as many others; in the order they came in."""
    lot = random.Random(seed)
    shuffled = lot.sample(cases, len(cases))
    opened = {_place(case): case for case in shuffled if case.method != "HEAD" and walk.verdict(case) == walk.OPENED}
    chosen = {*map(id, opened.values()), *map(id, shuffled[:others])}
    return [case for case in cases if id(case) in chosen]


def _place(case):
    return case.target.name, case.method
