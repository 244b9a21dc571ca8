"""Every answer carries the headers, errors and files too; what was made for a person is kept by no cache."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.form_fuzz.answers import NEXT
from tests.form_fuzz.trial import LEADS_AWAY

WANTED = {
    "Content-Security-Policy": "default-src 'none'",
    "Permissions-Policy": "geolocation=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("/login/", {}),
        ("/", {}),
        ("/nothing/", {}),
        ("/healthz", {}),
        ("/api/v1/organizations/", {}),
        ("/login/", {"headers": {"host": "evil.example"}}),
    ],
)
def test_every_answer_carries_the_headers(db, address, options):
    answer = Client().get(address, **options)
    lacking = {name for name, part in WANTED.items() if part not in answer.headers.get(name, "")}
    assert not lacking


def test_no_answer_lets_other_sites_in(client_of, department):
    answer = client_of(department).get("/api/v1/organizations/", headers={"origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("address", ["/", "/organizations/", "/api/v1/organizations/", "/maintenance/", "/nothing/"])
def test_what_was_made_for_a_person_is_not_kept(client_of, department, address):
    assert "no-store" in client_of(department).get(address).headers["Cache-Control"]


@pytest.mark.parametrize("host", ["evil.example", "localhost@evil.example", "127.0.0.1.evil.example"])
def test_a_foreign_host_is_refused(db, host):
    assert Client().get("/login/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("asked", NEXT)
def test_sign_in_leads_nowhere_else(secretary, asked):
    answer = Client().post("/login/", {"username": "secretary", "password": PASSWORD, "next": ["/", asked]})
    where = answer.headers["Location"]
    assert LEADS_AWAY.match(where) is None
    assert urlsplit(urljoin("http://testserver/login/", where)).netloc == "testserver"


def test_no_page_repeats_a_host_that_somebody_put_before_the_proxy(db):
    answer = Client().get("/login/", headers={"x-forwarded-host": "evil.example", "x-host": "evil.example"})
    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode() + str(answer.headers)
