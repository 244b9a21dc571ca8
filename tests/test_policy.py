"""The policy table: every address is in it, nothing else is, the gate keeps to it and the manual says the same."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import clear_url_caches, path

from docs import addresses, rights
from xiaoyi_partybuild import policy, urls

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def test_every_address_has_a_name_and_a_line():
    nameless = [address.path for address in addresses.all_of_them() if not address.name]
    without = {address.name for address in addresses.all_of_them()} - policy.table().keys()
    assert not nameless, f"without a name, and so without a line in xiaoyi_partybuild/policy.py: {nameless}"
    assert not without, f"without a line in xiaoyi_partybuild/policy.py, and so refused to everybody: {sorted(without)}"


def test_every_line_is_of_an_address():
    assert policy.table().keys() - {address.name for address in addresses.all_of_them()} == set()


@pytest.fixture
def forgotten(monkeypatch):
    """An address that somebody added without a line."""
    added = path("forgotten/", lambda request: None, name="forgotten")
    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, added])
    clear_url_caches()
    yield "/forgotten/"
    clear_url_caches()


def test_an_address_without_a_line_is_refused_to_everybody(forgotten, client, client_of, department):
    assert client.get(forgotten).headers["Location"] == "/login/?next=/forgotten/"
    assert client_of(department).get(forgotten).status_code == 404
    with pytest.raises(AssertionError, match=r"refused to everybody: \['forgotten'\]"):
        test_every_address_has_a_name_and_a_line()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("address", "allowed"), [("/organizations/", "GET, HEAD"), ("/api/v1/organizations/", "GET, HEAD, POST")]
)
def test_a_method_outside_the_line_is_not_allowed(client_of, department, address, allowed, method):
    answer = getattr(client_of(department), method)(address)
    assert (answer.status_code == 405) == (method.upper() not in allowed.split(", "))
    assert answer.status_code != 405 or answer.headers["Allow"] == allowed


@pytest.mark.parametrize("address", ["/organizations/", "/rights/", "/maintenance/", "/trend/"])
def test_a_stranger_is_sent_to_the_sign_in(client, db, address):
    assert client.get(address).headers["Location"] == f"/login/?next={address}"
    assert client.delete(address).status_code == 302


def test_a_stranger_hears_from_the_api_that_he_is_not_signed_in(client, db):
    answer = client.get("/api/v1/organizations/")
    assert (answer.status_code, answer.json()) == (403, {"detail": "没有登录"})


def test_a_right_taken_away_bites_on_the_next_request(client_of, township):
    client = client_of(township)
    assert client.get("/organizations/").status_code == 200
    township.grants.update(end=date(2019, 1, 1))
    assert client.get("/organizations/").status_code == 403


def test_the_gate_asks_for_the_rights_once(client_of, department, queries_of):
    client = client_of(department)
    client.get("/import/forms/")  # the session begins
    assert queries_of(lambda: client.get("/import/forms/")) == 3  # the session, the account, its grants


@pytest.mark.parametrize(
    ("address", "status"), [("/api/v1/organizations/", 403), ("/healthz", 200), ("/organizations/", 301)]
)
def test_the_api_is_refused_over_plain_http(settings, client_of, department, address, status):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$", r"^api/"]
    client = client_of(department)
    assert client.get(address).status_code == status
    assert client.get(address, secure=True).status_code == 200


def test_the_manual_says_what_the_table_says():
    page = Path(__file__).parents[1] / "docs" / "manual" / "权限.md"
    assert page.read_text() == rights.page(), "python -m docs.rights > docs/manual/权限.md"
