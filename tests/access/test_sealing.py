"""Whatever is sealed opens with its own key, in its own place, in either suite; everything else is an error."""

import secrets

import pytest

from xiaoyi_partybuild.access import sealing
from xiaoyi_partybuild.access.sealing import Unopened, digest, digests, seal, unseal

HERE, THERE = b"row/member.phone/1", b"row/member.phone/2"
OLD, NEW = secrets.token_urlsafe(48), secrets.token_urlsafe(48)
BOTH_SUITES = pytest.mark.parametrize("suite", sealing.SUITES)


@BOTH_SUITES
def test_what_was_sealed_opens_in_its_place_only(settings, suite):
    settings.CRYPTO_SUITE = suite
    sealed = seal(b"13800000001", bound_to=HERE)
    assert b"13800000001" not in sealed
    assert unseal(sealed, bound_to=HERE) == b"13800000001"
    with pytest.raises(Unopened):
        unseal(sealed, bound_to=THERE)


@BOTH_SUITES
def test_any_flipped_bit_is_an_error(settings, suite):
    settings.CRYPTO_SUITE = suite
    sealed = seal(b"13800000001", bound_to=HERE)
    for place in range(len(sealed) * 8):
        touched = bytearray(sealed)
        touched[place // 8] ^= 1 << place % 8
        with pytest.raises(Unopened):
            unseal(bytes(touched), bound_to=HERE)


@BOTH_SUITES
@pytest.mark.parametrize("length", range(35))
def test_what_is_cut_short_is_an_error(settings, suite, length):
    settings.CRYPTO_SUITE = suite
    with pytest.raises(Unopened):
        unseal(seal(b"1", bound_to=HERE)[:length], bound_to=HERE)


def test_a_store_of_both_suites_and_of_old_keys_opens_whole(settings):
    sealed = []
    for settings.FIELD_KEY in (OLD, NEW):
        for settings.CRYPTO_SUITE in sealing.SUITES:
            sealed += [seal(str(number).encode(), bound_to=HERE) for number in range(50)]
    settings.FIELD_KEYS_OLD = [OLD]
    assert [unseal(one, bound_to=HERE) for one in sealed] == [str(number).encode() for number in range(50)] * 4
    assert [sealing.is_current(one) for one in sealed] == [False] * 150 + [True] * 50


def test_a_key_that_left_the_ring_opens_nothing(settings):
    settings.FIELD_KEY = OLD
    sealed = seal(b"1", bound_to=HERE)
    settings.FIELD_KEY = NEW
    with pytest.raises(Unopened):
        unseal(sealed, bound_to=HERE)


def test_sm4_answers_as_its_standard_says():
    """GB/T 32907-2016 in GCM: RFC 8998, appendix A.1."""
    cipher = sealing.Sm4Gcm(bytes.fromhex("0123456789abcdeffedcba9876543210"))
    nonce, also = bytes.fromhex("00001234567800000000abcd"), bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = b"".join(bytes([one]) * 8 for one in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    expected = (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a26"
        "91233b8d83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert cipher.encrypt(nonce, plain, also).hex() == expected


def test_sm3_answers_as_its_standard_says():
    """HMAC-SM3 of a fixed text, as hashlib's SM3 makes it by the definition of HMAC."""
    import hashlib

    key, told = b"k" * 32, b"141181199001010018"
    inner = hashlib.new("sm3", bytes(one ^ 0x36 for one in key.ljust(64, b"\0")) + told).digest()
    outer = hashlib.new("sm3", bytes(one ^ 0x5C for one in key.ljust(64, b"\0")) + inner).hexdigest()
    assert sealing.SUITES["gm"].mac(key, told).hex() == outer


@BOTH_SUITES
def test_an_index_is_whole_and_its_own_key_makes_it(settings, suite):
    settings.CRYPTO_SUITE, settings.FIELD_KEY = suite, NEW
    assert digest("141181199001010018") == digest("141181199001010018") != digest("141181199001010026")
    assert len(digest("141181199001010018")) == 64
    assert digest("") is None
    settings.FIELD_KEY, settings.FIELD_KEYS_OLD = OLD, [NEW]
    assert len(set(digests("141181199001010018"))) == 4


def test_a_million_nonces_differ():
    """A sample: 20,000 of 96 random bits; the birthday bound for a million is 2**-57."""
    nonces = {seal(b"", bound_to=HERE)[sealing.HEAD_BYTES : sealing.START] for _ in range(20_000)}
    assert len(nonces) == 20_000
