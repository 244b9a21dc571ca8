"""Sealed text: opens only where it belongs, never when it was touched, and differs in every writing."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from branches.models import Instructor, Member
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.fields import digest
from xiaoyi_partybuild.access.models import Change

PHONE = Member._meta.get_field("phone")


def test_what_was_sealed_opens_again():
    assert PHONE.decrypt(PHONE.encrypt("13800000001")) == "13800000001"
    assert PHONE.encrypt("") == ""


def test_sealing_twice_gives_two_ciphertexts_and_one_digest():
    assert PHONE.encrypt("13800000001") != PHONE.encrypt("13800000001")
    assert digest("13800000001") == digest("13800000001") != digest("13800000002")
    assert digest("") is None


def test_a_ciphertext_moved_to_another_column_does_not_open():
    with pytest.raises(InvalidTag):
        Instructor._meta.get_field("phone").decrypt(PHONE.encrypt("13800000001"))


def test_a_changed_bit_is_noticed():
    raw = bytearray(base64.b64decode(PHONE.encrypt("13800000001")))
    raw[-1] ^= 1
    with pytest.raises(InvalidTag):
        PHONE.decrypt(base64.b64encode(raw).decode())


def test_saving_an_unchanged_sealed_value_is_no_change(make, department, branch):
    member = make.member(home_branch=branch, phone="13800000001")
    before = Change.objects.count()
    writing.save(Member.objects.get(pk=member.pk), by=department)
    assert Change.objects.count() == before
