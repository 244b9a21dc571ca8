"""Sealing and verifying the record: python -m benchmarks.record [ROWS]

Writes so many changes of one organization each as an import writes them, seals them, verifies them. Seconds of the wall;
cpu: of this process, not of a database server. BENCHMARK_DATABASE_URL: as benchmarks.site says.
"""

import sys
import time

from benchmarks import site


def main(rows):
    department = site.start()
    from benchmarks import workbook
    from xiaoyi_partybuild.access import chain, verifying, writing

    writing.save_all(workbook.invent(rows, by=department), by=department, title=f"{rows} organizations")
    _told("seal", lambda: chain.seal_all(), rows)
    report = _told("verify", lambda: verifying.verify(), rows)
    assert report.fault == "", report.fault
    print(f"{report.rows:,} rows in {report.seals} seals")


def _told(name, call, rows):
    began, cpu = time.perf_counter(), time.process_time()
    found = call()
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    print(f"{name:<8}{seconds:>8.2f} s  cpu {used:>6.2f} s  {rows / seconds:>10,.0f} rows/s", flush=True)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
