"""A short run of the fuzz command; and that its watch hears what it is there to hear."""

import random
import subprocess
import sys

import pytest

from tests import factories
from tests.fuzz import damage, seeds, trial
from xiaoyi_partybuild.registers import workbook

pytestmark = pytest.mark.once


def test_damaged_files_end_in_a_plan_or_a_plain_sentence():
    command = [sys.executable, "-m", "tests.fuzz", "--seed", "20261123", "--most", "40", "--seconds", "120"]
    done = subprocess.run(command, cwd=seeds.ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "did harm                                 0" in done.stdout


@pytest.mark.parametrize("name", seeds.made())
def test_every_kind_of_damage_leaves_bytes(name):
    data = seeds.made()[name]
    for way in damage.ways_for(data):
        assert isinstance(way(data, b"abc", random.Random(1)), bytes)


@pytest.fixture
def tried(department, monkeypatch, tmp_path, settings):
    """Try a small sound file, small enough to need no worker."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(trial, "_work", lambda: None)
    monkeypatch.setattr(trial, "_journaled", set)
    return lambda **options: trial.tried(seeds.made()["small.csv"], "名册.csv", by=department, **options)


@pytest.mark.parametrize("through", [False, True])
def test_a_sound_file_does_no_harm(tried, through):
    outcome = tried(through=through)
    assert (outcome.kind, outcome.sentence, outcome.faults) == ("plan", "", ())


def _crash(data):
    raise ZeroDivisionError("nobody thought of it")


def _technical(data):
    raise workbook.UnreadableWorkbook("KeyError: 'x'")


def _write(data):
    factories.organization()
    raise workbook.UnreadableWorkbook("这个文件打不开")


@pytest.fixture
def left_behind():
    """A process nobody waits for."""
    started = []
    yield lambda: started.append(subprocess.Popen(["sleep", "60"]))
    for process in started:
        process.kill()
        process.wait()


def test_the_watch_hears_a_child_that_lives_on(tried, monkeypatch, left_behind):
    monkeypatch.setattr(workbook, "read", lambda data: left_behind() or [])
    assert any("lives on" in one for one in tried().faults)


HARM = [
    (_crash, "logged A workbook could not be planned ZeroDivisionError"),
    (_technical, "no plain sentence"),
    (_write, "changed what is stored"),
]


@pytest.mark.parametrize(("harm", "fault"), HARM)
def test_the_watch_hears_harm(tried, monkeypatch, harm, fault):
    monkeypatch.setattr(workbook, "read", harm)
    assert any(fault in one for one in tried().faults)
