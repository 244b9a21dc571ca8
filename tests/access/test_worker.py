"""What a killed worker was doing is taken up by the next one, and by no other while the first is alive."""

import subprocess
import sys
import textwrap

import pytest
from django.conf import settings as site
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from xiaoyi_partybuild.access import worker


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@task()
def nothing():
    """Work for the sake of it."""


@pytest.fixture
def left(db, settings):
    """Work that these workers began, one after the other."""

    def order(*worker_ids):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        made = DBTaskResult.objects.get(pk=nothing.enqueue().id)
        for worker_id in worker_ids:
            made.claim(worker_id)
        return made

    return order


def state_of(one):
    return DBTaskResult.objects.get(pk=one.pk).status


def test_the_work_of_a_worker_that_is_no_more_is_ordered_again(left):
    one = left("gone")
    worker.put_back()
    assert state_of(one) == TaskResultStatus.READY


def test_the_work_of_a_living_worker_is_left_to_it(left):
    one = left("gone", "here")
    with worker.alive("here"):
        worker.put_back()
        assert state_of(one) == TaskResultStatus.RUNNING
    worker.put_back()
    assert state_of(one) == TaskResultStatus.READY


def test_what_takes_every_worker_down_is_not_ordered_for_ever(left):
    one = left("first", "second", "third")
    worker.put_back()
    assert state_of(one) == TaskResultStatus.FAILED


@pytest.mark.parametrize("status", [TaskResultStatus.READY, TaskResultStatus.SUCCESSFUL])
def test_work_that_waits_or_is_done_is_left_alone(left, status):
    one = left("gone")
    DBTaskResult.objects.update(status=status)
    worker.put_back()
    assert state_of(one) == status


HOLD = """
    import sys
    from django.conf import settings
    settings.configure(MEDIA_ROOT=sys.argv[1], INSTALLED_APPS=["django_tasks_db"])
    import django
    django.setup()
    from xiaoyi_partybuild.access import worker
    with worker.alive("here/../there"):
        print("at work", flush=True)
        sys.stdin.read()
"""


def test_a_killed_process_is_no_longer_alive(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(HOLD), str(tmp_path)]
    with subprocess.Popen(command, cwd=site.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"at work\n"
        assert worker.is_alive("here/../there")
        process.kill()
    assert not worker.is_alive("here/../there")


def test_nothing_stays_of_a_worker_that_ended_well(tmp_path):
    with worker.alive("here"):
        pass
    assert list((tmp_path / worker.PLACE).iterdir()) == []
