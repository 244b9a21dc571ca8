"""Where what is being done comes from: the caller's address and the number of the request, known without handing it down."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings

LONGEST = 45  # of an IPv6 address as text


@dataclass(frozen=True)
class Origin:
    """address and number are "" outside of a request: in commands and in the worker."""

    address: str = ""
    number: str = ""


current = ContextVar("origin", default=Origin())  # noqa: B039 - it is frozen


def of(request):
    return Origin(address_of(request), request.number)


def address_of(request):
    """The caller's address. A forwarded one counts only from a proxy we were told to trust."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    found = forwarded.split(",")[-1].strip() if forwarded and address in settings.TRUSTED_PROXIES else address
    return found[:LONGEST]
