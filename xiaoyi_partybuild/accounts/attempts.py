"""Guessing passwords: every try is counted before the password is looked at, per account and per address."""

from datetime import timedelta

from xiaoyi_partybuild.access import limits

from .models import User

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = {"limit": 5, "window": WINDOW, "longest": timedelta(hours=2)}
PER_ADDRESS = {"limit": 30, "window": WINDOW}
PER_ADDRESS_AND_MINUTE = {"limit": 10, "window": timedelta(minutes=1)}
PER_SECOND_FACTOR = {"limit": 5, "window": WINDOW, "longest": timedelta(hours=2)}


def reserve(username, address, device, *, now):
    """Whether the password may be looked at. `device`: the digest of a browser this person has used before, "" for none.

    Strangers who guess do not lock out the owner at a known browser: it has a count of its own. Raises limits.TooMany when
    one address asks faster than people type.
    """
    limits.demand(*_minute(address), now=now, **PER_ADDRESS_AND_MINUTE)
    if not limits.take(*_address(address), now=now, **PER_ADDRESS):
        return False
    return limits.take(*_account(username, device), now=now, **PER_ACCOUNT)


def person(username):
    """Whose account the record says was tried; None for a name nobody has, which may be a password typed into it."""
    return User.objects.filter(username__iexact=username).first()


def is_first_refused(username, address, device, *, now):
    """Whether a try that was not looked at is the first of its kind in a while: a flood of them must not fill the record."""
    return limits.take("told", username.casefold(), address, device, limit=1, window=WINDOW, now=now)


def succeeded(username, address, device):
    limits.forget(*_account(username, device))
    limits.give_back(*_address(address))
    limits.give_back(*_minute(address))


def reserve_code(user, *, now):
    """Whether a second factor's code may be looked at."""
    return limits.take(*_code(user), now=now, **PER_SECOND_FACTOR)


def code_succeeded(user):
    limits.forget(*_code(user))


def _address(address):
    return "sign-in address", address


def _minute(address):
    return "sign-in address in a minute", address


def _account(username, device):
    return "sign-in account", username.casefold(), device


def _code(user):
    return "second factor", str(user.pk)
