"""Every imported value knows file, sheet, cell, who and when, until something else is written in its place."""

import re

import pytest

from branches.models import Branch
from orgs.models import Organization
from tests.factories import saved
from tests.registers import books
from tests.registers.test_apply import ledger, societies
from tests.registers.test_plan import row
from xiaoyi_partybuild.access.questions import OTHERS, RESTORE
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import undo
from xiaoyi_partybuild.registers import provenance
from xiaoyi_partybuild.registers.models import Upload


def edit(instance, **fields):
    for name, value in fields.items():
        setattr(instance, name, value)
    return saved(instance)


def cells(instance):
    return {name: f"{one.file} {one.cell}" for name, one in provenance.of(instance).items()}


@pytest.fixture
def known(imported, regions):
    """甲协会, made by one import; a second one changed its legal representative."""
    imported(societies(row()), name="一.xlsx")
    imported(books.csv([["社会组织名称", "法定代表人"], ["甲协会", "李四"]]), name="二.csv")
    return Organization.objects.get()


def test_the_import_that_wrote_the_value_last_is_its_origin(known):
    told = cells(known)
    assert told["legal_representative"] == "二.csv B2"
    assert told["credit_code"] == "一.xlsx B2"


def test_a_value_edited_by_hand_is_no_longer_the_imports(known):
    edit(known, address="新住所")
    assert cells(known)["legal_representative"] == "二.csv B2"
    edit(known, legal_representative="王五")
    assert "legal_representative" not in cells(known)
    edit(known, legal_representative="李四")
    assert "legal_representative" not in cells(known), "the same word again is the editor's"


def test_what_was_written_past_the_door_is_not_taken_for_the_imports(known):
    Organization.objects.filter(pk=known.pk).update(legal_representative="王五")
    known.refresh_from_db()
    assert "legal_representative" not in cells(known)


def test_an_undo_gives_the_value_back_to_the_import_before(known):
    undo(Upload.objects.first().batch, by=SYSTEM)
    known.refresh_from_db()
    assert cells(known)["legal_representative"] == "一.xlsx D2"


@pytest.mark.parametrize(("decisions", "origin"), [({}, None), ({OTHERS: RESTORE}, "一.xlsx D2")])
def test_after_an_undo_with_questions_the_answer_decides_whose_the_value_is(known, decisions, origin):
    edit(known, legal_representative="王五")
    undo(Upload.objects.first().batch, by=SYSTEM, decisions=decisions)
    known.refresh_from_db()
    assert cells(known).get("legal_representative") == origin


def test_a_new_row_that_an_undo_had_to_keep_still_knows_its_cells(imported, make, regions):
    batch = imported(societies(row()), name="一.xlsx").batch
    known = Organization.objects.get()
    make.headcount(organization=known)
    undo(batch, by=SYSTEM, decisions={})
    assert cells(known)["name"] == "一.xlsx A2"


def test_the_origins_of_many_rows_take_three_queries(imported, regions, queries_of):
    imported(societies(*(row(f"第{n}协会", n) for n in range(20))))
    rows = list(Organization.objects.all())
    assert queries_of(lambda: provenance.of_all(rows)) == 3
    assert len(provenance.of_all(rows)) == 20


def test_nothing_imported_has_no_origins(make, queries_of):
    organization = make.organization()
    assert provenance.of(organization) == {}
    assert provenance.of_all([]) == {}


# --- on the pages


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def opened(client_of, department):
    def open_(instance, **query):
        return client_of(department).get(instance.get_absolute_url(), query)

    return open_


def test_the_page_shows_beside_each_value_its_cell_and_unfolds_the_rest(imported, regions, opened, department):
    imported(societies(row()), by=department, name="名册2026.xlsx")
    shown = text(opened(Organization.objects.get()))
    assert re.search(
        r"法定代表人 张三 来源： D2 名册2026.xlsx，工作表“名册”，单元格 D2；李文 \d{4}-\d\d-\d\d \d\d:\d\d 导入", shown
    )
    assert re.search(r"住所 — (曾用名|\S*来源：小字)", shown), "nothing was imported there"
    assert re.search(r"点开看详情。 ?名册2026.xlsx（李文 \d{4}", shown)


def test_several_imports_are_told_apart(known, opened):
    shown = text(opened(known))
    assert "来源： ①B2 二.csv，" in shown
    assert "来源： ②B2 一.xlsx，" in shown
    assert re.search(r"①二.csv（系统 [\d\-: ]+ 导入）， ?②一.xlsx（", shown)


def test_rows_of_a_table_name_their_row_and_cells(imported, make, opened, home):
    make.organization(name="甲协会", region=home)
    imported(ledger(["甲协会", 5, 3, "新支部", "2020", "√", None, "2020", "√", None]), name="台账.xlsx")
    shown = text(opened(Organization.objects.get()))
    assert "来源： 第 3 行 台账.xlsx，工作表“台账”，从业人员中的正式党员 B3、专职人员中的正式党员 C3；" in shown.replace(
        "专职人员中的正式党员 C3、从业人员中的正式党员 B3", "从业人员中的正式党员 B3、专职人员中的正式党员 C3"
    )
    assert "来源： 第 3 行" in text(opened(Branch.objects.get()))


def test_a_page_without_imports_has_no_word_of_them(make, opened, home):
    assert "来源" not in text(opened(make.organization(region=home)))


def test_the_history_leads_to_the_own_import_and_to_no_others(imported, opened, regions, department, client_of, make):
    imported(societies(row()), by=department)
    organization = Organization.objects.get()
    address = f"/import/{Upload.objects.get().token}/done/"
    assert address in opened(organization, tab="history").content.decode()
    colleague = make.user("department", region=regions["141181"])
    others = client_of(colleague).get(organization.get_absolute_url(), {"tab": "history"})
    assert address not in others.content.decode()
    assert "导入测试名册：名册.xlsx" in text(others)


def test_a_value_that_was_corrected_on_the_way_says_so(imported, regions, opened):
    imported(societies(row(person="张 三")), choices={"cells": {"D2": "张三丰"}})
    shown = text(opened(Organization.objects.get()))
    assert re.search(r"张三丰 来源： D2 [^；]+；系统 [\d\-: ]+ 导入，导入时改过", shown)
