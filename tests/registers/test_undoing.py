"""Undo on its pages: two clicks, one screen for what was changed since, the worker for large imports."""

import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError

from orgs.models import Headcount, Organization
from tests import factories
from tests.registers.test_plan import row
from tests.registers.test_wizard import bring, page, societies, text
from xiaoyi_partybuild.access import undo as access_undo
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import asking, reversal, store, tasks
from xiaoyi_partybuild.registers.models import Upload


@pytest.fixture(autouse=True)
def room(uploads, registers, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def desk(client_of, department):
    return client_of(department)


@pytest.fixture
def large(monkeypatch):
    """Every import is large, and goes through the worker."""
    monkeypatch.setattr(tasks, "AT_ONCE", 0)


@pytest.fixture
def imported(desk):
    """The page after an import of these rows."""

    def go(*rows):
        bring(desk, societies(*rows))
        return desk.post(page("commit"), follow=True)

    return go


def edit(by=SYSTEM, name="甲协会", **fields):
    known = Organization.objects.get(name=name)
    for field, value in fields.items():
        setattr(known, field, value)
    return writing.save(known, by=by)


def asked(response):
    """The answers a browser would send with the form as it stands."""
    html = response.content.decode()
    checked = re.findall(r'name="(answer:[^"]*)" value="(\w+)"[^>]* checked', html)
    return dict(checked) | dict(re.findall(r'name="(seen)" value="(\w+)"', html))


@pytest.fixture
def updated(imported, make, home):
    """甲协会 was known before the import, which gave it the legal representative 张三 and a date."""
    make.organization(
        name="甲协会",
        credit_code=factories.valid_credit_code(1),
        region=home,
        legal_representative="原来",
        registered_on="2010",
    )
    imported(row())


def representative():
    return Organization.objects.get(name="甲协会").legal_representative


def test_without_later_changes_it_takes_two_clicks_and_asks_nothing(desk, imported, make):
    done = imported(row())
    assert page("undo") in done.content.decode()
    shown = desk.get(page("undo"))
    assert "移除 1 条新增" in text(shown)
    assert "确认撤销" in text(shown)
    assert "怎么办" not in text(shown)
    done = text(desk.post(page("undo"), asked(shown), follow=True))
    assert "已撤销" in done
    assert "李文" in done
    assert not Organization.objects.exists()
    assert desk.post(page("undo")).url == page("step")


def test_only_what_was_changed_since_is_asked_about_with_its_three_sides(desk, updated, township):
    edit(by=township, legal_representative="后改")
    shown = text(desk.get(page("undo")))
    assert "1 处之后又改过或正在使用，请逐项决定" in shown
    assert re.search(r"甲协会 社会组织 法定代表人 原来 张三 后改 王芳 \d{4}-\d\d-\d\d \d\d:\d\d 保存社会组织", shown)
    assert "2010" not in shown
    assert "按选择撤销" in shown


@pytest.mark.parametrize(("answer", "left"), [(None, "后改"), ("keep", "后改"), ("restore", "原来"), ("nonsense", "后改")])
def test_the_safe_answer_is_given_already_and_each_answer_counts(desk, updated, answer, left):
    edit(legal_representative="后改")
    answers = asked(desk.get(page("undo")))
    key = next(name for name in answers if name.startswith("answer:"))
    assert answers[key] == "keep"
    desk.post(page("undo"), answers | ({key: answer} if answer else {}))
    assert representative() == left
    assert Organization.objects.get().registered_on == "2010"


def test_what_was_kept_is_said_afterwards(desk, updated, township):
    edit(by=township, legal_representative="后改")
    shown = text(desk.post(page("undo"), asked(desk.get(page("undo"))), follow=True))
    assert "没有恢复：1 处（之后又改过）；之后改动的人：王芳" in shown


def test_a_change_between_the_screen_and_the_click_brings_the_screen_again(desk, updated):
    edit(legal_representative="后改")
    answers = asked(desk.get(page("undo")))
    edit(legal_representative="再改")
    response = desk.post(page("undo"), dict.fromkeys(answers, "restore") | {"seen": answers["seen"]}, follow=True)
    assert response.redirect_chain[-1][0] == page("undo")
    assert "还没有撤销" in text(response)
    assert "再改" in text(response)
    assert representative() == "再改"
    desk.post(page("undo"), asked(response))
    assert Batch.objects.filter(undoes__upload__isnull=False).exists()


def test_a_click_from_a_page_without_questions_never_overrides_later_work(desk, updated):
    edit(legal_representative="后改")
    response = desk.post(page("undo"), follow=True)
    assert "怎么办" in text(response)
    assert representative() == "后改"


def test_an_import_need_not_be_undone_after_all(desk, updated):
    edit(legal_representative="后改")
    desk.post(page("undo"))
    assert desk.get(page("step")).url == page("undo")
    assert desk.post(page("undo"), {"stop": "1"}).url == page("step")
    assert desk.get(page("step")).url == page("done")
    assert representative() == "后改"


def test_a_row_in_use_can_only_be_kept_and_says_by_whom(desk, imported, make):
    imported(row(), row("乙协会", 2))
    make.headcount(organization=Organization.objects.get(name="甲协会"))
    shown = desk.get(page("undo"))
    assert "整条记录（导入新增） 没有这条记录 整条 “甲协会 2019-12-31”在用 只能保留" in text(shown)
    desk.post(page("undo"), asked(shown) | {"answer:": "restore"})
    assert [one.name for one in Organization.objects.all()] == ["甲协会"]


def test_a_new_row_that_was_edited_can_be_kept_or_removed(desk, imported):
    imported(row())
    edit(legal_representative="后改")
    shown = desk.get(page("undo"))
    assert "法定代表人：张三 法定代表人：后改" in text(shown)
    assert "保留这条记录" in text(shown)
    desk.post(page("undo"), {name: "restore" for name in asked(shown) if name != "seen"} | {"seen": asked(shown)["seen"]})
    assert not Organization.objects.exists()


def test_what_is_too_much_for_one_page_is_answered_as_one(desk, imported, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    imported(*(row(f"第{n}协会", n) for n in range(5)))
    for n in range(5):
        edit(name=f"第{n}协会", legal_representative="后改")
    shown = desk.get(page("undo"))
    assert "5 处之后又改过" in text(shown)
    assert "其余 3 处没有逐一列出" in text(shown)
    desk.post(page("undo"), asked(shown) | {"answer:": "restore"})
    assert Organization.objects.count() == 2


def test_what_lies_outside_the_reach_by_now_shows_no_values_and_stops_the_undo(desk, updated, make, abroad):
    known = edit(legal_representative="后改")
    known.region = abroad
    writing.save(known, by=SYSTEM)
    shown = desk.get(page("undo"))
    assert "后改" not in text(shown)
    assert "不在您的管理范围内" in text(shown)
    response = desk.post(page("undo"), asked(shown), follow=True)
    assert "没有撤销任何内容：李文 无权修改这些社会组织" in text(response)
    assert not Batch.objects.filter(undoes__isnull=False).exists()


FAULTS = [
    (OperationalError("locked"), "数据库正忙，请过一会儿再撤销"),
    (IntegrityError("taken"), "和别人刚做的改动冲突，请再撤销一次"),
    (ZeroDivisionError(), "后台出了意外，请再试一次"),
]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
def test_whatever_goes_wrong_is_said_and_leaves_everything_as_it_was(desk, imported, monkeypatch, fault, sentence):
    imported(row())

    def fail(*args, **kwargs):
        raise fault

    monkeypatch.setattr(reversal, "undo", fail)
    assert f"没有撤销任何内容：{sentence}" in text(desk.post(page("undo"), follow=True)).replace("恢复时", "")
    assert Organization.objects.exists()


def test_the_page_asks_the_database_equally_often_for_2_and_for_20_questions(desk, imported, queries_of):
    counts = {}
    for size in (2, 20):
        imported(*(row(f"第{size}-{n}协会", size * 100 + n) for n in range(size)))
        for n in range(size):
            edit(name=f"第{size}-{n}协会", legal_representative="后改")
        counts[size] = queries_of(lambda: desk.get(page("undo")))
    assert counts[2] == counts[20]


# --- behind the scenes


def test_a_large_undo_is_the_workers_and_asks_only_when_it_has_to(desk, large, updated):
    shown = desk.get(page("undo"))
    assert "确认撤销" in text(shown)
    edit(legal_representative="后改")
    response = desk.post(page("undo"), asked(shown), follow=True)
    assert response.redirect_chain[-1][0] == page("undo")
    assert "原来 张三 后改" in text(response)
    desk.post(page("undo"), asked(response))
    assert (representative(), Organization.objects.get().registered_on) == ("后改", "2010")


@pytest.fixture
def idle(monkeypatch, imported, large):
    """An import, and a worker that does not come to undo it."""
    imported(row())
    monkeypatch.setattr(type(tasks.undo), "enqueue", lambda *arguments: None)


def test_while_it_waits_it_can_be_left_found_again_and_not_ordered_twice(desk, idle):
    response = desk.post(page("undo"), follow=True)
    assert response.redirect_chain[-1][0] == page("progress")
    store.keep_progress(Upload.objects.get(), 3, 4)
    assert "正在撤销 75%（3/4 条）" in text(desk.get(page("progress")))
    assert desk.post(page("undo")).url == page("step")
    assert desk.get(page("done")).url == page("step")
    tasks.undo.call(Upload.objects.get().pk, Upload.objects.get().by_id, "2026-11-22")
    tasks.undo.call(Upload.objects.get().pk, Upload.objects.get().by_id, "2026-11-22")
    assert desk.get(page("step")).url == page("done")
    assert Batch.objects.filter(undoes__isnull=False).count() == 1


def test_an_undo_whose_worker_was_ended_is_resumed_from_its_page(desk, idle, monkeypatch):
    desk.post(page("undo"))
    monkeypatch.setattr("time.time", lambda: 0.0)
    store.keep_progress(Upload.objects.get(), 1, 4)
    assert "重新开始" in text(desk.get(page("progress")))
    monkeypatch.setattr(tasks, "AT_ONCE", 10**6)
    assert desk.post(page("resume"), follow=True).redirect_chain[-1][0] == page("done")
    assert not Organization.objects.exists()


def test_an_undo_that_was_ended_halfway_leaves_nothing_behind(desk, idle, monkeypatch):
    desk.post(page("undo"))
    changes = Batch.objects.count()

    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    with pytest.raises(Killed):
        reversal.carry_out(Upload.objects.get(), by=SYSTEM, progress=killed)
    assert Batch.objects.count() == changes
    assert Organization.objects.exists()
    assert Upload.objects.get().state == Upload.State.UNDOING


def test_two_workers_undo_once(desk, idle, department):
    desk.post(page("undo"))
    upload = Upload.objects.get()
    access_undo.undo(upload.batch, by=department)
    reversal.carry_out(upload, by=department)
    assert Upload.objects.get().state == Upload.State.DONE
    assert Batch.objects.filter(undoes=upload.batch).count() == 1


def test_an_undo_works_after_the_files_were_cleared_away(desk, imported, uploads):
    import shutil

    imported(row())
    shutil.rmtree(store.folder(Upload.objects.get()))
    desk.post(page("undo"), asked(desk.get(page("undo"))))
    assert not Organization.objects.exists()
    assert not Headcount.objects.exists()


# --- what it touched


def test_what_an_import_touched_is_shown_all_or_by_kind_with_links(desk, imported, make, home):
    known = make.organization(name="甲协会", credit_code=factories.valid_credit_code(1), region=home)
    done = imported(row(), row("乙协会", 2))
    assert re.search(r"显示 全部 2 新增 1 更新 1", text(done))
    assert f'href="{known.get_absolute_url()}"' in done.content.decode()
    new, updated = (text(desk.get(page("done"), {"show": kind})) for kind in ("create", "update"))
    assert ("乙协会 社会组织" in new, "甲协会 社会组织" in new) == (True, False)
    assert ("乙协会 社会组织" in updated, "甲协会 社会组织" in updated) == (False, True)
    assert "甲协会 社会组织" in text(desk.get(page("done"), {"show": "nonsense"}))


def test_what_follows_from_others_leads_to_what_it_belongs_to(desk, imported, make, home):
    known = make.organization(name="旧名协会", credit_code=factories.valid_credit_code(1), region=home)
    done = imported(row()).content.decode()
    assert f'<a href="{known.get_absolute_url()}">旧名协会</a><span class="note muted">曾用名</span>' in done


def test_after_an_undo_the_page_says_of_each_object_and_value_what_stayed(desk, imported, updated):
    imported(row(), row("乙协会", 2), row("丙协会", 3))
    edit(name="乙协会", legal_representative="后改")
    shown = text(desk.post(page("undo"), asked(desk.get(page("undo"))), follow=True))
    assert re.search(r"乙协会 社会组织 新增 撤销时保留", shown)
    assert re.search(r"丙协会 社会组织 新增 名册 第 5 行", shown), "it is gone and still has its name"
    first = Upload.objects.last()
    edit(legal_representative="后改")
    answers = asked(desk.get(page("undo", first)))
    shown = text(desk.post(page("undo", first), answers, follow=True))
    assert "法定代表人：张三 ← 旧值 原来 D3 （撤销时保留了现在的内容）" in shown


# --- the command


@pytest.mark.parametrize(
    ("option", "left", "told"),
    [([], "后改", "没有恢复：1 处"), (["--keep"], "后改", "没有恢复：1 处"), (["--force-restore"], "原来", "")],
)
def test_the_command_keeps_later_changes_unless_told_otherwise_and_says_so(updated, capsys, option, left, told):
    edit(legal_representative="后改")
    call_command("undo_import", str(Upload.objects.get().batch_id), *option)
    assert representative() == left
    said = capsys.readouterr().out
    assert "恢复 1 处改动" in said
    assert told in said
    assert ("没有恢复" in said) == bool(told)
