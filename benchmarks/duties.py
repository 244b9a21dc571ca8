"""The year's table of what is due, 1,000 branches × 12 months on one page: python -m benchmarks.duties

The whole request: middleware, session, scope, queries, table. Milliseconds, median and 95th percentile, and the queries.
"""

import random
from datetime import date

from benchmarks import pages, site

BRANCHES, SEED = 1_000, 20261123
ADDRESS = "/branches/due/?year=2026"


def main():
    department = site.start()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    fill(department)
    client = Client(headers={"host": "localhost"})
    client.force_login(department)
    p50, p95 = pages.measure(client, ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        size = len(client.get(ADDRESS).content)
    print(
        f"{site.engine()}: {BRANCHES:,} branches, p50 {p50:.0f} ms, p95 {p95:.0f} ms, {len(asked)} queries, {size:,} bytes"
    )


def fill(by):
    """Branches with a committee each and most of their meetings of the year held."""
    from branches.enums import MeetingType, PostTitle
    from branches.models import Branch, Meeting, Post
    from orgs.models import Region
    from xiaoyi_partybuild.access import writing

    dice = random.Random(SEED)
    regions = list(Region.objects.visible_to(by).filter(code__startswith="141181"))
    branches = [
        Branch(name=f"第{number:04d}党支部", region=dice.choice(regions), start="2016-07-01") for number in range(BRANCHES)
    ]
    posts = [Post(branch=branch, title=PostTitle.ORGANIZATION, name="李强", start="2020-01-01") for branch in branches]
    held = [
        Meeting(type=kind, branch=branch, held_on=date(2026, month, dice.randint(1, 28)), topic=kind.label)
        for branch in branches
        for month in range(1, 12)
        for kind in (MeetingType.PARTY_DAY, MeetingType.COMMITTEE, MeetingType.GENERAL)
        if dice.random() < 0.7
    ]
    writing.save_all([*branches, *posts, *held], by=by, title="1,000 branches")


if __name__ == "__main__":
    main()
