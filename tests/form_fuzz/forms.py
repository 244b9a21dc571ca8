"""The forms people meet, read from the pages themselves, and the addresses that answer to no form on any page."""

from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from django.urls import NoReverseMatch, reverse

from docs import addresses
from tests import crawl
from tests.api_fuzz.trial import taken_back
from xiaoyi_partybuild import policy
from xiaoyi_partybuild.registers.annotated import KINDS
from xiaoyi_partybuild.registers.models import Upload

API = "api-"
FIELDS = frozenset({"input", "select", "textarea", "button"})
TOKEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Form:
    """Where a form goes, who meets it, and its fields: (name, value) as the page has filled them in."""

    person: str
    method: str
    address: str
    fields: tuple

    @property
    def kind(self):
        return self.method, crawl.kind_of(self.address)[0], frozenset(name for name, _ in self.fields)


def met_by(site, people=None):
    """One Form of each kind, with the first of these people (None: all) who meets it, and what no page offers."""
    found = {}
    for person in people or site.people:
        for form in _on_pages(person, site.clients[person]):
            found.setdefault(form.kind, form)
    for form in _blind(site):
        found.setdefault(form.kind, form)
    return list(found.values())


def _on_pages(person, client):
    def read(address):
        with taken_back():
            answer = client.get(address)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = Page(answer.content.decode() if is_page else "")
        leads = [answer.headers["Location"]] if 300 <= answer.status_code < 400 else []
        return page, [*page.hrefs, *leads]

    for address, page in crawl.walk("/", read=read, of_a_kind=1):
        yield Form(person, "get", urlsplit(address).path, tuple(parse_qsl(urlsplit(address).query)))
        for method, action, fields in page.forms:
            goes_to = crawl.here(address, action or address)
            if crawl.kind_of(goes_to):
                yield Form(person, method, goes_to, tuple(fields))


def _blind(site):
    """Each address by its methods, with arguments that lead somewhere and nowhere, for somebody who may go there."""
    for address in addresses.all_of_them():
        if address.name.startswith(API) or address.name in crawl.NEVER:
            continue
        for method, who in policy.table()[address.name].items():
            person = next((name for name, user in site.accounts.items() if who.admits(user)), None)
            if person and method in ("GET", "POST"):
                yield from (Form(person, method.lower(), path, ()) for path in _paths(address))


def _paths(address):
    for arguments in _arguments(address):
        with suppress(NoReverseMatch):
            yield reverse(address.name, kwargs=arguments)


def _arguments(address):
    tokens = [upload.token for upload in Upload.objects.all()]
    pool = {"token": tokens, "slug": ["organizations", "ledger"], "kind": list(KINDS), "app_label": ["orgs"]}
    for turn in range(2):
        yield {name: pool.get(name, [1, 10**30])[turn % len(pool.get(name, "12"))] for name in address.arguments}


class Page(HTMLParser):
    """hrefs: of its links; forms: (method, action, [(name, value)])."""

    def __init__(self, text):
        super().__init__()
        self.hrefs, self.forms = [], []
        self._select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "a" and told.get("href"):
            self.hrefs.append(told["href"])
        elif tag == "form":
            self.forms.append((told.get("method", "get").lower(), told.get("action", ""), []))
        elif tag in FIELDS and told.get("name") and told["name"] != TOKEN and self.forms:
            self._select = told["name"] if tag == "select" else None
            self.forms[-1][2].append((told["name"], told.get("value") or ""))
        elif tag == "option" and self._select and "selected" in told:
            self.forms[-1][2].append((self._select, told.get("value") or ""))
