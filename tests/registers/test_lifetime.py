"""Uploaded files go when their time is over, what they brought stays; and nobody leaves too many of them lying about."""

import io
import os
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from orgs.models import Organization
from tests.registers.test_plan import row
from tests.registers.wizard import bring, page, societies, text
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.registers import apply, lifetime, store, tasks
from xiaoyi_partybuild.registers.models import Source, Upload

State = Upload.State


def aged(upload, **ago):
    """Nothing was done about it for so long."""
    then = time.time() - timedelta(**ago).total_seconds()
    folder = store.folder(upload)
    for path in (*folder.iterdir(), folder):
        os.utime(path, (then, then))


def purged(*options):
    told = io.StringIO()
    call_command("purge", *options, stdout=told)
    return told.getvalue()


@pytest.fixture
def imported_one(desk):
    bring(desk, societies(row()))
    desk.post(page("commit"))
    upload = Upload.objects.get()
    assert upload.state == State.DONE
    return upload


@pytest.fixture
def waiting_one(desk):
    bring(desk, societies(row("乙协会", 2)))
    return Upload.objects.latest("pk")


TERMS = [
    ({"days": 90, "hours": 1}, {"days": 30, "hours": 1}, 2),
    ({"days": 89, "hours": 23}, {"days": 29, "hours": 23}, 0),
    ({"days": 89, "hours": 23}, {"days": 30, "hours": 1}, 1),
]


@pytest.mark.parametrize(("imported_ago", "brought_ago", "due"), TERMS)
def test_what_is_due_is_listed_and_nothing_else(imported_one, waiting_one, imported_ago, brought_ago, due):
    aged(imported_one, **imported_ago)
    aged(waiting_one, **brought_ago)
    assert f"到期 {due} 份" in purged()
    assert (imported_one.is_kept, waiting_one.is_kept) == (True, True)


def test_the_terms_are_settings(waiting_one, settings):
    aged(waiting_one, days=3)
    settings.UPLOAD_WAIT_DAYS = 2
    assert "保存期 2 天" in purged()


def test_an_import_stays_when_its_file_goes(desk, imported_one):
    aged(imported_one, days=91)
    before = (Change.objects.count(), Source.objects.count(), Batch.objects.count())
    assert "已删除 1 份" in purged("--delete")
    assert not store.folder(imported_one).exists()
    assert (Change.objects.count(), Source.objects.count(), Batch.objects.count()) == before
    assert Organization.objects.filter(name="甲协会").exists()
    shown = text(desk.get(page("done"), follow=True))
    assert "原文件的保存期已过，系统已经删除" in shown
    assert "甲协会" in shown


def test_an_import_can_be_undone_when_its_file_is_gone(desk, imported_one):
    aged(imported_one, days=91)
    purged("--delete")
    desk.post(page("undo"))
    assert not Organization.objects.filter(name="甲协会").exists()


def test_what_was_never_imported_says_that_its_file_is_gone(desk, waiting_one):
    aged(waiting_one, days=31)
    purged("--delete")
    waiting_one.refresh_from_db()
    assert waiting_one.state == State.FAILED
    for name in ("step", "review", "columns", "progress", "done", "undo"):
        answer = desk.get(page(name), follow=True)
        assert "保存期（30 天）已过" in text(answer)
    assert "没有完成" in text(desk.get(reverse("registers:mine")))


def test_files_nobody_has_a_record_of_go_after_a_day(db, uploads):
    lost = Upload(name="名册.xlsx")
    store.keep_workbook(lost, [b"x"])
    aged(lost, hours=23)
    assert "到期 0 份" in purged()
    aged(lost, hours=25)
    assert "没有记录的文件" in purged("--delete")
    assert not store.folder(lost).exists()


# --- given up


def test_a_file_can_be_given_up_in_one_click(desk, waiting_one):
    assert "放弃" in text(desk.get(reverse("registers:mine")))
    desk.post(page("give_up"))
    waiting_one.refresh_from_db()
    assert (waiting_one.state, waiting_one.is_kept) == (State.FAILED, False)
    shown = text(desk.get(reverse("registers:mine")))
    assert "没有完成" in shown
    assert "放弃导入" not in shown
    assert "您放弃了这次导入" in text(desk.get(page("step"), follow=True))


