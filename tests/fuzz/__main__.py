"""The command: damage sound files at random for a while, try each, count what became of them, keep those that did harm."""

import argparse
import logging
import os
import random
import sys
import time
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests import postgres, tools

SHOWN = 20


def main(arguments):
    options = _options(arguments)
    with _database(options.database) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        import django

        django.setup()
        with _site() as person:
            return run(options, person)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--most", type=int, default=None, metavar="N", help="stop after N files")
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER", help="where the files that did harm are kept")
    parser.add_argument("--through", action="store_true", help="import what was planned too, and undo it again")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="default: that of DATABASE_URL, else sqlite")
    return parser.parse_args(arguments)


def _database(name):
    if name == "postgresql":
        return postgres.throw_away(tools.postgresql())
    return nullcontext("" if name else os.environ.get("DATABASE_URL", ""))


@contextmanager
def _site():
    """An empty database with the small town's regions and one person who may import."""
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable(logging.WARNING)
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"fuzz_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        from tests import factories
        from xiaoyi_partybuild.accounts.roles import Role

        for code in factories.NAMES:
            factories.region(code)
        yield factories.user(Role.DEPARTMENT, region=factories.region(), username="department", name="李文")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def run(options, person):
    from tests.fuzz import damage, seeds, trial

    dice, files, began = random.Random(options.seed), seeds.found(), time.monotonic()
    print(f"seed {options.seed}, {len(files)} sound files", flush=True)
    kinds, sentences, harm, slowest = Counter(), Counter(), [], 0
    while time.monotonic() - began < options.seconds and sum(kinds.values()) != options.most:
        name = seeds.drawn(files, dice)
        data = damage.damaged(files[name], files[seeds.drawn(files, dice)], dice)
        outcome = trial.tried(data, name, by=person, through=options.through)
        kinds[outcome.kind] += 1
        sentences[outcome.sentence] += 1
        slowest = max(slowest, outcome.seconds)
        if outcome.faults:
            harm.append((name, outcome.faults))
            _keep(options.keep, len(harm), name, data)
            print(f"FAULT in {name}: {'; '.join(outcome.faults)}", flush=True)
    _summary(kinds, sentences, harm, slowest)
    return int(bool(harm) or not kinds)


def _keep(folder, number, name, data):
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        Path(folder, f"{number:03d} {name}").write_bytes(data)


def _summary(kinds, sentences, harm, slowest):
    total = sum(kinds.values())
    print(f"\n{total} damaged files, the slowest {slowest:.1f} s of computing")
    print(f"{'ended in a plan':<36}{kinds['plan']:>6}")
    print(f"{'ended in a plain sentence':<36}{kinds['sentence']:>6}")
    print(f"{'did harm':<36}{len(harm):>6}")
    for sentence, times in sentences.most_common(SHOWN):
        print(f"{times:>6}  {sentence or '(a plan)'}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
