"""What the interpreter is asked to do beyond itself: connections, other processes, files written."""

import os
import sys
import tempfile
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings

from xiaoyi_partybuild.registers.annotated import ANNOTATOR
from xiaoyi_partybuild.registers.workbook import READER

CHILDREN = {str(READER), str(ANNOTATOR)}
PROCESSES = ("os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.startfile", "pty.spawn")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NOWHERE = (None, "", "localhost", b"localhost")
LISTENERS = []


@contextmanager
def heard():
    """A list of what went beyond what the site needs: the database or this machine, its two children, its own folders."""
    found = []
    LISTENERS.append(found)
    try:
        yield found
    finally:
        LISTENERS.remove(found)


def listen(event, told):
    """An audit hook stays for the life of the process: it is deaf while nobody listens."""
    if LISTENERS and (fault := _fault(event, told)):
        LISTENERS[-1].append(f"{event} {fault}")


sys.addaudithook(listen)


def _fault(event, told):
    if event in ("socket.connect", "socket.sendto"):
        return _connects(told[1])
    if event == "socket.getaddrinfo":
        return "" if _is_here(told[0]) else repr(told[0])
    if event == "subprocess.Popen":
        return "" if CHILDREN & set(map(str, told[1])) else repr(told[1])
    if event == "open":
        return _writes(*told)
    return repr(told) if event.startswith(PROCESSES) else ""


def _connects(address):
    is_local = isinstance(address, str | bytes) or _is_here(address[0])
    return "" if is_local else repr(address)


def _is_here(host):
    if host in NOWHERE:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _writes(path, mode, flags):
    if isinstance(path, int) or not flags & WRITES or os.fsdecode(path) == os.devnull:
        return ""
    places = (settings.DATA_DIR, tempfile.gettempdir())
    return "" if any(Path(os.fsdecode(path)).resolve().is_relative_to(place) for place in places) else repr(path)
