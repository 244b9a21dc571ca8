"""Is the record what was written? Walks the chain, compares it with the anchors kept elsewhere, names the first bad row."""

import hmac
from dataclasses import dataclass, field
from itertools import chain as joined
from itertools import zip_longest

from django.db import connection

from . import append_only, chain, sealing
from .models import RECORD, SEALED, Change, Seal

CHUNK = 5_000
WRITTEN_AT = {Change: "batch__at"}


class Fault(Exception):
    """The first thing found that is not as it was written: one Chinese sentence."""


@dataclass
class Report:
    """rows: how many were compared; waiting: {model: rows not sealed yet}; oldest: when the first of them was written.

    fault: one sentence, "" when all is well; notes: sentences on what the answer does not cover.
    """

    rows: int = 0
    seals: int = 0
    waiting: dict = field(default_factory=dict)
    oldest: object = None
    fault: str = ""
    notes: list = field(default_factory=list)


def verify(anchors=()):
    """anchors: [(number, mac)] as kept elsewhere, the oldest first."""
    report = Report()
    try:
        _walk(report)
        _compare(anchors)
    except Fault as fault:
        report.fault = str(fault)
    report.notes = [*_notes(report, anchors)]
    return report


def _walk(report):
    streams = {chain.label(model): _Stream(model) for model in SEALED}
    known, previous = {}, chain.START
    for seal in Seal.objects.order_by("number").iterator(chunk_size=CHUNK):
        if seal.number != report.seals + 1:
            raise Fault(f"封签 {report.seals + 1} 不见了")
        macs = known.setdefault(seal.suite, _macs(seal))
        if macs is None or seal.key != macs.id:
            raise Fault(f"封签 {seal.number} 不是用本系统的记录密钥做的")
        report.rows += _check(seal, streams[seal.table], macs, previous)
        report.seals, previous = seal.number, seal.mac
    for stream in streams.values():
        report.waiting[stream.model], oldest = stream.rest()
        report.oldest = min(filter(None, (report.oldest, oldest)), default=None)


def _macs(seal):
    return chain.Macs(seal.suite) if seal.suite in sealing.SUITES else None


def _check(seal, stream, macs, previous):
    """Compare one seal with its rows; returns how many there are."""
    if seal.first != stream.last + 1:
        raise Fault(f"封签 {seal.number} 没有接上{stream.name} {stream.last}")
    found = [(row[0], macs.of_row(seal.table, row)) for row in stream.until(seal.last)]
    if not hmac.compare_digest(macs.of_seal(seal, previous, [mac for _, mac in found]), seal.mac):
        raise Fault(_first_bad(seal, stream, found) or f"封签 {seal.number} 被改过")
    keys = [key for key, _ in found]
    if chain.gaps(keys, seal.first) != seal.gaps:
        raise Fault(_first_bad(seal, stream, found))
    return len(found)


def _first_bad(seal, stream, found):
    """A sentence on the first row that is not the sealed one; "" when each bears its mark."""
    marks = [bytes(seal.marks[at : at + chain.MARK_BYTES]) for at in range(0, len(seal.marks), chain.MARK_BYTES)]
    for wanted, (key, mac), mark in zip_longest(chain.expected(seal), found, marks, fillvalue=(None, None)):
        if wanted is None or wanted == (None, None) or (key is not None and key < wanted):
            return f"{stream.name} {key} 是后来塞进去的（封签 {seal.number}）"
        if key is None or key > wanted:
            return f"{stream.name} {wanted} 不见了（封签 {seal.number}）"
        if mac[: chain.MARK_BYTES] != mark:
            return f"{stream.name} {key} 的内容被改过（封签 {seal.number}）"
    return ""


class _Stream:
    """The rows of one table, taken run by run. last: the key up to which they were taken."""

    def __init__(self, model):
        self.model, self.last = model, 0
        self.name = str(model._meta.verbose_name)
        self.rows = chain.rows(model).iterator(chunk_size=CHUNK)

    def until(self, last):
        for row in self.rows:
            if row[0] > last:
                self.rows = joined([row], self.rows)
                break
            yield row
        self.last = last

    def rest(self):
        """(how many are not sealed, when the first of them was written)."""
        rest = self.model.objects.filter(pk__gt=self.last).order_by("pk")
        return rest.count(), rest.values_list(WRITTEN_AT.get(self.model, "at"), flat=True).first()


def _compare(anchors):
    """A chain that was cut off, put back, or made anew by whoever has the key differs from what is kept elsewhere."""
    macs = dict(Seal.objects.filter(number__in=[number for number, _ in anchors]).values_list("number", "mac"))
    for number, mac in anchors:
        if number not in macs:
            raise Fault(f"锚点上有封签 {number}，记录里却没有：记录被截短，或者恢复了旧的备份")
        if not hmac.compare_digest(macs[number], mac):
            raise Fault(f"封签 {number} 和锚点上的不同：记录被整个重做过")


def _notes(report, anchors):
    if not anchors:
        yield "没有锚点：如果有人截掉最后一段，这次核验看不出来；请设定 RECORD_ANCHOR_FILE"
    if waiting := sum(report.waiting.values()):
        yield f"还有 {waiting} 行没有封签"
    for table in append_only.unprotected(connection, RECORD):
        yield f"数据表 {table} 上只增不改的触发器不全"
