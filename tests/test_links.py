"""Every link of every page leads somewhere, for every person of the cast; and every page is linked."""

import sys

import pytest
from django.utils import timezone

from docs import addresses
from tests import reaching_out, story
from tests.crawl import Links, walk
from xiaoyi_partybuild.access import writing

pytestmark = pytest.mark.once

OTHERS = ("township", "secretary", "officer", "outsider")
MAINTENANCE = ("department", "admin_user")

# A page that asks the person to decide or correct something.
ASKS_AGAIN = 422

# Addresses that no link of a page leads to, and why.
NOT_LINKED = {
    "orgs:distinct": "a button",
    "orgs:take_apart": "a button",
    "orgs:decide": "a button",
    "orgs:recognize": "a button",
    "branches:draft_give_up": "a button",
    "branches:meeting_act": "a button",
    "branches:meeting_edit": "for whoever wrote the record",
    "branches:meeting_draft": "asked by a script",
    "branches:paper": "offered once a paper was taken",
    "branches:paper_remove": "a button",
    "branches:pulse": "asked by a script",
    "registers:commit": "a button",
    "registers:confirm_handout": "a button",
    "registers:again": "a button",
    "registers:answer": "a button",
    "registers:fix": "a button",
    "registers:give_up": "a button",
    "registers:order_marked": "a button",
    "registers:policy": "a button",
    "registers:take_back": "a button",
    "registers:marked": "where those land who ordered a marked workbook",
    "registers:marked_file": "offered once the marked workbook is made",
    "registers:resume": "a button",
    "registers:forget": "a button",
    "registers:progress": "where those land whose import is under way",
    "registers:failed": "where those land whose large file could not be read",
    "second-factor": "asked at sign-in where the site wants a second factor",
    "second-factor-setup": "asked at the first sign-in where the site wants a second factor",
    "changes:revert": "a button",
    "record:list": "for the auditor",
    "record:detail": "for the auditor",
    "record:workbook": "for the auditor",
    "rights:give": "for the security administrator",
    "rights:hand-over": "for the security administrator",
    "rights:confirm": "a button",
    "rights:end": "a button",
    "rights:reset-password": "a button",
    "rights:reset-second-factor": "a button",
    "login": "where those land who are not signed in",
    "logout": "a button",
    "healthz": "for whoever watches the server",
    "trend": "opened by the workbench itself",
    "admin:logout": "a button",
    "admin:jsi18n": "a script",
    "admin:autocomplete": "asked by a script",
}


@pytest.fixture(autouse=True)
def nothing_reaches_out(monkeypatch):
    """Beside the links: no page, nor the import before it, connects, starts or writes what the site has no need of."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with reaching_out.heard() as found:
        yield
    assert found == []


@pytest.fixture
def town(home, elsewhere, branch, department, settings):
    settings.EXPORTS_PER_HOUR = 10_000  # who follows every link takes more along than anybody may
    story.tell(home=home, elsewhere=elsewhere, branch=branch, today=timezone.localdate())
    branch.brand = "红羊先锋"
    writing.save(branch, by=department)
    story.bring_in(by=department, today=timezone.localdate())


def starts(person):
    return ["/", *(["/maintenance/"] if person in MAINTENANCE else [])]


def pages_of(client, person):
    def read(address):
        answer = client.get(address)
        text = answer.content.decode() if "html" in answer["Content-Type"] else ""
        return answer, [*Links(text).found, *filter(None, [answer.headers.get("Location")])]

    return walk(*starts(person), read=read)


def dead(answers):
    return [f"{address}: {answer.status_code}" for address, answer in answers if is_dead(answer.status_code)]


def is_dead(status):
    return status >= 400 and status != ASKS_AGAIN


@pytest.mark.parametrize("person", OTHERS)
def test_every_link_leads_somewhere(request, town, client_of, person):
    complaints = dead(pages_of(client_of(request.getfixturevalue(person)), person))
    assert not complaints, "\n".join(complaints)


def test_every_page_is_linked(request, town, client_of):
    """By a page of those who see most; and for them too every link leads somewhere."""
    answers = []
    for person in MAINTENANCE:
        answers += pages_of(client_of(request.getfixturevalue(person)), person)
    complaints = dead(answers)
    assert not complaints, "\n".join(complaints)
    lost = names_of_pages() - {answer.resolver_match.view_name for _, answer in answers} - set(NOT_LINKED)
    assert not lost, "\n".join(sorted(lost))


def names_of_pages():
    """The names of all addresses but those of the API."""
    return {address.name for address in addresses.all_of_them() if not address.name.startswith("api-")}
