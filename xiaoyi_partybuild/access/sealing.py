"""Encryption and keyed digests: the only module that knows a cipher. What is sealed says which suite and which key opens it.

suite (1 byte) ‖ key id (5) ‖ nonce (12) ‖ ciphertext and tag. Suites: intl, AES-256-GCM with HMAC-SHA-256; gm, SM4-GCM with
HMAC-SM3. A store may hold both: CRYPTO_SUITE and FIELD_KEY say how new things are sealed, FIELD_KEYS_OLD still open.
"""

import hashlib
import hmac
import os
from collections import namedtuple
from dataclasses import dataclass
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

KEY_ID_BYTES, NONCE_BYTES, TAG_BYTES, SECRET_BYTES = 5, 12, 16, 32
HEAD_BYTES = 1 + KEY_ID_BYTES
START = HEAD_BYTES + NONCE_BYTES


class Unopened(Exception):
    """It was altered, belongs elsewhere, or was sealed with a key that is not in the ring."""


class Aes256Gcm:
    key_bytes = 32

    def __init__(self, key):
        self.cipher = AESGCM(key)
        self.encrypt, self.decrypt = self.cipher.encrypt, self.cipher.decrypt


class Sm4Gcm:
    key_bytes = 16

    def __init__(self, key):
        self.algorithm = algorithms.SM4(key)

    def encrypt(self, nonce, data, bound_to):
        work = Cipher(self.algorithm, modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(bound_to)
        return work.update(data) + work.finalize() + work.tag

    def decrypt(self, nonce, sealed, bound_to):
        work = Cipher(self.algorithm, modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
        work.authenticate_additional_data(bound_to)
        return work.update(sealed[:-TAG_BYTES]) + work.finalize()


def _hmac_sha256(key, data):
    return hmac.digest(key, data, hashlib.sha256)


def _hmac_sm3(key, data):
    work = HMAC(key, hashes.SM3())
    work.update(data)
    return work.finalize()


Suite = namedtuple("Suite", "mark cipher mac")
SUITES = {"intl": Suite(1, Aes256Gcm, _hmac_sha256), "gm": Suite(2, Sm4Gcm, _hmac_sm3)}


@dataclass(frozen=True)
class Key:
    """One secret under one suite. head: the bytes that everything sealed with it begins with; the index key is another."""

    suite: str
    head: bytes
    cipher: object
    index_key: bytes

    @classmethod
    def of(cls, suite, secret):
        mark, cipher, mac = SUITES[suite]
        head = bytes([mark]) + _derived(mac, secret, "id")[:KEY_ID_BYTES]
        return cls(suite, head, cipher(_derived(mac, secret, "field")[: cipher.key_bytes]), _derived(mac, secret, "index"))

    def digest(self, value):
        return SUITES[self.suite].mac(self.index_key, str(value).encode()).hex()


def _derived(mac, secret, purpose):
    """A key of its own for each purpose."""
    return mac(secret.encode(), purpose.encode())


def ring():
    """{head: Key} of all that can be opened, the key for new things first."""
    return _ring(settings.CRYPTO_SUITE, settings.FIELD_KEY, tuple(settings.FIELD_KEYS_OLD))


@cache
def _ring(suite, secret, older):
    suites = [suite, *(name for name in SUITES if name != suite)]
    keys = [Key.of(name, one) for one in (secret, *older) for name in suites]
    return {key.head: key for key in keys}


def current():
    return next(iter(ring().values()))


def seal(data, *, bound_to):
    """Bytes → sealed bytes. `bound_to`: bytes that say where they belong; elsewhere they do not open."""
    key, nonce = current(), os.urandom(NONCE_BYTES)
    return key.head + nonce + key.cipher.encrypt(nonce, data, bound_to)


def unseal(sealed, *, bound_to):
    """What was sealed. Raise Unopened."""
    key = ring().get(bytes(sealed[:HEAD_BYTES]))
    if key is None:
        raise Unopened("no key in the ring opens this")
    try:
        return key.cipher.decrypt(sealed[HEAD_BYTES:START], sealed[START:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise Unopened("altered, cut short, or moved from its place") from error


def new_secret():
    """A key of its own for one row, as text; itself to be stored sealed."""
    return f"{settings.CRYPTO_SUITE}:{os.urandom(SECRET_BYTES).hex()}"


class Own:
    """A key made by `new_secret`."""

    def __init__(self, secret):
        suite, _, text = secret.partition(":")
        if suite not in SUITES:
            raise Unopened("not a key")
        cipher = SUITES[suite].cipher
        self.cipher = cipher(bytes.fromhex(text)[: cipher.key_bytes])

    def seal(self, data, *, bound_to):
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, data, bound_to)

    def unseal(self, sealed, *, bound_to):
        """Raise Unopened."""
        try:
            return self.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to)
        except (InvalidTag, ValueError) as error:
            raise Unopened("altered, or sealed with another key") from error


def is_current(sealed):
    """Whether the key for new things has sealed it."""
    return sealed[:HEAD_BYTES] == current().head


def digest(value):
    """The blind index of a value, hexadecimal; None for none."""
    return current().digest(value) if value else None


def digests(value):
    """The same under every key of the ring, the current one first: while keys are exchanged, rows are found by either."""
    keys = ring().values() if settings.FIELD_KEYS_OLD else [current()]
    return [key.digest(value) for key in keys] if value else []


def lasting_digest(value):
    """For what nobody can compute anew, as of a recovery code or in the journal: it outlives a FIELD_KEY."""
    return hmac.new(settings.SECRET_KEY.encode(), f"lasting:{value}".encode(), hashlib.sha256).hexdigest()
