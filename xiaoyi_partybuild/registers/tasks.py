"""Checking, importing and undoing behind the scenes, in `manage.py db_worker`; small files at once, in the request."""

import logging
from contextlib import contextmanager
from datetime import date

from django.contrib.auth import get_user_model
from django_tasks import task

from . import annotated, apply, reversal, store
from .models import Upload
from .workbook import UnreadableWorkbook

AT_ONCE = 128 * 1024
BROKE_OFF = "后台出了意外，没有写入任何内容；请再试一次，还是不行就告诉系统管理员，问题已经记下"

logger = logging.getLogger(__name__)


def start(work, upload, *, on):
    """Run now when the file is small or known to bring nothing new, else hand over to the worker."""
    if work is check and apply.answer(upload, on=on):
        return
    store.keep_progress(upload, 0, 0, starts=0)
    if upload.size <= AT_ONCE:
        work.call(upload.pk, upload.by_id, on.isoformat())
    else:
        work.enqueue(upload.pk, upload.by_id, on.isoformat())


def start_marking(upload, kind, *, on):
    """Likewise for a marked workbook; the small one's error comes at once: annotated.NotMade."""
    if upload.size <= AT_ONCE:
        store.keep_made(upload, kind, annotated.make(upload, kind, on=on))
    else:
        store.keep_progress(upload, 0, 0, starts=0)
        mark.enqueue(upload.pk, upload.by_id, on.isoformat(), kind)


def found(upload_pk, by_pk):
    """(the upload, the person it is worked on for), as an order names them."""
    return Upload.objects.get(pk=upload_pk), get_user_model().objects.get(pk=by_pk)


@task()
def check(upload_pk, by_pk, on):
    """A second order for the same work, as after a restart, finds it done and does nothing."""
    upload, by = found(upload_pk, by_pk)
    if upload.state == Upload.State.CHECKING:
        store.begin(upload)
        with _said(upload, Upload.State.FAILED):
            apply.check(upload, by=by, on=date.fromisoformat(on))


@task()
def commit(upload_pk, by_pk, on):
    upload, by = found(upload_pk, by_pk)
    if upload.state == Upload.State.IMPORTING:
        store.begin(upload)
        with _said(upload, Upload.State.READY):
            _commit(upload, by, date.fromisoformat(on))


def _commit(upload, by, on):
    try:
        apply.commit(upload, by=by, on=on, progress=lambda *how: store.keep_progress(upload, *how))
    except apply.Changed as error:
        apply.keep_review(upload, error.plan, str(error))
    except (apply.NotWritten, UnreadableWorkbook) as error:
        apply.settle(upload, Upload.State.READY, str(error))
    except store.Gone as error:
        apply.settle(upload, Upload.State.FAILED, str(error))


@contextmanager
def _said(upload, state):
    """What nobody thought of leaves no import hanging: the log has the trace, the person a sentence and the next step."""
    try:
        yield
    except Exception:
        logger.exception("Work on upload %s broke off", upload.pk)
        apply.settle(upload, state, BROKE_OFF)


@task()
def undo(upload_pk, by_pk, on):
    upload, by = found(upload_pk, by_pk)
    if upload.state == Upload.State.UNDOING:
        store.begin(upload)
        reversal.carry_out(upload, by=by, progress=lambda *how: store.keep_progress(upload, *how))


@task()
def mark(upload_pk, by_pk, on, kind):
    """Make a marked workbook; an empty one says that it cannot be made."""
    upload, _ = found(upload_pk, by_pk)
    if not store.has_made(upload, kind):
        try:
            store.keep_made(upload, kind, annotated.make(upload, kind, on=date.fromisoformat(on)))
        except annotated.NotMade:
            store.keep_made(upload, kind, b"")
