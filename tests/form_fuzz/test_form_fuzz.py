"""A bounded sample of `python -m tests.form_fuzz`: every form every person meets, and every address no form leads to."""

from collections import Counter

import pytest

from tests.form_fuzz import forms, trial, world

pytestmark = pytest.mark.once  # in the suite; the command asks either database

CASES, SEED = 3, 20261123
# Between them they meet nearly every form; the command asks everybody.
PEOPLE = ("department", "security", "admin")


@pytest.fixture
def site(db):
    return world.told()


def test_no_form_sent_in_any_shape_brings_a_server_error_or_something_invalid(site):
    statuses = Counter()
    met = forms.met_by(site, PEOPLE)
    for form in met:
        trial.tried(form, site, cases=CASES, number=SEED, statuses=statuses, phases=trial.ONCE)
    assert {200, 302, 400, 403, 404, 422} <= statuses.keys(), statuses
