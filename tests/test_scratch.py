"""What is written in passing lies where nobody else may enter, and is gone when its process is, however that ended."""

import os
import stat
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from django.conf import settings

from xiaoyi_partybuild import scratch

LEAVE = (
    "import os, sys, tempfile; from pathlib import Path; from xiaoyi_partybuild import scratch\n"
    "scratch.begin(Path(sys.argv[1]))\n"
    "os.write(tempfile.mkstemp()[0], b'13800000001'); print(tempfile.gettempdir(), flush=True)\n"
)
ENDS = {"in order": "", "killed": "os.kill(os.getpid(), 9)", "waiting": "sys.stdin.read()"}


def process(place, end):
    given = [sys.executable, "-c", LEAVE + ENDS[end], str(place)]
    started = subprocess.Popen(given, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    room = Path(started.stdout.readline().strip())
    if end != "waiting":
        started.communicate()
    return started, room


def rooms(place):
    return [path for path in place.iterdir() if path.is_dir()]


def is_private(path):
    return stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_a_process_takes_its_folder_along(tmp_path):
    _, room = process(tmp_path / "tmp", "in order")
    assert not room.exists()
    assert is_private(tmp_path / "tmp")


def test_what_a_killed_process_left_goes_with_the_next_start_and_what_a_living_one_uses_stays(tmp_path):
    place = tmp_path / "tmp"
    _, killed = process(place, "killed")
    assert len(list(killed.iterdir())) == 2, "nothing was left: nothing is tested"
    living, used = process(place, "waiting")
    assert (killed.exists(), used.exists()) == (False, True)
    process(place, "in order")
    assert rooms(place) == [used]
    living.communicate("")
    assert rooms(place) == []


def test_a_forked_process_leaves_its_parents_folder_alone(tmp_path):
    with (tmp_path / "lock").open("w") as lock:
        scratch._end(tmp_path, lock, os.getpid() + 1)
        assert not lock.closed
    assert tmp_path.exists()


@pytest.mark.parametrize("open_one", [tempfile.mkstemp, tempfile.mkdtemp])
def test_the_site_keeps_its_temporary_files_below_its_data(open_one):
    found = open_one()
    path = Path(found[1] if isinstance(found, tuple) else found)
    assert path.is_relative_to(settings.DATA_DIR / "tmp")
    assert is_private(path.parent)


def test_a_workbook_in_the_making_lies_there_too(monkeypatch):
    seen, real = [], tempfile.mkstemp
    monkeypatch.setattr(tempfile, "mkstemp", lambda *args, **kwargs: seen.append(real(*args, **kwargs)) or seen[-1])
    with xlsxwriter.Workbook(BytesIO(), {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, "张三")
    assert seen
    assert all(Path(path).is_relative_to(settings.DATA_DIR / "tmp") and not Path(path).exists() for _, path in seen)
