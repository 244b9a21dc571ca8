"""From which file, sheet and cell a stored value came, by whom and when, as long as nothing has changed it since.

The journal decides: a value is an import's while the last change of its column that still counts is that import's. An undo
takes back what it undid together with whatever was changed since; what it left alone goes on counting.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from xiaoyi_partybuild.access import values
from xiaoyi_partybuild.access.models import Change

from .models import Source

CORRECTED = "（导入时改过）"


@dataclass(frozen=True)
class Origin:
    """Where one value stands: 名册2026.xlsx 的 Sheet2!C7. is_corrected: a person changed it on the way."""

    upload: int
    file: str
    sheet: str
    row: int
    cell: str
    by: object
    at: datetime
    is_corrected: bool

    def __str__(self):
        place = f"{self.sheet}!{self.cell}" if self.sheet else self.cell
        return f"{self.file} 的 {place}{CORRECTED if self.is_corrected else ''}"


def of(instance):
    """{field name: Origin} for the values of one row."""
    return of_all([instance]).get(key_of(instance), {})


def of_all(instances):
    """{(label, key): {field name: Origin}} for rows of any models that have imported values; three queries."""
    rows = {key_of(instance): instance for instance in instances}
    sources = _by_row(_about(Source, rows).select_related("upload__by", "upload__batch").order_by("-pk")) if rows else {}
    changes = _by_row(_about(Change, sources).select_related("batch").order_by("pk")) if sources else {}
    return {key: _origins(rows[key], changes[key], sources[key]) for key in sources}


def uploads_of(rows):
    """The uploads, as a set, whose files gave any of these rows a value, whatever has become of it."""
    return {one.upload for one in _about(Source, {key_of(row) for row in rows}).select_related("upload")}


def key_of(instance):
    return instance._meta.label_lower, instance.pk


def _about(model, keys):
    by_label = defaultdict(list)
    for label, pk in keys:
        by_label[label].append(pk)
    return model.objects.filter(reduce(or_, (Q(model=label, object_pk__in=pks) for label, pks in by_label.items())))


def _by_row(notes):
    found = defaultdict(list)
    for one in notes:
        found[one.model, one.object_pk].append(one)
    return found


def _origins(instance, changes, sources):
    now, standing = values.of(instance), _standing(changes)
    told = {(one.upload.batch_id, name): one for one in sources for name in one.cells}
    found = {}
    for field in instance._meta.concrete_fields:
        change = standing.get(field.attname)
        source = told.get((change.batch_id, field.name)) if change else None
        if source is not None and change.after.get(field.attname) == now[field.attname]:
            found[field.name] = _origin(source, field.name)
    return found


def _standing(changes):
    """{column: the Change its value comes from}, given one row's changes, the oldest first."""
    stacks = defaultdict(list)
    for change in changes:
        for column in change.before | change.after:
            _put(stacks[column], change)
    return {column: stack[-1] for column, stack in stacks.items() if stack}


def _put(stack, change):
    undone = [place for place, earlier in enumerate(stack) if earlier.batch_id == change.batch.undoes_id]
    if undone:
        del stack[undone[0] :]
    else:
        stack.append(change)


def _origin(source, name):
    upload = source.upload
    return Origin(
        upload=upload.pk,
        file=upload.name,
        sheet=source.sheet,
        row=source.row,
        cell=source.cells[name],
        by=upload.by,
        at=upload.batch.at,
        is_corrected=name in source.fixed,
    )
