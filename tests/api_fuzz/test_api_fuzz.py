"""A bounded sample of `python -m tests.api_fuzz`: every operation, every role, sound and wrong requests."""

from collections import Counter

import pytest

from tests.api_fuzz import questions, trial, world

CASES, SEED = 10, 20261123


@pytest.fixture
def site(db):
    return world.told()


def test_no_question_made_from_the_description_brings_an_undeclared_answer(site):
    statuses = Counter()
    for operation in questions.operations():
        statuses += trial.tried(operation, site, cases=CASES, number=SEED, phases=trial.ONCE)
    assert {200, 201, 400, 403, 404, 406, 415} <= statuses.keys(), statuses
