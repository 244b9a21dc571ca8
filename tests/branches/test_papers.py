"""Photos and papers of meetings: judged by content, without EXIF, sealed on the disk, served to those who may see them."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from branches import papers
from branches.models import Meeting, Paper
from tests.branches.records import said
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.events import Event

PLACE_TAG, GPS = 0x8825, {1: "N", 2: (37.0, 8.0, 42.0)}


def picture(kind="JPEG", size=(4000, 100), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def with_place():
    exif = Image.Exif()
    exif.get_ifd(PLACE_TAG).update(GPS)
    exif[0x010E] = "活动照片"
    return picture(exif=exif)


def archive(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
TAKEN = [
    ("照片.jpg", picture(), "jpeg"),
    ("照片.exe", picture("PNG", (10, 10)), "png"),
    ("通知.pdf", b"%PDF-1.4 x", "pdf"),
    ("记录.docx", DOCX, "docx"),
    ("表.bin", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
]
REFUSED = [
    ("页.html", b"<html><script>1</script></html>"),
    ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"),
    ("图.jpg", b"GIF89a"),
    ("图.jpg", b"\xff\xd8\xff<script>"),
    ("断了.png", picture("PNG", (500, 500))[:60]),
    ("程序.docx", b"MZ\x90"),
    ("宏.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("包.docx", archive("a.txt")),
    ("空.pdf", b""),
]


def bring(client, new, *files, **given):
    return client.post(new, said(papers=[SimpleUploadedFile(name, data) for name, data in files], **given))


@pytest.mark.parametrize(("name", "data", "kind"), TAKEN)
def test_what_is_allowed_is_known_by_its_content(new, client_of, secretary, name, data, kind):
    bring(client_of(secretary), new, (name, data))
    assert (Paper.objects.get().kind, Paper.objects.get().meeting) == (kind, Meeting.objects.get())


@pytest.mark.parametrize(("name", "data"), REFUSED)
def test_what_is_not_allowed_is_refused_beside_the_field(new, client_of, secretary, name, data):
    answer = bring(client_of(secretary), new, (name, data), content="写了很多字")
    assert (answer.status_code, Paper.objects.count(), Meeting.objects.count()) == (422, 0, 0)
    assert name in answer.content.decode()
    assert "写了很多字" in answer.content.decode()


def test_too_large_a_file_is_refused(new, client_of, secretary, settings):
    settings.PAPER_MAX_BYTES = 2**20
    answer = bring(client_of(secretary), new, ("大.pdf", b"%PDF-" + b"x" * 2**20))
    assert "超过 1 MB" in answer.content.decode()


def test_a_branch_has_room_for_so_many_a_year(new, client_of, secretary, settings):
    settings.PAPERS_MOST = 1
    answer = bring(client_of(secretary), new, *[(name, data) for name, data, _ in TAKEN[:2]])
    assert "一个支部一年最多 1 份" in answer.content.decode()
    assert Paper.objects.count() == 1


def test_a_photo_loses_its_place_and_its_size(new, client_of, secretary):
    assert Image.open(io.BytesIO(with_place())).getexif().get_ifd(PLACE_TAG)
    bring(client_of(secretary), new, ("照片.jpg", with_place()))
    kept = Image.open(io.BytesIO(papers.contents(Paper.objects.get())))
    assert (dict(kept.getexif()), max(kept.size)) == ({}, papers.LONGEST_SIDE)


def test_the_file_lies_sealed_under_a_random_name(new, client_of, secretary, settings):
    bring(client_of(secretary), new, ("通知.pdf", b"%PDF-1.4 canary"))
    (file,) = Path(settings.MEDIA_ROOT, "papers").glob(Paper.objects.get().token.hex)
    assert b"canary" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


def test_a_paper_that_came_with_a_wrong_form_need_not_be_chosen_again(new, client_of, secretary):
    client = client_of(secretary)
    assert "已收到" in bring(client, new, ("通知.pdf", b"%PDF-1.4"), topic="").content.decode()
    client.post(new, said())
    assert Paper.objects.get().meeting == Meeting.objects.get()


# Names of files as strangers make them.
NAMES = [
    "../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\evil.exe", "通知\0.exe",
    "通知\r\nSet-Cookie: a=b.pdf", "a\nb.pdf",
    "CON", "NUL.pdf", "aux.h", "-rf", "--help.pdf", ".htaccess", "....pdf", " .pdf", "通知\u202efdp.exe",
    "通知\u2066x\u2069.pdf", 'a";filename="b.exe', "a;filename*=UTF-8''b.exe", "100%.pdf", "%2e%2e%2fa.pdf",
    "长" * 300 + ".pdf", "😀.pdf", "<svg onload=alert(1)>.pdf", "=cmd|'/c calc'!A1.pdf",
]  # fmt: skip
HEADER = re.compile(r"attachment; filename\*=UTF-8''((?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+)")
UNSEEN = re.compile(r"[\x00-\x1f\x7f/\\\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_file_is_called_it_goes_out_as_one_header_and_lies_under_a_random_name(
    new, client_of, secretary, settings, name
):
    desk, file = client_of(secretary), SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
    desk.post(new, said(papers=[file]))
    paper = Paper.objects.get()
    paper.name = papers._clean(name)
    writing.save(paper, by=secretary)
    answer = desk.get(f"/branches/papers/{paper.token}/")
    kept = unquote(HEADER.fullmatch(answer.headers["Content-Disposition"])[1], errors="strict")
    assert kept.endswith(".pdf")
    assert not UNSEEN.search(kept)
    assert len(kept) <= papers.NAME_LENGTH + len(".pdf")
    assert "Set-Cookie" not in answer.headers
    assert [path.name for path in Path(settings.MEDIA_ROOT, papers.PLACE).iterdir()].count(paper.token.hex) == 1


def test_only_those_within_reach_get_the_file_and_always_as_a_file(
    new, client_of, secretary, township, officer, outsider, make, elsewhere
):
    bring(client_of(secretary), new, ("通知\r\n../.html", b"%PDF-1.4 x"))
    address = f"/branches/papers/{Paper.objects.get().token}/"
    answer = client_of(township).get(address)
    assert answer.content == b"%PDF-1.4 x"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["Content-Type"] == "application/pdf"
    stranger = make.user("secretary", branch=make.branch(region=elsewhere))
    assert [client_of(one).get(address).status_code for one in (officer, outsider, stranger)] == [403, 403, 404]


def test_taking_a_paper_along_is_told(new, client_of, secretary):
    bring(client_of(secretary), new, ("通知.pdf", b"%PDF-1.4 x"))
    paper = Paper.objects.get()
    client_of(secretary).get(f"/branches/papers/{paper.token}/")
    told = Event.objects.get(kind="exported")
    assert (told.by, told.object_pk, told.reason) == (secretary, paper.pk, f"会议附件：{paper.get_use_display()}")
    assert told.facts == {"rows": 1, "sha256": hashlib.sha256(b"%PDF-1.4 x").hexdigest()}


def test_a_paper_is_taken_back_until_the_record_is_accepted(new, client_of, secretary, township):
    client = client_of(secretary)
    bring(client, new, ("一.pdf", b"%PDF-1"), ("二.pdf", b"%PDF-2"))
    first, second = Paper.objects.all()
    client.post(f"/branches/papers/{first.token}/remove/")
    assert client.get(f"/branches/papers/{first.token}/").status_code == 404
    client_of(township).post(f"/branches/meetings/{second.meeting_id}/act/", {"act": "accept"})
    client.post(f"/branches/papers/{second.token}/remove/")
    assert client.get(f"/branches/papers/{second.token}/").status_code == 200
