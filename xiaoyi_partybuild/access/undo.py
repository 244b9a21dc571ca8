"""Walk a Batch back, newest change first: what nobody changed since becomes what it was, about the rest a person decides.

All in one transaction. What stays is written down, with the reason, on the Batch that did the undo.
"""

from collections import Counter

from django.apps import apps
from django.db import IntegrityError, models, transaction

from . import events, values, writing
from .events import Kind
from .models import Batch, Change
from .questions import Survey

NAMED = 3


class Conflict(Exception):
    """Something has to be decided first, or other things than those decided: the `questions` of the `survey`."""

    def __init__(self, survey):
        self.survey, self.questions = survey, survey.questions
        super().__init__(f"有 {len(self.questions)} 处内容之后又被改过或正在使用，要逐项决定保留还是恢复")


class AlreadyUndone(Exception):
    """The batch was undone before, or is itself an undo."""


class Stays(models.TextChoices):
    """Why an undo left something as it is."""

    LATER = "later", "之后又改过"
    HELD = "held", "别的记录在用"
    FOLLOWS = "follows", "保留的记录要用"
    REFUSED = "refused", "恢复后不合规定"
    GONE = "gone", "已经移除"


def survey(batch, *, only=None):
    """What would have to be asked, without writing; only: as for Survey. Raises AlreadyUndone."""
    _demand_standing(batch)
    return Survey(batch, only=only)


def undo(batch, *, by, decisions=None, seen=None, progress=None, kind=Kind.UNDONE):
    """Restore what the batch changed; returns the Batch that did it, with `kept`: [[label, key, column, why]].

    decisions: as for Survey.kept; None when nobody was asked.
    seen: the digest of the questions that were answered. progress(done, total) is told the number of changes.
    Raises Conflict (questions without decisions, or others than those seen), AlreadyUndone, writing.OutOfReach.
    """
    with transaction.atomic():
        writing.claim(batch)
        _demand_standing(batch)
        found = Survey(batch, locked=True)
        if (decisions is None and found.questions) or seen not in (None, found.digest):
            raise Conflict(found)
        undoing = writing.begin_batch(by=by, title=f"撤销：{batch.title}", undoes=batch)
        walk = _Walk(found, decisions or {}, undoing, by, progress)
        walk.back()
        writing.end_batch(undoing, kept=walk.told(), reason=walk.reason())
        events.tell(kind, by=by, about=batch, batch=undoing, reason=undoing.reason, facts={"kept": len(undoing.kept)})
    return undoing


def _demand_standing(batch):
    if batch.undoes_id or Batch.objects.filter(undoes=batch).exists():
        raise AlreadyUndone("这次操作已经撤销过了")


