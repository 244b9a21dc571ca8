"""The files behind an upload, under a random name outside the web root: the workbook, its review, how far the work has come.

What may hold personal data is sealed with the field key, piece by piece: the web process never holds a large workbook whole,
and reads a review a page at a time. Progress lies in a file because a transaction hides what it has written until it ends.
"""

import json
import os
import shutil
import struct
import time
from array import array
from collections import Counter
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path

from django.conf import settings

from xiaoyi_partybuild.access.sealing import Unopened, seal, unseal

PLACE, SIZE_BYTES, AT_A_TIME, PIECE = "imports", 4, 500, 2**20
WORKBOOK, REVIEW, INDEX, ROWS, PROGRESS = "workbook", "review.json", "index", "rows.jsonl", "progress.json"
KNOWN = "known"
ENTRY = struct.Struct("<QIH")  # where a row begins, how long it is, which marks it bears


def folder(upload):
    return Path(settings.MEDIA_ROOT, PLACE, upload.token.hex)


class Gone(Exception):
    """The files of an upload were removed when their time was over, or do not open any more. One plain sentence."""


def keep_workbook(upload, pieces):
    """pieces: the workbook's bytes, in as many pieces as it comes."""
    folder(upload).mkdir(parents=True, mode=0o700)
    _write(upload, WORKBOOK, sealed(upload, WORKBOOK, pieces))


def workbook(upload):
    """The bytes as they were brought. Raise Gone."""
    return _read(upload, WORKBOOK)


def pieces(upload):
    """The same in the pieces it came in, for keeping it again. Raise Gone."""
    return _pieces(upload, WORKBOOK)


def has_workbook(upload):
    return (folder(upload) / WORKBOOK).exists()


def keep_review(upload, review, rows):
    """review: a JSON value; rows: (marks, JSON value) of each. What was kept before is replaced."""
    names, entries = [], bytearray()
    _write(upload, ROWS, _noted(upload, rows, names, entries))
    _write(upload, INDEX, sealed(upload, INDEX, [_json(names) + b"\n", entries]))
    _write(upload, REVIEW, sealed(upload, REVIEW, [_json(review)]))


def _noted(upload, rows, names, entries):
    """The rows sealed one by one; where each stands and its marks, as bits in the order of `names`, go into `entries`."""
    start = 0
    for marks, row in rows:
        line = seal(_json(row), bound_to=place(upload, ROWS))
        names += sorted(marks - set(names))
        entries += ENTRY.pack(start, len(line), sum(1 << names.index(mark) for mark in marks))
        start += len(line)
        yield line


def remove(upload):
    """Take away whatever is kept of an upload."""
    remove_folder(upload.token.hex)


def remove_folder(token):
    shutil.rmtree(Path(settings.MEDIA_ROOT, PLACE, token), ignore_errors=True)


def everything():
    """(token, seconds since 1970 of the last sign of life) of all that is kept."""
    for path in sorted(Path(settings.MEDIA_ROOT, PLACE).glob("*")):
        yield path.name, max(one.stat().st_mtime for one in (path, *path.iterdir()))


def has_review(upload):
    return (folder(upload) / REVIEW).exists()


class Review:
    """What a plan showed when it was made, read back a page at a time. Raise Gone."""

    def __init__(self, upload):
        self.upload = upload
        self.told = json.loads(_read(upload, REVIEW))

    def __getitem__(self, name):
        return self.told[name]

    @cached_property
    def _index(self):
        """(names of the marks, an ENTRY for each row): a few bytes a row, for a page must not weigh what a file does."""
        names, _, entries = _read(self.upload, INDEX).partition(b"\n")
        return json.loads(names), entries

    @property
    def total(self):
        """How many rows there are."""
        return len(self._index[1]) // ENTRY.size

    @cached_property
    def counts(self):
        """{mark: rows that bear it}."""
        names, entries = self._index
        alike, counts = Counter(bits for _, _, bits in ENTRY.iter_unpack(entries)), Counter()
        for bits, rows in alike.items():
            counts.update({name: rows for place, name in enumerate(names) if bits >> place & 1})
        return counts

    def marked(self, mark=None):
        """The rows that bear a mark, as an object a Paginator can cut."""
        names, entries = self._index
        if mark is None:
            return _Rows(self.upload, entries, range(self.total))
        bit = 1 << names.index(mark) if mark in names else 0
        found = (number for number, (_, _, bits) in enumerate(ENTRY.iter_unpack(entries)) if bits & bit)
        return _Rows(self.upload, entries, array("L", found))


