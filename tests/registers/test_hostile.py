"""Files made to do harm, each by hand: one plain sentence, a line in the log, nothing written, the next file still read."""

import io
import logging
import struct
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.fuzz import seeds, trial
from tests.registers import books
from xiaoyi_partybuild.registers import reader, workbook
from xiaoyi_partybuild.registers.models import Upload
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

pytestmark = pytest.mark.once

URL = "/import/"
MEBIBYTE = 2**20


@pytest.fixture
def desk(client_of, department, uploads):
    return client_of(department)


def with_members(data, **changed):
    """A zip with members replaced, added, or, with None, left out. Names: "__" for "/", "_dot_" for "."."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, content in changed.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        members[path] = content(members[path]) if callable(content) else content
    return seeds.zipped({name: content for name, content in members.items() if content is not None})


def sheet(**edit):
    return with_members(seeds.made()["small.xlsx"], xl__worksheets__sheet2_dot_xml=edit["edit"])


def ods_with(content):
    return with_members(seeds.made()["small.ods"], content_dot_xml=content)


def laughs(before=b""):
    """Billion laughs: ten entities, each ten of the one before."""
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lolololol">' + lines + b"]>" + before


def entity_bomb(content):
    return (
        laughs(content.partition(b"?>")[2] or content).replace(b"</t>", b"&l9;</t>").replace(b"</text:p>", b"&l9;</text:p>")
    )


def reading_a_file(content):
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
    body = content.partition(b"?>")[2] or content
    return head + body.replace(b"</t>", b"&secret;</t>").replace(b"</text:p>", b"&secret;</text:p>")


def used_to_the_last_row(content):
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_048_577))
    start, _, _ = content.partition(b"<sheetData")
    return start + b"<sheetData>" + rows + b"</sheetData></worksheet>"


def encrypted_xls():
    """FILEPASS, the record that says an old workbook is encrypted, in the room of the one that names who wrote it."""
    data = bytearray(seeds.made()["small.xls"])
    written_by = data.index(struct.pack("<HH", 0x5C, 112), 512)
    data[written_by : written_by + 14] = struct.pack("<HHHHHHH", 0x2F, 6, 1, 1, 1, 0x5C, 112 - 10)
    return bytes(data)


def nested_zip():
    data = b"x" * MEBIBYTE
    for _ in range(5):
        data = seeds.zipped({"inner.zip": data})
    return data


XLSX = seeds.made()["small.xlsx"]
SENTENCES = {
    "zip bomb": (lambda: with_members(XLSX, xl__sharedStrings_dot_xml=b"<sst>" + b" " * 199 * MEBIBYTE), "异常庞大"),
    "bomb of many members": (lambda: seeds.zipped({f"xl/{n}.xml": b"" for n in range(2_001)}), "异常庞大"),
    "entity bomb": (lambda: sheet(edit=entity_bomb), "打不开"),
    "entity bomb in .ods": (lambda: ods_with(entity_bomb), "打不开|识别的表头"),
    "external entity": (lambda: sheet(edit=reading_a_file), "打不开"),
    "external entity in .ods": (lambda: ods_with(reading_a_file), "打不开|识别的表头"),
    "encrypted .xlsx": (lambda: workbook.OLE + b"\0" * 900 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "encrypted .xls": (encrypted_xls, "打开密码"),
    "cut short .xlsx": (lambda: XLSX[: len(XLSX) // 2], "打不开"),
    "cut short .xls": (lambda: seeds.made()["small.xls"][:2_000], "打不开"),
    "a file of another kind": (lambda: b"PK\x05\x06" + b"\0" * 18, "压缩包"),
    "no bytes": (lambda: b"", "是空的"),
    "web page as .xls": (lambda: "<html><table><tr><td>名称</td></tr></table></html>".encode("gb18030"), "其实是网页"),
    "zip in zip": (nested_zip, "压缩包"),
    "every row used": (lambda: sheet(edit=used_to_the_last_row), "行列太多|异常庞大"),
    "text with NUL": (lambda: "名称,代码\n甲\0协会,1\n".encode(), "不是表格"),
    "picture with a page in it": (lambda: b"GIF89a/*<html><script>alert(1)</script>*/", "不是表格"),
    "PDF with a table behind it": (lambda: b"%PDF-1.7\n" + XLSX, "不是表格"),
    "program": (lambda: b"MZ\x90\0" + bytes(range(256)) * 8, "不是表格"),
    "scalable picture": (lambda: b'<?xml version="1.0"?><svg onload="alert(1)"/>', "其实是网页"),
    "symbolic link in a zip": (lambda: linked(), "打不开"),
}  # fmt: skip


def linked():
    entry = zipfile.ZipInfo("xl/workbook.xml")
    entry.external_attr = 0o120777 << 16
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return data.getvalue()


@pytest.mark.parametrize(("made", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_hostile_file_is_one_sentence_and_a_line_in_the_log(made, sentence, caplog):
    data, began = made(), trial.computed()
    with caplog.at_level(logging.WARNING), pytest.raises(UnreadableWorkbook, match=sentence) as told:
        workbook.read(data)
    assert trial.is_plain(str(told.value))
    assert caplog.records
    assert trial.computed() - began < workbook.CPU_SECONDS
    assert workbook.read(seeds.made()["small.csv"])


LINK = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" '
    b'Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"/>'
)


def external_link(content):
    return content.replace(b"</Relationships>", LINK + b"</Relationships>")


HARMLESS = {
    "external link": lambda: with_members(XLSX, xl___rels__workbook_dot_xml_dot_rels=external_link),
    "macros": lambda: with_members(XLSX, xl__vbaProject_dot_bin=b"Sub AutoOpen() : Shell \"touch /hacked\" : End Sub"),
    "no styles": lambda: with_members(XLSX, xl__styles_dot_xml=None),
    "climbing names": lambda: with_members(XLSX, **{"..__..__evil_dot_xml": b"x", "__etc__evil": b"x"}),
    "sixteen thousand columns": lambda: sheet(
        edit=lambda old: old.replace(b"</row>", b'<c r="XFD1"><v>1</v></c></row>', 1).replace(b"A1:G5", b"A1:XFD1048576")
    ),
    "text as .xlsx, workbook as .csv": lambda: seeds.made()["small.csv"],
}  # fmt: skip


@pytest.mark.parametrize("made", HARMLESS.values(), ids=HARMLESS)
def test_what_hostile_parts_a_table_carries_are_not_touched(made):
    sheets = workbook.read(made())
    shown = repr([(one.name, list(one.rows)) for one in sheets])
    assert "孝义市剪纸艺术协会" in shown
    for word in ("root:", "Shell", "evil"):
        assert word not in shown


# --- the limits are real: the reader's own process, with a hog in place of the parser

HOG = """
import json, runpy, sys
reader = runpy.run_path({reader!r})
def hog(*_):
    {body}
