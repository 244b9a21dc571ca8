"""Text and bytes that are encrypted at rest, and the blind index by which encrypted text can still be found."""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


def _key(purpose):
    """A key of its own for each purpose, derived from FIELD_KEY."""
    return hmac.digest(settings.FIELD_KEY.encode(), purpose.encode(), hashlib.sha256)


def seal(data, *, bound_to):
    """Bytes → sealed bytes by AES-256-GCM. `bound_to`: bytes that say where they belong; elsewhere they do not open."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(settings.FIELD_KEY).encrypt(nonce, data, bound_to)


def unseal(sealed, *, bound_to):
    """What was sealed. Raise cryptography's InvalidTag where it was altered, belongs elsewhere, or the key is another."""
    return _cipher(settings.FIELD_KEY).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)


@cache
def _cipher(secret):
    """Made once for each FIELD_KEY: a review seals hundreds of thousands of rows."""
    return AESGCM(_key("field"))


class EncryptedTextField(models.TextField):
    """AES-256-GCM, bound to its table and column: a ciphertext moved elsewhere does not open."""

    description = "text encrypted at rest"

    def _bound_to(self):
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def encrypt(self, value):
        if not value:
            return value
        return base64.b64encode(seal(str(value).encode(), bound_to=self._bound_to())).decode()

    def decrypt(self, value):
        if not value:
            return value
        return unseal(base64.b64decode(value), bound_to=self._bound_to()).decode()

    def get_prep_value(self, value):
        return self.encrypt(super().get_prep_value(value))

    def from_db_value(self, value, expression, connection):
        return self.decrypt(value)

    def to_journal(self, value):
        """Comparable without being readable: a keyed digest says whether it changed, the sealed text restores it."""
        return {"digest": digest(value), "sealed": self.encrypt(value)} if value else value

    def from_journal(self, value):
        return self.decrypt(value["sealed"]) if value else value


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
        value = digest(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value


def digest(value):
    """The blind index of a value; None for none."""
    return hmac.new(_key("index"), str(value).encode(), hashlib.sha256).hexdigest() if value else None
