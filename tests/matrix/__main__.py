"""The whole matrix: python -m tests.matrix [--workers 2]; the last line says whether any answer was wrong."""

import argparse
import os
import resource
import subprocess
import sys
import time


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--part", type=int, help="the part of one worker, from 0")
    told = parser.parse_args()
    if told.part is None:
        began = time.monotonic()
        failed = spread(told.workers)
        told_of = "wrong answers, see above" if failed else "0 wrong"
        worked = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = f"{worked.ru_utime + worked.ru_stime:.0f} s of the processor, {time.monotonic() - began:.0f} s by the clock"
        print(f"{took}, {told.workers} workers: {told_of}")
        return int(failed)
    return one_part(told.part, told.workers)


def spread(workers):
    """Each worker with a database of its own."""
    command = [sys.executable, "-m", "tests.matrix", "--workers", str(workers), "--part"]
    running = [subprocess.Popen([*command, str(part)]) for part in range(workers)]
    return max(process.wait() for process in running)


def one_part(part, workers):
    from tests.matrix import running

    with running.database(f"matrix{part}"):
        return running.whole(part, workers)


if __name__ == "__main__":
    sys.exit(main())
