"""Where an import stands, and what its pages say about it."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.models import Batch

from . import apply, lifetime, overview, register, reviewing, store, tasks
from .choices import POLICIES, Choices
from .models import Upload
from .plan import ERROR

STALLED_AFTER = 90
LOOKED_OVER = "columns"  # in the choices, be it empty, once a person has seen how the columns were matched
QUESTIONS_SHOWN, FIXES_SHOWN, LEFT_OUT_SHOWN = 30, 100, 50
OPEN = (Upload.State.READY, Upload.State.FAILED)
ALL = "all"
SHOWN = {
    reviewing.ATTENTION: "要看的",
    ALL: "全部",
    "create": "新增",
    "update": "更新",
    "same": "未变",
    "reject": "错误",
    "warning": "提醒",
}


@dataclass(frozen=True)
class Listed:
    """An upload as a list shows it: which register, how it ended, how many rows."""

    upload: Upload
    address: str
    title: str
    badge: tuple
    created: int | None
    updated: int | None
    rejected: int | None


def listed(upload):
    title = register.get(upload.register).title if upload.register in register.REGISTRY else "自动判断"
    counts = [upload.counts.get(action) for action in ("create", "update", "reject")]
    return Listed(upload, reverse("registers:step", args=[upload.token]), title, _badge(upload), *counts)


def _badge(upload):
    if upload.batch is not None and hasattr(upload.batch, "undone_by"):
        return "same", "已撤销"
    kind = {Upload.State.DONE: "ok", Upload.State.FAILED: "bad"}.get(upload.state, "warn")
    return kind, upload.get_state_display()


def paged(page):
    return {"page_obj": page, "paginator": page.paginator, "is_paginated": page.has_other_pages()}


def address(upload):
    """The page of the step an upload has come to."""
    name = {
        Upload.State.CHECKING: "progress",
        Upload.State.IMPORTING: "progress",
        Upload.State.UNDOING: "progress",
        Upload.State.READY: "review",
        Upload.State.DONE: "undo" if upload.undo else "done",
        Upload.State.FAILED: "columns",
    }[upload.state]
    if name == "review" and LOOKED_OVER not in upload.choices and not store.Review(upload)["is_sure"]:
        name = "columns"
    if name == "columns" and not can_choose(upload):
        name = "failed"
    return reverse(f"registers:{name}", args=[upload.token])


def lose(upload, error):
    """Nothing can be done any more with an upload whose files do not open; what was imported stays."""
    if lifetime.settle(upload, str(error)):
        store.remove(upload)


def can_choose(upload):
    """Whether there are columns a person can still decide about."""
    return upload.state in OPEN and store.has_review(upload)


def choose(upload, form, *, on):
    """Take over the decisions about the columns and plan again."""
    decide(upload, lambda current: Choices.of(form.chosen()), register=form.cleaned_data["register"], on=on)


def decide(upload, change, *, on, register=None):
    """Put what a person decided into the upload and plan again; change(upload) gives the Choices. register: of the columns.

    Nothing happens when it is nothing new, as after a second click, or when the import has gone on meanwhile.
    """
    if _turn(upload, OPEN if register else OPEN[:1], lambda current: _take_over(current, change, register)):
        tasks.start(tasks.check, upload, on=on)
        upload.refresh_from_db()


def _take_over(upload, change, register):
    told, slug = change(upload).told(), register or upload.register
    if register or LOOKED_OVER in upload.choices:
        told.setdefault(LOOKED_OVER, {})
    is_new = (told, slug) != (upload.choices, upload.register) or upload.state != Upload.State.READY
    upload.choices, upload.register = told, slug
    return Upload.State.CHECKING if is_new else None


def begin(upload, *, on):
    """Start the import of what was looked over; of two clicks only one does."""
    if _turn(upload, OPEN[:1], lambda current: Upload.State.IMPORTING):
        tasks.start(tasks.commit, upload, on=on)


def _turn(upload, states, change):
    """Bring an upload from one of these states to the one that change(upload) names, None for none. One at a time."""
    with transaction.atomic():
        current = Upload.objects.select_for_update().get(pk=upload.pk)
        state = change(current) if current.state in states else None
        if state:
            current.state, current.message = state, ""
            writing.keep_state(current, "choices", "register", "state", "message")
    upload.refresh_from_db(fields=["choices", "register", "state", "message"])
    return state


def resume(upload, *, on):
    work = {Upload.State.IMPORTING: tasks.commit, Upload.State.UNDOING: tasks.undo}
    tasks.start(work.get(upload.state, tasks.check), upload, on=on)


def summary(upload, review):
    """What the review page says above its rows."""
    totals = {ALL: review.total} | {mark: review.counts[mark] for mark in reviewing.MARKS}
    counts = upload.counts
    return {
        "declared": register.get(upload.register),
        "filters": [(mark, words, totals[mark]) for mark, words in SHOWN.items() if totals[mark]],
        "aside": list(Counter(one["why"] for one in review["set_aside"]).items()),
        "reasons": overview.why(review),
        "unused": [column for column in review["columns"] if not column["field"]],
        "to_write": counts["create"] + counts["update"],
        "has_problems": bool(totals["reject"] or totals["warning"]),
        "earlier": _earlier(upload),
    } | _decided(upload, review)


def _decided(upload, review):
    """What a person was asked and has said so far."""
    policy = Choices.of(upload.choices).policy
    asked, fixes = review["questions"], reviewing.shown_fixes(review["fixes"], review["private"])
    return {
        "policies": POLICIES.items(),
        "policy": policy,
        "policy_words": POLICIES[policy],
        "questions": asked[:QUESTIONS_SHOWN],
        "more_questions": len(asked[QUESTIONS_SHOWN:]),
        "fixes": fixes | {"cells": fixes["cells"][:FIXES_SHOWN]},
        "more_fixes": len(fixes["cells"][FIXES_SHOWN:]),
    }


def shown(asked, offered):
    """Which rows to show: those asked for, else the first that are offered, which are those worth a look."""
    marks = [mark for mark, _, _ in offered]
    return asked if asked in marks else marks[0] if marks else ALL


def _earlier(upload):
    """The last time the very same file was imported by the same person, and not undone."""
    twins = Upload.objects.visible_to(upload.by).filter(sha256=upload.sha256, state=Upload.State.DONE)
    return twins.filter(batch__isnull=False, batch__undone_by=None).exclude(pk=upload.pk).select_related("batch").first()


def progress(upload, now):
    """How far the work has come. `total` is 0 as long as nothing is known."""
    told = store.progress(upload) or {"done": 0, "total": 0}
    percent = round(100 * told["done"] / told["total"]) if told["total"] else 0
    told = {"done": told["done"], "total": told["total"], "percent": percent}
    return told | {"stalled": is_stalled(upload, now), "broke_off": broke_off(upload)}


def broke_off(upload):
    """Whether the last work on it was begun once more after its worker had been killed."""
    return store.starts_of(upload) > 1


def is_stalled(upload, now):
    """Whether the work gave no sign of life for a while; it can then be started again, since it writes all or nothing."""
    if upload.is_settled:
        return False
    told = store.progress(upload)
    return told is None or now.timestamp() - told["at"] > STALLED_AFTER


def undone_by(upload):
    """The Batch that undid this import; None while it stands."""
    return Batch.objects.filter(undoes=upload.batch).select_related("by").first() if upload.batch else None


def is_reviewed(upload):
    """Whether it is known what is wrong in the file, and the file is still there."""
    is_planned = upload.state in (Upload.State.READY, Upload.State.DONE)
    return is_planned and store.has_review(upload) and store.has_workbook(upload)


def order_marked(upload, kind, *, on):
    """Have the marked workbook made, a small one at once; whether it is there. Raise annotated.NotMade, store.Gone."""
    if not store.has_made(upload, kind):
        tasks.start_marking(upload, kind, on=on)
    return store.has_made(upload, kind)


def marked_progress(upload, kind, now):
    """Whether a marked workbook is there (is_ready), could not be made (is_failed), or gives no sign of life (stalled)."""
    is_there = store.has_made(upload, kind)
    is_failed = is_there and not next(store.made(upload, kind))
    told = store.progress(upload)
    is_late = told is None or now.timestamp() - told["at"] > STALLED_AFTER
    return {"is_ready": is_there and not is_failed, "is_failed": is_failed, "stalled": is_late and not is_there}


# --- rows that were left out


def left_out(upload):
    """The first rows an import left out, with what is wrong in them: [{"row", "title", "problems"}]."""
    if not upload.counts.get(reviewing.REJECT):
        return []
    with suppress(store.Gone):
        kept = store.Review(upload)
        rows = kept.marked(reviewing.REJECT)[:LEFT_OUT_SHOWN]
        return [{"row": row["row"], "title": row["title"], "problems": _errors(row, kept)} for row in rows]
    return []


def _errors(row, kept):
    return [one for one in reviewing.problems(row, kept["private"]) if one["level"] == ERROR]


def again(upload, *, by, on):
    """A new upload of the same file for the rows that were left out; of two clicks only one makes it.

    Raise lifetime.NoRoom, store.Gone.
    """
    with transaction.atomic():
        Upload.objects.select_for_update().get(pk=upload.pk)
        rest = _waiting(upload, by) or _brought_again(upload, by)
    if rest.state == Upload.State.CHECKING and not store.progress(rest):
        tasks.start(tasks.check, rest, on=on)
        rest.refresh_from_db()
    return rest


def _waiting(upload, by):
    under_way = [Upload.State.CHECKING, Upload.State.READY]
    return Upload.objects.visible_to(by).filter(follows=upload, sha256=upload.sha256, state__in=under_way).first()


def _brought_again(upload, by):
    lifetime.demand_room(by, upload.size)
    told = {"register": upload.register, "choices": upload.choices, "follows": upload}
    return apply.receive(store.pieces(upload), upload.name, by=by, **told)
