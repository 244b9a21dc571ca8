"""What is typed and not yet saved: kept sealed on the server for its writer alone, found again, blanked when saved."""

import json
import uuid
from copy import copy

from django.db import IntegrityError, transaction

from xiaoyi_partybuild.access import writing

from .models import Draft

NOT_KEPT = frozenset({"csrfmiddlewaretoken", "key", "act", "papers"})
MOST_BYTES = 500_000


def of_form(key, *, by, branch, meeting, type, now):
    """The Draft a form belongs to: the stored one with its key, or a new one not yet stored."""
    found = Draft.objects.visible_to(by).filter(key=key, branch=branch).first()
    return found or Draft(key=key, by=by, branch=branch, meeting=meeting, type=type, at=now)


def stored(draft):
    """The row of this form: made now, or made a moment ago by another of its requests."""
    if draft.pk is not None:
        return draft
    wanted = copy(draft)
    try:
        with transaction.atomic():
            writing.add_notes([draft])
        return draft
    except IntegrityError:
        found = Draft.objects.filter(key=wanted.key, by=wanted.by, branch=wanted.branch).first()
        wanted.key = uuid.uuid4()  # the key is another form's: this one gets its own
        return found or stored(wanted)


def keep(draft, typed, *, now):
    """Store what was typed, {name: [texts]}. False when it was saved meanwhile, or is too long to be kept."""
    text = json.dumps({name: texts for name, texts in typed.items() if name not in NOT_KEPT}, ensure_ascii=False)
    if len(text) > MOST_BYTES:
        return False
    with transaction.atomic():
        row = writing.locked(Draft, [stored(draft).pk]).get()
        if row.is_spent:
            return False
        row.typed, row.at = text, now
        writing.keep_state(row, "typed", "at")
    return True


def typed(draft):
    """{name: [texts]}; empty where nothing was kept."""
    return json.loads(draft.typed) if draft.typed else {}


def waiting(by, *, branches=None):
    """This person's unfinished forms, the newest first."""
    rows = Draft.objects.visible_to(by).filter(is_spent=False).exclude(typed="").select_related("branch", "meeting")
    return rows if branches is None else rows.filter(branch__in=branches)


def give_up(draft):
    """The writer wants it no more: blank what was typed."""
    draft.typed, draft.is_spent = "", True
    writing.keep_state(draft, "typed", "is_spent")
