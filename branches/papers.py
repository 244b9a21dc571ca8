"""Photos and papers of meetings: judged by content, pictures drawn anew without EXIF, sealed outside the web root."""

import io
import os
import re
import uuid
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from PIL import Image, ImageOps

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.sealing import Unopened, seal, unseal

from .enums import PaperKind, PaperUse
from .models import Paper

PLACE = "papers"
LONGEST_SIDE, MOST_PIXELS, QUALITY = 2560, 60_000_000, 85
MOST_ENTRIES, MOST_UNPACKED = 2_000, 100 * 1024 * 1024
NAME_LENGTH = 120
# What breaks a header, leads into a folder, or turns the name around so that its ending reads otherwise.
UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PICTURES = {PaperKind.JPEG: "JPEG", PaperKind.PNG: "PNG"}
SIGNATURES = ((b"\xff\xd8\xff", PaperKind.JPEG), (b"\x89PNG\r\n\x1a\n", PaperKind.PNG), (b"%PDF-", PaperKind.PDF))
IN_ARCHIVE = {"word/document.xml": PaperKind.DOCX, "xl/workbook.xml": PaperKind.XLSX}
TYPES = {
    PaperKind.JPEG: "image/jpeg",
    PaperKind.PNG: "image/png",
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LOST = (FileNotFoundError, Unopened)
ALLOWED = "只收 JPEG、PNG 图片，PDF，Word（docx）和 Excel（xlsx）文件"


class Refused(Exception):
    """Why a file is not taken: the rest of a Chinese sentence that begins with its name."""


def receive(file, draft, *, use, by, meeting):
    """Take an uploaded file for a record that is being written; returns the Paper. Raise Refused."""
    if file.size > settings.PAPER_MAX_BYTES:
        raise Refused(f"超过 {settings.PAPER_MAX_BYTES // 2**20} MB，请缩小后再选")
    kind, data = _judged(file.read())
    _demand_room(meeting, draft, len(data))
    use = use if use in PaperUse.values else PaperUse.PHOTO
    paper = Paper(token=uuid.uuid4(), draft=draft, name=_clean(file.name), use=use, kind=kind, size=len(data))
    with transaction.atomic():
        writing.save(paper, by=by)
        keep(paper, data)
    return paper


def contents(paper):
    """The bytes of a paper. Raise one of LOST where they are gone or were altered."""
    return unseal(_path(paper).read_bytes(), bound_to=_place(paper))


def _judged(data):
    """(PaperKind, the bytes to keep) by the content alone; the name's ending says nothing."""
    kind = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
    if kind in PICTURES:
        return kind, _redrawn(data, kind)
    kind = kind or _in_archive(data)
    if kind is None:
        raise Refused(f"的内容不是能收的格式；{ALLOWED}")
    return kind, data


def _redrawn(data, kind):
    """The picture and nothing else: upright, no larger than needed, without place, time or device."""
    try:
        picture = Image.open(io.BytesIO(data), formats=[PICTURES[kind]])
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("的尺寸太大，请缩小后再选")
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("打不开，可能没有传完整，请重新选择") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _encoded(upright, kind)


def _encoded(picture, kind):
    plain = Image.new("RGB" if kind == PaperKind.JPEG else "RGBA", picture.size)
    plain.paste(picture.convert(plain.mode))
    out = io.BytesIO()
    plain.save(out, PICTURES[kind], quality=QUALITY, optimize=True)
    return out.getvalue()


def _in_archive(data):
    """DOCX or XLSX without macros, None for anything else; nothing is unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("含有宏或内容过大，请另存为不带宏的文件再选")
    found = [kind for name, kind in IN_ARCHIVE.items() if name in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None


def _demand_room(meeting, draft, size):
    """Refuse what would go beyond a branch's room for one year."""
    year = meeting.held_on.year if meeting.held_on else draft.at.year
    here = Q(meeting__branch=meeting.branch, meeting__held_on__year=year) | Q(draft__branch=draft.branch)
    kept = Paper.objects.filter(here, is_listed=True).aggregate(n=Count("pk"), bytes=Sum("size"))
    if kept["n"] >= settings.PAPERS_MOST or (kept["bytes"] or 0) + size > settings.PAPERS_MOST_BYTES:
        raise Refused(f"放不下了：一个支部一年最多 {settings.PAPERS_MOST} 份，请先移除不需要的")


def _clean(name):
    """A file's name without folders and without what would break a header."""
    bare = UNFIT.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip() or "附件"
    stem, dot, ending = bare.rpartition(".")
    return bare if len(bare) <= NAME_LENGTH else f"{stem[: NAME_LENGTH - len(ending) - 1]}{dot}{ending}"[:NAME_LENGTH]


def _path(paper):
    return Path(settings.MEDIA_ROOT, PLACE, paper.token.hex)


def _place(paper):
    """What the bytes are sealed to: they open under no other token."""
    return f"{PLACE}/{paper.token.hex}".encode()


def keep(paper, data):
    """Seal the bytes of a paper under the current key, in place of what is there."""
    path = _path(paper)
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(seal(data, bound_to=_place(paper)))
    fresh.replace(path)
