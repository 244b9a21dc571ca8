"""Whoever leads a branch, as its superior or as its further manager, sees what hangs on it."""

import pytest
from django.apps import apps

from branches import lifecycle
from branches.enums import ProcedureKind
from branches.models import Branch, Procedure

LED = "__superior"
# An organization is counted by one branch, and its instructors with it: who leads that branch is asked, nobody else.
BY_ONE_ALONE = "coverages__branch"
HANGING = [
    (model, lookup)
    for model in apps.get_models()
    if hasattr(model, "scope")
    for lookup in model.scope.branch
    if lookup.endswith(LED) and BY_ONE_ALONE not in lookup
]


@pytest.mark.parametrize(("model", "lookup"), HANGING, ids=lambda given: getattr(given, "__name__", given))
def test_what_hangs_on_a_branch_is_there_for_both_who_lead_it(model, lookup):
    assert {lookup.removesuffix(LED), lookup.removesuffix(LED) + "__further_manager"} <= set(model.scope.branch)


@pytest.mark.parametrize("link", ["superior", "further_manager"])
def test_matters_of_a_branch_are_seen_by_both_and_decided_by_the_superior(make, branch, secretary, elsewhere, link):
    below = make.branch(region=elsewhere, **{link: branch})
    matter = make.saved(
        Procedure(
            kind=ProcedureKind.ABOLISH,
            branch=below,
            name=below.name,
            region=elsewhere,
            grounds="x",
            proposed_on="2026-01-01",
        )
    )
    assert Branch.objects.editable_by(secretary).filter(pk=below.pk).exists()
    assert Procedure.objects.visible_to(secretary).get() == matter
    assert lifecycle.is_above(matter, secretary) == (link == "superior")
