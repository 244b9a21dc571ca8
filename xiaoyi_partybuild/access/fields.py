"""Text and JSON that are encrypted at rest, and the blind index by which encrypted text can still be found.

A value is bound to its table, column and row, and opened when somebody asks for it: lists that do not show it pay nothing.
"""

import base64
import json
import logging

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from . import sealing

UNREADABLE = "无法解密"

logger = logging.getLogger(__name__)


class Sealed(str):
    """Text as it lies in the database."""

    __slots__ = ()


class Unreadable(str):
    """Stands on pages for a value that does not open. Written back, the stored one stays as it is: `sealed`."""

    def __new__(cls, sealed):
        made = super().__new__(cls, UNREADABLE)
        made.sealed = sealed
        return made


class OpenedOnAccess(DeferredAttribute):
    """A row holds what the database gave until somebody asks for the value; then it holds the value."""

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if value.__class__ is Sealed:
            value = instance.__dict__[self.field.attname] = self._opened(instance, value)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value

    def _opened(self, instance, sealed):
        try:
            return self.field.opened(sealed, instance.pk)
        except sealing.Unopened as error:
            logger.error("%s of row %s does not open: %s", self.field, instance.pk, error)
            return Unreadable(sealed)


class SealedField(models.TextField):
    """What both kinds share. Subclasses say how a value becomes text (`written`) and back (`read`)."""

    descriptor_class = OpenedOnAccess
    is_sealed = True

    def place(self, pk):
        """What a value is bound to."""
        if pk is None:
            raise TypeError(f"{self} cannot be sealed before its row has a key: store it through access.writing")
        return f"row/{self.model._meta.db_table}.{self.column}/{pk}".encode()

    def sealed(self, value, pk):
        """A value → Sealed; what is empty, sealed already or does not open stays as it is stored."""
        if value.__class__ is Unreadable:
            return value.sealed
        if value.__class__ is Sealed or self.is_nothing(value):
            return value
        data = sealing.seal(self.written(value).encode(), bound_to=self.place(pk))
        return Sealed(base64.b64encode(data).decode())

    def opened(self, sealed, pk):
        """Raise sealing.Unopened."""
        try:
            data = base64.b64decode(sealed, validate=True)
        except ValueError as error:
            raise sealing.Unopened("not what was sealed") from error
        return self.read(sealing.unseal(data, bound_to=self.place(pk)).decode())

    def pre_save(self, instance, add):
        return self.sealed(instance.__dict__.get(self.attname), instance.pk)

    def from_db_value(self, value, expression, connection):
        return Sealed(value) if value else self.nothing()

    def get_prep_value(self, value):
        if value.__class__ is Sealed:
            return str(value)
        if self.is_nothing(value):
            return value if value is None else ""
        raise TypeError(f"{self} is sealed: rows are found by its blind index and written through access.writing")

    def to_journal(self, value):
        """In clear: the journal seals whole rows (access/journal.py). What does not open goes in as it is stored."""
        return {UNREADABLE: str(value.sealed)} if value.__class__ is Unreadable else value

    def from_journal(self, value):
        return Unreadable(value[UNREADABLE]) if isinstance(value, dict) and UNREADABLE in value else value


class EncryptedTextField(SealedField):
    description = "text encrypted at rest"

    written = staticmethod(str)
    read = staticmethod(str)

    @staticmethod
    def nothing():
        return ""

    @staticmethod
    def is_nothing(value):
        return not value


class EncryptedJSONField(SealedField):
    """JSON that may hold personal data; `{}` when there is none."""

    description = "JSON encrypted at rest"

    written = staticmethod(lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    read = staticmethod(json.loads)
    nothing = dict

    @staticmethod
    def is_nothing(value):
        return not value

    def to_python(self, value):
        return value


class BlindIndexField(models.CharField):
    """The keyed digest of another field, filled on every write: finds equal values, reveals none."""

    description = "keyed digest of another field"

    def __init__(self, *args, source="", **kwargs):
        self.source = source
        kwargs |= {"max_length": 64, "editable": False, "blank": True, "null": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "editable", "blank", "null"):
            kwargs.pop(fixed, None)
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, instance, add):
        """Of what does not open, the index stays: the row is still found."""
        value = getattr(instance, self.source)
        if value.__class__ is not Unreadable:
            setattr(instance, self.attname, sealing.digest(value))
        return getattr(instance, self.attname)
