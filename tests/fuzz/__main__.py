"""The command: damage sound files at random for a while, try each, count what became of them, keep those that did harm."""

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tests import scratch

SHOWN = 20


def main(arguments):
    options = _options(arguments)
    with scratch.database(options.database):
        return run(options, _person())


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--most", type=int, default=None, metavar="N", help="stop after N files")
    parser.add_argument("--keep", type=Path, default=None, metavar="FOLDER", help="where the files that did harm are kept")
    parser.add_argument("--through", action="store_true", help="import what was planned too, and undo it again")
    parser.add_argument("--database", choices=scratch.ENGINES, help="default: that of DATABASE_URL, else sqlite")
    return parser.parse_args(arguments)


def _person():
    """One person who may import, in the small town's regions."""
    from tests import factories
    from xiaoyi_partybuild.accounts.roles import Role

    for code in factories.NAMES:
        factories.region(code)
    return factories.user(Role.DEPARTMENT, region=factories.region(), username="department", name="李文")


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
