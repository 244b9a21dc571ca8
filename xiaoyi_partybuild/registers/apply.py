"""Plans become rows: one Batch in one transaction, each value with its source cell. Undo is access.undo."""

import hashlib
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, DataError, IntegrityError, OperationalError, transaction

from xiaoyi_partybuild.access import events, writing
from xiaoyi_partybuild.access.events import Kind

from . import execution, identical, register, returning, reviewing, store, workbook
from . import plan as planning
from .choices import Choices
from .models import Upload
from .pace import undisturbed
from .recognition import NoIdentity
from .workbook import UnreadableWorkbook

logger = logging.getLogger(__name__)


class Changed(Exception):
    """What would be written is no longer what the person saw. Holds the new plan."""

    def __init__(self, plan):
        super().__init__("核对之后，名册里的内容又有变化；下面是重新核对的结果，请再看一遍")
        self.plan = plan


class NotWritten(Exception):
    """The database or the reach refused; nothing was written. One plain sentence."""


@dataclass(frozen=True)
class Outcome:
    """What an import from a command did: upload and batch are None for a dry run, batch also when all was the same."""

    plan: planning.Plan
    upload: Upload | None = None
    batch: object = None


def import_file(source, name="", *, by, on, register=register.AUTO, sheet=None, dry_run=False, choices=None, progress=None):
    """Import a workbook in one go, as commands and benchmarks do: path or bytes in, Outcome out.

    Rows with errors are held back, the others go in. Raise UnreadableWorkbook, NotWritten.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    choices = {**(choices or {}), **({"sheet": sheet} if sheet else {})}
    made = plan_for(workbook.Book(data), register, choices, by=by, on=on)
    if dry_run:
        return Outcome(made)
    upload = receive(data, name or Path(source).name, by=by, register=made.register.slug, choices=choices)
    with events.watched(Kind.IMPORTED, by=by, about=upload, refused=NotWritten):
        return Outcome(made, upload, write(upload, made, by=by, progress=progress))


def receive(pieces, name, *, by, register, choices=None, follows=None):
    """A new Upload, its file in the store. pieces: the file's bytes, whole or in as many pieces as it comes."""
    upload = Upload(by_id=by.pk, name=name[-255:], size=0, register=register, choices=choices or {}, follows=follows)
    digest = hashlib.sha256()
    store.keep_workbook(upload, _measured([pieces] if isinstance(pieces, bytes) else pieces, upload, digest))
    upload.sha256 = digest.hexdigest()
    return writing.save(upload, by=by, kind=Kind.IMPORT_BEGUN)


def _measured(pieces, upload, digest):
    for piece in pieces:
        upload.size += len(piece)
        digest.update(piece)
        yield piece


@undisturbed()
def plan_for(book, slug, choices, *, by, on):
    """The Plan for a workbook.Book. choices: as an upload keeps them (see choices.Choices)."""
    candidates = register.offered(by) if slug == register.AUTO else [register.get(slug)]
    wanted = Choices.of(choices)
    made = said_plainly(lambda: planning.build(book.sheets, candidates, by=by, on=on, choices=wanted, again=True))
    made.contents = book.contents
    return made


def said_plainly(build):
    """A file nobody thought of takes no page down: the log has the trace, the person a sentence."""
    try:
        return build()
    except (UnreadableWorkbook, DatabaseError):
        raise
    except Exception as error:
        logger.exception("A workbook could not be planned")
        raise UnreadableWorkbook("系统看不懂这张表，没有写入任何内容；请把文件交给系统管理员，问题已经记下") from error


def take_in(data, name, *, by, on, register):
    """Plan a file at once and keep it with its review. An unreadable one leaves nothing behind: UnreadableWorkbook.

    A table that does not say whom it is about is kept, so that a person can name the column: state FAILED.
    """
    try:
        made, choices, earlier = first_plan(workbook.Book(data), register, by=by, on=on)
    except NoIdentity as error:
        upload = receive(data, name, by=by, register=error.recognized.register.slug)
        keep_refusal(upload, error)
    else:
        upload = receive(data, name, by=by, register=made.register.slug, choices=choices, follows=earlier)
        keep_review(upload, made)
    return upload


