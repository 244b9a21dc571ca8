"""How ID numbers and phone numbers are shown to those who need not read them: one rule for pages, API and admin."""

from .fields import Unreadable

ID_NUMBER_LENGTH = 15
TAIL = 4
HIDDEN = "*"


def masked(number):
    """1411**********001X, 138****1234: the place or the carrier and the last four stay; of a short one nothing."""
    if isinstance(number, Unreadable):
        return str(number)
    head = 4 if len(number) >= ID_NUMBER_LENGTH else 3
    hidden = len(number) - head - TAIL
    return f"{number[:head]}{HIDDEN * hidden}{number[-TAIL:]}" if hidden > 0 else HIDDEN * len(number)