reader["main"].__globals__["read"] = hog
reader["main"](*sys.argv[1:])
"""
SHEET = """sys.stdout.write(json.dumps({{"sheet": "", "hidden": False, "merged": []}}) + chr(10))"""
HOGS = {
    "memory": ("kept = [bytearray(2**20) for _ in range(600)]; print(len(kept))", "内存超出"),
    "computing": ("while True: pass", "还没读完"),
    "a file of its own": ("open(__file__ + '.made', 'wb', 0).write(b'x')", "打不开"),
    "half an answer": (SHEET + """; sys.stdout.write('1 [[0, ["'); sys.stdout.flush(); import os; os.abort()""", "打不开"),
    "an endless answer": (SHEET + """\n    while True: print('1 [[0, ["' + 'x' * 10**6 + '"]]]')""", "行列太多"),
}


@pytest.mark.parametrize(("body", "sentence"), HOGS.values(), ids=HOGS)
def test_the_limits_on_the_reader_are_real(monkeypatch, tmp_path, body, sentence):
    before = set(trial._children())  # a browser of other tests may be among them
    hog = tmp_path / "hog.py"
    hog.write_text(HOG.format(reader=str(workbook.READER), body=body.format()))
    monkeypatch.setattr(workbook, "READER", hog)
    monkeypatch.setattr(workbook, "CPU_SECONDS", 1)
    with pytest.raises(UnreadableWorkbook, match=sentence):
        workbook.read(b"a,b\n")
    assert set(trial._children()) <= before
    assert not (tmp_path / "made by the hog").exists()


def test_memory_and_time_are_those_agreed_on():
    assert (reader.MEMORY, workbook.CPU_SECONDS) == (512 * MEBIBYTE, 20)
    assert workbook.cpu_seconds(128 * 1024) == 20
    assert workbook.cpu_seconds(14 * MEBIBYTE) > 40


def test_a_small_file_may_not_answer_much(monkeypatch):
    monkeypatch.setattr(workbook, "ANSWER_AT_LEAST", 1_000)
    monkeypatch.setattr(workbook, "ANSWER_PER_BYTE", 1)
    rows = [["甲" * 1_000] * 190] * 9
    with pytest.raises(UnreadableWorkbook, match=r"行列太多|异常庞大"):
        workbook.read(books.xlsx(rows))


# --- names


NAMES = {
    "a path": ("../../etc/passwd.xlsx", "passwd.xlsx"),
    "a path of another system": ("..\\..\\windows\\evil.xlsx", "evil.xlsx"),
    "turned around": ("名册\u202excod.xlsx", None),
    "control characters": ("名\x01册\x1b[31m.xlsx", None),
    "markup": ("<script>alert(1)</script>.xlsx", None),
    "a formula": ("=cmd|calc.xlsx", None),
    "a device": ("CON.xlsx", None),
    "a leading dash": ("-rf.xlsx", None),
    "full of dots": ("....xlsx", None),
    "line breaks": ("名册.xlsx\r\nSet-Cookie: a=b", None),
}


@pytest.mark.parametrize(("name", "kept"), NAMES.values(), ids=NAMES)
def test_a_files_name_is_only_ever_text(desk, uploads, name, kept):
    desk.post(URL, {"file": SimpleUploadedFile(name, seeds.made()["small.csv"]), "register": "auto"}, follow=True)
    upload = Upload.objects.get()
    assert kept is None or upload.name == kept
    assert not any(
        ord(sign) < 32 or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for sign in upload.name
    )
    assert {path.name for path in (uploads / "imports").iterdir()} == {upload.token.hex}
    for page in (f"{URL}mine/", f"{URL}{upload.token}/"):
        assert "<script>alert" not in desk.get(page, follow=True).content.decode()


def test_too_long_a_name_is_refused_in_words(desk):
    file = SimpleUploadedFile("名" * 300 + ".xlsx", XLSX)
    answer = desk.post(URL, {"file": file, "register": "auto"})
    assert answer.status_code in (200, 302, 422)
    assert all(len(one.name) <= 255 for one in Upload.objects.all())


# --- what a workbook says about its author


def test_the_authors_name_is_shown_nowhere(desk, uploads):
    book = openpyxl.load_workbook(io.BytesIO(XLSX))
    book.properties.creator = book.properties.lastModifiedBy = "Zhang Secretwriter"
    desk.post(URL, {"file": SimpleUploadedFile("名册.xlsx", books.saved(book)), "register": "auto"}, follow=True)
    upload = Upload.objects.get()
    for name in ("", "columns/", "review/", "review/?show=all", "done/"):
        assert b"Secretwriter" not in desk.get(f"{URL}{upload.token}/{name}", follow=True).content
    kept = [path for path in (uploads / "imports" / upload.token.hex).iterdir() if path.name != "workbook"]
    assert kept
    assert not any(b"Secretwriter" in path.read_bytes() for path in kept)


# --- a file that takes the reader down takes nothing else


def test_a_killed_reader_is_a_sentence(monkeypatch, tmp_path):
    dying = tmp_path / "dying.py"
    dying.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(workbook, "READER", dying)
    with pytest.raises(UnreadableWorkbook, match="打不开"):
        workbook.read(b"a,b\n" * 100_000)
