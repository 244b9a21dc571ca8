"""Personal values in the journal: sealed in the table, opened for whoever reads Changes, gone with the row's key."""

import pytest
from django.db.models import TextField
from django.db.models.functions import Cast

from branches.models import Member
from xiaoyi_partybuild.access import chain, journal, rotation, undo, verifying, writing
from xiaoyi_partybuild.access.models import Change, SubjectKey
from xiaoyi_partybuild.ui import history

PHONE, OTHER, ID_NUMBER = "13800000001", "13900000002", "141181199001010018"


@pytest.fixture
def member(make, branch):
    return make.member(home_branch=branch, name="张三丰", phone=PHONE, id_number=ID_NUMBER)


@pytest.fixture
def batch(member, department):
    member.phone, member.name = OTHER, "张三"
    return writing.save_all([member], by=department, title="改电话")


def lying():
    """The journal as it lies in the table."""
    texts = Change.objects.values_list(Cast("before", TextField()), Cast("after", TextField()))
    return " ".join(part for row in texts for part in row)


def again(member):
    return Member.objects.get(pk=member.pk)


def test_what_is_personal_lies_sealed_and_reads_in_clear(member, batch):
    for secret in (PHONE, OTHER, ID_NUMBER, "张三"):
        assert secret not in lying()
        assert secret.encode("unicode_escape").decode() not in lying()
    change = Change.objects.of(member).first()
    assert (change.before["phone"], change.after["phone"]) == (PHONE, OTHER)
    assert journal.PLACE not in change.after
    assert change.forgotten == frozenset()


def test_what_says_nothing_about_a_person_lies_open(make, department):
    make.organization(name="绵羊协会", legal_representative="")
    assert "\\u7ef5\\u7f8a" in lying() or "绵羊" in lying()
    assert not SubjectKey.objects.filter(model="orgs.organization").exists()


def test_reading_many_changes_asks_for_their_keys_once(make, branch, queries_of):
    for _ in range(5):
        make.member(home_branch=branch)
    assert queries_of(lambda: list(Change.objects.filter(model="branches.member"))) == 2
    assert all("name" in one.after for one in Change.objects.filter(model="branches.member").iterator())


def test_an_undo_restores_what_was_sealed(member, batch, department):
    undo.undo(batch, by=department)
    assert (again(member).phone, again(member).name) == (PHONE, "张三丰")


def test_one_rows_key_opens_no_other_rows_values(member, make, branch):
    other = make.member(home_branch=branch, phone=OTHER)
    (mine,), (theirs,) = Change.objects.of(member).values("after"), Change.objects.of(other).values("after")
    change = Change(model="branches.member", object_pk=other.pk, before={}, after=mine["after"])
    journal.open_all([change])
    assert "phone" not in change.after
    assert "phone" in change.forgotten
    assert theirs["after"] != mine["after"]


def test_what_is_forgotten_opens_for_nobody_and_the_chain_still_holds(member, batch):
    chain.seal_all()
    assert journal.forget([member]) == 1
    newest, first = Change.objects.of(member)
    assert newest.after == newest.before == {}
    assert {"phone", "name"} <= newest.forgotten
    assert first.action == Change.Action.CREATE
    assert verifying.verify().fault == ""


def test_the_history_says_that_it_was_erased(member, batch):
    journal.forget([member])
    told = {one.label: (one.before, one.after) for entry in history.of(member) for one in entry.differences}
    assert told["姓名"] == (history.FORGOTTEN, history.FORGOTTEN)
    assert PHONE not in str(told)


def test_an_undo_leaves_what_was_forgotten_as_it_is(member, batch, department):
    journal.forget([member])
    undo.undo(batch, by=department)
    assert again(member).phone == OTHER


def test_a_row_that_lost_its_key_gets_another_for_what_comes_after(member, batch, department):
    journal.forget([member])
    row = again(member)
    row.phone = PHONE
    writing.save_all([row], by=department, title="又改")
    newest, *older = Change.objects.of(member)
    assert (newest.before["phone"], newest.after["phone"]) == (OTHER, PHONE)
    assert all("phone" in one.forgotten for one in older)


def test_a_removed_row_whose_person_was_erased_is_not_brought_back_without_name(member, department):
    batch = writing.open_batch(by=department, title="移除")
    writing.remove_all([member], by=department, batch=batch)
    journal.forget([member])
    undone = undo.undo(batch, by=department)
    assert undone.kept == [["branches.member", member.pk, "", "refused"]]
    assert not Member.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("suite", ["intl", "gm"])
def test_exchanging_the_field_key_leaves_the_journal_readable(member, batch, settings, suite):
    settings.FIELD_KEYS_OLD, settings.FIELD_KEY = (settings.FIELD_KEY,), "k" * 10 + "another field key " * 4
    settings.CRYPTO_SUITE = suite
    for model, fields in rotation.sealed_models().items():
        rotation.seal_anew(model, fields)
    settings.FIELD_KEYS_OLD = ()
    assert Change.objects.of(member).first().after["phone"] == OTHER


def test_the_same_change_is_sealed_differently_each_time(make, branch):
    make.member(home_branch=branch, name="李四", phone=PHONE)
    make.member(home_branch=branch, name="李四", phone=PHONE)
    sealed = [one["after"][journal.PLACE][0] for one in Change.objects.filter(model="branches.member").values("after")]
    assert len(set(sealed)) == 2
