"""The project's own list of regions; the table stays editable, so what the office changed since is never overwritten."""

import csv
from pathlib import Path

from django.db import transaction

from xiaoyi_partybuild.access import writing

from .models import Region

OWN_LIST = Path(__file__).parent / "data" / "regions.csv"


def load(*, by, path=OWN_LIST):
    """Add the regions that are missing, parents first; returns how many were added."""
    known = {region.code: region for region in Region.objects.all()}
    missing = [row for row in read(path) if row["code"] not in known]
    if missing:
        with transaction.atomic():
            batch = writing.open_batch(by=by, title="载入区域")
            for generation in generations(missing, known):
                writing.write_into(batch, generation, by=by)
    return len(missing)


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def generations(rows, known):
    """Unsaved regions whose parents are stored already; `known` grows with each generation."""
    while rows:
        ready = [row for row in rows if not row["parent"] or row["parent"] in known]
        if not ready:
            raise ValueError(f"区域 {rows[0]['code']} 的上级 {rows[0]['parent']} 不在名单里")
        fresh = [Region(code=row["code"], name=row["name"], parent=known.get(row["parent"])) for row in ready]
        yield fresh
        known.update({region.code: region for region in fresh})
        rows = [row for row in rows if row["code"] not in known]
