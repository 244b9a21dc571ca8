"""Work on a real site, then search every byte it left: python -m tests.raw_bytes [--database postgresql]

A roster is brought, corrected, marked, imported; numbers are shown and taken along; a backup is made; one person is erased.
Searched are the database with its log, temporary files, logs, uploads and the backup; with PostgreSQL the server's folder.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import traceback
from contextlib import nullcontext
from pathlib import Path

from tests import tools
from tests.trials import site
from tests.trials.__main__ import _postgresql as postgresql

FORMS = ("utf-8", "utf-16-le", "unicode_escape")
REASON = {"reason": "check", "detail": "核对"}


def main(database):
    server = nullcontext("") if database == "sqlite" else postgresql()
    with server as url, tempfile.TemporaryDirectory(prefix="partybuilding-bytes-") as room:
        places = Path(room)
        os.environ["TMPDIR"] = tempfile.tempdir = str(places / "tmp")
        (places / "tmp").mkdir()
        os.dup2(os.open(places / "stderr.log", os.O_WRONLY | os.O_CREAT, 0o600), 2)
        try:
            return run(places, url)
        except Exception:
            traceback.print_exc(file=sys.stdout)
            return 1


def run(room, url):
    person = site.start(room / "data", url)
    from tests.raw_bytes.people import NAMES, NUMBERS

    work(person)
    searched = [room, *servers_folder()]
    backup(room)
    complaints = told("after the work", found(searched, NUMBERS))
    names = found(searched, NAMES)
    complaints += [] if names else ["the search itself finds nothing: names stand in the database, and it did not see them"]
    gone = erase(room)
    complaints += told("after one person was erased", found(searched, [*NUMBERS, *gone]))
    print("\n".join(complaints) or f"no number in {sum(1 for _ in files(searched))} files")
    return int(bool(complaints))


def work(person):
    """As the person at the desk does it, the worker's part in this process."""
    from django.test import Client, override_settings

    from tests import factories
    from tests.raw_bytes.people import FIRST, roster
    from tests.registers.wizard import bring, page
    from xiaoyi_partybuild.accounts.roles import Role
    from xiaoyi_partybuild.registers import rows, tasks

    tasks.AT_ONCE = rows.KEPT = 0  # as with a large file: the worker's part, and rows put away on the disk
    override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}).enable()
    factories.user(Role.DEPARTMENT, region=factories.region(), username="colleague", name="同事")
    branch = factories.branch(region=factories.region(factories.XIAOYI + "001"), name="绵羊协会党支部")
    desk = Client()
    desk.force_login(person)
    bring(desk, roster(), name="花名册.xlsx")
    desk.post(page("fix"), {"cell": "C2", "text": FIRST})
    desk.post(page("order_marked"))
    desk.get(page("marked_file"))
    desk.post(page("commit"))
    look(desk, branch)


def look(desk, branch):
    from branches.models import Member

    member = Member.objects.exclude(phone="").first()
    assert member is not None, "nobody was imported"
    desk.get(f"/branches/{branch.pk}/?q={branch.name}")
    shown = desk.post(f"/full-number/branches.member/{member.pk}/phone/", REASON)
    assert member.phone in shown.content.decode()
    assert desk.post("/import/forms/members.xlsx", REASON | {"full": "on"}).headers["Content-Type"].endswith("sheet")
    assert desk.get("/full-number/branches.member/x/phone/").status_code == 404


def backup(room):
    from django.db import connection

    (room / "backup").mkdir(exist_ok=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(room / "backup" / "site.sqlite3")])
        return
    known = connection.settings_dict
    address = f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    out = ["--format=plain", f"--file={room / 'backup' / 'site.sql'}"]
    subprocess.run([tools.postgresql() / "pg_dump", *out, address], check=True)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def servers_folder():
    from django.db import connection

    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        return [Path(cursor.fetchone()[0])]


def erase(room):
    """Returns the texts that nothing on the disk may hold any more."""
    from django.core.management import call_command
    from django.db import connection

    from branches.models import Member

    for path in (room / "backup").iterdir():
        path.unlink()  # an older backup holds whom it holds
    row = Member.objects.exclude(phone="").first()
    name = row.name
    options = {"reason": "本人要求", "by": "department", "second": "colleague"}
    call_command("erase_subject", f"branches.member:{row.pk}", **options, stdout=sys.stdout)
    return (
        [] if connection.vendor == "postgresql" else [name]
    )  # its log keeps what was, names in clear, until it is used anew


def files(folders):
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file())


def found(folders, texts):
    """{text: files in whose bytes it stands}."""
    forms = {text.encode(form): text for text in texts for form in FORMS}
    pattern = re.compile(b"|".join(re.escape(one) for one in forms))
    hits = {}
    for path in files(folders):
        for hit in set(pattern.findall(path.read_bytes())):
            hits.setdefault(forms[hit], []).append(path.name)
    return hits


def told(when, hits):
    return [f"{when}: {text} in {', '.join(names)}" for text, names in hits.items()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.raw_bytes", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    sys.exit(main(parser.parse_args().database))
