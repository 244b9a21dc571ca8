"""One masked number shown in full: to whom, why, how often; each time is told in the record before anybody sees it."""

import logging
from datetime import timedelta

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from . import events, limits
from .fields import EncryptedTextField
from .scoping import Kind

AN_HOUR, ALARM_AT = timedelta(hours=1), 30
A_HOUR = 60  # of one person
SHOWN = frozenset({Kind.PERSONAL, Kind.BUSINESS})

logger = logging.getLogger("xiaoyi_partybuild.alarms")


class Reason(models.TextChoices):
    CONTACT = "contact", "联系本人"
    CHECK = "check", "核对登记信息"
    TRANSFER = "transfer", "办理组织关系"
    INSPECTION = "inspection", "上级检查、审计"
    OTHER = "other", "其他（请写明）"


def field_of(label, column):
    """The sealed field of a record that a person may have shown; None for whatever else an address names."""
    try:
        field = apps.get_model(label)._meta.get_field(column)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    scope = getattr(field.model, "scope", None)
    return field if isinstance(field, EncryptedTextField) and scope and scope.kind in SHOWN else None


def show(row, field, *, by, reason, now):
    """The whole value; one event each. Raise limits.TooMany. Must stand outside the caller's transaction."""
    told = {"by": by, "about": row, "reason": reason, "facts": {"column": field.name}}
    try:
        use = limits.demand("unmask", str(by.pk), limit=A_HOUR, window=AN_HOUR, longest=AN_HOUR, now=now)
    except limits.TooMany:
        events.tell(events.Kind.UNMASKED, result=events.Result.REFUSED, **told)
        raise
    with transaction.atomic():
        events.tell(events.Kind.UNMASKED, **told)
        if use == ALARM_AT:
            events.tell(events.Kind.ALARM, by=by, about=f"一小时内显示了 {ALARM_AT} 个完整号码")
    if use == ALARM_AT:
        logger.warning("user %s had %s full numbers shown within an hour", by.pk, ALARM_AT)
    return getattr(row, field.attname)
