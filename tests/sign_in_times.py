"""How long a refused sign-in takes, by why it was refused: python -m tests.sign_in_times [TRIES]

The real hasher on SQLite; the kinds take turns, so that a busy machine slows each alike. Ends badly where a median is more
than a tenth away from that of a wrong password.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.trials import site

A_TENTH = 0.1
PER_ACCOUNT = 4  # one below what locks
WRONG = "wrong password"


def main(tries=200):
    with tempfile.TemporaryDirectory(prefix="partybuilding-times-") as room:
        site.start(Path(room), "")
        medians = {kind: median(taken) for kind, taken in measured(tries).items()}
    for kind, seconds in medians.items():
        print(f"{kind:15} {1000 * seconds:6.1f} ms  {seconds / medians[WRONG] - 1:+.1%}")
    return int(any(abs(seconds / medians[WRONG] - 1) > A_TENTH for seconds in medians.values()))


def measured(tries):
    """Seconds of each try, by kind."""
    from tests import factories

    for number in range(tries // PER_ACCOUNT + 1):
        factories.user(username=f"known{number}")
        factories.user(username=f"gone{number}", is_active=False)
    factories.user(username="locked")
    for number in range(5):
        taken_by("locked", -1 - number)
    taken = {WRONG: [], "unknown name": [], "disabled": [], "locked": []}
    for number in range(tries):
        account = number // PER_ACCOUNT
        for kind, name in zip(taken, (f"known{account}", f"nobody{number}", f"gone{account}", "locked"), strict=True):
            taken[kind].append(taken_by(name, 4 * number))
    return taken


def taken_by(name, number):
    """Each from an address of its own: those have limits, too."""
    from django.test import Client

    client = Client(REMOTE_ADDR=f"10.{number % 251}.{number // 251 % 251}.{len(name)}")
    began = time.perf_counter()
    client.post("/login/", {"username": name, "password": "not the password"})
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
