"""The watch of tests/test_links.py hears what it is for."""

import os
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from tests import reaching_out

BEYOND = {
    "a connection": lambda: _aim("192.0.2.1"),
    "a look-up": lambda: socket.getaddrinfo("elsewhere.invalid", 80),
    "a process": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "a file": lambda: Path("/dev/full").open("a").close(),
}


def _aim(host):
    """Nothing leaves: this kind of socket only remembers where to."""
    with socket.socket(type=socket.SOCK_DGRAM) as aimed:
        aimed.connect((host, 80))


@pytest.mark.parametrize("act", BEYOND.values(), ids=BEYOND)
def test_what_goes_beyond_the_site_is_heard(act):
    with reaching_out.heard() as found, suppress(OSError):
        act()
    assert len(found) >= 1


def test_what_stays_within_is_not():
    with reaching_out.heard() as found, suppress(OSError):
        tempfile.TemporaryFile().close()
        Path(os.devnull).write_text("x")
        Path(__file__).read_text()
        socket.getaddrinfo("127.0.0.1", 80)
    assert found == []
