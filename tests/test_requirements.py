"""What is installed is what is pinned, with its hash; what was chosen needs nothing that is not pinned."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", re.MULTILINE)
CHOSEN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def pins(*names):
    """{package: version} of these files."""
    return {
        canonicalize_name(name): version for path in names for name, version, _ in PIN.findall((ROOT / path).read_text())
    }


def needed(names):
    """These packages and all that they need on this machine, without their extras."""
    known, waiting = set(), [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known.add(name)
            wanted = map(Requirement, metadata.requires(name) or ())
            waiting += [
                canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})
            ]
    return known


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes(path):
    without = [name for name, _, hashes in PIN.findall((ROOT / path).read_text()) if not hashes]
    assert not without
    assert pins(path)


def test_what_is_installed_is_what_is_pinned():
    pinned = pins("requirements.txt", "requirements-dev.txt")
    installed = {name: metadata.version(name) for name in pinned}
    assert installed == pinned


@pytest.mark.parametrize("path", ["requirements", "requirements-dev"])
def test_what_was_chosen_needs_nothing_that_is_not_pinned(path):
    chosen = needed(CHOSEN.findall((ROOT / f"{path}.in").read_text()))
    assert chosen - pins("requirements.txt", f"{path}.txt").keys() == set()


def test_nothing_is_pinned_that_the_site_does_not_need():
    chosen = needed(CHOSEN.findall((ROOT / "requirements.in").read_text()))
    assert pins("requirements.txt").keys() - chosen == set()


def test_no_file_names_where_packages_come_from():
    for path in (*ROOT.glob("requirements*"), ROOT / "Makefile"):
        assert not re.search(r"https?://(?!127\.0\.0\.1)|index-url=|find-links=", path.read_text()), path.name