def first_plan(book, slug, *, by, on):
    """(the Plan, its choices, the upload it follows or None): a marked workbook takes over what was decided about it."""
    earlier = returning.origin(book.data, slug, by=by)
    for choices in returning.attempts(earlier):
        with suppress(UnreadableWorkbook, store.Gone):
            made = plan_for(book, earlier.register, choices, by=by, on=on)
            if returning.fits(earlier, choices, made):
                return made, choices, earlier
    return plan_for(book, slug, {}, by=by, on=on), {}, earlier


def answer(upload, *, on):
    """Keep the review of an upload at once where it is known that it brings nothing new; whether it was so."""
    return _answered(upload, identical.review_of(upload, on=on))


def _answered(upload, known):
    if known is None:
        return False
    told, upload.counts, message = known
    store.keep_review(upload, told, ())
    upload.register, upload.digest = told["register"], ""
    return settle(upload, Upload.State.READY, message)


def check(upload, *, by, on):
    """Plan a kept upload, again or for the first time; what cannot be planned is said in its `message`."""
    try:
        book = workbook.Book(store.workbook(upload))
        if _answered(upload, identical.review_of(upload, on=on, contents=lambda: said_plainly(lambda: book.contents))):
            return
        if upload.choices or upload.follows_id:
            made = plan_for(book, upload.register, upload.choices, by=by, on=on)
        else:
            made, upload.choices, upload.follows = first_plan(book, upload.register, by=by, on=on)
            writing.keep_state(upload, "choices", "follows")
        keep_review(upload, made)
    except (UnreadableWorkbook, store.Gone) as error:
        keep_refusal(upload, error)


def keep_review(upload, made, message=""):
    reviewing.keep(upload, made)
    upload.register, upload.counts, upload.digest = made.register.slug, made.counts, made.digest
    settle(upload, Upload.State.READY, message)


def keep_refusal(upload, error):
    if isinstance(error, NoIdentity):
        reviewing.keep_recognized(upload, error.recognized)
        upload.register = error.recognized.register.slug
    settle(upload, Upload.State.FAILED, str(error))


def settle(upload, state, message=""):
    """Where the work on an upload has come to, unless others have come further meanwhile; whether it was so."""
    with transaction.atomic():
        if Upload.objects.select_for_update().get(pk=upload.pk).state != upload.state:
            return False
        upload.state, upload.message = state, message[:500]
        writing.keep_state(upload, "state", "message", "register", "counts", "digest")
    return True


def commit(upload, *, by, on, progress=None):
    """Plan again, compare with what was reviewed, write. Returns the Batch, None when there was nothing to write.

    Raise Changed, NotWritten, UnreadableWorkbook.
    """
    with events.watched(Kind.IMPORTED, by=by, about=upload, refused=(Changed, NotWritten, UnreadableWorkbook, store.Gone)):
        made = plan_for(workbook.Book(store.workbook(upload)), upload.register, upload.choices, by=by, on=on)
        if made.digest != upload.digest and not _is_done(upload):
            raise Changed(made)
        return write(upload, made, by=by, progress=progress)


def _is_done(upload):
    return Upload.objects.filter(pk=upload.pk, state=Upload.State.DONE).exists()


@undisturbed()
def write(upload, made, *, by, progress=None):
    """Write a plan once: a second call finds the first one's Batch."""
    try:
        with transaction.atomic():
            batch = _write_once(upload, made, by, progress)
    except (IntegrityError, DataError) as error:
        raise NotWritten("保存时和别人刚做的改动冲突，没有写入任何内容；请重新核对再导入") from error
    except OperationalError as error:
        raise NotWritten("数据库正忙，没有写入任何内容；请过一会儿再点导入") from error
    except writing.OutOfReach as error:
        raise NotWritten(f"{error}，没有写入任何内容；请重新核对") from error
    upload.batch = batch
    execution.take_stock(made)
    return batch


def _write_once(upload, made, by, progress):
    current = Upload.objects.select_for_update().get(pk=upload.pk)
    if current.state == Upload.State.DONE:
        return current.batch
    batch = execution.write_all(upload, made, by=by, progress=progress) if made.steps.to_write else None
    if batch is None:
        execution.keep_known(upload, made)
    current.batch, current.state, current.message = batch, Upload.State.DONE, ""
    current.counts = made.counts
    writing.keep_state(current, "batch", "state", "message", "counts")
    events.tell(Kind.IMPORTED, by=by, about=upload, batch=batch, facts=made.counts)
    return batch
