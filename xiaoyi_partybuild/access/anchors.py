"""The head of the chain, written down elsewhere: one line of JSON each time, in RECORD_ANCHOR_FILE and in the log.

Keep that file where nobody who can write the database can write, or print it.
"""

import json
import logging
import os
from pathlib import Path

from django.conf import settings

from .models import Seal

logger = logging.getLogger("xiaoyi_partybuild.record")


def take(*, now):
    """Write the head down; returns {"number", "mac", "time"}, None while nothing is sealed."""
    head = Seal.objects.order_by("-number").first()
    if head is None:
        return None
    told = {"number": head.number, "mac": head.mac, "time": now.isoformat(timespec="seconds")}
    logger.info("record anchored", extra={"facts": {"seal": head.number, "mac": head.mac}})
    if settings.RECORD_ANCHOR_FILE:
        _append(settings.RECORD_ANCHOR_FILE, json.dumps(told))
    return told


def _append(path, line):
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
        file.write(f"{line}\n")


def kept(path=None):
    """[(number, mac)] of a file of anchors, the oldest first; of none when there is no file. Raise ValueError."""
    path = path or settings.RECORD_ANCHOR_FILE
    if not path or not Path(path).exists():
        return []
    lines = [json.loads(line) for line in Path(path).read_text().splitlines() if line.strip()]
    return [(line["number"], line["mac"]) for line in lines]
