"""A throw-away PostgreSQL server of the tests' own, run by an ordinary user and gone when the tests end."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

# It may lose everything on a crash; it has nothing to lose. Every test is rolled back: statistics taken in between would
# tell the planner that the tables are empty, and its plans would then take minutes.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
ORDINARY_USERS = ("postgres", "nobody")
# The site's own temporary files lie where no other user may enter.
FOR_EVERYBODY = os.environ.get("TMPDIR", "/tmp")


@contextmanager
def throw_away(binaries):
    """Start a server from the folder of its binaries; yields a DATABASE_URL."""
    room = Path(tempfile.mkdtemp(prefix="partybuilding-postgresql-", dir=FOR_EVERYBODY))
    account = _account()
    try:
        password = _password_file(room / "password")
        if account:
            _hand_over(room, account)
        _run(binaries / "initdb", "-D", room / "data", "-U", "tests", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
             "--auth=scram-sha-256", f"--pwfile={room / 'password'}", room=room, account=account)  # fmt: skip
        port = _free_port()
        with _running(binaries / "pg_ctl", room, account, port):
            yield f"postgresql://tests:{password}@127.0.0.1:{port}/partybuilding"
    finally:
        shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _running(pg_ctl, room, account, port):
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {room} {QUICK}"
    server = (pg_ctl, "-D", room / "data", "-w")
    try:
        _run(*server, "-l", room / "log", "-o", options, "start", room=room, account=account)
        yield
    finally:
        _run(*server, "-m", "immediate", "stop", room=room, account=account, must_work=False)


def _account():
    """PostgreSQL refuses to run as root; None for whoever is not root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam(next(name for name in ORDINARY_USERS if name in names))


def _password_file(path):
    password = secrets.token_urlsafe(24)
    path.write_text(password)
    return password


def _hand_over(room, account):
    for path in (room, *room.iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)


def _run(*command, room, account, must_work=True):
    """Run a command of PostgreSQL as the ordinary user; its output is shown when it fails."""
    as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    environment = {"PATH": os.environ["PATH"], "HOME": str(room), "LC_ALL": "C.UTF-8"}
    with tempfile.TemporaryFile("w+", dir=FOR_EVERYBODY) as output:
        done = subprocess.run(command, cwd=room, env=environment, stdout=output, stderr=output, **as_user)
        if done.returncode and must_work:
            output.seek(0)
            log = room / "log"
            raise RuntimeError(f"{command[0]} failed\n{output.read()}{log.read_text() if log.exists() else ''}")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
