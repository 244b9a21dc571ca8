"""`make test`: the whole suite on SQLite, in a real Chromium and on a real PostgreSQL where the machine has them.

The whole suite is spread over the machine's cores; a choice of it (make test ARGS="tests/orgs -x") runs plainly.

What is left out is said at the end with its reason; with CI=true nothing may be left out.
"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres, tools

ENOUGH = 95
# The domain rules and the engine: at least ENOUGH percent of their lines must have run.
MEASURED = [
    "xiaoyi_partybuild/access/*",
    "xiaoyi_partybuild/registers/*",
    "orgs/credit_code.py",
    "orgs/parameters.py",
    "orgs/querysets.py",
    "orgs/regions.py",
    "orgs/rule_numbers.py",
    "orgs/registers.py",
    "branches/breakdown.py",
    "branches/conditions.py",
    "branches/coverage.py",
    "branches/establishment.py",
    "branches/querysets.py",
    "branches/registers/*",
    "branches/standing.py",
    "branches/state.py",
]
NOT_RULES = ["*/migrations/*"]
# What drives the pages or reads files and sources, whatever database is below: once, in the SQLite run, is enough.
AGAIN = ["-m", "not browser and not once", "-p", "no:cacheprovider"]
SPREAD = ["--numprocesses", str(os.cpu_count()), "--dist", "worksteal", "--durations", "25"]
RUNNING = []
NOTHING_SELECTED = 5


def main(arguments):
    left_out = []
    if not tools.chromium():
        left_out.append("browser tests: no Chromium is installed")
    try:
        results = [on_sqlite(arguments), on_postgresql(arguments, left_out)]
    finally:
        stop_all()
    for reason in left_out:
        print(f"LEFT OUT: {reason}")
    if left_out and tools.ON_CI:
        print("CI=true allows nothing to be left out")
    return int(any(results) or bool(left_out and tools.ON_CI))


def on_sqlite(arguments):
    headline("SQLite")
    with tempfile.TemporaryDirectory() as room:
        measuring = {"COVERAGE_FILE": str(Path(room, "coverage")), "DATABASE_URL": ""}
        whole_suite = not arguments
        failed = pytest(["--cov", "--cov-report="] if whole_suite else [], arguments, measuring)
        return failed or (whole_suite and not_enough_covered(measuring))


def not_enough_covered(environment):
    headline(f"Line coverage of the domain rules and the engine, at least {ENOUGH} %")
    selection = [f"--include={','.join(MEASURED)}", f"--omit={','.join(NOT_RULES)}"]
    return run(["coverage", "report", "--show-missing", "--skip-covered", f"--fail-under={ENOUGH}", *selection], environment)


def on_postgresql(arguments, left_out):
    given = os.environ.get("TEST_DATABASE_URL")
    binaries = tools.postgresql()
    if given:
        headline("PostgreSQL named by TEST_DATABASE_URL")
        return pytest(AGAIN, arguments, {"DATABASE_URL": given})
    if not binaries:
        left_out.append("PostgreSQL run: no server binaries are installed, and TEST_DATABASE_URL names no server")
        return 0
    headline(f"PostgreSQL from {binaries}")
    with postgres.throw_away(binaries) as url:
        return pytest(AGAIN, arguments, {"DATABASE_URL": url})


def pytest(options, chosen, environment):
    """chosen: what `make test ARGS=` names; nothing for the whole suite."""
    result = run(["pytest", *options, *(chosen or SPREAD)], environment)
    return 0 if result == NOTHING_SELECTED and chosen else result


def run(module, environment):
    process = subprocess.Popen([sys.executable, "-m", *module], env=os.environ | environment)
    RUNNING.append(process)
    return process.wait()


def stop_all():
    """What still runs when the other run ended badly or somebody stopped us."""
    for process in RUNNING:
        if process.poll() is None:
            process.terminate()


def headline(text, said=None):
    print(f"\n== {text}", file=said, flush=True)


if __name__ == "__main__":
    # A polite kill ends the throw-away server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    sys.exit(main(sys.argv[1:]))
