"""The front-end files of others are the ones that were fetched, and a change to any of them is seen."""

import json
import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from xiaoyi_partybuild.ui import vendoring

FOLDER = settings.BASE_DIR / "static" / "vendor"
STYLE = "bootstrap/bootstrap.min.css"


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(FOLDER, tmp_path / "vendor")


def test_no_file_differs_from_its_record():
    assert vendoring.problems(FOLDER) == []
    call_command("vendor", "check")


def test_every_package_names_its_licence_and_brings_the_text():
    record = json.loads((FOLDER / vendoring.RECORD).read_text())
    assert set(record) == set(vendoring.PINS)
    for pin, package in record.items():
        assert package["licence"], pin
        assert any(name.endswith("/LICENSE") for name in package["files"]), pin
        assert pin in (FOLDER / vendoring.TABLE).read_text()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / STYLE).write_bytes((folder / STYLE).read_bytes() + b" "), "changed since"),
        (lambda folder: (folder / STYLE).unlink(), "missing"),
        (lambda folder: (folder / "stray.js").write_text("1"), "not in VENDOR.json"),
        (lambda folder: (folder / STYLE).write_text("a{background:url(//elsewhere/x.png)}"), "reaches out"),
        (lambda folder: (folder / STYLE).write_text("/*# sourceMappingURL=x.map */"), "reaches out"),
        (lambda folder: (folder / vendoring.RECORD).write_text("{}"), "pinned but not fetched"),
    ],
)
def test_damage_is_named(copied, damage, said):
    damage(copied)
    assert any(said in problem for problem in vendoring.problems(copied))
    with pytest.raises(CommandError, match=said):
        call_command("vendor", "check", folder=copied)
