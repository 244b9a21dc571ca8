"""How long the wizard takes with a real web process and a real worker: python -m benchmarks.wizard [ROWS] [LARGE]

A register of ROWS (5,000) is brought, looked over, imported and undone over HTTP; then one of LARGE (100,000; 0 leaves it
out) is brought and looked over, to see what that costs the web process. Seconds as the person waits, memory in MiB.
"""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from contextlib import ExitStack, contextmanager
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import site

URL = "/import/"
PATIENCE, PAUSE = 600, 0.05
WEB = ("-m", "gunicorn", "xiaoyi_partybuild.wsgi", "--worker-class", "gthread", "--workers", "1", "--threads", "4")
WORKER = ("manage.py", "db_worker", "--no-startup-delay", "--no-reload")


def main(rows, large):
    department = site.start()
    with TemporaryDirectory() as room, ExitStack() as stack:
        files = {size: _register(Path(room, f"{size}.xlsx"), size, department) for size in (rows, large) if size}
        desk = stack.enter_context(web(department))
        worker = stack.enter_context(running(*WORKER))
        desk.get(URL)
        print(f"{site.engine()}, {rows:,} organizations, 16 columns, {files[rows].stat().st_size / 1e6:.1f} MB")
        journey(desk, files[rows], worker)
        if large:
            print(f"\n{large:,} organizations, {files[large].stat().st_size / 1e6:.1f} MB: memory of the web process")
            weigh(desk, files[large])


def journey(desk, path, worker):
    """Bring, look over, import, undo; each with the time to the first page that answers, and to the one waited for."""
    print(f"{'':<22}{'first page s':>13}{'done s':>9}{'worker cpu s':>14}")
    _step("brought, to 核对", desk, worker, lambda: desk.bring(path), "/review/")
    _step("imported", desk, worker, lambda: desk.press("commit"), "/done/")
    _step("undone", desk, worker, lambda: desk.press("undo"), "/done/")


def _step(name, desk, worker, act, until):
    began, computed = time.perf_counter(), cpu_seconds(worker)
    act()
    first = time.perf_counter() - began
    desk.wait_for(until)
    told = (first, time.perf_counter() - began, cpu_seconds(worker) - computed)
    print(f"{name:<22}{told[0]:>13.2f}{told[1]:>9.2f}{told[2]:>14.2f}", flush=True)


def cpu_seconds(process):
    """Of a process and its children that have ended: user and system time."""
    told = Path(f"/proc/{process.pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(int(told[place]) for place in (11, 12, 13, 14)) / os.sysconf("SC_CLK_TCK")


def weigh(desk, path):
    """The web process at rest, and at its highest while a large file is brought and looked over."""
    for name, act in (("brought", lambda: desk.bring(path)), ("looked over", lambda: desk.wait_for("/review/"))):
        desk.forget_peak()
        before = desk.memory("VmRSS")
        act()
        print(f"{name:<22}{before:>9.0f} before{desk.memory('VmHWM') - before:>+9.0f} at its highest", flush=True)


class Desk:
    """One person at a browser, as far as HTTP goes."""

    def __init__(self, address, session, process):
        self.address, self.process, self.at = address, process, None
        self.cookies = CookieJar()
        self.cookies.set_cookie(session)
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path):
        return self._ask(urllib.request.Request(self.address + path))

    def _ask(self, request):
        with self.opener.open(request) as answer:
            self.at = urllib.parse.urlsplit(answer.url).path
            self.page = answer.read().decode()
        return self.page

    def _form_token(self):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)[1]

    def bring(self, path):
        self.get(URL)
        boundary, fields = uuid.uuid4().hex, {"csrfmiddlewaretoken": self._form_token(), "register": "auto"}
        part = f'--{boundary}\r\nContent-Disposition: form-data; name="'
        head = "".join(f'{part}{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        head += f'{part}file"; filename="{path.name}"\r\n\r\n'
        body = head.encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        self._ask(urllib.request.Request(self.address + URL, body, kind))

    def press(self, button):
        """The button of that address on the page of the upload at hand."""
        here = self.at.rsplit("/", 2)[0]
        if button == "undo":
            self.get(f"{here}/undo/")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self._form_token()}).encode()
        self._ask(urllib.request.Request(f"{self.address}{here}/{button}/", body))

    def wait_for(self, ending):
        """Ask where the upload stands until its page is the one named."""
        here, began = self.at.rsplit("/", 2)[0], time.monotonic()
        while not self.at.endswith(ending):
            assert time.monotonic() - began < PATIENCE, f"still at {self.at}"
            time.sleep(PAUSE)
            self.get(f"{here}/")

    def memory(self, kind):
        """MiB. VmRSS: now; VmHWM: at most since forget_peak."""
        (child,) = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        told = Path(f"/proc/{child}/status").read_text()
        return int(re.search(rf"{kind}:\s+(\d+)", told)[1]) / 1024

    def forget_peak(self):
        (child,) = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        Path(f"/proc/{child}/clear_refs").write_text("5")


@contextmanager
def web(person):
    """The site behind gunicorn, and the person signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with running(*WEB, "--bind", f"127.0.0.1:{port}") as process:
        address = f"http://127.0.0.1:{port}"
        _answers(f"{address}/healthz")
        yield Desk(address, _cookie(settings.SESSION_COOKIE_NAME, client.session.session_key), process)


def _cookie(name, value):
    """Of this machine, for as long as the program runs."""
    given = {"version": 0, "name": name, "value": value, "port": None, "port_specified": False, "domain": "127.0.0.1"}
    given |= {"domain_specified": True, "domain_initial_dot": False, "path": "/", "path_specified": True, "secure": False}
    return Cookie(**given, expires=None, discard=True, comment=None, comment_url=None, rest={})


def _answers(address):
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            return urllib.request.urlopen(address).read()
        except OSError:
            time.sleep(PAUSE)
    raise AssertionError("the site does not answer")


@contextmanager
def running(*command):
    process = subprocess.Popen(
        [sys.executable, *command], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _register(path, size, department):
    from benchmarks import workbook

    workbook.write(path, workbook.invent(size, by=department))
    return path


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*given, *(5_000, 100_000)[len(given) :])
