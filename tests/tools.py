"""Programs beside Python that some tests need: where they are, and that with CI=true none may be missing."""

import os
import shutil
from pathlib import Path

import pytest

POSTGRESQL_FOLDERS = "/usr/lib/postgresql/*/bin"
ON_CI = os.environ.get("CI", "").lower() == "true"


def chromium():
    """The path of the browser, from CHROMIUM or the PATH; None without one."""
    given = os.environ.get("CHROMIUM")
    return given or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def postgresql():
    """The folder of the newest server binaries; None without them."""
    installed = sorted(Path("/").glob(POSTGRESQL_FOLDERS.lstrip("/")), key=lambda path: float(path.parent.name))
    on_path = [Path(found).parent for found in [shutil.which("initdb")] if found]
    return next((folder for folder in [*reversed(installed), *on_path] if (folder / "initdb").exists()), None)


def demand(found, what):
    """What was found; without it the test is skipped with the reason, and fails where nothing may be skipped."""
    if found:
        return found
    if ON_CI:
        pytest.fail(f"{what} is not installed, and CI=true allows no skipping")
    return pytest.skip(f"{what} is not installed")
