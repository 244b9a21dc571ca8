"""How long the workbench and the lists take at 101 and at 10,000 organizations: python -m benchmarks.pages [SIZE …]

The whole request in this process: middleware, session, scope, queries, template. p50 and p95 in milliseconds.
"""

import statistics
import sys
import time

from benchmarks import site

ROUNDS = 30
PAGES = (
    ("workbench", "/"),
    ("trend", "/trend/"),
    ("organizations", "/organizations/"),
    ("organizations, owing", "/organizations/?show=owing"),
    ("branches", "/branches/"),
)


def main(sizes):
    department = site.start()
    from django.test import Client
    from django.utils import timezone

    from benchmarks import county

    client = Client(headers={"host": "localhost"})
    client.force_login(department)
    have = 0
    print(f"{site.engine()}, {ROUNDS} rounds\n{'page':<24}{'organizations':>14}{'p50 ms':>10}{'p95 ms':>10}")
    for size in sizes:
        county.fill(size, by=department, on=timezone.localdate()) if not have else None
        have = size
        for name, address in PAGES:
            p50, p95 = measure(client, address)
            print(f"{name:<24}{size:>14,}{p50:>10.1f}{p95:>10.1f}")


def measure(client, address):
    """Milliseconds of one request, median and 95th percentile, after one warm-up."""
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    cuts = statistics.quantiles(times[1:], n=20)
    return statistics.median(times[1:]), cuts[-1]


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000])
