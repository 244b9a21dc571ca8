"""A few kills of a real worker on a real SQLite database, in a process of their own; that a half would be noticed."""

import random
import subprocess
import sys

import pytest

from orgs.models import Organization
from tests.trials import site, trial
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import tasks
from xiaoyi_partybuild.registers.models import Upload

ROWS = 6


def test_a_killed_worker_leaves_all_or_nothing_and_the_work_goes_on():
    command = [sys.executable, "-m", "tests.trials", "--trials", "3", "--rows", "300", "--seed", "1", "--database", "sqlite"]
    done = subprocess.run(command, cwd=site.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no complaint" in done.stdout


@pytest.fixture
def imported(department, tmp_path, settings, monkeypatch):
    """A round as far as the import, all in this process."""
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(tasks, "AT_ONCE", 0)
    trials = trial.Trials(department, ROWS, 2, random.Random(1))
    trials.bring()
    trials.press("commit")
    return trials


def test_a_whole_import_is_seen_as_whole(imported):
    assert imported.found("import") == trial.ALL
    imported.press("undo")
    assert imported.found("undo") == trial.ALL


def test_half_an_import_would_be_noticed(imported):
    writing.remove_all([Organization.objects.last()], by=SYSTEM, batch=imported.fresh().batch)
    assert imported.found("import") == trial.PARTIAL
    assert imported.found("undo") == trial.PARTIAL


def test_an_import_that_lost_its_state_would_be_noticed(imported):
    Upload.objects.update(state=Upload.State.IMPORTING)
    assert imported.found("import") == trial.PARTIAL


def test_half_an_undo_would_be_noticed(imported):
    imported.press("undo")
    organization = Organization.objects.first()
    organization.name = "别的名称"
    writing.save(organization, by=SYSTEM)
    assert imported.found("undo") == trial.PARTIAL