def test_what_was_imported_is_not_given_up(desk, imported_one):
    desk.post(page("give_up"))
    imported_one.refresh_from_db()
    assert (imported_one.state, imported_one.is_kept) == (State.DONE, True)


def test_what_is_being_imported_is_not_given_up(desk, waiting_one):
    store.keep_progress(waiting_one, 1, 2)
    Upload.objects.update(state=State.IMPORTING)
    desk.post(page("give_up"))
    assert waiting_one.is_kept


def test_nobody_gives_up_for_others(client_of, township, waiting_one):
    assert client_of(township).post(page("give_up")).status_code == 404
    assert waiting_one.is_kept


# --- how much may wait


def test_too_many_files_waiting_are_refused_in_words(desk, waiting_one, settings):
    settings.UPLOAD_MOST_WAITING = 1
    answer = bring(desk, societies(row("丙协会", 3)))
    assert answer.status_code == 422
    assert "您还有 1 份文件没有导入，请先到“我的导入”里导入或放弃几份" in text(answer)
    desk.post(page("give_up"))
    assert bring(desk, societies(row("丙协会", 3))).redirect_chain


def test_too_many_bytes_waiting_are_refused_in_words(desk, waiting_one, settings):
    settings.UPLOAD_MOST_WAITING_MB = 1
    Upload.objects.update(size=2**20)
    assert "超过 1 MB" in text(bring(desk, societies(row("丙协会", 3))))


def test_what_others_left_and_what_was_imported_takes_no_room(desk, imported_one, client_of, township, settings):
    settings.UPLOAD_MOST_WAITING = 1
    assert lifetime.waiting(imported_one.by) == []
    assert bring(desk, societies(row("乙协会", 2))).redirect_chain
    file = {"file": SimpleUploadedFile("名册.xlsx", societies(row("丙协会", 3))), "register": "auto"}
    assert client_of(township).post(reverse("registers:upload"), file).status_code == 302


# --- work ordered twice, and work that breaks off


def test_a_second_order_to_import_writes_nothing_that_was_not_looked_over(desk, waiting_one, make, home):
    """As after 重新开始, when the first worker was only slow: meanwhile the first found changes and asked again."""
    Upload.objects.update(state=State.READY, digest="of an earlier day")
    tasks.commit.call(waiting_one.pk, waiting_one.by_id, "2026-11-22")
    assert not Organization.objects.filter(name="乙协会").exists()


def test_a_second_order_to_check_does_not_bring_back_what_is_imported(imported_one):
    tasks.check.call(imported_one.pk, imported_one.by_id, "2026-11-22")
    imported_one.refresh_from_db()
    assert imported_one.state == State.DONE


def test_a_slow_check_does_not_overtake_an_import(imported_one):
    late = Upload.objects.get()
    late.state = State.CHECKING
    assert not apply.settle(late, State.READY)
    imported_one.refresh_from_db()
    assert imported_one.state == State.DONE


WORKS = [("commit", State.IMPORTING, State.READY), ("check", State.CHECKING, State.FAILED)]


@pytest.mark.parametrize(("work", "state", "then"), WORKS)
def test_work_that_breaks_off_says_so(waiting_one, monkeypatch, caplog, work, state, then):
    def fail(*_, **__):
        raise OSError("no space left on device")

    monkeypatch.setattr(apply, work, fail)
    Upload.objects.update(state=state)
    getattr(tasks, work).call(waiting_one.pk, waiting_one.by_id, "2026-11-22")
    waiting_one.refresh_from_db()
    assert (waiting_one.state, waiting_one.message) == (then, tasks.BROKE_OFF)
    assert "no space left on device" in caplog.text


def test_an_import_whose_file_is_gone_says_so(desk, waiting_one):
    store.remove(waiting_one)
    desk.post(page("commit"))
    assert "请重新上传" in text(desk.get(page("step"), follow=True))
