"""What bandit finds has been seen: each place says why it is right, on the line itself or here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("xiaoyi_partybuild", "orgs", "branches", "inspections", "docs", "manage.py")
# Imports of a module say nothing yet; what is called of it is judged.
IMPORTS = "B403,B404,B405"
SEEN = {("xiaoyi_partybuild/ui/icons.py", "B703"): "our own drawings, read from our own folder"}


def findings():
    command = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--format", "json", "--skip", IMPORTS, *ROOMS]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return json.loads(said.stdout)["results"]


def has_a_reason(found):
    """bandit names the line where a statement begins, or one of those below."""
    lines = (ROOT / found["filename"]).read_text().splitlines()
    return any("# noqa: S" in lines[number - 1] for number in found["line_range"])


def test_every_finding_of_bandit_has_a_reason():
    open_ones = [found for found in findings() if (found["filename"].removeprefix("./"), found["test_id"]) not in SEEN]
    assert open_ones, "bandit looked at nothing"
    without = [f"{one['filename']}:{one['line_number']} {one['issue_text']}" for one in open_ones if not has_a_reason(one)]
    assert not without, "\n".join(without)
