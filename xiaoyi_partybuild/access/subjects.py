"""One person in the records: every row about that person, what they hold, and how the person is taken out of them."""

from functools import reduce
from operator import or_

from django.db import connection, models, transaction

from . import journal, writing
from .dates import PartialDateField
from .events import Event, Kind, Result
from .models import Change
from .personal import NONE, REGISTER

GONE = "已删除"
ALWAYS = frozenset({"born"})  # no text, and yet it says who it is
SEEING = (Kind.UNMASKED, Kind.SUBJECT_EXPORTED, Kind.CHANGED)


def rows_about(row):
    """The row, and whatever hangs on it by a link that is classed as personal: attendance, transfers, reviews …"""
    found, fresh = {}, [row]
    while fresh:
        for one in fresh:
            found[type(one), one.pk] = one
        fresh = [below for one in fresh for below in _below(one) if (type(below), below.pk) not in found]
    return list(found.values())


def _below(row):
    for link in row._meta.related_objects:
        held = REGISTER.get(link.related_model)
        if held and held.class_of(link.field.name) != NONE:
            yield from link.related_model._base_manager.filter(**{link.field.attname: row.pk})


def told(row):
    """[(the field's name, what it holds)] as a person reads it, numbers whole."""
    return [(str(field.verbose_name), _said(row, field)) for field in row._meta.concrete_fields if field.editable]


def _said(row, field):
    if field.is_relation:
        return str(getattr(row, field.name) or "")
    value = getattr(row, field.attname)
    return str(dict(field.flatchoices).get(value, "" if value is None else value))


def history(rows):
    """The journal of rows, oldest first."""
    for row in rows:
        yield from Change.objects.of(row).order_by("pk")


# --- taking the person out


def erase(rows, *, by, reason, names=None):
    """Empty names, numbers, texts and days of birth; kinds, dates and links stay, and so do all counts. Returns the Batch.

    What the journal says of these rows' persons, this change included, opens for nobody any more.
    names: of the fields to empty, None for all of these.
    """
    for row in rows:
        for field in erased_fields(type(row), names):
            setattr(row, field.attname, _nothing(row, field))
    with transaction.atomic():
        batch = writing.save_all(rows, by=by, title="删除个人信息", reason=reason, kind=None)
        journal.forget(rows)
    return batch


def erased_fields(model, names=None):
    held = REGISTER[model]
    own = [field for field in model._meta.concrete_fields if held.class_of(field.name) != NONE]
    found = [field for field in own if field.name in ALWAYS or _says_who(field)]
    return [field for field in found if names is None or field.name in names]


def _says_who(field):
    if isinstance(field, PartialDateField) or field.choices:
        return False
    return isinstance(field, (models.CharField, models.TextField)) and field.editable


def _nothing(row, field):
    if field.null:
        return None
    return "" if field.blank else f"{GONE}{row.pk}"


def is_erased(row, *, names=None):
    return all(getattr(row, field.attname) == _nothing(row, field) for field in erased_fields(type(row), names))


def wipe():
    """Have SQLite give up what lies in its write-ahead log; erased pages are overwritten by secure_delete."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- who has seen the person


def seen(rows, *, since, until):
    """Events in which somebody saw or changed one of the rows; since, until: moments."""
    return _between(since, until).filter(_about(rows), kind__in=SEEING)


def listed(places, *, since, until):
    """Events in which somebody opened a page that lists the persons of one of these rows."""
    return _between(since, until).filter(_about(places), kind=Kind.LISTED)


def _about(rows):
    return reduce(or_, (models.Q(model=row._meta.label_lower, object_pk=row.pk) for row in rows))


def taken_along(registers, *, since, until):
    """Events of exports that may have held the person: of these registers."""
    return _between(since, until).filter(kind=Kind.EXPORTED, result=Result.OK, facts__register__in=registers)


def _between(since, until):
    return Event.objects.filter(at__gte=since, at__lt=until).select_related("by").order_by("pk")
