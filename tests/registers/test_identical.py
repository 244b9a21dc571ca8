"""The same bytes again, while nothing has changed: answered at once, and only then."""

import pytest
from django.utils import timezone

from orgs.models import Organization, Region
from tests.registers import books
from tests.registers.test_plan import HEADER, row
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import undo
from xiaoyi_partybuild.registers import apply, plan, register, store
from xiaoyi_partybuild.registers.models import Confirmation, Upload


@pytest.fixture(scope="module")
def data():
    """A file as it lies on a disk: written anew it would have other bytes."""
    return books.xlsx([HEADER, row(), row("乙协会", 2)])


@pytest.fixture
def bring(uploads, registers, regions, department):
    """Bring bytes as the page does with a large file; returns the upload and whether it was answered at once."""

    def make(data, by=department, slug=register.AUTO, on=None):
        upload = apply.receive(data, "名册.xlsx", by=by, register=slug)
        on = on or timezone.localdate()
        at_once = apply.answer(upload, on=on)
        if not at_once:
            apply.check(upload, by=by, on=on)
        upload.refresh_from_db()
        return upload, at_once

    return make


@pytest.fixture
def imported_once(bring, data, department):
    upload, _ = bring(data)
    apply.commit(upload, by=department, on=timezone.localdate())
    return upload


def test_the_same_bytes_are_answered_at_once(bring, data, imported_once):
    again, at_once = bring(data)
    assert at_once
    assert again.state == Upload.State.READY
    assert again.counts == {"create": 0, "update": 0, "same": 2, "reject": 0, "absent": 0}
    assert again.message == f"和 {timezone.localdate()} 导入的完全相同，名册没有变化，不再逐行列出"
    assert store.Review(again)["columns"] == store.Review(imported_once)["columns"]


def test_the_same_contents_in_other_bytes_are_read_and_not_planned(bring, data, imported_once, monkeypatch):
    monkeypatch.setattr(plan, "build", lambda *args, **kwargs: pytest.fail("planned"))
    again, at_once = bring(data[:-2] + b"\1\0.")
    assert not at_once
    assert again.message == f"和 {timezone.localdate()} 导入的完全相同，名册没有变化，不再逐行列出"
    assert again.counts["same"] == 2


def test_confirming_it_all_the_same_reads_it(bring, data, imported_once, department):
    again, _ = bring(data)
    with pytest.raises(apply.Changed) as caught:
        apply.commit(again, by=department, on=timezone.localdate())
    assert caught.value.plan.counts["same"] == 2


def changed_by_hand(department):
    known = Organization.objects.get(name="甲协会")
    known.legal_representative = "王五"
    writing.save(known, by=department)


def a_region_renamed(department):
    region = Region.objects.first()
    region.name = "改名镇"
    writing.save(region, by=SYSTEM)


def undone(department):
    undo(Upload.objects.get(batch__isnull=False).batch, by=SYSTEM)


def a_word_confirmed(department):
    Confirmation(by=department, at=timezone.now(), register="test-societies", about="value", key="x", written="x").save()


def choices_made(department):
    for upload in Upload.objects.all():
        upload.choices = {"policy": "fill"}
        writing.keep_state(upload, "choices")


def review_purged(department):
    store.remove(Upload.objects.get(batch__isnull=False))


EVENTS = [changed_by_hand, a_region_renamed, undone, a_word_confirmed, choices_made, review_purged]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_whatever_could_make_a_difference_has_it_read(bring, data, imported_once, department, event):
    event(department)
    assert not bring(data)[1]
    assert bring(data[:-2] + b"\1\0.")[0].message == ""


def test_other_bytes_other_people_other_registers_and_other_days_have_it_read(bring, data, imported_once):
    assert not bring(books.xlsx([HEADER, row(), row("乙协会", 2)]))[1]
    assert not bring(data, by=SYSTEM)[1]
    assert not bring(data, slug="test-ledger")[1]
    assert not bring(data, on=timezone.localdate().replace(year=2031))[1]
    assert bring(data, slug="test-societies")[1]


def test_what_was_held_back_is_shown_again(bring, department):
    data = books.xlsx([HEADER, row(), row("乙协会", 2, kind="政府")])
    upload, _ = bring(data)
    apply.commit(upload, by=department, on=timezone.localdate())
    assert not bring(data)[1]
