"""What a killed worker was doing goes back into the queue: every worker holds a lock as long as it lives.

The system lets go of a lock with the process, however that ends. All work here writes all or nothing and only once, so that
an order carried out twice does no harm.
"""

import fcntl
import logging
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

PLACE = "workers"
MOST = 3  # starts; what takes the worker down each time must not do so for ever

logger = logging.getLogger(__name__)


class GivenUp(Exception):
    """The work took its worker down too often."""


@contextmanager
def alive(worker_id):
    """While it lasts, others see this worker at work."""
    path = _lock_of(worker_id)
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_alive(worker_id):
    try:
        with _lock_of(worker_id).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _lock_of(worker_id):
    return Path(settings.MEDIA_ROOT, PLACE, quote(worker_id, safe=""))


def put_back():
    """Order again what workers were doing that are no more."""
    for one in DBTaskResult.objects.running():
        if not any(map(is_alive, one.worker_ids[-1:])):
            _put_back(one)


def _put_back(one):
    logger.warning("A worker ended in the middle of %s; start %s", one.task_path, len(one.worker_ids) + 1)
    for worker_id in one.worker_ids:
        _lock_of(worker_id).unlink(missing_ok=True)
    if len(one.worker_ids) < MOST:
        same = DBTaskResult.objects.filter(pk=one.pk, status=TaskResultStatus.RUNNING, worker_ids=one.worker_ids)
        same.update(status=TaskResultStatus.READY)
    else:
        one.set_failed(GivenUp(f"{MOST} workers ended in the middle of it"))
