"""What sealed values cost: python -m benchmarks.sealed [--rows 100000] [--kills 50]

Reading 10,000 members with their numbers and without; exchanging the keys of all rows; then kill -9 in the midst of it, so
many times, with every value read after each. DATABASE_URL names a PostgreSQL; without it an SQLite file is used.
"""

import argparse
import os
import random
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.trials import site

READ = 10_000
ROOT = Path(__file__).resolve().parents[1]


def main(rows, kills):
    with tempfile.TemporaryDirectory() as room:
        os.environ["FIELD_KEY"] = secrets.token_urlsafe(48)
        fill(site.start(Path(room), os.environ.get("DATABASE_URL", "")), rows)
        plain, opened = read(False), read(True)
        print(
            f"read {READ:,} members: {plain:.2f} s without, {opened:.2f} s with ID number and phone: {opened - plain:+.2f} s"
        )
        print(f"exchange the keys of {rows:,} rows: {exchanged(room):.1f} s; old rows left: {left()}")
        if kills:
            print(f"kill -9 × {kills}: {killed(room, kills, rows)}")


def fill(person, rows):
    from branches.models import Member
    from tests import factories
    from xiaoyi_partybuild.access import writing

    home = factories.branch(region=factories.region(factories.XIAOYI + "001"))
    made = (
        Member(name=f"党员{n}", category="full", home_branch=home, id_number=f"1411811990{n:08d}", phone=f"138{n:08d}")
        for n in range(rows)
    )
    writing.save_all(made, by=person, title="rows")


def read(opening):
    from branches.models import Member

    began = time.perf_counter()
    for row in Member.objects.all()[:READ]:
        if opening:
            assert row.id_number.startswith("1411811990")
            assert row.phone.startswith("138")
        else:
            assert row.name
    return time.perf_counter() - began


def left():
    from xiaoyi_partybuild.access import rotation

    return sum(rotation.waiting(model, fields).count() for model, fields in rotation.sealed_models().items())


def exchanged(room):
    """Seconds; afterwards this process knows the new key, too."""
    took = time.perf_counter()
    command = begin(room)
    assert command.wait() == 0
    return time.perf_counter() - took


def begin(room):
    """`manage.py rotate_keys` with a new key, as an administrator starts it."""
    from django.conf import settings

    old = Path(room, f"old-{secrets.token_hex(4)}")
    old.write_text(settings.FIELD_KEY)
    old.chmod(0o400)
    settings.FIELD_KEYS_OLD = [settings.FIELD_KEY]
    settings.FIELD_KEY = os.environ["FIELD_KEY"] = secrets.token_urlsafe(48)
    os.environ["FIELD_KEYS_OLD_FILES"] = str(old)
    return started()


def started():
    return subprocess.Popen([sys.executable, "manage.py", "rotate_keys"], cwd=ROOT, stdout=subprocess.DEVNULL)


def killed(room, kills, rows):
    """Kill at a moment drawn by lot; after each death all values open; started again, it finishes."""
    dice, done, unreadable, resumed = random.Random(1), 0, 0, 0
    while done < kills:
        process = begin(room)
        while process.poll() is None and done < kills:
            time.sleep(dice.uniform(0.3, 2.5))
            process.kill()
            was_running = process.wait() != 0
            done += was_running
            unreadable += broken(rows)
            process = started()
            resumed += was_running
        assert process.wait() == 0
        assert left() == 0
    return f"{unreadable} unreadable values, {resumed} times gone on, old rows left: {left()}"


def broken(rows):
    from branches.models import Member
    from xiaoyi_partybuild.access.fields import UNREADABLE

    found = [(row.id_number, row.phone) for row in Member.objects.only("id_number", "phone").iterator()]
    assert len(found) == rows
    return sum(value == UNREADABLE for pair in found for value in pair)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--kills", type=int, default=0)
    given = arguments.parse_args()
    main(given.rows, given.kills)
