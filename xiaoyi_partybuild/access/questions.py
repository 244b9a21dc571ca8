"""What only a person can decide before a batch is undone: cells changed since, and rows it made that live on."""

import json
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property

from django.apps import apps

from . import sealing, touches, writing
from .models import Change

KEEP, RESTORE = "keep", "restore"
OTHERS = ""  # the key that answers for every question without an answer of its own


@dataclass(frozen=True)
class Question:
    """A cell, or with column "" a whole row the batch made: keep what is there now, or put back what was before?

    before, wrote, now: JSON values; for a row {column: value} of what changed since, and before is {}.
    later: the newest Change since, if any. holders: (label, key) of rows that need this row, which then can only stay.
    """

    model: str
    pk: int
    column: str
    before: object
    wrote: object
    now: object
    later: Change | None = None
    holders: tuple = ()

    @property
    def key(self):
        return f"{self.model}:{self.pk}:{self.column}"

    @property
    def is_open(self):
        return not self.holders


class Survey:
    """A batch looked at before it is undone, by the values that stand now. `only`: {(label, key)} to look at, None for all.

    made: {label: keys} of rows it made; lost: (label, key) of rows it changed that are gone by now.
    """

    def __init__(self, batch, *, only=None, locked=False):
        self.batch, self.lost, cells, rows = batch, set(), [], {}
        self.made = _by_model(batch.changes.filter(action=Change.Action.CREATE).values_list("model", "object_pk"))
        for piece in touches.pieces(batch, only=only, locked=locked):
            self.lost |= {(touch.label, touch.pk) for touch in piece if touch.is_lost}
            for touch in piece:
                if touch.before is not None:
                    cells += _of_cells(touch)
                elif touch.edited:
                    rows[touch.label, touch.pk] = _of_row(touch)
        for key, holders in self._holders(only).items():
            rows[key] = replace(rows.get(key) or Question(*key, "", {}, {}, {}), holders=tuple(sorted(holders)))
        self.questions = _with_editors(batch, [*rows.values(), *cells])

    @cached_property
    def digest(self):
        """Another one as soon as something else would have to be asked."""
        told = [[one.key, one.wrote, one.now, one.holders] for one in self.questions]
        return sealing.lasting_digest(json.dumps(sorted(told, key=str), sort_keys=True))

    def kept(self, decisions):
        """The questions answered with KEEP in {key or OTHERS: KEEP or RESTORE}; KEEP is the answer where none is given."""
        others = decisions.get(OTHERS, KEEP)
        return [one for one in self.questions if not one.is_open or decisions.get(one.key, others) != RESTORE]

    def followers(self, kept):
        """{(label, key)} of further rows the batch made that have to stay, because what is kept points at them."""
        rows = {(one.model, one.pk) for one in kept if not one.column}
        cells = [(_field(one), one.now) for one in kept if one.column]
        return self.behind(cells, rows) - rows

    def behind(self, cells, rows=frozenset()):
        """{(label, key)} of rows the batch made at which these cells, (field, value), or rows point, however indirectly."""
        found, fresh = set(), self._made_among(cells) | self._pointed_at(rows)
        while fresh := fresh - found:
            found |= fresh
            fresh = self._pointed_at(fresh)
        return found

    def _pointed_at(self, rows):
        """The rows the batch made at which stored rows point."""
        found = set()
        for label, pks in _by_model(rows).items():
            model = apps.get_model(label)
            links = [field for field in model._meta.concrete_fields if field.is_relation]
            for some in _pieces(pks) if links else ():
                for row in model._base_manager.filter(pk__in=some).values_list(*[link.attname for link in links]):
                    found |= self._made_among(zip(links, row, strict=True))
        return found

    def _made_among(self, cells):
        targets = {(field.related_model._meta.label_lower, value) for field, value in cells if field.is_relation}
        return {(label, pk) for label, pk in targets if pk in self.made.get(label, ())}

    def _holders(self, only):
        """{(label, key): {(label, key)}}: rows the batch made, with the rows of others that need them."""
        found = defaultdict(set)
        for label in self.made:
            for field in _links_to(apps.get_model(label)):
                pointing = field.model._meta.label_lower
                for holder, held in self._staying(field, pointing, label):
                    if only is None or (label, held) in only:
                        found[label, held].add((pointing, holder))
        return found

    def _staying(self, field, label, target):
        """(holder, held) without those the batch made, and those whose very link it wrote: they answer for themselves."""
        held = self.batch.changes.filter(model=target, action=Change.Action.CREATE).order_by().values("object_pk")
        rows = field.model._base_manager.filter(**{f"{field.attname}__in": held}).values_list("pk", field.attname)
        pairs = [pair for pair in rows if pair[0] not in self.made.get(label, ())]
        touched = touches.of_rows(self.batch, label, {holder for holder, _ in pairs}) if pairs else ()
        moving = {touch.pk for touch in touched if touch.before and field.attname in touch.before}
        return [pair for pair in pairs if pair[0] not in moving]


def _of_cells(touch):
    sides = [(name, touch.before.get(name), touch.after[name], touch.now[name]) for name in touch.edited]
    return [Question(touch.label, touch.pk, *side) for side in sides]


def _of_row(touch):
    wrote, now = ({name: side[name] for name in touch.edited} for side in (touch.after, touch.now))
    return Question(touch.label, touch.pk, "", {}, wrote, now)


def _with_editors(batch, questions):
    """Name the newest change of what is asked about, so that the person knows whose work is at stake."""
    newest = {}
    for label, pks in _by_model((one.model, one.pk) for one in questions).items():
        for some in _pieces(pks):
            for change in _since(batch, label, some):
                newest |= {(label, change.object_pk, name): change for name in change.after}
    return [replace(one, later=_latest(newest, one)) for one in questions]


def _since(batch, label, pks):
    later = Change.objects.filter(model=label, object_pk__in=pks, batch__pk__gt=batch.pk)
    return later.select_related("batch__by").order_by("pk")


def _latest(newest, question):
    names = [question.column] if question.column else question.now
    changes = [newest[key] for name in names if (key := (question.model, question.pk, name)) in newest]
    return max(changes, key=lambda change: change.pk, default=None)


def _links_to(model):
    """The foreign keys of all models that point at a model."""
    relations = model._meta.get_fields(include_hidden=True)
    return [one.field for one in relations if one.auto_created and not one.concrete and not one.many_to_many]


def _field(question):
    model = apps.get_model(question.model)
    return next(field for field in model._meta.concrete_fields if field.attname == question.column)


def _by_model(keys):
    """{label: keys} of (label, key) pairs."""
    found = defaultdict(set)
    for label, pk in keys:
        found[label].add(pk)
    return found


def _pieces(pks):
    pks = sorted(pks)
    return (pks[start : start + writing.CHUNK] for start in range(0, len(pks), writing.CHUNK))
