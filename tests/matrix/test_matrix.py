"""A seeded sample of the matrix: every address opened by somebody who may, and others drawn by lot."""

import logging
import random

import pytest

from . import county, walk

SEED, DRAWN = 20_26_11_23, 900


@pytest.fixture
def quiet():
    """Thousands of refusals are no news for the log of a test."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def sample(cases, seed=SEED, drawn=DRAWN):
    """One open case of each address and method, and as many others as are drawn; safe methods first."""
    lot = random.Random(seed)
    shuffled = lot.sample(cases, len(cases))
    opened = {(case.target.name, case.method): case for case in shuffled if walk.verdict(case) == walk.OPENED}
    chosen = {*map(id, opened.values()), *map(id, shuffled[:drawn])}
    return [case for case in cases if id(case) in chosen]


def test_a_sample_of_all_requests_is_answered_as_it_must_be(db, quiet):
    built = county.build()
    findings = walk.Walk(built).run(sample(walk.cases(built)))
    assert not findings.complaints, "\n".join(findings.complaints)
    assert findings.by_verdict[walk.OPENED] > 150
