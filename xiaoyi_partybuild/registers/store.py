"""The files behind an upload, under a random name outside the web root: the workbook, its review, how far the work has come.

Progress lies in a file because a transaction hides what it has written until it ends.
"""

import json
import os
import time
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from django.conf import settings

WORKBOOK, REVIEW, INDEX, ROWS, PROGRESS = "workbook", "review.json", "index.json", "rows.jsonl", "progress.json"


def folder(upload):
    return Path(settings.MEDIA_ROOT) / "imports" / upload.token.hex


def keep_workbook(upload, data):
    folder(upload).mkdir(parents=True, mode=0o700)
    _write(upload, WORKBOOK, data)


def workbook(upload):
    return (folder(upload) / WORKBOOK).read_bytes()


def keep_review(upload, review, rows):
    """review: a JSON value; rows: [(marks, JSON value)]. What was kept before is replaced."""
    lines, index, start = [], [], 0
    for marks, row in rows:
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        index.append([start, len(line), sorted(marks)])
        lines.append(line)
        start += len(line)
    _write(upload, ROWS, b"".join(lines))
    _write(upload, INDEX, json.dumps(index).encode())
    _write(upload, REVIEW, json.dumps(review, ensure_ascii=False).encode())


def has_review(upload):
    return (folder(upload) / REVIEW).exists()


class Review:
    """What a plan showed when it was made, read back a page at a time."""

    def __init__(self, upload):
        self.folder = folder(upload)
        self.told = json.loads((self.folder / REVIEW).read_bytes())

    def __getitem__(self, name):
        return self.told[name]

    @cached_property
    def index(self):
        """[start, length, marks] of each row."""
        return json.loads((self.folder / INDEX).read_bytes())

    def marked(self, mark=None):
        """The rows that bear a mark, as an object a Paginator can cut."""
        return _Rows(self.folder / ROWS, [place for place in self.index if mark is None or mark in place[2]])


class _Rows:
    def __init__(self, path, places):
        self.path, self.places = path, places

    def __len__(self):
        return len(self.places)

    def __getitem__(self, wanted):
        with self.path.open("rb") as file:
            return [self._row(file, *place[:2]) for place in self.places[wanted]]

    @staticmethod
    def _row(file, start, length):
        file.seek(start)
        return json.loads(file.read(length))


def keep_progress(upload, done, total):
    _write(upload, PROGRESS, json.dumps({"done": done, "total": total, "at": time.time()}).encode())


def progress(upload):
    """{"done", "total", "at"}; at: seconds since 1970 of the last sign of life. None before the first."""
    with suppress(FileNotFoundError):
        return json.loads((folder(upload) / PROGRESS).read_bytes())


def _write(upload, name, data):
    """All at once: a reader sees the old or the new, never a half."""
    path = folder(upload) / name
    path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
    fresh.replace(path)
