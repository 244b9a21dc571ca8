"""How long the files behind an upload are kept, and how many a person may leave lying about.

What was written, its journal and the source cells of every value stay for good; only the workbook and its review go.
"""

import json
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.sealing import Unopened

from . import store
from .models import Upload

DAY = 24 * 3600
# Files without a record: somebody pulled the plug between the one and the other.
ORPHAN_DAYS = 1
MEBIBYTE = 2**20
State = Upload.State
OVER = "保存期（{days} 天）已过，系统删除了这份文件，没有导入；要导入请重新上传"
GIVEN_UP = "您放弃了这次导入，文件已经删除"


class NoRoom(Exception):
    """The person has left too much lying about. One plain sentence."""


@dataclass(frozen=True)
class Due:
    """Files whose time is over. upload: None where no record knows them; days: how long they may be kept."""

    token: str
    upload: Upload | None
    days: int


def days_for(upload):
    """How long the files of an upload are kept after the last work on them."""
    if upload is None:
        return ORPHAN_DAYS
    return settings.UPLOAD_KEEP_DAYS if upload.batch_id else settings.UPLOAD_WAIT_DAYS


def due(uploads, *, now):
    """The Due among all that is kept. uploads: the queryset of all; now: seconds since 1970."""
    for token, at in store.everything():
        upload = uploads.filter(token=token).first()
        days = days_for(upload)
        if now - at > days * DAY:
            yield Due(token, upload, days)


def remove(one):
    """Take the files away, and say so where somebody may still look for them."""
    if one.upload is not None:
        settle(one.upload, OVER.format(days=one.days))
    store.remove_folder(one.token)


def give_up(upload):
    """The person no longer wants it; whatever was written already stays."""
    if settle(upload, GIVEN_UP):
        store.remove(upload)


def discard(upload, message):
    """Take the files of an upload away before their time, and what was decided about them, which may name people."""
    settle(upload, message)
    upload.choices = {}
    writing.keep_state(upload, "choices")
    store.remove(upload)


def naming(numbers):
    """The uploads, as a set, in whose kept rows one of these numbers stands."""
    texts = [json.dumps(number, ensure_ascii=False)[1:-1] for number in numbers]
    kept = [upload for upload in Upload.objects.all() if store.has_review(upload)]
    return {upload for upload in kept if texts and _names(upload, texts)}


def _names(upload, texts):
    with suppress(store.Gone, Unopened):
        return any(
            text in json.dumps(row, ensure_ascii=False)
            for row in store.each(store.Review(upload).marked())
            for text in texts
        )
    return True  # what does not open any more may hold anything


def settle(upload, message):
    """Nothing is left that could be imported; whether that is so."""
    with transaction.atomic():
        current = Upload.objects.select_for_update().get(pk=upload.pk)
        if current.batch_id or current.state == State.DONE:
            return False
        current.state, current.message = State.FAILED, message
        writing.keep_state(current, "state", "message")
    return True


def waiting(by):
    """The uploads of a person that were not imported and whose files are still there."""
    brought = Upload.objects.visible_to(by).filter(by_id=by.pk, batch=None).exclude(state=State.DONE)
    return [upload for upload in brought if store.has_workbook(upload)]


def demand_room(by, size):
    """Refuse one more file of that many bytes from who has left too many. Raise NoRoom."""
    left = waiting(by)
    if len(left) >= settings.UPLOAD_MOST_WAITING:
        raise NoRoom(f"您还有 {len(left)} 份文件没有导入，请先到“我的导入”里导入或放弃几份，再上传")
    total, most = (sum(upload.size for upload in left) + size) / MEBIBYTE, settings.UPLOAD_MOST_WAITING_MB
    if total > most:
        raise NoRoom(f"您没有导入的文件加上这一份超过 {most} MB；请先到“我的导入”里导入或放弃几份，再上传")
