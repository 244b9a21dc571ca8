"""import_register and undo_import: what they print, and when they end with status 2."""

import json

import pytest
from django.core.management import CommandError, call_command

from orgs.models import Organization
from tests.registers import books
from tests.registers.declared import SOCIETIES
from tests.registers.test_plan import HEADER, row
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.registers.models import Upload


@pytest.fixture
def run(capsys, uploads, registers, regions):
    """Run a command; returns what it printed."""

    def call(name, *arguments):
        call_command(name, *map(str, arguments))
        return capsys.readouterr().out

    return call


@pytest.fixture
def workbook(tmp_path):
    def write(*rows, name="名册2026.xlsx"):
        path = tmp_path / name
        path.write_bytes(books.xlsx([["名册（截至2019年12月31日）"], HEADER, *rows, ["合计", 2]], merged=["A1:F1"]))
        return path

    return write


def test_the_json_tells_everything_in_the_agreed_shape(run, workbook, department):
    told = json.loads(run("import_register", workbook(row(), row("乙协会", 2, kind="政府")), "--json", "--by", "department"))
    upload = Upload.objects.get()
    assert told == {
        "upload": str(upload.token),
        "register": "test-societies",
        "sheet": "名册",
        "header_rows": [2],
        "columns": [
            {"column": letter, "path": name, "field": field, "reason": "表头一致"}
            for letter, name, field in zip("ABCDEF", HEADER, FIELDS, strict=True)
        ],
        "set_aside": [{"row": 1, "why": "标题"}, {"row": 5, "why": "合计行"}],
        "counts": {"create": 1, "update": 0, "same": 0, "reject": 1, "absent": 0},
        "problems": [
            {
                "cell": "名册!C4",
                "level": "error",
                "message": "“政府”不在可选内容里，请填：社会团体、民办非企业单位、基金会",
                "proposal": None,
            }
        ],
        "batch": upload.batch_id,
    }
    assert upload.by == department


FIELDS = [
    "organization.name",
    "organization.credit_code",
    "organization.type",
    "organization.legal_representative",
    "organization.registered_on",
    "organization.region",
]


def test_a_dry_run_has_neither_upload_nor_batch(run, workbook):
    told = json.loads(run("import_register", workbook(row()), "--json", "--dry-run", "--register", SOCIETIES.slug))
    assert (told["upload"], told["batch"], told["counts"]["create"]) == (None, None, 1)
    assert not Organization.objects.exists()


def test_people_get_sentences(run, workbook):
    told = run("import_register", workbook(row(), row("乙协会", 2, kind="政府")))
    assert "测试名册，工作表“名册”：新增 1，更新 0，未变 0，错误 1，名册已无 0" in told
    assert "第 1 行没有导入：标题" in told
    assert "错误 名册!C4：“政府”不在可选内容里" in told
    assert f"批次 {Batch.objects.get(upload__isnull=False).pk}，撤销用 undo_import" in told
    assert "没有写入内容" in run("import_register", workbook(row()))


def test_undo_by_its_batch_number(run, workbook, department):
    run("import_register", workbook(row()), "--by", "department")
    batch = Batch.objects.get(upload__isnull=False)
    assert "恢复 1 处改动" in run("undo_import", batch.pk, "--by", "department")
    assert not Organization.objects.exists()
    with pytest.raises(CommandError, match="已经撤销过了") as caught:
        run("undo_import", batch.pk)
    assert caught.value.returncode == 2


NOT_FOUND = [
    ("import_register", "nowhere.xlsx"),
    ("undo_import", "0"),
    ("undo_import", "0", "--by", "nobody"),
]


@pytest.mark.parametrize("arguments", NOT_FOUND)
def test_what_does_not_exist_ends_with_status_2(run, arguments):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert caught.value.returncode == 2


def test_an_unknown_person_ends_with_status_2(run, workbook):
    with pytest.raises(CommandError, match="没有用户名为“nobody”的账号") as caught:
        run("import_register", workbook(row()), "--by", "nobody")
    assert caught.value.returncode == 2


BAD = {
    "no workbook": b"%PDF-1.7",
    "empty": b"",
    "no table": books.xlsx([["只有一句话"]]),
    "no identity": books.xlsx([["社会组织类型", "法定代表人"], ["社会团体", "张三"]]),
    "too large": b"x" * 2_000,
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD.keys())
def test_bad_files_end_with_status_2_and_write_nothing(run, tmp_path, settings, data):
    settings.UPLOAD_MAX_BYTES = len(data) - 1 if data.startswith(b"xx") else settings.UPLOAD_MAX_BYTES
    path = tmp_path / "名册.xlsx"
    path.write_bytes(data)
    with pytest.raises(CommandError, match="请") as caught:
        run("import_register", path)
    assert caught.value.returncode == 2
    assert not Upload.objects.exists()
    assert not Organization.objects.exists()
