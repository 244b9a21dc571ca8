"""How a command is told whom it is about: branches.member:12, or - with the ID number on standard input."""

import sys

from django.apps import apps
from django.core.management import CommandError
from django.db import models
from django.utils import timezone

from branches.models import Member
from xiaoyi_partybuild.access import dates, sealing
from xiaoyi_partybuild.access.personal import REGISTER

HELP = "branches.member:12, or - to give the ID number on standard input"


def subject(text):
    """The row; it must be about a person."""
    row = _by_number() if text == "-" else _by_key(text)
    if row is None:
        raise CommandError("没有找到这个人，请核对", returncode=2)
    return row


def _by_number():
    return Member._base_manager.filter(id_number_index__in=sealing.digests(sys.stdin.readline().strip())).first()


def _by_key(text):
    label, _, pk = text.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    held = REGISTER.get(model)
    is_person = held is not None and "name" in held.personal and pk.isascii() and pk.isdigit()
    return model._base_manager.filter(pk=int(pk)).first() if is_person else None


def named(row):
    """As commands print it: no name, no number."""
    return f"{row._meta.verbose_name} {row.pk}" if isinstance(row, models.Model) else str(row)


def moment(text, *, end=False):
    """A day as written → the moment it begins, or with `end` the one after it ends."""
    try:
        read = dates.read(text)
    except ValueError as error:
        raise CommandError(str(error), returncode=2) from error
    day = read.last if end else read.first
    start = timezone.make_aware(timezone.datetime(day.year, day.month, day.day))
    return start + timezone.timedelta(days=1) if end else start
