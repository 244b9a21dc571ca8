"""The command: so many fillings of every form everybody meets, the answers counted, each fault's smallest filling."""

import argparse
import logging
import random
import sys
from collections import Counter

from tests import scratch


def main(arguments):
    options = _options(arguments)
    with scratch.database(options.database):
        logging.disable(logging.CRITICAL)
        return run(options)


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.form_fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100, help="fillings of each form")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", default="", help="forms whose address contains this")
    parser.add_argument("--database", choices=scratch.ENGINES, help="default: that of DATABASE_URL, else sqlite")
    return parser.parse_args(arguments)


def run(options):
    from tests.form_fuzz import forms, trial, world

    site = world.told()
    met = [form for form in forms.met_by(site) if options.only in form.address]
    print(f"seed {options.seed}, {len(met)} forms, {options.cases} fillings of each", flush=True)
    statuses, faults = Counter(), 0
    for form in met:
        try:
            trial.tried(form, site, cases=options.cases, number=options.seed, statuses=statuses)
        except Exception as error:
            faults += 1
            print(f"FAULT {form.person} {form.method} {form.address}\n    {scratch.told_of(error)}", flush=True)
    print("  ".join(f"{status} × {times}" for status, times in sorted(statuses.items())))
    print(f"{sum(statuses.values())} answers, {faults} forms with faults")
    return int(bool(faults) or not statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
