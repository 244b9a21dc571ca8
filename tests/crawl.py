"""Walks a site along its links, a few addresses of each kind: however many rows there are, it ends."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

# Answers to these change who is signed in.
NEVER = frozenset({"logout", "admin:logout"})
# Answers of these only lead on, each to a page of another kind.
LEADS_ON = frozenset({"registers:step"})
# Whatever is asked of them, these are one kind: maintenance has a filter for each column, a file the filters of its list.
FILES = (".xlsx", ".docx")
OF_A_KIND = 2


def walk(*starts, read, of_a_kind=OF_A_KIND):
    """Yield (address, what `read` answered) for each page; `read(address)` returns (answer, hrefs)."""
    seen, kinds, waiting = set(), Counter(), deque(starts)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if address in seen or kind is None or kinds[kind] >= of_a_kind:
            continue
        seen.add(address)
        kinds[kind] += kind[0] not in LEADS_ON
        answer, hrefs = read(address)
        yield address, answer
        waiting.extend(here(address, href) for href in hrefs)


def here(address, href):
    """The address a link leads to, without its fragment."""
    return urldefrag(urljoin(address, href)).url


def kind_of(address):
    """(name of the view, names of the parameters), files and maintenance pages without them; None for what is not ours."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name if not parts.netloc else None
    except Resolver404:
        view = "nowhere"
    if view is None or view in NEVER:
        return None
    is_one_kind = view.startswith("admin:") or parts.path.endswith(FILES)
    return view, frozenset(() if is_one_kind else dict(parse_qsl(parts.query)))


class Links(HTMLParser):
    """The hrefs of a page's links."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        href = dict(attributes).get("href")
        if tag == "a" and href:
            self.found.append(href)
