"""What it takes to undo a large import, nothing changed since: python -m benchmarks.undoing [ROWS]

ROWS (100,000) organizations are written as one Batch, looked at as the undo's page does, and undone, in one process.
BENCHMARK_DATABASE_URL as for benchmarks.imports. cpu: of this process, not of a database server; peak: of its memory
while the step lasts, above what it held before (Linux).
"""

import sys
import time
from pathlib import Path

from benchmarks import site


def main(rows):
    department = site.start()
    from benchmarks import workbook
    from orgs.models import Organization
    from xiaoyi_partybuild.access import writing
    from xiaoyi_partybuild.access.undo import survey, undo

    made = list(workbook.invent(rows, by=department))
    print(f"{site.engine()}, {rows:,} organizations, 20 columns", flush=True)
    print(f"{'':<10}{'seconds':>9}{'cpu':>9}{'peak MB':>9}")
    batch = _measured("write", lambda: writing.save_all(made, by=department, title="undone again"))
    made.clear()
    _measured("look", lambda: survey(batch))
    _measured("undo", lambda: undo(batch, by=department))
    assert not Organization.objects.visible_to(department).exists()


def _measured(name, work):
    held = _peak_of_now()
    began, cpu = time.perf_counter(), time.process_time()
    done = work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"{name:<10}{seconds:>9.1f}{cpu:>9.1f}{_megabytes('VmHWM') - held:>9.0f}", flush=True)
    return done


def _peak_of_now():
    """Forget the peak so far; returns what is held at this moment."""
    Path("/proc/self/clear_refs").write_text("5")
    return _megabytes("VmRSS")


def _megabytes(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
