"""The site and its background worker side by side, ended together."""

import signal
import socket
import subprocess
import sys
import time

from django.conf import settings

HOST = "127.0.0.1"
GUNICORN = ("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning", "--no-control-socket")
LOOK_EVERY, START_WITHIN, END_WITHIN = 0.2, 60, 15
# Shorter than END_WITHIN: gunicorn ends its workers itself; killed from here, it would leave them listening.
GUNICORN += ("--graceful-timeout", "5")


class Stop(Exception):
    """Ctrl-C or SIGTERM."""


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def serve(port, *, ready):
    """Until Ctrl-C, SIGTERM or the end of one of both; `ready` is called once pages are answered. True for a clean end."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    children = []
    try:
        children += [_start("-m", "gunicorn", "xiaoyi_partybuild.wsgi", "--bind", f"{HOST}:{port}", *GUNICORN)]
        children += [_start(str(settings.BASE_DIR / "manage.py"), "db_worker")]
        if _answers(port, children):
            ready()
        while _all_run(children):
            time.sleep(LOOK_EVERY)
    except Stop:
        return True
    finally:
        _end(children)
    return False


def _stop(number, frame):
    raise Stop


def _start(*command):
    return subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR)  # noqa: S603 - our own commands


def _all_run(children):
    return all(child.poll() is None for child in children)


def _answers(port, children):
    """Wait for the port; False when a process ended or it took too long."""
    deadline = time.monotonic() + START_WITHIN
    while _all_run(children) and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(LOOK_EVERY)
    return False


def _end(children):
    """A second Ctrl-C does not cut the ending short."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
