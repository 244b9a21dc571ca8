"""Export of organizations beside django-import-export from the same database: python -m benchmarks.exports [ROWS …]

Ours writes the whole official register (title, merged header, borders, widths, row heights, print set-up), with the states
and former names of the organizations, as far as the reach of the person who asks goes. The peer writes 16 columns of the
organizations alone, unstyled, as its admin does. Each run has a process of its own. Needs benchmarks/requirements.txt.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import site

RUNS = ("ours", "peer")
SIZES = (10_000, 100_000)


def main(sizes):
    print(f"{'organizations':<15}{'run':<24}{'seconds':>9}{'cpu s':>9}{'rows/s':>9}{'peak MB':>9}{'file MB':>9}")
    for rows in sizes:
        for name in RUNS:
            command = [sys.executable, "-m", "benchmarks.exports", name, str(rows)]
            last = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
            told = json.loads(last)
            print(
                f"{rows:<15,}{name:<24}{told['seconds']:>9.2f}{told['cpu']:>9.2f}{rows / told['seconds']:>9,.0f}"
                f"{told['peak']:>9.0f}{told['size']:>9.1f}"
            )


def one(name, rows):
    """One run, in this process; the last line printed is its result as JSON."""
    department = site.start()
    _fill(rows, department)
    run = {"ours": ours, "peer": peer}[name]
    with tempfile.TemporaryDirectory() as room:
        path = Path(room, "register.xlsx")
        base = _peak_megabytes()
        began, busy = time.perf_counter(), time.process_time()
        run(path, department)
        told = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - busy}
        told |= {"peak": _peak_megabytes() - base, "size": path.stat().st_size / 1e6}
    print(json.dumps(told))


def _fill(rows, department):
    """In another process: what filling leaves in memory is nobody's."""
    import os

    child = os.fork()
    if not child:
        from django.db import connection

        connection.close()
        from benchmarks import workbook
        from xiaoyi_partybuild.access import writing

        writing.save_all(workbook.invent(rows, by=department), by=department, title=f"{rows} organizations")
        connection.close()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def _peak_megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(path, department):
    from django.utils import timezone

    from xiaoyi_partybuild.registers import export, register, sheet

    declared, on = register.get("organizations"), timezone.localdate()
    sheet.write(
        export.build(declared, declared.listed(by=department, on=on), by=department, on=on), str(path), unit="组织部"
    )


def peer(path, department):
    from benchmarks.imports import _resource
    from orgs.models import Organization

    path.write_bytes(_resource().export(Organization.objects.visible_to(department)).xlsx)


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] in RUNS:
        one(sys.argv[1], int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or SIZES)
