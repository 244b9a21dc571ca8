"""What was planned is written once, in one batch, with the cell of every value; undo restores the tables row for row."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection

from orgs.models import FormerName, Organization
from tests import factories
from tests.registers import books
from tests.registers.declared import LEDGER, SOCIETIES
from tests.registers.test_plan import BAND, HEADER, MERGED, row
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import Conflict, undo
from xiaoyi_partybuild.registers import apply, provenance, register, store, workbook
from xiaoyi_partybuild.registers.models import Source, Upload
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

ON = date(2026, 11, 22)


def societies(*rows):
    return books.xlsx([HEADER, *rows])


def ledger(*rows):
    return books.xlsx([*BAND, *rows], sheet="台账", merged=MERGED)


def tables():
    """Every row of every table of the domain."""
    models = [model for app in ("orgs", "branches", "inspections") for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def test_good_rows_go_in_and_bad_rows_wait(imported, regions):
    outcome = imported(societies(row(), row("乙协会", 2, kind="政府")))
    assert list(Organization.objects.values_list("name", flat=True)) == ["甲协会"]
    assert outcome.batch.title == "导入测试名册：名册.xlsx"
    assert outcome.upload.state == Upload.State.CHECKING
    stored = Upload.objects.get()
    assert (stored.state, stored.counts["reject"], stored.batch) == (Upload.State.DONE, 1, outcome.batch)


def test_a_dry_run_writes_nothing(imported, regions):
    outcome = imported(societies(row()), dry_run=True)
    assert (outcome.upload, outcome.batch, outcome.plan.counts["create"]) == (None, None, 1)
    assert not Organization.objects.exists()
    assert not Upload.objects.exists()


def test_the_same_file_again_is_all_the_same(imported, regions):
    data = societies(row(), row("乙协会", 2, day="2015-06-01", person=None))
    imported(data)
    before, changes = tables(), Change.objects.count()
    again = imported(data)
    assert again.plan.counts == {"create": 0, "update": 0, "same": 2, "reject": 0, "absent": 0}
    assert again.batch is None
    assert tables() == before
    assert Change.objects.filter(batch__upload__isnull=False).count() <= changes


def test_a_ledger_makes_all_parts_and_is_the_same_again(imported, make):
    make.organization(name="甲协会")
    make.organization(name="乙协会")
    data = ledger(
        ["甲协会", 5, 3, "联合支部", "2016年7月", None, "√", "2016-07", "√", "√"],
        ["乙协会", 4, 3, "联合支部", "2016年7月", None, "√", "2016-08", "√", None],
    )
    outcome = imported(data)
    assert outcome.plan.counts["update"] == 2
    first, second = (Organization.objects.get(name=name).coverages.get() for name in ("甲协会", "乙协会"))
    assert first.branch == second.branch
    assert (first.mode, first.start, second.start) == ("joint", "2016-07", "2016-08")
    assert imported(data).plan.counts["same"] == 2


def test_undo_restores_every_table_row_for_row(imported, make, home):
    known = make.organization(name="旧名协会", credit_code=factories.valid_credit_code(1), region=home)
    make.coverage(organization=known)
    before = tables()
    imported(societies(row(), row("乙协会", 2)))
    imported(ledger(["甲协会", 5, 3, "新支部", "2020", "√", None, "2020", "√", "√"], ["乙协会", 1]))
    assert FormerName.objects.get().name == "旧名协会"
    for upload in Upload.objects.order_by("-pk"):
        undo(upload.batch, by=SYSTEM)
    assert tables() == before


def test_an_import_that_was_built_upon_is_not_undone(imported, make, regions):
    outcome = imported(societies(row()))
    make.coverage(organization=Organization.objects.get())
    with pytest.raises(Conflict):
        undo(outcome.batch, by=SYSTEM)


def test_every_imported_value_knows_its_cell(imported, make, department, home):
    make.organization(name="甲协会", region=home, registered_on="2010", credit_code=factories.valid_credit_code(1))
    imported(societies(row(day="2015年6月"), row("乙协会", 2)), by=department, name="名册2026.xlsx")
    changed, made = Organization.objects.get(name="甲协会"), Organization.objects.get(name="乙协会")
    origin = provenance.of(changed)["registered_on"]
    assert str(origin) == "名册2026.xlsx 的 名册!E2"
    assert (origin.by, origin.at) == (department, Batch.objects.get(upload__isnull=False).at)
    assert set(provenance.of(changed)) == {"registered_on", "legal_representative"}
    assert provenance.of(made)["name"].cell == "A3"
    assert str(Source.objects.first()) == "名册 第 3 行"


def test_undone_imports_are_no_origin_any_more(imported, make, regions):
    outcome = imported(societies(row()))
    later = imported(books.csv([["社会组织名称", "法定代表人"], ["甲协会", "李四"]]), name="名册.csv")
    known = Organization.objects.get()
    assert str(provenance.of(known)["legal_representative"]) == "名册.csv 的 B2"
    undo(later.batch, by=SYSTEM)
    known.refresh_from_db()
    assert provenance.of(known)["legal_representative"].file == "名册.xlsx"
    undo(outcome.batch, by=SYSTEM)
    assert provenance.of(known) == {}


# --- once, and only what was seen


@pytest.fixture
def reviewed(uploads, registers, department):
    def make(data):
        return apply.take_in(data, "名册.xlsx", by=department, on=ON, register=register.AUTO)

    return make


def test_a_second_confirmation_writes_nothing_more(reviewed, department):
    upload = reviewed(societies(row()))
    first = apply.commit(upload, by=department, on=ON)
    count = Change.objects.count()
    assert apply.commit(Upload.objects.get(), by=department, on=ON) == first
    planned = apply.plan_for(workbook.Book(store.workbook(upload)), upload.register, {}, by=department, on=ON)
    assert apply.write(upload, planned, by=department) == first
    assert Change.objects.count() == count
    assert Organization.objects.count() == 1


def test_what_changed_after_the_review_is_shown_again_before_it_is_written(reviewed, department, make, home):
    upload = reviewed(societies(row()))
    make.organization(name="甲协会", credit_code=factories.valid_credit_code(1), region=home)
    with pytest.raises(apply.Changed) as caught:
        apply.commit(upload, by=department, on=ON)
    assert caught.value.plan.counts["update"] == 1
    assert Upload.objects.get().batch is None


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (IntegrityError("taken"), "和别人刚做的改动冲突"),
        (OperationalError("locked"), "数据库正忙"),
        (writing.OutOfReach("无权修改"), "无权修改"),
    ],
)
def test_what_the_database_or_the_reach_refuses_leaves_nothing(reviewed, department, monkeypatch, problem, told):
    def refuse(*args, **kwargs):
        raise problem

    upload = reviewed(societies(row()))
    before = tables()
    monkeypatch.setattr(writing, "add_many_notes", refuse)
    with pytest.raises(apply.NotWritten, match=told):
        apply.commit(upload, by=department, on=ON)
    assert tables() == before
    assert Upload.objects.get().state == Upload.State.READY


def test_an_unreadable_file_leaves_nothing_behind(reviewed):
    with pytest.raises(UnreadableWorkbook):
        reviewed(b"%PDF")
    assert not Upload.objects.exists()


def test_a_file_nobody_thought_of_is_a_sentence_and_a_trace_in_the_log(reviewed, monkeypatch, caplog):
    monkeypatch.setattr(apply.planning, "build", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(UnreadableWorkbook, match="系统看不懂这张表"):
        reviewed(societies(row()))
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_the_same_moment_write_once(uploads, registers, regions, department):
    upload = apply.take_in(societies(row()), "名册.xlsx", by=department, on=ON, register=register.AUTO)
    together, found = Barrier(2), []

    def confirm():
        together.wait()
        try:
            found.append(apply.commit(Upload.objects.get(pk=upload.pk), by=department, on=ON))
        finally:
            connection.close()

    threads = [Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]
    assert Organization.objects.count() == 1


def test_a_table_without_identity_is_kept_for_a_person_to_choose(reviewed):
    upload = reviewed(books.xlsx([["社会组织类型", "法定代表人"], ["社会团体", "张三"]]))
    assert upload.state == Upload.State.FAILED
    assert "里没有“社会组织名称”" in upload.message
    assert store.has_review(upload)


def test_progress_counts_the_objects_of_all_parts(imported, make):
    make.organization(name="甲协会")
    told = []
    imported(ledger(["甲协会", 5, 3, "支部", "2020", "√", None, "2020"]), progress=lambda *how: told.append(how))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_store_keeps_what_it_is_given_to_itself(uploads, reviewed):
    upload = reviewed(societies(row()))
    folder = store.folder(upload)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())
    assert upload.token.hex in str(folder)
    assert "名册" not in str(folder)


def test_importing_asks_the_database_equally_often_for_2_and_for_20_rows(queries_of, imported, regions):
    def rows(start, count):
        return societies(*(row(f"第{n}协会", n) for n in range(start, start + count)))

    few, many = rows(0, 2), rows(100, 20)
    imported(rows(200, 1))
    assert queries_of(lambda: imported(few, SOCIETIES.slug)) == queries_of(lambda: imported(many, SOCIETIES.slug))


def test_reimporting_asks_equally_often_whatever_is_stored(queries_of, imported, make):
    for n in range(20):
        make.organization(name=f"第{n}协会")
    few, many = (ledger(*([f"第{n}协会", 5, 3, f"第{n}支部", "2016", "√"] for n in range(count))) for count in (2, 20))
    imported(many)
    assert queries_of(lambda: imported(few, LEDGER.slug)) == queries_of(lambda: imported(many, LEDGER.slug))


def test_a_value_corrected_on_the_way_is_told_from_one_the_file_says(imported, home):
    choices = {"cells": {"D2": "李四"}, "values": {"organization.type": {"政府": "社会团体"}}}
    imported(books.xlsx([HEADER, row(kind="政府")]), choices=choices)
    source = Source.objects.get(model="orgs.organization")
    assert sorted(source.fixed) == ["legal_representative", "type"]
    assert source.cells["legal_representative"] == "D2"
    origins = provenance.of(Organization.objects.get())
    assert str(origins["legal_representative"]) == "名册.xlsx 的 名册!D2（导入时改过）"
    assert str(origins["name"]) == "名册.xlsx 的 名册!A2"
