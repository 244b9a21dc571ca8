"""The command: so many questions to every operation of the API, a table of the answers, each fault's smallest question."""

import argparse
import logging
import random
import sys
from collections import Counter

from tests import scratch


def main(arguments):
    options = _options(arguments)
    with scratch.database(options.database):
        return run(options)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.api_fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000, help="questions to each operation")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", default="", help="operations whose address contains this")
    parser.add_argument("--database", choices=scratch.ENGINES, help="default: that of DATABASE_URL, else sqlite")
    return parser.parse_args(arguments)


def run(options):
    from tests.api_fuzz import questions, trial, world

    logging.disable(logging.CRITICAL)
    site, total, faults = world.told(), Counter(), []
    print(f"seed {options.seed}, {options.cases} questions to each operation, {len(site.people)} people", flush=True)
    for operation in questions.operations():
        if options.only not in operation.path:
            continue
        try:
            statuses = trial.tried(operation, site, cases=options.cases, number=options.seed)
            total += statuses
            print(f"{operation.label:<45}{_told(statuses)}", flush=True)
        except Exception as error:
            faults.append(operation.label)
            print(f"{operation.label:<45}FAULT {scratch.told_of(error)}", flush=True)
    print(f"\n{sum(total.values())} answers: {_told(total)}; {len(faults)} operations with faults")
    return int(bool(faults) or not total)


def _told(statuses):
    return "  ".join(f"{status} × {times}" for status, times in sorted(statuses.items()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
