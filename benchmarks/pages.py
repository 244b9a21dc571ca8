"""How long the workbench and the lists take at 101 and at 10,000 organizations: python -m benchmarks.pages [SIZE …]

Each size has a process and a database of its own. The whole request: middleware, session, scope, queries, template.
Milliseconds, median and 95th percentile, beside a signed-in page with one query in the same process.
"""

import statistics
import subprocess
import sys
import time

from benchmarks import site

SIZES = ("101", "10000")
ROUNDS = 30
PAGES = (
    ("one query (my imports)", "/import/mine/"),
    ("workbench", "/"),
    ("trend, fetched by the workbench", "/trend/"),
    ("organizations", "/organizations/"),
    ("organizations, owing", "/organizations/?show=owing"),
    ("branches", "/branches/"),
    ("likely duplicates", "/organizations/duplicates/"),
)


def main(sizes):
    print(f"{'page':<34}{'organizations':>14}{'p50 ms':>10}{'p95 ms':>10}", flush=True)
    for size in sizes:
        subprocess.run([sys.executable, "-m", "benchmarks.pages", "--one", size], check=True)


def one(size):
    department = site.start()
    from django.test import Client
    from django.utils import timezone

    from benchmarks import county

    county.fill(size, by=department, on=timezone.localdate())
    client = Client(headers={"host": "localhost"})
    client.force_login(department)
    for name, address in PAGES:
        p50, p95 = measure(client, address)
        print(f"{name:<34}{size:>14,}{p50:>10.1f}{p95:>10.1f}", flush=True)


def measure(client, address):
    """Milliseconds of one request, median and 95th percentile, after one warm-up."""
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    return statistics.median(times[1:]), statistics.quantiles(times[1:], n=20)[-1]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(sys.argv[1:] or SIZES)
