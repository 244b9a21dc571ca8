"""A file with rows of places that are not the person's, and another person's import at every address of the wizard."""

import pytest
from django.urls import reverse

from docs.addresses import all_of_them
from orgs.models import Organization
from tests.registers.test_plan import code, row
from tests.registers.wizard import bring, page, societies, text
from xiaoyi_partybuild import policy
from xiaoyi_partybuild.access.models import Change
from xiaoyi_partybuild.registers.models import Upload

WHOLE = {"kind": "whole"}


def orders():
    """(name, arguments beside the token, method) of every address of the wizard about one import."""
    for address in all_of_them():
        if address.name.startswith("registers:") and "token" in address.arguments:
            beside = {name: WHOLE[name] for name in address.arguments if name != "token"}
            yield from ((address.name, beside, method) for method in policy.PAGES[address.name])


@pytest.fixture
def mixed(make, home, elsewhere):
    """A roster with one row of the township and three that are not: known there, new there, moving there."""
    make.organization(name="乙协会", credit_code=code(2), region=elsewhere, legal_representative="原来的人")
    make.organization(name="丁协会", credit_code=code(4), region=home)
    foreign = (row("乙协会", 2, town=None), row("丙协会", 3, town=elsewhere.name), row("丁协会", 4, town=elsewhere.name))
    return societies(row(), *foreign)


def test_of_a_mixed_file_each_foreign_row_is_refused_and_only_the_own_one_written(desk, client_of, township, mixed):
    client = client_of(township)
    bring(client, mixed)
    shown = text(client.get(page("review")))
    for said in ("“乙协会”不在您的管理范围内", "不能由您新增", "改动后“丁协会”就不在您的管理范围内了"):
        assert said in shown
    client.post(page("commit"))
    changed = Change.objects.filter(batch=Upload.objects.get().batch)
    assert {(one.model, one.action) for one in changed} == {("orgs.organization", "create")}
    assert Organization.objects.get(pk=changed.get().object_pk).name == "甲协会"
    assert Organization.objects.get(name="乙协会").legal_representative == "原来的人"
    assert not Organization.objects.filter(name="丙协会").exists()


def test_a_file_of_foreign_rows_alone_writes_nothing(desk, client_of, township, regions, elsewhere):
    client = client_of(township)
    bring(client, societies(row("丙协会", 3, town=elsewhere.name)))
    client.post(page("commit"))
    assert Upload.objects.get().batch is None
    assert not Organization.objects.exists()


def test_another_persons_import_is_absent_at_every_address_and_takes_no_order(desk, client_of, township):
    bring(desk, societies(row()))
    upload, client = Upload.objects.get(), client_of(township)
    before = Upload.objects.values().get()
    asked = list(orders())
    assert len(asked) > 25
    for name, beside, method in asked:
        answer = client.generic(method, reverse(name, kwargs={"token": upload.token} | beside))
        assert answer.status_code == 404, (name, method)
    assert Upload.objects.values().get() == before
    assert not Organization.objects.exists()
