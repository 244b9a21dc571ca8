"""The project's own list of regions; the table stays editable, so what the office changed since is never overwritten."""

import csv
from pathlib import Path

from django.db import transaction

from xiaoyi_partybuild.access import events, writing

from .models import Region

CITY, CITY_CODE = "孝义市", "141181"
ABOVE = ("山西省", "吕梁市", CITY)
OFFICES = ("街道办事处", "办事处", "人民政府")
KINDS = ("街道", "镇", "乡")
CITY_ITSELF = ("", "市直", "市本级", "本级", "全市")
OWN_LIST = Path(__file__).parent / "data" / "regions.csv"


def spellings(text):
    """Further ways to look a region up: 孝义市兑镇镇, 新义街道办事处, 兑镇, 市直."""
    bare = text
    for name in ABOVE:
        bare = bare.removeprefix(name)
    for office in OFFICES:
        bare = bare.removesuffix(office)
    if bare in CITY_ITSELF:
        return [CITY]
    return [bare, *(bare + kind for kind in KINDS)]


def load(*, by, path=OWN_LIST):
    """Add the regions that are missing, parents first; returns how many were added."""
    known = {region.code: region for region in Region.objects.all()}
    missing = [row for row in read(path) if row["code"] not in known]
    if missing:
        with transaction.atomic():
            batch = writing.open_batch(by=by, title="载入区域")
            for generation in generations(missing, known):
                writing.write_into(batch, generation, by=by)
            events.tell(events.Kind.SETTINGS_CHANGED, by=by, batch=batch, facts={"regions": len(missing)})
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
