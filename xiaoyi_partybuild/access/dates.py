"""Dates that keep the precision they were written with: a year, a month or a day; and periods made of them."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

WRITTEN = re.compile(
    r"""(?P<year>\d{4})
        (?:\s*[-./年]\s*(?P<month>\d{1,2})
            (?:\s*[-./月]\s*(?P<day>\d{1,2}))?
        )?
        \s*[年月日号]?(?:[\sT]+0{1,2}:00(?::00(?:\.0+)?)?)?""",
    re.VERBOSE,
)
COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})?")


class PartialDate(str):
    """A date as text, `2019`, `2019-03` or `2019-03-15`: texts sort as dates do, and SQL compares them with full dates."""

    __slots__ = ()

    @classmethod
    def of(cls, year, month=None, day=None):
        """Raise ValueError when there is no such day."""
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError(f"年份 {year} 不在 {EARLIEST_YEAR}—{LATEST_YEAR} 之间")
        date(year, month or 1, day or 1)
        parts = [f"{year:04d}"] + [f"{part:02d}" for part in (month, day) if part]
        return cls("-".join(parts))

    @property
    def parts(self):
        return tuple(int(part) for part in self.split("-"))

    @property
    def first(self):
        """The first day it can mean."""
        year, month, day = (*self.parts, 1, 1)[:3]
        return date(year, month, day)

    @property
    def last(self):
        """The last day it can mean."""
        year, month, day = (*self.parts, None, None)[:3]
        month = month or 12
        return date(year, month, day or monthrange(year, month)[1])

    @property
    def spoken(self):
        """As an official writes it: 2019年, 2019年3月, 2019-03-15."""
        if len(self.parts) == 3:
            return str(self)
        return "".join(f"{part}{unit}" for part, unit in zip(self.parts, "年月", strict=False))


def read(value):
    """A date as people write it, as a PartialDate; None for nothing. Raise ValueError with a Chinese sentence."""
    if value in (None, ""):
        return None
    if isinstance(value, date):
        return PartialDate.of(value.year, value.month, value.day)
    return _of_text(str(value).strip())


@lru_cache(maxsize=16_384)
def _of_text(text):
    """A register has the same days over and over, and each is asked about when it is read, checked and stored."""
    match = COMPACT.fullmatch(text) or WRITTEN.fullmatch(text)
    if not match:
        raise ValueError(f"“{text}”不是能识别的日期，请写成 2019-03-15 或 2019年3月")
    try:
        return PartialDate.of(*(int(part) for part in match.groups() if part))
    except ValueError as error:
        raise ValueError(f"“{text}”不是有效的日期，请改成存在的日期") from error


class WrittenDate(forms.CharField):
    """A date in a form, as people write it; cleans to a PartialDate."""

    def to_python(self, value):
        try:
            return read(super().to_python(value)) or self.empty_value
        except ValueError as error:
            raise ValidationError(str(error)) from error


class PartialDateField(models.CharField):
    description = "a date with its precision: year, month or day"

    def __init__(self, *args, **kwargs):
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return PartialDate(value) if value else value

    def to_python(self, value):
        try:
            return read(value) or (None if self.null else "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": WrittenDate} | kwargs)

    def get_prep_value(self, value):
        return value.isoformat() if isinstance(value, date) else super().get_prep_value(value)


def in_force(on, prefix=""):
    """Q for the half-open period `start` ≤ on < `end`; an unknown start counts as always begun, no end as open."""
    begun = Q(**{f"{prefix}start__lte": on}) | Q(**{f"{prefix}start": None})
    open_still = Q(**{f"{prefix}end__gt": on}) | Q(**{f"{prefix}end": None})
    return begun & open_still


class Period(models.Model):
    """A link or state that holds from `start` until `end` (half-open)."""

    start = PartialDateField("起始日期", null=True, blank=True)
    end = PartialDateField("终止日期", null=True, blank=True)

    class Meta:
        abstract = True


def day_asked(params, *, today):
    """The day a request asks for with `on=`, in any written form, or today. Raise ValueError with a Chinese sentence."""
    asked = read(params.get("on"))
    return asked.last if asked else today


def add_months(day, months):
    """The same day some months later (or earlier), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
