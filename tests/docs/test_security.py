"""docs/security.md names tests that exist, settings that exist, and one proof at least for each control."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
CONTROLS = [line for line in TEXT.splitlines() if line.startswith("| ") and line.count("|") == 5 and "| proof |" not in line]
SETTINGS = re.findall(r"^\| `([A-Z_]+)` \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize(("path", "name"), sorted(set(PROOF.findall(TEXT))))
def test_every_proof_exists(path, name):
    assert f"def {name}(" in (ROOT / path).read_text()


def test_every_control_has_a_proof():
    assert len(CONTROLS) > 30
    assert [line for line in CONTROLS if not PROOF.search(line)] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_exists(name):
    assert f'"{name}"' in (ROOT / "xiaoyi_partybuild" / "settings.py").read_text()
