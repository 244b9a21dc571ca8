"""三员分立 as a relation over all permissions: none of the three sees business data, none does the work of another."""

import pytest
from django.apps import apps

from tests.matrix.targets import about
from xiaoyi_partybuild import policy
from xiaoyi_partybuild.access.scoping import EDIT, VIEW, Kind
from xiaoyi_partybuild.accounts.roles import APART, POWERS, RECORDS, Role, opening

OWN_AND_SHARED = {Kind.OWN, Kind.REFERENCE}
MODELS = [model for model in apps.get_models() if hasattr(model, "scope")]


def lines_of(role):
    """(name, method) of every line that asks for a role and names this one."""
    for name, line in policy.table().items():
        for method, who in line.items():
            if role in who.roles and not who.anybody:
                yield name, method


@pytest.mark.parametrize("role", sorted(APART))
def test_no_power_over_records(role):
    assert not (POWERS[role].view | POWERS[role].edit) & RECORDS


@pytest.mark.parametrize("role", sorted(APART))
def test_no_row_of_a_record_though_the_grant_is_for_all_of_shanxi(make, regions, role):
    """Rows of one's own and value lists aside, the person reaches exactly the kinds the table gives the role."""
    person = make.user(role, region=regions["14"])
    for model in MODELS:
        reached = {action for action in (VIEW, EDIT) if person.reach(action, model.scope.kind)}
        assert reached == {action for action in (VIEW, EDIT) if role in opening(action, model.scope.kind)}, model
        if model.scope.kind in RECORDS:
            assert model.objects.visible_to(person).query.is_empty(), model
            assert model.objects.editable_by(person).query.is_empty(), model


@pytest.mark.parametrize("role", sorted(APART))
def test_no_address_of_maintenance_or_of_the_api_is_about_records(role):
    generated = {name for name, _ in lines_of(role)} - policy.PAGES.keys()
    assert {name for name in generated if about(name).scope.kind in RECORDS} == set()


def test_each_of_the_three_does_what_the_others_do_not():
    edits = {role: POWERS[role].edit - OWN_AND_SHARED for role in APART}
    assert edits == {Role.ADMIN: {Kind.ACCOUNTS, Kind.GRANTS}, Role.SECURITY: {Kind.GRANTS}, Role.AUDITOR: set()}
    assert opening(VIEW, Kind.AUDIT) == {Role.AUDITOR}
    assert {method for _, method in lines_of(Role.AUDITOR)} <= set(policy.READS)


def test_only_the_security_administrator_gives_rights():
    for name in ("rights:give", "rights:end", "rights:hand-over"):
        assert policy.PAGES[name]["POST"].roles == {Role.SECURITY}
