"""Every link of every page leads somewhere, for every person of the cast; and every page is linked."""

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from tests import story
from tests.crawl import Links, walk
from xiaoyi_partybuild.access import writing

CAST = ("department", "township", "secretary", "officer", "admin_user", "outsider")
MAINTENANCE = ("department", "admin_user")

# Addresses that no link of a page leads to, and why.
NOT_LINKED = {
    "registers:commit": "a button",
    "registers:resume": "a button",
    "registers:progress": "where those land whose import is under way",
    "registers:failed": "where those land whose large file could not be read",
    "login": "where those land who are not signed in",
    "logout": "a button",
    "healthz": "for whoever watches the server",
    "trend": "opened by the workbench itself",
    "admin:login": "leads to login",
    "admin:logout": "a button",
    "admin:jsi18n": "a script",
    "admin:autocomplete": "asked by a script",
    "admin:access_batch_add": "the journal is written by the door alone",
    "admin:access_change_add": "the journal is written by the door alone",
    "admin:registers_upload_add": "the wizard writes it",
    "admin:registers_source_add": "the wizard writes it",
}


@pytest.fixture
def town(home, elsewhere, branch, department):
    story.tell(home=home, elsewhere=elsewhere, branch=branch, today=timezone.localdate())
    branch.brand = "红羊先锋"
    writing.save(branch, by=department)
    story.bring_in(by=department, today=timezone.localdate())


def starts(person):
    return ["/", *(["/maintenance/"] if person in MAINTENANCE else [])]


def pages_of(client, person, **limits):
    def read(address):
        answer = client.get(address)
        text = answer.content.decode() if "html" in answer["Content-Type"] else ""
        return answer, Links(text).found

    for start in starts(person):
        yield from walk(start, read, **limits)


@pytest.mark.parametrize("person", CAST)
def test_every_link_leads_somewhere(request, town, client_of, person):
    client = client_of(request.getfixturevalue(person))
    dead = [f"{address}: {answer.status_code}" for address, answer in pages_of(client, person) if answer.status_code >= 400]
    assert not dead, "\n".join(dead)


def test_every_page_is_linked(request, town, client_of):
    reached = set()
    for person in MAINTENANCE:
        client = client_of(request.getfixturevalue(person))
        reached |= {answer.resolver_match.view_name for _, answer in pages_of(client, person, of_a_kind=1)}
    lost = set(names_of_pages()) - reached - set(NOT_LINKED)
    assert not lost, lost


def names_of_pages(patterns=None, namespace=""):
    """The names of all addresses, without those of the API and of deleting."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}"
            if entry.name and not (name.startswith("api-") or name.endswith("_delete")):
                yield name
        else:
            yield from names_of_pages(entry.url_patterns, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
