"""The workbooks go in untouched, a second time change nothing, and come out again row for row."""

import openpyxl
import pytest
import xlrd
from django.db.models import F

from orgs.models import Headcount
from tests.demo.conftest import TODAY, tables
from xiaoyi_partybuild.access.undo import undo
from xiaoyi_partybuild.demo.books import office, shelf
from xiaoyi_partybuild.registers import apply

each_book = pytest.mark.parametrize("book", shelf.ALL, ids=lambda book: book.path.stem)


@each_book
def test_the_register_is_recognized_and_nothing_is_asked_or_held_back(story, book):
    plan = story.outcomes[book].plan
    assert plan.register.slug == book.register
    assert plan.mapping.is_sure
    assert plan.counts["reject"] == 0


@each_book
def test_what_is_no_data_is_set_aside_and_said_so(story, book):
    said = {why for _, why in story.outcomes[book].plan.set_aside}
    assert {"标题", "填报单位和日期"} <= said


def test_groups_totals_notes_and_signatures_are_set_aside(story):
    said = {why for _, why in story.outcomes[shelf.CIVIL_REGISTER].plan.set_aside}
    assert {"分组行", "合计行", "说明文字", "签字栏"} <= said


def test_the_dictionary_sheet_is_left_alone(story):
    recognized = story.outcomes[shelf.LEDGER_2026].plan.recognized
    assert recognized.table.sheet == "台账"
    assert "字典" in dict(recognized.skipped)


def test_a_mistyped_credit_code_is_told_but_not_refused(story):
    warnings = [problem for problem in story.outcomes[shelf.CIVIL_REGISTER].plan.all_problems if problem.level == "warning"]
    assert len(warnings) == 1
    assert "末位校验不符" in warnings[0].message


def test_no_organization_counts_more_members_than_people_working_there(story):
    counted = Headcount.objects.all()
    assert counted.exists()
    assert not counted.filter(staff_full_time__lt=F("members_full_time")).exists()
    assert not counted.filter(staff__lt=F("members_all") + F("probationary")).exists()


@each_book
def test_a_second_import_is_all_the_same(story, book):
    again = apply.import_file(book.path, by=story.importer, on=TODAY)
    counts = again.plan.counts
    assert counts["same"] == sum(counts.values()) > 0
    assert again.batch is None


def test_undo_restores_the_tables_row_for_row(story):
    for book in reversed(shelf.ALL):
        undo(story.outcomes[book].batch, by=story.importer)
        assert tables() == story.before[book], book.filename


def test_the_committed_workbooks_are_those_the_story_writes(tmp_path):
    for path in office.write_all(tmp_path):
        assert content(path) == content(shelf.FOLDER / path.name), path.name


def test_no_other_workbook_lies_about():
    assert {path.name for path in shelf.FOLDER.iterdir()} == {book.filename for book in shelf.ALL}


def content(path):
    """Cells and merged areas of every sheet."""
    if path.suffix == ".xls":
        sheets = xlrd.open_workbook(path, formatting_info=True).sheets()
        return [(sheet.name, [sheet.row_values(row) for row in range(sheet.nrows)], sheet.merged_cells) for sheet in sheets]
    sheets = openpyxl.load_workbook(path).worksheets
    return [(sheet.title, list(sheet.values), sorted(map(str, sheet.merged_cells.ranges))) for sheet in sheets]
