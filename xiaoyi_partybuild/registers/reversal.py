"""Undoing an import: whether it can be, what has to be asked first, and the work itself, done once and wholly."""

import logging

from django.db import DatabaseError, OperationalError, transaction

from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.undo import AlreadyUndone, Conflict, survey, undo

from .models import Upload

REFUSALS = (AlreadyUndone, Conflict, writing.OutOfReach)

logger = logging.getLogger(__name__)


def is_possible(upload):
    """Whether the import stands: written, and not undone."""
    return upload.state == Upload.State.DONE and upload.batch is not None and not hasattr(upload.batch, "undone_by")


def look(upload, *, at_once):
    """The Survey of what has to be asked; None when that takes a worker, which has not looked yet."""
    if at_once:
        return survey(upload.batch)
    if "asked" in upload.undo:
        return survey(upload.batch, only={tuple(row) for row in upload.undo["asked"]})
    return None


def order(upload, *, decisions, seen):
    """Note that the undo is wanted, and how its questions were answered: see access.undo.undo."""
    _note(upload, Upload.State.UNDOING, {"decisions": decisions, "seen": seen})


def drop(upload):
    """Let an import stand that was to be undone."""
    _note(upload, Upload.State.DONE, {})


def carry_out(upload, *, by, progress=None):
    """Undo as ordered, all or nothing. What else has to be asked, or why nothing was undone, is noted on the upload."""
    try:
        watched = events.watched(events.Kind.UNDONE, by=by, about=upload, refused=REFUSALS)
        with watched, transaction.atomic():
            undo(upload.batch, by=by, decisions=upload.undo["decisions"], seen=upload.undo["seen"], progress=progress)
            drop(upload)
    except AlreadyUndone:
        drop(upload)
    except Conflict as error:
        rows = sorted({(one.model, one.pk) for one in error.questions})
        _note(upload, Upload.State.DONE, {"message": f"{error}。还没有撤销任何内容", "asked": rows})
    except Exception as error:
        _note(upload, Upload.State.DONE, {"message": f"没有撤销任何内容：{_said(error)}"})


def _said(error):
    """What nobody thought of leaves no undo hanging: the log has the trace, the person a sentence and the next step."""
    if isinstance(error, writing.OutOfReach):
        return str(error)
    if isinstance(error, OperationalError):
        return "数据库正忙，请过一会儿再撤销"
    if isinstance(error, DatabaseError):
        return "恢复时和别人刚做的改动冲突，请再撤销一次"
    logger.exception("An undo broke off")
    return "后台出了意外，请再试一次，还是不行就告诉系统管理员，问题已经记下"


def _note(upload, state, told):
    upload.state, upload.undo = state, told
    writing.keep_state(upload, "state", "undo")