class _Rows:
    def __init__(self, upload, entries, numbers):
        self.upload, self.entries, self.numbers = upload, entries, numbers

    def __len__(self):
        return len(self.numbers)

    def __getitem__(self, wanted):
        with (folder(self.upload) / ROWS).open("rb") as file:
            return [self._row(file, number) for number in self.numbers[wanted]]

    def _row(self, file, number):
        start, length, _ = ENTRY.unpack_from(self.entries, number * ENTRY.size)
        file.seek(start)
        return json.loads(unseal(file.read(length), bound_to=place(self.upload, ROWS)))


def each(rows):
    """All of a review's rows, some at a time."""
    for start in range(0, len(rows), AT_A_TIME):
        yield from rows[start : start + AT_A_TIME]


def entries(upload):
    """(where a row begins, how long it is, its marks) of a review's rows. Raise Gone."""
    return ENTRY.iter_unpack(_read(upload, INDEX).partition(b"\n")[2])


def keep_known(upload, head, entries):
    """What is kept of a finished import for knowing its rows again. head: a JSON value; entries: bytes of all of them."""
    starts = range(0, len(entries), PIECE)
    told = [_json(head), *(entries[start : start + PIECE] for start in starts)]
    _write(upload, KNOWN, sealed(upload, KNOWN, told))


def known_head(upload):
    """The head of it; {} where nothing is kept."""
    with suppress(Gone):
        return json.loads(next(_pieces(upload, KNOWN)))
    return {}


def known(upload):
    """The entries. Raise Gone."""
    _, *entries = _pieces(upload, KNOWN)
    return b"".join(entries)


def keep_made(upload, name, data):
    """A file made from the review as it is now; it goes stale with it."""
    for path in folder(upload).glob(f"made-{name}-*"):
        if not path.suffix:
            path.unlink(missing_ok=True)
    name, starts = _made(upload, name), range(0, len(data), PIECE)
    _write(upload, name, sealed(upload, name, (data[start : start + PIECE] for start in starts)))


def has_made(upload, name):
    return (folder(upload) / _made(upload, name)).exists()


def made(upload, name):
    """Its bytes in pieces. Raise Gone."""
    return _pieces(upload, _made(upload, name))


def _made(upload, name):
    return f"made-{name}-{(folder(upload) / REVIEW).stat().st_mtime_ns}"


def keep_progress(upload, done, total, starts=None):
    """starts: how often the work was begun since it was ordered; None: as before."""
    folder(upload).mkdir(parents=True, mode=0o700, exist_ok=True)  # an undo may come after the files were removed
    starts = starts_of(upload) if starts is None else starts
    _write(upload, PROGRESS, [_json({"done": done, "total": total, "starts": starts, "at": time.time()})])


def begin(upload):
    """Work on an upload begins; once more when a killed worker left it."""
    keep_progress(upload, 0, 0, starts_of(upload) + 1)


def starts_of(upload):
    return (progress(upload) or {}).get("starts", 0)


def progress(upload):
    """{"done", "total", "starts", "at"}; at: seconds since 1970 of the last sign of life. None before the first."""
    with suppress(FileNotFoundError):
        return json.loads((folder(upload) / PROGRESS).read_bytes())


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def place(upload, name, number=0):
    """What a piece is sealed to: it opens nowhere but in its place in its file of its upload."""
    return f"{upload.token.hex}/{name}/{number}".encode()


def sealed(upload, name, pieces):
    """Each piece sealed, its length before it; an empty one marks the end, so that a file cut short is known."""
    for number, piece in enumerate(chain(filter(None, pieces), [b""])):
        data = seal(piece, bound_to=place(upload, name, number))
        yield len(data).to_bytes(SIZE_BYTES) + data


def _read(upload, name):
    return b"".join(_pieces(upload, name))


def _pieces(upload, name):
    try:
        with (folder(upload) / name).open("rb") as file:
            yield from opened(upload, name, file)
    except (FileNotFoundError, Unopened, ValueError) as error:
        raise Gone("这份文件已经不在系统里了，没有写入任何内容；请重新上传") from error


def opened(upload, name, file):
    number, piece = 0, None
    while piece != b"":
        length = int.from_bytes(file.read(SIZE_BYTES))
        piece = unseal(file.read(length), bound_to=place(upload, name, number))
        yield piece
        number += 1


def _write(upload, name, pieces):
    """All at once: a reader sees the old or the new, never a half."""
    path = folder(upload) / name
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.writelines(pieces)
    fresh.replace(path)
