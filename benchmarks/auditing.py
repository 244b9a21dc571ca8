"""The auditor's search and who_saw on a long record: python -m benchmarks.auditing [EVENTS]

Events as an office leaves them in years: a person's data seen now and then, one export in five thousand, one refusal in a
thousand, every tenth event a batch with one change. Seconds of the wall, the slower of two calls. BENCHMARK_DATABASE_URL:
as benchmarks.site says.
"""

import sys
import time
from datetime import datetime, timedelta
from itertools import repeat
from zoneinfo import ZoneInfo

from benchmarks import site

AT_ONCE, PERSONS = 50_000, 5_000
FIRST, YEARS = datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai")), 3 * 365 * 86_400
ASKED = (
    {},
    {"kind": "exported"},
    {"kind": "merged"},
    {"result": "refused"},
    {"result": "failed"},
    {"who": "department"},
    {"who": "李"},
    {"who": "nobody"},
    {"since": "2026-06-01"},
    {"until": "2024-01-03"},
    {"since": "2031-01-01"},
    {"kind": "exported", "result": "refused"},
    {"about": "branches.member", "about_pk": "7"},
    {"about": "orgs.region"},
    {"number": "0a1b2c3d"},
)


def main(count):
    department = site.start()
    from xiaoyi_partybuild.access import bulk
    from xiaoyi_partybuild.access.models import Batch, Change, Event

    for start in range(0, count, AT_ONCE):
        _tell(range(start, min(start + AT_ONCE, count)), count, department)
    bulk.take_stock([Batch, Change, Event])
    print(f"{count:,} events, {site.engine()}", flush=True)
    _search()
    _who_saw(department)


def _tell(numbers, count, by):
    from xiaoyi_partybuild.access import bulk
    from xiaoyi_partybuild.access.models import Batch, Change, Event

    batches = _batches(Batch, numbers[::10], by)
    bulk.create([_change(Change, batch, number) for batch, number in zip(batches, numbers[::10], strict=True)])
    keys = bulk.new_keys(Event, len(numbers), "default")
    facts = [{"register": "members", "rows": 9} if _kind(n) == "exported" else {} for n in numbers]
    told = {
        "id": keys,
        "at": [FIRST + timedelta(seconds=YEARS * n // count) for n in numbers],
        "by_id": repeat(by.pk),
        "address": repeat("10.0.0.1"),
        "number": [f"{n:08x}" for n in numbers],
        "kind": list(map(_kind, numbers)),
        "result": ["refused" if n % 1_000 == 1 else "ok" for n in numbers],
        "batch_id": [batches[(n - numbers[0]) // 10].pk if n % 10 == 0 else None for n in numbers],
        "model": repeat("branches.member"),
        "object_pk": [n % PERSONS for n in numbers],
        "text": repeat(""),
        "reason": repeat(""),
        "facts": facts,
    }
    bulk.insert(Event, list(told), list(told.values()))


def _kind(number):
    if number % 5_000 == 3:
        return "exported"
    return ("changed", "listed", "listed", "signed in", "changed", "unmasked", "listed", "signed out", "changed", "changed")[
        number % 10
    ]


def _batches(model, numbers, by):
    from xiaoyi_partybuild.access import bulk

    rows = [model(by=by, title=f"{n}") for n in numbers]
    bulk.create(rows)
    return rows


def _change(model, batch, number):
    return model(
        batch=batch, action="update", model="branches.member", object_pk=number % PERSONS, before={}, after={"remark": "x"}
    )


def _search():
    """Every question by itself, its first page and the one after it."""
    from xiaoyi_partybuild.access.models import Event
    from xiaoyi_partybuild.accounts import record
    from xiaoyi_partybuild.accounts.forms import AuditForm

    for asked in ASKED:
        form = AuditForm(asked)
        assert form.is_valid(), form.errors
        found = form.narrow(Event.objects.select_related("by"))
        _, older = _timed(str(asked), lambda found=found: record.after(found, None, 50))
        if older:
            _timed("  the page after it", lambda found=found, older=older: record.after(found, older, 50))


def _who_saw(department):
    """A person in the register with everything that hangs on it, asked as the command asks."""
    import io

    from django.core.management import call_command

    from branches.models import Branch, Member
    from orgs.models import Region
    from xiaoyi_partybuild.access import writing
    from xiaoyi_partybuild.access.scoping import SYSTEM

    region = Region.objects.visible_to(SYSTEM).get(code=site.REGION)
    branch = writing.save(Branch(name="一支部", region=region), by=SYSTEM)
    member = writing.save(Member(name="张三", category="full", home_branch=branch), by=SYSTEM)
    out = io.StringIO()
    _timed("who_saw", lambda: call_command("who_saw", f"branches.member:{member.pk}", stdout=out))


def _timed(name, call):
    took = []
    for _ in range(2):
        began = time.perf_counter()
        found = call()
        took.append(time.perf_counter() - began)
    print(f"{name:<60}{max(took):>8.3f} s", flush=True)
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
