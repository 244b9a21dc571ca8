"""How often a program may ask in a person's name: so many times a minute, over all processes together.

A process takes its uses in blocks: the database is asked once in a while, and no more than the limit gets through.
"""

from datetime import timedelta
from threading import Lock

from django.conf import settings
from django.utils import timezone
from rest_framework.throttling import BaseThrottle

from . import limits

WINDOW, BLOCK = timedelta(minutes=1), 20
_held, _lock = {}, Lock()  # person → (uses left, until)


class PerPerson(BaseThrottle):
    """Strangers were refused before."""

    def allow_request(self, request, view):
        self.what, self.now = ("api", str(request.user.pk)), timezone.now()
        with _lock:
            left, until = _held.get(self.what, (0, self.now))
            if not left or until <= self.now:
                left, until = self._block()
            _held[self.what] = max(0, left - 1), until
        return left > 0

    def _block(self):
        is_left = limits.take(*self.what, limit=settings.API_PER_MINUTE, window=WINDOW, now=self.now, uses=BLOCK)
        return BLOCK if is_left else 0, self.now + timedelta(seconds=limits.seconds_left(*self.what, now=self.now))

    def wait(self):
        return limits.seconds_left(*self.what, now=self.now)
