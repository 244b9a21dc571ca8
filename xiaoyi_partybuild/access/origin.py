"""Where what is being done comes from: the caller's address and the number of the request, known without handing it down."""

from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings

LONGEST = 45  # of an IPv6 address as text


@dataclass(frozen=True)
class Origin:
    """address and number are "" outside of a request: in commands and in the worker."""

    address: str = ""
    number: str = ""


current = ContextVar("origin", default=Origin())  # noqa: B039 - it is frozen


def is_within(request, networks):
    """Whether the request comes from one of these networks (ipaddress); an address nobody can read comes from none."""
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in network for network in networks)


def of(request):
    return Origin(address_of(request), request.number)


def address_of(request):
    """The caller's address. A forwarded one counts only from a proxy we were told to trust."""
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "")
    found = forwarded.split(",")[-1].strip() if forwarded and address in settings.TRUSTED_PROXIES else address
    return found[:LONGEST]
