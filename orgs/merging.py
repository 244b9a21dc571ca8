"""Two rows of one organization become one: whatever hangs on the row that goes moves to the row that stays.

The row that goes is not deleted: it says into which one it was merged, and whatever reads organizations leaves it out.
One ordinary Batch writes it all, so that undoing the Batch takes the merge apart again.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models, transaction

from xiaoyi_partybuild.access import events, undo, values, writing
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.access.events import Kind
from xiaoyi_partybuild.access.models import Change

from .models import FormerName, Organization

STAYS, GOES = "stays", "goes"
OWN = ("id", "merged_into")  # not facts about an organization


class Undecided(Exception):
    """Something both rows say differently has not been decided, or has come up since."""


@dataclass(frozen=True)
class Difference:
    """One field that both rows fill differently, or only one of them."""

    field: models.Field
    stays: object
    goes: object

    @property
    def name(self):
        return self.field.name

    @property
    def usual(self):
        """A blank never replaces a value."""
        return GOES if self.stays in (None, "") else STAYS


@dataclass(frozen=True)
class Clash:
    """Rows of both sides of which only one can hold: one inspection a year, one primary Party organization at a time.

    names: the columns in question; the chosen side's values stand in the row that stays.
    """

    key: str
    title: str
    stays: tuple
    goes: tuple
    flag: str = ""

    def differing(self):
        """[(label, value, value)] of the columns in which the two rows differ."""
        one, other = self.stays[0], self.goes[0]
        names = [name for name in _facts(type(one)) if getattr(one, name.attname) != getattr(other, name.attname)]
        return [
            (name.verbose_name, said(getattr(one, name.name), name), said(getattr(other, name.name), name)) for name in names
        ]


@dataclass
class Links:
    """The rows of one model that hang on either side. moves: what changes hands; same: what both say word for word."""

    relation: models.ForeignKey
    stays: list
    goes: list
    moves: list = field(default_factory=list)
    same: list = field(default_factory=list)
    clashes: list = field(default_factory=list)

    @property
    def title(self):
        return self.relation.model._meta.verbose_name


class Merge:
    """What merging `goes` into `stays` means, read from the database: differences, links, clashes."""

    def __init__(self, stays, goes):
        self.stays, self.goes = stays, goes

    @cached_property
    def differences(self):
        pairs = ((one, getattr(self.stays, one.name), getattr(self.goes, one.name)) for one in facts())
        return [Difference(*pair) for pair in pairs if (pair[1] or "") != (pair[2] or "")]

    @cached_property
    def links(self):
        """One query for each model that points at organizations."""
        return [self._links(relation.field) for relation in Organization._meta.related_objects]

    @property
    def clashes(self):
        return [clash for links in self.links for clash in links.clashes]

    def _links(self, relation):
        owner = relation.attname
        related = [one.name for one in relation.model._meta.concrete_fields if one.is_relation and not one.null]
        rows = relation.model._base_manager.select_related(*related).order_by("pk")
        found = {self.stays.pk: [], self.goes.pk: []}
        for row in rows.filter(**{f"{owner}__in": found}):
            found[getattr(row, owner)].append(row)
        return _sorted_out(Links(relation, *found.values()))


def facts():
    """The fields in which two rows of one organization may differ."""
    return [one for one in Organization._meta.concrete_fields if one.name not in OWN]


def _sorted_out(links):
    """Tell the rows that move from those the row that stays has already, and from those that cannot both hold."""
    mine = defaultdict(list)
    groups = _unique_groups(links.relation)
    for row in links.stays:
        for names in groups:
            mine[names, _key(row, names)].append(row)
    known = [_plain(row, links.relation) for row in links.stays]
    for row in links.goes:
        rivals = [(rival, names) for names in groups for rival in mine[names, _key(row, names)]]
        if _plain(row, links.relation) in known:
            links.same.append(row)
        elif rivals:
            rival, names = rivals[0]
            links.clashes.append(Clash(f"{row._meta.model_name}-{row.pk}", _which(row, names), (rival,), (row,)))
        else:
            links.moves.append(row)
    links.clashes += _rival_flags(links)
    return links


def _unique_groups(relation):
    """The further fields of each promise that an organization has such a row only once."""
    constraints = [one for one in relation.model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    return [
        tuple(name for name in one.fields if name != relation.name) for one in constraints if relation.name in one.fields
    ]


def _key(row, names):
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _which(row, names):
    """What both rows are about: 年度检查（年度 2025）."""
    found = [(row._meta.get_field(name), getattr(row, name)) for name in names]
    about = "、".join(f"{one.verbose_name} {said(value, one)}" for one, value in found)
    return f"{row._meta.verbose_name}（{about}）"


def _plain(row, relation):
    own = (row._meta.pk.attname, relation.attname)
    return {name: value for name, value in values.of(row).items() if name not in own}


def _rival_flags(links):
    """A model may name a flag that only one row of an organization can bear at a time, as `sole`."""
    flag = getattr(links.relation.model, "sole", "")
    if not flag:
        return
    mine, theirs = ([row for row in rows if getattr(row, flag)] for rows in (links.stays, links.moves))
    meeting = [(one, other) for one in mine for other in theirs if _overlap(one, other)]
    if meeting:
        title = links.relation.model._meta.get_field(flag).verbose_name
        sides = (tuple(dict.fromkeys(side)) for side in zip(*meeting, strict=True))
        yield Clash(f"{links.relation.model._meta.model_name}-{flag}", title, *sides, flag=flag)


def _overlap(one, other):
    begins = max(one.start or "", other.start or "")
    return all(not row.end or row.end > begins for row in (one, other))


def _facts(model):
    return [one for one in model._meta.concrete_fields if not (one.primary_key or one.related_model is Organization)]


def said(value, one):
    """A field's value in words, "" for nothing."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, PartialDate):
        return value.spoken
    return str(dict(one.flatchoices).get(value, value))


