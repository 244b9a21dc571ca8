"""Taking a register along: what is guarded, who may have whole numbers, when a second person has to agree."""

import hashlib
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from tempfile import TemporaryFile

from django.conf import settings
from django.db import models
from django.utils import timezone

from xiaoyi_partybuild.access import events, limits, writing
from xiaoyi_partybuild.access.fields import EncryptedTextField
from xiaoyi_partybuild.access.personal import is_guarded
from xiaoyi_partybuild.access.scoping import VIEW, Kind

from . import export, register, sheet
from .models import Handout

ALONE = 500  # rows that one person may take along without a second one
LASTS = timedelta(days=1)  # a request, and again its confirmation
AT_A_TIME = 2**20


class Purpose(models.TextChoices):
    REPORT = "report", "上级要求报送"
    CHECK = "check", "核对和更正"
    WORK = "work", "会议、培训、慰问等日常工作"
    TRANSFER = "transfer", "办理组织关系"
    OTHER = "other", "其他（请写明）"


class NotGranted(Exception):
    """This request was not confirmed, is over, was fetched already, or the list is another one now. One plain sentence."""


def asks_for_purpose(declared):
    """Whether a register holds personal data that nobody has published."""
    return any(column.model_field is not None and is_guarded(column.model_field) for column in declared.stored)


def may_take_whole_numbers(declared, by):
    """Only who may see particulars wherever this person sees the register's rows; False for a register without numbers."""
    has_numbers = any(isinstance(column.model_field, EncryptedTextField) for column in declared.stored)
    rows, particulars = _reach(declared, by), by.reach(VIEW, Kind.PERSONAL)
    return has_numbers and bool(particulars) and particulars.covers(rows)


def _reach(declared, person):
    return person.reach(VIEW, declared.parts[0].model.scope.kind)


def mark_of(by, purpose, *, now):
    """What every sheet says about who took it along."""
    foot = f"{by} {timezone.localtime(now):%Y-%m-%d %H:%M} 导出"
    return sheet.Mark(foot, f"{foot}。{f'用途：{purpose}。' if purpose else ''}含个人信息的，用完请删除，不要转发")


@contextmanager
def _counted(by, title, *, now):
    """One more workbook taken along by this person. Raise limits.TooMany above so many an hour, which is told, too."""
    with events.watched(events.Kind.EXPORTED, by=by, about=title, refused=limits.TooMany):
        limits.demand("export", str(by.pk), limit=settings.EXPORTS_PER_HOUR, window=timedelta(hours=1), now=now)
        yield


def _made(shown, *, by, now, purpose="", **told):
    """An open temporary file, which whoever sends it closes. told: further facts for the event."""
    with ExitStack() as until_told:
        file = until_told.enter_context(TemporaryFile())
        rows = sheet.write(shown, file, unit=settings.OFFICE_NAME, mark=mark_of(by, purpose, now=now))
        leaves(pieces_of(file), by=by, about=shown.register.title, purpose=purpose, rows=rows, **told)
        until_told.pop_all()
    return file


def leaves(pieces, *, by, about, purpose, rows, **facts):
    """Tell that a file leaves the house, whatever it is. pieces: its bytes; rows: how many records stand in it."""
    facts = {"rows": rows, "sha256": digest_of(pieces)} | facts
    events.tell(events.Kind.EXPORTED, by=by, about=about, reason=purpose, facts=facts)


def digest_of(pieces):
    """SHA-256 of bytes that come in pieces."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def pieces_of(file):
    """All of an open file; afterwards it stands at its beginning again."""
    file.seek(0)
    while piece := file.read(AT_A_TIME):
        yield piece
    file.seek(0)


def workbook(declared, objects, *, by, on, now, purpose="", full=False, address=""):
    """An open file: the workbook of a register for objects of its first part, counted and told. Raise limits.TooMany."""
    with _counted(by, declared.title, now=now):
        shown = export.build(declared, objects, by=by, on=on, full=full)
        told = {"register": declared.slug, "full": full, "address": address}
        return _made(shown, by=by, now=now, purpose=purpose, **told)


def report(shown, *, by, now):
    """The same of a Sheet that is no register."""
    with _counted(by, shown.register.title, now=now):
        return _made(shown, by=by, now=now)


# --- above ALONE rows


def ask(declared, *, by, address, rows, purpose, full, now):
    """A request that waits for a second person."""
    asked = {"address": address, "rows": rows, "purpose": purpose, "full": full}
    handout = Handout(by_id=by.pk, register=declared.slug, asked_at=now, **asked)
    writing.add_notes([handout])
    facts = {"register": declared.slug, "rows": rows, "full": full}
    events.tell(events.Kind.EXPORT_ASKED, by=by, about=handout, reason=purpose, facts=facts)
    return handout


def to_confirm(by, *, now):
    """What others have asked for and this person may confirm."""
    waiting = Handout.objects.filter(confirmed_at=None, asked_at__gt=now - LASTS).exclude(by=by.pk).select_related("by")
    return [handout for handout in waiting if may_confirm(handout, by)]


def may_confirm(handout, person):
    """Another one who sees at least as many of these rows, and the numbers where they are asked for."""
    declared = register.REGISTRY.get(handout.register)
    if declared is None or handout.by_id == person.pk:
        return False
    covers = _reach(declared, person).covers(_reach(declared, handout.by))
    return covers and (not handout.full or may_take_whole_numbers(declared, person))


def confirm(handout, *, by, now):
    """Whether it was still to be confirmed."""
    waiting = Handout.objects.filter(pk=handout.pk, confirmed_at=None, asked_at__gt=now - LASTS)
    if not limits.claim(waiting, confirmed_by=by.pk, confirmed_at=now):
        return False
    events.tell(events.Kind.EXPORT_CONFIRMED, by=by, about=handout, facts={"rows": handout.rows, "full": handout.full})
    return True


def of(by, *, now):
    """A person's own requests of late."""
    return Handout.objects.visible_to(by).filter(by=by.pk, asked_at__gt=now - 2 * LASTS).select_related("confirmed_by")


def take_granted(pk, *, by, address, rows, now):
    """The confirmed request, used up from now on. Raise NotGranted."""
    granted = Handout.objects.visible_to(by).filter(by=by.pk, pk=pk, address=address).first()
    if granted is None or rows > granted.rows:
        raise NotGranted("名单和申请时不一样了，请重新申请导出")
    ready = Handout.objects.filter(pk=granted.pk, fetched_at=None, confirmed_at__gt=now - LASTS)
    if not limits.claim(ready, fetched_at=now):
        raise NotGranted("这次申请还没有确认、已经取走，或过了一天；请重新申请导出")
    return granted
