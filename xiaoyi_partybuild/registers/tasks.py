"""Checking, importing and undoing behind the scenes, in `manage.py db_worker`; small files at once, in the request."""

from datetime import date

from django.contrib.auth import get_user_model
from django_tasks import task

from xiaoyi_partybuild.access import writing

from . import apply, reversal, store
from .models import Upload
from .workbook import UnreadableWorkbook

AT_ONCE = 128 * 1024


def start(work, upload, *, on):
    """Run now when the file is small, else hand over to the worker."""
    store.keep_progress(upload, 0, 0)
    if upload.size <= AT_ONCE:
        work.call(upload.pk, upload.by_id, on.isoformat())
    else:
        work.enqueue(upload.pk, upload.by_id, on.isoformat())


def _found(upload_pk, by_pk):
    return Upload.objects.get(pk=upload_pk), get_user_model().objects.get(pk=by_pk)


@task()
def check(upload_pk, by_pk, on):
    upload, by = _found(upload_pk, by_pk)
    apply.check(upload, by=by, on=date.fromisoformat(on))


@task()
def commit(upload_pk, by_pk, on):
    upload, by = _found(upload_pk, by_pk)
    if upload.state == Upload.State.DONE:
        return
    try:
        apply.commit(upload, by=by, on=date.fromisoformat(on), progress=lambda *how: store.keep_progress(upload, *how))
    except apply.Changed as error:
        apply.keep_review(upload, error.plan, str(error))
    except (apply.NotWritten, UnreadableWorkbook) as error:
        upload.state, upload.message = Upload.State.READY, str(error)
        writing.keep_state(upload, "state", "message")


@task()
def undo(upload_pk, by_pk, on):
    upload, by = _found(upload_pk, by_pk)
    if upload.state == Upload.State.UNDOING:
        reversal.carry_out(upload, by=by, progress=lambda *how: store.keep_progress(upload, *how))
