"""A sealed value opens in its table, column and row alone; where it does not open, pages say so and nothing is lost."""

import json

import pytest

from branches.models import Instructor, Member
from tests.flushing import unprotected
from xiaoyi_partybuild.access import undo, writing
from xiaoyi_partybuild.access.fields import UNREADABLE, Sealed
from xiaoyi_partybuild.access.masking import masked
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.access.sealing import Unopened
from xiaoyi_partybuild.registers.models import Upload

PHONE, OTHER_PHONE = "13800000001", "13800000002"
FIELD = Member._meta.get_field("phone")


def stored(row, column="phone"):
    """What the database itself holds."""
    return str(type(row).objects.values_list(column, flat=True).get(pk=row.pk))


def store(row, text, column="phone"):
    type(row).objects.filter(pk=row.pk).update(**{column: Sealed(text)})


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def member(make, branch):
    return make.member(home_branch=branch, phone=PHONE, id_number="141181199001010018")


def test_the_database_holds_no_clear_text(member):
    assert PHONE not in stored(member)
    assert "141181199001010018" not in stored(member, "id_number")
    assert again(member).phone == PHONE


def test_rows_written_together_hold_sealed_text_of_their_own(make, department, branch):
    rows = [Member(name=f"党员{n}", category="full", home_branch=branch, phone=PHONE) for n in range(5)]
    writing.save_all(rows, by=department, title="一起")
    assert len({stored(row) for row in rows}) == 5
    assert {again(row).phone for row in rows} == {PHONE}


def test_an_update_and_its_undo_keep_the_value(member, department):
    member = again(member)
    member.phone = OTHER_PHONE
    writing.save(member, by=department)
    assert again(member).phone == OTHER_PHONE
    undo.undo(Batch.objects.first(), by=department)
    assert again(member).phone == PHONE


def test_a_row_that_was_taken_away_and_brought_back_opens(make, department, branch):
    row = Member(name="张三", category="full", home_branch=branch, phone=PHONE)
    making = writing.save_all([row], by=department, title="新增")
    undoing = undo.undo(making, by=department)
    undoing.undoes = None
    with unprotected():
        writing.keep_state(undoing, "undoes")
    undo.undo(undoing, by=department)
    assert Member.objects.get(name="张三").phone == PHONE


@pytest.mark.parametrize("place", ["row", "column", "table"])
def test_a_ciphertext_moved_elsewhere_does_not_open(make, branch, member, place, caplog):
    other = make.instructor() if place == "table" else make.member(home_branch=branch)
    store(other, stored(member, "id_number" if place == "column" else "phone"))
    assert again(other).phone == UNREADABLE
    assert f"row {other.pk} does not open" in caplog.text


def test_a_changed_bit_is_an_error_never_garbage(member):
    text = stored(member)
    for place in range(0, len(text), 7):
        touched = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(Unopened):
            FIELD.opened(touched, member.pk)


def test_what_does_not_open_is_said_masked_or_not(member):
    store(member, "nonsense")
    assert masked(again(member).phone) == UNREADABLE


def test_what_does_not_open_is_written_back_as_it_was(member, department):
    store(member, "nonsense")
    found = again(member)
    found.name = "改了名"
    writing.save(found, by=department)
    assert stored(member) == "nonsense"
    found = again(member)
    found.phone = OTHER_PHONE
    writing.save(found, by=department)
    assert again(member).phone == OTHER_PHONE


def test_an_id_number_that_does_not_open_keeps_its_index(member, department):
    index = again(member).id_number_index
    store(member, "nonsense", "id_number")
    found = again(member)
    found.name = "改了名"
    writing.save(found, by=department)
    assert again(member).id_number_index == index


def test_a_list_opens_only_what_it_shows(member, monkeypatch):
    opened = []
    monkeypatch.setattr(FIELD.__class__, "opened", lambda self, text, pk: opened.append(self.name))
    names = [row.name for row in Member.objects.all()]
    assert names
    assert opened == []


def test_a_value_cannot_be_written_or_sought_past_its_row(member):
    assert Member.objects.filter(phone="").count() == 0
    with pytest.raises(TypeError, match="blind index"):
        Member.objects.filter(phone=PHONE).exists()
    with pytest.raises(TypeError, match="blind index"):
        Member.objects.update(phone=PHONE)
    with pytest.raises(TypeError, match="before its row has a key"):
        Member(name="张三", phone=PHONE, home_branch=member.home_branch).save()


def test_saving_an_unchanged_sealed_value_is_no_change(department, member):
    before = Change.objects.count()
    writing.save(again(member), by=department)
    assert Change.objects.count() == before


def test_what_was_decided_about_a_file_is_sealed_json(make, department):
    told = {"cells": {"C7": PHONE}}
    upload = writing.save(Upload(by=department, name="a.xlsx", size=1, choices=told), by=department)
    empty = writing.save(Upload(by=department, name="b.xlsx", size=1), by=department)
    assert PHONE not in stored(upload, "choices")
    assert again(upload).choices == told
    assert again(empty).choices == {}
    assert list(Upload.objects.filter(choices={})) == [empty]


def test_values_without_their_row_stay_sealed(member):
    (found,) = Member.objects.values_list("phone", flat=True)
    assert isinstance(found, Sealed)
    assert json.dumps(found) != json.dumps(PHONE)


def test_another_table_has_another_place(member):
    with pytest.raises(Unopened):
        Instructor._meta.get_field("phone").opened(stored(member), member.pk)
