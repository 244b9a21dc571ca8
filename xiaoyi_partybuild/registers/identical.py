"""A file brought once more while nothing of its register has changed since: the same bytes are answered without reading
them, the same contents in other bytes, as after saving it again, without planning them."""

from django.db.models import Q
from django.utils import timezone

from xiaoyi_partybuild.access.models import Change

from . import register, store
from .columns import List, Lookup
from .models import Confirmation, Upload

LOOKED_AT = 5  # the person's last imports


def review_of(upload, *, on, contents=None):
    """(the review's head, counts, what to say) for an upload that can bring nothing new; None where it has to be read.

    contents: a function to the digest of what the workbook holds, where it may be read for that.
    """
    if upload.choices or upload.follows_id:
        return None
    earlier = Upload.objects.filter(by=upload.by_id, state=Upload.State.DONE, choices={}, follows=None)
    earlier = earlier.exclude(batch=None).exclude(pk=upload.pk).select_related("batch")
    found = _alike(earlier, contents) if contents else earlier.filter(sha256=upload.sha256)
    twin = _twin(upload, next(iter(found[:1]), None), on)
    if twin is None or not store.has_review(twin):
        return None
    told = store.Review(twin).told
    rows = sum(twin.counts[action] for action in ("create", "update", "same"))
    day = timezone.localtime(twin.batch.at).date()
    return (
        told,
        twin.counts | {"create": 0, "update": 0, "same": rows},
        f"和 {day} 导入的完全相同，名册没有变化，不再逐行列出",
    )


def _alike(earlier, contents):
    """Those of the last imports whose workbooks held the same."""
    kept = {one: store.known_head(one).get("contents") for one in earlier.order_by("-pk")[:LOOKED_AT]}
    told = contents() if any(kept.values()) else None
    return [one for one, digest in kept.items() if digest and digest == told]


def _twin(upload, twin, on):
    """The earlier import of the same, if nothing has happened since that could make a difference."""
    if twin is None or upload.register not in (twin.register, register.AUTO) or twin.counts.get("reject"):
        return None
    declared = register.get(twin.register)
    if declared.is_dated and timezone.localtime(twin.batch.at).date() != on:
        return None
    return twin if _is_latest(twin.batch, declared) and not _is_taught(twin.batch.at) else None


def _is_latest(batch, declared):
    """Whether nothing that the register reads or writes has changed after a batch."""
    columns = [column.of if isinstance(column, List) else column for column in declared.stored]
    models = {part.model for part in declared.parts} | {one.model for one in columns if isinstance(one, Lookup)}
    labels = [model._meta.label_lower for model in models]
    latest = Change.objects.filter(model__in=labels).order_by("-pk").values_list("batch", flat=True).first()
    return latest == batch.pk


def _is_taught(since):
    """Whether anybody has confirmed or revoked what a heading or a word means."""
    return Confirmation.objects.filter(Q(at__gt=since) | Q(revoked_at__gt=since)).exists()