class _Walk:
    """One way back. `kept`: {(label, key, column): why}; column "" stands for a row the batch made."""

    def __init__(self, found, decisions, undoing, by, progress):
        self.found, self.batch, self.undoing, self.by, self.progress = found, found.batch, undoing, by, progress
        asked = found.kept(decisions)
        self.later = [one.later for one in asked if one.later]
        self.kept = {(one.model, one.pk, one.column): Stays.LATER if one.is_open else Stays.HELD for one in asked}
        self.kept |= {(*row, ""): Stays.FOLLOWS for row in found.followers(asked)}
        self.kept |= {(*row, ""): Stays.GONE for row in found.lost}

    def back(self):
        """The database takes the steps in this order only: each was possible after the one before it."""
        total, done, last = self.batch.changes.count(), 0, None
        while page := self._page(last):
            for run in _runs(page):
                self._step(run)
                done += len(run)
                if self.progress:
                    self.progress(done, total)
            last = page[-1].pk

    def _page(self, last):
        before = {} if last is None else {"pk__lt": last}
        return list(self.batch.changes.filter(**before).order_by("-pk")[: writing.CHUNK])

    def _step(self, changes):
        staying = [change for change in changes if self._place(change) not in self.kept]
        {
            Change.Action.CREATE: self._remove,
            Change.Action.UPDATE: self._restore,
            Change.Action.DELETE: self._bring_back,
        }[changes[0].action](apps.get_model(changes[0].model), staying)

    @staticmethod
    def _place(change, column=""):
        return change.model, change.object_pk, column

    def _remove(self, model, changes):
        def work(some):
            writing.remove_all(_rows(model, some).values(), by=self.by, batch=self.undoing)

        for change in _refused(work, changes):
            self.kept[self._place(change)] = Stays.REFUSED

    def _restore(self, model, changes):
        names = {field.attname for field in values.columns(model)}
        cells = [(change, self._wanted(change, names)) for change in changes]
        self._keep_dangling(model, cells)

        def work(some):
            rows = _rows(model, [change for change, _ in some])
            there = [(change, names) for change, names in some if change.object_pk in rows]
            self._write(_restored(rows[change.object_pk], change, names) for change, names in there)

        single = [(change, {name}) for change, names in _refused(work, cells) for name in names]
        while len(rest := [cell for cell in single if _refused(work, [cell])]) < len(single):
            single = rest
        for change, (name,) in single:
            self._keep_cell(model, change, name)

    def _wanted(self, change, names):
        """The columns of an update to put back."""
        return {name for name in names & change.before.keys() if self._place(change, name) not in self.kept}

    def _keep_dangling(self, model, cells):
        """A link to what is no longer there cannot be put back."""
        for field in _links(model):
            targets = {change.before[field.attname] for change, names in cells if field.attname in names}
            gone = _gone(field, targets)
            for change, names in cells:
                if field.attname in names and change.before[field.attname] in gone:
                    names.remove(field.attname)
                    self._keep_cell(model, change, field.attname)

    def _keep_cell(self, model, change, name):
        """What a link goes on pointing at has to stay, too."""
        self.kept[self._place(change, name)] = Stays.REFUSED
        links = [(field, change.after[name]) for field in _links(model) if field.attname == name]
        self.kept |= {(*row, ""): Stays.FOLLOWS for row in self.found.behind(links)}

    def _bring_back(self, model, changes):
        gone = {field: _gone(field, {change.before.get(field.attname) for change in changes}) for field in _links(model)}

        def work(some):
            stored = _rows(model, some)
            fresh = [change for change in some if change.object_pk not in stored]
            self._write(values.restore(model(), change.before) for change in fresh)

        whole = [change for change in changes if not change.forgotten and not _leads_nowhere(change, gone)]
        for change in [*_refused(work, whole), *(change for change in changes if change not in whole)]:
            self.kept[self._place(change)] = Stays.REFUSED

    def _write(self, rows):
        writing.write_into(self.undoing, rows, by=self.by)

    # --- what is said of it

    def told(self):
        return [[*place, why.value] for place, why in self.kept.items()]

    def reason(self):
        """One sentence on what stays, "" when everything is as it was before."""
        if not self.kept:
            return ""
        counts = Counter(self.kept.values())
        parts = [f"{counts[why]} 处（{why.label}）" for why in Stays if counts[why]]
        return f"没有恢复：{'，'.join(parts)}{self._editors()}"

    def _editors(self):
        names = list(dict.fromkeys(str(change.batch.by or "系统") for change in self.later))
        if not names:
            return ""
        return f"；之后改动的人：{'、'.join(names[:NAMED])}{'等' if len(names) > NAMED else ''}"


def _runs(changes):
    """Neighbouring changes of one model and action, each row once, to be walked back together."""
    run, met = [], set()
    for change in changes:
        if run and ((change.model, change.action) != (run[0].model, run[0].action) or change.object_pk in met):
            yield run
            run, met = [], set()
        run.append(change)
        met.add(change.object_pk)
    if run:
        yield run


def _refused(work, items):
    """Do as much of it as the database allows, each half by itself where it does not; returns what it refuses."""
    if not items:
        return []
    try:
        with transaction.atomic():
            work(items)
    except (IntegrityError, models.ProtectedError):
        middle = len(items) // 2
        return [*_refused(work, items[:middle]), *_refused(work, items[middle:])] if middle else items
    return []


def _restored(row, change, names):
    return values.restore(row, {name: change.before[name] for name in names})


def _rows(model, changes):
    return model._base_manager.in_bulk([change.object_pk for change in changes])


def _leads_nowhere(change, gone):
    return any(change.before.get(link.attname) in keys for link, keys in gone.items())


def _links(model):
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _gone(link, keys):
    """Those of the keys under which the linked table has no row."""
    keys = keys - {None}
    return keys - set(link.related_model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)) if keys else keys