# --- writing it


def merge(stays, goes, *, by, fields, clashes, reason=""):
    """Merge, and return the Batch. fields, clashes: {name or key: STAYS or GOES}.

    Raises Undecided, writing.OutOfReach; then nothing is written.
    """
    refused = (Undecided, writing.OutOfReach)
    with events.watched(Kind.MERGED, by=by, about=stays, refused=refused), transaction.atomic():
        stays, goes = _locked(stays.pk, goes.pk)
        work = Merge(stays, goes)
        if {clash.key for clash in work.clashes} - clashes.keys():
            raise Undecided("刚才有人改动了这两个单位，请按现在的内容再看一遍")
        rows, touched = _rows(work, fields, clashes)
        title = f"合并：{goes} 并入 {stays}"
        meant = {"touched": lambda row: touched[_identity(row)]}
        batch = writing.save_all(rows, by=by, title=title, reason=reason, kind=None, **meant)
        events.tell(Kind.MERGED, by=by, about=stays, batch=batch, reason=reason, facts={"merged": goes.pk})
        return batch


def _locked(*pks):
    rows = {row.pk: row for row in writing.locked(Organization, pks)}
    if len(rows) != len(pks) or any(row.merged_into_id for row in rows.values()):
        raise Undecided("其中一个单位刚刚已经并入别的单位，请回到列表重新选")
    return [rows[pk] for pk in pks]


def _rows(work, fields, clashes):
    """The rows to write, the one that goes first, the one that stays last; and which fields of each are meant."""
    changed = {}

    def put(row, name, value):
        setattr(row, name, value)
        changed.setdefault(_identity(row), (row, set()))[1].add(name)

    names = {work.stays.name, work.goes.name}
    put(work.goes, "merged_into", work.stays)
    taken = [one for one in work.differences if fields.get(one.name, one.usual) == GOES]
    if any(one.field.name == "credit_code" for one in taken):
        put(work.goes, "credit_code", None)
    for links in work.links:
        _move(links, clashes, work.stays, put)
    for one in taken:
        put(work.stays, one.name, one.goes)
    rows = [row for row, _ in changed.values() if row is not work.stays]
    kept = [work.stays] if _identity(work.stays) in changed else []
    return [*rows, *_other_names(work, names), *kept], _Touched(changed)


def _move(links, clashes, stays, put):
    for row in links.moves:
        put(row, links.relation.name, stays)
    for clash in links.clashes:
        chosen = clashes[clash.key]
        if clash.flag:
            for row in clash.stays if chosen == GOES else clash.goes:
                put(row, clash.flag, False)
        elif chosen == GOES:
            for one in _facts(type(clash.stays[0])):
                if getattr(clash.stays[0], one.attname) != getattr(clash.goes[0], one.attname):
                    put(clash.stays[0], one.name, getattr(clash.goes[0], one.name))


def _other_names(work, names):
    """The name that is no longer used finds the organization all the same."""
    former = next(links for links in work.links if links.relation.model is FormerName)
    known = {row.name for row in (*former.stays, *former.goes)} | {work.stays.name}
    return [FormerName(organization=work.stays, name=name) for name in sorted(names - known)]


def _identity(row):
    return type(row), row.pk


class _Touched(dict):
    """{identity: names of the fields meant}; a new row is meant as a whole."""

    def __init__(self, changed):
        super().__init__({key: names for key, (_, names) in changed.items()})

    def __missing__(self, key):
        return ()


# --- what was merged, and taking it apart again


def away(user):
    """The rows merged into others, as far as this person would see them."""
    return Organization.objects.merged_away(user)


def batch_of(goes):
    """The Batch that merged a row away; None when it was not, or is taken apart already."""
    changes = Change.objects.of(goes).filter(batch__undone_by=None, batch__undoes=None)
    return next((change.batch for change in changes if change.after.get("merged_into_id")), None)


def take_apart(goes, *, by, decisions=None, seen=None):
    """Undo the merge; returns the Batch that did it. decisions, seen and what it raises: as for access.undo.undo."""
    batch = batch_of(goes)
    if batch is None:
        raise undo.AlreadyUndone("这次合并已经撤销过了")
    refused = (undo.AlreadyUndone, undo.Conflict, writing.OutOfReach)
    with events.watched(Kind.UNMERGED, by=by, about=goes, refused=refused):
        return undo.undo(batch, by=by, decisions=decisions, seen=seen, kind=Kind.UNMERGED)
