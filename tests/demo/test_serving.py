"""The command as a newcomer runs it: from nothing to a page that answers, ended cleanly, and started again at once."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest
from django.conf import settings

from xiaoyi_partybuild.demo.books import shelf
from xiaoyi_partybuild.demo.serving import HOST

pytestmark = pytest.mark.once

OPEN = "网站已打开"
IMPORTED = "已导入"


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(port, tmp_path):
    """Runs the command until it says that it is open; gives the process and what it printed until then."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    environment |= {"DATA_DIR": str(tmp_path / "var"), "PYTHONUNBUFFERED": "1"}

    @contextmanager
    def run():
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        try:
            yield process, list(until_open(process.stdout))
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stdout.close()

    return run


def until_open(lines):
    for line in lines:
        yield line
        if line.startswith(OPEN):
            return


def test_from_nothing_to_an_answering_page_and_back(demo, port):
    with demo() as (process, printed):
        assert sum(line.startswith(IMPORTED) for line in printed) == len(shelf.ALL)
        with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=20) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert is_free(port)
    with demo() as (process, printed):
        assert printed[-1].startswith(OPEN)
        assert not any(line.startswith(IMPORTED) for line in printed)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    assert is_free(port)


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0
