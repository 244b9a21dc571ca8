"""How often something may be done in a while. Counted before it happens, exact also when many ask at once."""

import hashlib
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import models, transaction

from .scoping import Kind, Scope, ScopedManager


class Counter(models.Model):
    """Uses of one key until a moment. `strikes`: how often the limit was reached in a row, which makes the wait longer."""

    scope = Scope(Kind.ACCOUNTS)

    key = models.CharField("计数对象", max_length=64, unique=True)
    used = models.PositiveIntegerField("次数", default=0)
    strikes = models.PositiveSmallIntegerField("连续超限", default=0)
    until = models.DateTimeField("计到")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "次数限制"

    def __str__(self):
        return f"{self.used} 次"


class TooMany(Exception):
    """A limit was reached; `seconds` until asking again makes sense. Pages and the API answer 429."""

    def __init__(self, seconds):
        super().__init__(f"{seconds} s")
        self.seconds = seconds


def demand(*what, now, **limit):
    """Count one use as `take` does and return how many there are; raise TooMany when the limit was reached."""
    used = take(*what, now=now, **limit)
    if not used:
        raise TooMany(seconds_left(*what, now=now))
    return used


def seconds_left(*what, now):
    """Until the limit of `what` is over, at least one second."""
    until = Counter.objects.filter(key=_key(what)).values_list("until", flat=True).first() or now
    return max(1, ceil((until - now).total_seconds()))


def take(*what, limit, window, now, longest=None, uses=1):
    """Count so many uses of `what` (texts); returns how many there are now; 0 when none was left: nothing may be done.

    The limit's last use starts the wait: `window` (a timedelta), doubled for each time in a row, up to `longest`.
    Must stand outside the caller's transaction, so that a failure of what follows does not give the use back.
    """
    key = _key(what)
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(key=key, until=now)], ignore_conflicts=True)
        counter = Counter.objects.select_for_update().get(key=key)
        if counter.until <= now:
            _start_again(counter, limit, window, now)
        if counter.used >= limit:
            return 0
        counter.used += uses
        if counter.used >= limit:
            counter.until = now + _wait(counter, window, longest)
        counter.save()
    return counter.used


def _start_again(counter, limit, window, now):
    counter.strikes = counter.strikes + 1 if counter.used >= limit else 0
    counter.used, counter.until = 0, now + window


def _wait(counter, window, longest):
    wait = window * 2 ** min(counter.strikes, 10)
    return min(wait, longest) if longest else wait


def give_back(*what):
    """One use fewer, after one that turned out not to count."""
    Counter.objects.filter(key=_key(what), used__gt=0).update(used=models.F("used") - 1)


def claim(rows, **values):
    """Write into one row if it is still among `rows`; True for the first who asks, False for everyone after."""
    return rows.update(**values) == 1


def forget(*what):
    """Forget all uses, after one that succeeded."""
    Counter.objects.filter(key=_key(what)).delete()


def sweep(*, now, after=timedelta(days=1)):
    """Drop counters that have counted nothing for a while; returns how many."""
    return Counter.objects.filter(until__lt=now - after).delete()[0]


def _key(what):
    """No names or addresses in the table: it holds digests."""
    return hashlib.blake2b("\0".join(what).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=32).hexdigest()
