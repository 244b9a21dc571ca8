"""Every address of the site, with its name and the names of its arguments, as the resolver knows them."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver


@dataclass(frozen=True)
class Address:
    """One address; `name` as reverse() takes it, "" for one without."""

    name: str
    arguments: tuple
    path: str


def all_of_them(patterns=None, namespace="", above="/"):
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = f"{above}{str(entry.pattern).lstrip('^').rstrip('$')}"
        if isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Address(name, tuple(entry.pattern.regex.groupindex), path)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from all_of_them(entry.url_patterns, inner, path)
