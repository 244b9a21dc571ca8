"""Bytes of a spreadsheet file → sheets of cells. The file is read in a process of its own, with limits (see reader.py)."""

import hashlib
import json
import logging
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Timer

from django.conf import settings

from .rows import Rows

READER = Path(__file__).with_name("reader.py")
# For an ordinary file; each megabyte of a larger one buys a little more. The wall clock allows for a busy machine.
CPU_SECONDS, CPU_SECONDS_PER_MEGABYTE, WALL_SECONDS = 20, 2, 30
# What the reader may say in all: of a small file little is to be expected, and its answer is held in the web process.
MAX_ANSWER, ANSWER_AT_LEAST, ANSWER_PER_BYTE = 200 * 2**20, 8 * 2**20, 100
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
START = 4_096

logger = logging.getLogger(__name__)


class UnreadableWorkbook(Exception):
    """One plain Chinese sentence: what was found and what to do."""


SENTENCES = {
    "empty": "这个文件是空的，请选择有内容的表格文件",
    "too_large": "这个文件有 {size} MB，超过了 {limit} MB；请删去图片和不用的工作表，或分成几个文件再上传",
    "encrypted": "这个文件有打开密码，系统读不了；请在 Excel 或 WPS 里去掉密码、另存后再上传",
    "web_page": "这个文件其实是网页，不是表格；请用 Excel 或 WPS 打开，另存为 .xlsx 再上传",
    "other_office": "这是 Word 或演示文稿一类的文件，不是表格；请选择 .xlsx、.xls、.ods 或 .csv 文件",
    "archive": "这是压缩包，不是表格；请先解压，再上传里面的表格文件",
    "not_a_workbook": "这个文件不是表格；请选择 .xlsx、.xls、.ods 或 .csv 文件",
    "bomb": "这个文件解压以后异常庞大，系统没有打开它；请在 Excel 或 WPS 里另存为新文件再上传",
    "rows": "这张表的行列太多，系统没有读它；请删去用不到的行列和工作表，或分成几个文件再上传",
    "memory": "读这个文件需要的内存超出了允许的范围；请删去用不到的行列和工作表，另存为 .xlsx 再上传",
    "slow": "这个文件读了 {seconds} 秒还没读完，已经停下；请删去用不到的行列和工作表，另存为 .xlsx 再上传",
    "broken": "这个文件打不开，可能没有下载完整或已损坏；请用 Excel 或 WPS 打开，另存为 .xlsx 再上传",
}

# What a file begins with, whatever its name says. First match wins.
SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (OLE, "ole"),
    (b"PK\x05\x06", "archive"),
    (b"%PDF", "not_a_workbook"),
    (b"\x89PNG", "not_a_workbook"),
    (b"\xff\xd8\xff", "not_a_workbook"),
    (b"GIF8", "not_a_workbook"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "other_office"),
)
WEB_PAGES = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"mime-version:")


@dataclass
class Sheet:
    """name; rows: [zero-based number, cells], empty ones left out; merged: [(top, left, bottom, right)], zero-based.

    hidden_rows: how many rows the spreadsheet does not show, as far as its kind of file tells.
    """

    name: str
    hidden: bool = False
    merged: list = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)
    hidden_rows: int = 0


class Book:
    """The sheets of a workbook's bytes, read when they are first asked for. Raise UnreadableWorkbook."""

    def __init__(self, data):
        self.data = data

    @cached_property
    def sheets(self):
        return read(self.data)

    @property
    def contents(self):
        """A digest of what the sheets hold, whatever the bytes are."""
        told = [(one.name, one.hidden, one.merged, one.hidden_rows, one.rows.told.hexdigest()) for one in self.sheets]
        return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


def read(data):
    """All sheets. Raise UnreadableWorkbook."""
    kind = kind_of(data)
    try:
        return _read_apart(data, kind, "first")
    except _Died:
        return _read_last_chance(data, kind)


def kind_of(data):
    """zip, xls or text, judged by content; raise UnreadableWorkbook for what is none of them."""
    if not data.strip(b"\0 \t\r\n"):
        raise refusal("empty")
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise too_large(len(data))
    kind = kind_by_start(data[:START])
    return _ole_kind(data) if kind == "ole" else kind


def kind_by_start(start):
    """zip, ole, xls or text, as far as the first START bytes tell; raise UnreadableWorkbook for what they tell is none."""
    for signature, kind in SIGNATURES:
        if start.startswith(signature):
            return kind if kind in ("zip", "ole") else _refuse(kind)
    if start[:1] == b"\x09" and start[1:2] in b"\x00\x02\x04\x08":
        return "xls"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB_PAGES):
        raise refusal("web_page")
    return "text"


def refusal(code, **facts):
    logger.warning("A file was refused: %s", code)
    return UnreadableWorkbook(SENTENCES[code].format(**facts))


def too_large(size):
    return refusal("too_large", size=_megabytes(size), limit=_megabytes(settings.UPLOAD_MAX_BYTES))


def _refuse(code):
    raise refusal(code)


def _megabytes(size):
    return f"{size / 2**20:.1f}".removesuffix(".0")


def _ole_kind(data):
    """An old-style container: a workbook, an encrypted new one, or something else, told by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refusal("encrypted")
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    raise refusal("other_office" if "WordDocument".encode("utf-16-le") in data else "broken")


class _Died(Exception):
    """The reader was killed or fell over without a word."""


def _read_last_chance(data, kind):
    """Where the first parser took the process down with it, the second may still read."""
    try:
        return _read_apart(data, kind, "second")
    except _Died:
        raise refusal("broken") from None


def _read_apart(data, kind, look):
    seconds = cpu_seconds(len(data))
    process = subprocess.Popen(  # noqa: S603 - our own file, no shell, nothing from outside on the command line
        [sys.executable, "-I", str(READER), kind, look, str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    wall = WALL_SECONDS + seconds - CPU_SECONDS
    late = Timer(wall, process.kill)
    late.start()
    try:
        _hand_over(process, data)
        return _sheets(process.stdout, most=min(MAX_ANSWER, ANSWER_AT_LEAST + ANSWER_PER_BYTE * len(data)))
    except _Died:
        logger.warning("The reader died on a %s file of %s bytes, look %s", kind, len(data), look)
        if late.finished.is_set():
            raise refusal("slow", seconds=wall) from None
        if process.wait() == -signal.SIGXCPU:
            raise refusal("slow", seconds=seconds) from None
        raise
    finally:
        late.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def cpu_seconds(size):
    """How long the reader may work on so many bytes."""
    return CPU_SECONDS + CPU_SECONDS_PER_MEGABYTE * (size // 2**20)


def _hand_over(process, data):
    try:
        with process.stdin as pipe:
            pipe.write(data)
    except BrokenPipeError as error:
        raise _Died from error


def _sheets(lines, *, most):
    sheets, size = [], 0
    for line in lines:
        size += len(line)
        if size > most:
            raise refusal("rows")
        if line[:1].isdigit() and line.endswith(b"\n"):
            count, _, piece = line.partition(b" ")
            sheets[-1].rows.add(piece, int(count))
            continue
        told = _told(line)
        if "sheet" in told:
            merged = [tuple(area) for area in told["merged"]]
            sheets.append(Sheet(told["sheet"], told["hidden"], merged, hidden_rows=told.get("hidden_rows", 0)))
        elif "again" in told:
            sheets = []
        elif "fail" in told:
            raise refusal(told["fail"])
        else:
            return sheets
    raise _Died


def _told(line):
    """A reader that is killed may leave half a line behind."""
    try:
        return json.loads(line)
    except ValueError as error:
        raise _Died from error
