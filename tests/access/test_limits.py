"""Limits hold exactly, also when a hundred ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from xiaoyi_partybuild.access import limits
from xiaoyi_partybuild.access.limits import Counter

NOW = timezone.now()
QUARTER = timedelta(minutes=15)


def take(now=NOW, what="李文", **options):
    return limits.take("sign-in", what, limit=3, window=QUARTER, now=now, **options)


def test_a_limit_is_reached_and_ends_with_its_window(db):
    assert [take() for _ in range(5)] == [1, 2, 3, 0, 0]
    assert not take(NOW + QUARTER - timedelta(seconds=1))
    assert take(NOW + QUARTER)


def test_others_have_limits_of_their_own(db):
    assert [take() for _ in range(4)][-1] == 0
    assert take(what="王芳")


def test_each_time_in_a_row_the_wait_doubles_up_to_the_longest(db):
    now, waits = NOW, []
    for _ in range(5):
        while take(now, longest=timedelta(hours=2)):
            pass
        waits.append(Counter.objects.get().until - now)
        now += waits[-1]
    assert [wait / QUARTER for wait in waits] == [1, 2, 4, 8, 8]


def test_a_quiet_while_ends_the_doubling(db):
    while take():
        pass
    assert take(NOW + QUARTER)
    assert take(NOW + 3 * QUARTER)
    assert Counter.objects.get().strikes == 0


def test_a_success_forgets_the_failures(db):
    while take():
        pass
    limits.forget("sign-in", "李文")
    assert take()


def test_the_table_names_nobody(db):
    take()
    assert "李文" not in Counter.objects.get().key


def test_counters_that_are_over_are_swept_away(db):
    take()
    take(NOW + timedelta(days=5), what="王芳")
    assert limits.sweep(now=NOW + timedelta(days=5)) == 1


def test_the_command_sweeps_too(db, capsys):
    take(NOW - timedelta(days=3), what="王芳")
    take()
    call_command("purge", "--delete")
    assert "已清理 1 个" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_at_once_exactly_as_many_pass_as_may():
    def ask(_):
        try:
            return take()
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert sum(map(bool, pool.map(ask, range(100)))) == 3
