"""The tests' own ground: the cast can do what its roles say, and the helpers that must fail do fail."""

from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.template import engines

from branches.models import Branch
from orgs.models import Organization
from tests import factories
from tests.undefined import OURS, UndefinedVariable


@pytest.mark.parametrize(
    "name",
    [
        "organization", "headcount", "status", "former_name", "mass_organization",
        "branch", "coverage", "term", "post", "member", "further_branch", "served_unit",
        "instructor", "assignment", "meeting", "inspection", "grading",
    ],
)  # fmt: skip
def test_a_maker_needs_no_argument(make, name):
    assert getattr(make, name)().pk


def test_the_cast_reaches_as_far_as_its_grants(branch, elsewhere, abroad, department, township, secretary, outsider):
    for region in (elsewhere, abroad):
        factories.branch(region=region)
    seen = {
        person.username: Branch.objects.visible_to(person).count() for person in (department, township, secretary, outsider)
    }
    assert seen == {"department": 2, "township": 1, "secretary": 1, "outsider": 0}


def test_officer_reads_organizations_and_admin_does_not(make, officer, admin_user):
    make.organization()
    assert Organization.objects.visible_to(officer).count() == 1
    assert Organization.objects.visible_to(admin_user).count() == 0


def test_a_made_account_can_sign_in(secretary):
    assert authenticate(username="secretary", password=factories.PASSWORD) == secretary


def test_query_counts_that_grow_with_the_rows_are_caught(make, same_queries):
    def ask_row_by_row():
        for organization in Organization.objects.all():
            str(organization.region)

    with pytest.raises(AssertionError, match="queries with 2 rows"):
        same_queries(ask_row_by_row, make.organization)


def test_an_unknown_variable_in_our_template_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.undefined.OURS", tmp_path)
    template = engines["django"].from_string("{{ nobody_knows }}")
    for node in template.template.nodelist:
        node.origin.name = str(tmp_path / "page.html")
    with pytest.raises(UndefinedVariable, match="nobody_knows"):
        template.render({})


def test_an_unknown_variable_elsewhere_is_empty():
    assert OURS.parent == Path(__file__).resolve().parent.parent
    assert engines["django"].from_string("[{{ nobody_knows }}]").render({}) == "[]"
