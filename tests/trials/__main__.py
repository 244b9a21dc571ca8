"""The command: so many rounds of import and undo on one database, a table of what the kills left behind."""

import argparse
import random
import sys
import tempfile
from contextlib import contextmanager, nullcontext

import psycopg2

from tests import postgres, tools
from tests.trials import site


def main(arguments):
    options = _options(arguments)
    server = nullcontext("") if options.database == "sqlite" else _postgresql()
    with tempfile.TemporaryDirectory(prefix="partybuilding-trials-") as room, server as url:
        person = site.start(room, url)
        return run(options, person)


@contextmanager
def _postgresql():
    """A server with an empty database; the trials are no tests, for which Django would make one."""
    with postgres.throw_away(tools.postgresql()) as url:
        connection = psycopg2.connect(f"{url.rpartition('/')[0]}/postgres")
        connection.autocommit = True
        connection.cursor().execute("CREATE DATABASE partybuilding")
        connection.close()
        yield url


def _options(arguments):
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--rows", type=int, default=800)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    return parser.parse_args(arguments)


def run(options, person):
    from tests.trials.trial import Trials

    trials = Trials(person, options.rows, options.rows // 4, random.Random(options.seed))
    trials.measure()
    print(f"{options.database}, {options.rows} rows, seed {options.seed}", flush=True)
    print(f"an import takes {trials.takes['import']:.2f} s, an undo {trials.takes['undo']:.2f} s", flush=True)
    for _ in range(options.trials):
        trials.one()
    return _table(trials.tallies)


def _table(tallies):
    print(f"\n{'killed in':<10}{'kills':>7}{'(writing)':>11}{'nothing':>9}{'all':>6}{'partial':>9}{'taken up':>15}")
    for work, tally in tallies.items():
        nothing, everything, partial = (tally.found[one] for one in ("nothing written", "all written", "PARTIAL"))
        kills, again = sum(tally.found.values()), tally.went_on["taken up"]
        print(f"{work:<10}{kills:>7}{tally.writing:>11}{nothing:>9}{everything:>6}{partial:>9}{again:>15}")
    complaints = [one for tally in tallies.values() for one in tally.complaints]
    print("\n".join(complaints) or "no complaint")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
