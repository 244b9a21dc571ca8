"""What people confirmed is remembered by heading: at once for themselves, for the office when it agrees, until revoked."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.registers import books
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.roles import Role
from xiaoyi_partybuild.registers import memory, recognition, workbook
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.memory import ASK, COLUMN, LIKELY, SURE, VALUE, Told
from xiaoyi_partybuild.registers.models import Confirmation
from xiaoyi_partybuild.registers.office import Office

from .declared import LEDGER, MEETINGS, SOCIETIES

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
NAME, REMARK = "organization.name", "organization.remark"


@pytest.fixture(autouse=True)
def on_the_list(registers):
    """The test registers can be offered."""


@pytest.fixture
def colleagues(regions):
    """Three more people of the same office."""
    region = regions[factories.XIAOYI]
    names = ["钱甲", "孙乙", "李丙"]
    return [factories.user(Role.DEPARTMENT, region=region, username=f"c{n}", name=name) for n, name in enumerate(names)]


def confirm(person, path, chosen, *, about=COLUMN, at=AT, key=None):
    memory.remember([Told(about, key or memory.column_keys({0: path})[0], path, chosen)], SOCIETIES, by=person, at=at)


def matched(header, person, **options):
    """[(field, confidence, reason)] of a one-line header over three rows, as this person sees it."""
    rows = [header, *([f"{heading}{n}" for heading in header] for n in range(3))]
    found = recognition.recognize(workbook.read(books.xlsx(rows)), [SOCIETIES], office=Office(person), **options).mapping
    return [(one.field, one.confidence, one.reason) for one in found.matches]


def test_what_a_person_confirmed_is_sure_the_next_time(department):
    confirm(department, "谁", NAME)
    assert matched(["谁", "负责人"], department)[0] == (NAME, SURE, "您 2026-11-20 这样确认过")


def test_it_tolerates_moved_and_added_columns_and_other_spellings(department):
    confirm(department, "情况/谁", NAME)
    assert matched(["负责人", "新列", "情况／谁 *"], department)[2][0] == NAME
    assert matched(["负责人", "谁"], department)[1][0] is None
    rows = [["负责人", "新列", "情况"], [None, None, " 谁*"], ["张三", "x", "甲协会"]]
    sheets = workbook.read(books.xlsx(rows, merged=["A1:A2", "B1:B2"]))
    found = recognition.recognize(sheets, [SOCIETIES], office=Office(department)).mapping.matches
    assert (found[2].field, found[2].confidence) == (NAME, SURE)


def test_a_heading_that_occurs_again_is_kept_apart_by_its_order(department):
    confirm(department, "谁", REMARK, key="谁#2")
    fields = [one[0] for one in matched(["单位名称", "谁", "谁"], department)]
    assert fields == [NAME, None, REMARK]


def test_what_one_colleague_confirmed_is_likely(department, colleagues):
    confirm(colleagues[0], "谁", NAME)
    assert matched(["谁", "负责人"], department)[0] == (NAME, LIKELY, "钱甲 2026-11-20 这样确认过，请核对")


def test_what_two_people_confirmed_is_sure_for_the_office(department, colleagues):
    for person in colleagues[:2]:
        confirm(person, "谁", NAME)
    assert matched(["谁", "负责人"], department)[0] == (NAME, SURE, "本单位 2 人这样确认过")


def test_where_people_disagree_it_is_asked(department, colleagues):
    confirm(colleagues[0], "谁", NAME)
    confirm(colleagues[1], "谁", NAME)
    confirm(colleagues[2], "谁", "")
    field, confidence, reason = matched(["谁", "负责人"], department)[0]
    assert (field, confidence) == (None, ASK)
    assert reason == "本单位的人确认得不一样：“不导入”、“社会组织名称”，请您选定"


def test_the_own_word_stands_above_the_offices(department, colleagues):
    for person in colleagues:
        confirm(person, "谁", NAME)
    confirm(department, "谁", REMARK)
    assert matched(["谁", "单位名称"], department)[0][:2] == (REMARK, SURE)


def test_a_sure_heading_is_not_overruled_by_one_colleague_but_asked_about(department, colleagues):
    confirm(colleagues[0], "单位名称", REMARK)
    field, confidence, reason = matched(["单位名称", "负责人"], department)[0]
    assert (field, confidence) == (None, ASK)
    assert "另一种写法" in reason
    assert "钱甲 2026-11-20" in reason


def test_a_colleague_who_says_what_the_heading_says_changes_nothing(department, colleagues):
    confirm(colleagues[0], "单位名称", NAME)
    assert matched(["单位名称", "负责人"], department)[0][:2] == (NAME, SURE)


def test_what_is_left_out_is_remembered_as_well(department, colleagues):
    confirm(department, "负责人", "")
    confirm(colleagues[0], "备注", "")
    found = matched(["单位名称", "负责人", "备注"], department)
    assert found[1] == (None, SURE, "您 2026-11-20 选过“不导入”")
    assert found[2][:2] == (None, ASK)


def test_a_register_is_recognized_by_what_was_confirmed_about_it(department):
    confirm(department, "谁", NAME)
    confirm(department, "说啥", REMARK)
    sheets = workbook.read(books.xlsx([["谁", "说啥"], *(["甲", "乙"] for _ in range(3))]))
    found = recognition.recognize(sheets, [LEDGER, MEETINGS, SOCIETIES], office=Office(department))
    assert found.register is SOCIETIES
    assert found.mapping.has_identity


def test_a_remembered_column_is_still_looked_at(department):
    confirm(department, "甲", "organization.credit_code")
    field, confidence, reason = matched(["单位名称", "甲"], department)[1]
    assert (field, confidence) == (None, ASK)
    assert "内容却不像" in reason


def test_a_remembered_column_and_a_new_one_with_the_right_name_are_asked_about(department):
    confirm(department, "谁", NAME)
    found = matched(["谁", "单位名称", "负责人"], department)
    assert [one[1] for one in found[:2]] == [ASK, ASK]


def test_a_tick_option_is_remembered(department):
    confirm(department, "要紧", "organization.is_priority=True")
    rows = [["单位名称", "要紧"], ["甲", "√"], ["乙", None]]
    sheets = workbook.read(books.xlsx(rows))
    found = recognition.recognize(sheets, [SOCIETIES], office=Office(department)).mapping.matches[1]
    assert (found.field, found.option, found.confidence) == ("organization.is_priority", True, SURE)


def test_what_the_register_no_longer_has_is_forgotten(department):
    confirm(department, "谁", "organization.long_gone")
    assert matched(["谁", "单位名称"], department)[0][:2] == (None, "none")


def test_a_later_word_takes_the_place_of_an_earlier_one(department):
    confirm(department, "谁", NAME)
    confirm(department, "谁", NAME)
    confirm(department, "谁", REMARK)
    now, before = Confirmation.objects.all()
    assert (now.chosen, now.revoked_at, before.revoked_by) == (REMARK, None, department)
    assert matched(["单位名称", "谁"], department)[1][0] == REMARK


# --- who learns, who may revoke


def test_nobody_learns_who_may_not_edit_what_the_register_is_about(department, officer, outsider):
    confirm(department, "谁", NAME)
    for person in (officer, outsider, SYSTEM):
        assert not memory.recalled(person).get(SOCIETIES.slug)


def test_the_list_holds_the_own_and_the_offices(department, officer, colleagues):
    confirm(department, "谁", NAME)
    confirm(colleagues[0], "哪个", NAME)
    assert {one.written for one in memory.seen_by(department)} == {"谁", "哪个"}
    assert not memory.seen_by(officer)


def test_a_revoked_word_is_kept_and_no_longer_counts(department):
    confirm(department, "谁", NAME)
    memory.revoke(Confirmation.objects.get(), by=department, at=AT)
    kept = Confirmation.objects.get()
    assert (kept.revoked_at, kept.revoked_by) == (AT, department)
    assert not memory.recalled(department)[SOCIETIES.slug]
    with pytest.raises(writing.OutOfReach):
        memory.revoke(kept, by=department, at=AT)


def test_who_looks_after_the_reference_data_may_revoke_anybodys_word(department, township, colleagues):
    confirm(township, "谁", NAME)
    confirm(colleagues[0], "哪个", NAME)
    theirs = Confirmation.objects.get(written="哪个")
    assert not memory.may_revoke(theirs, township)
    with pytest.raises(writing.OutOfReach):
        memory.revoke(theirs, by=township, at=AT)
    memory.revoke(Confirmation.objects.get(written="谁"), by=department, at=AT)
    assert Confirmation.objects.filter(revoked_at=None).count() == 1


def test_recalling_asks_once_however_much_is_remembered(department, same_queries):
    numbers = iter(range(100))
    same_queries(
        lambda: memory.recalled(department),
        lambda: confirm(department, f"第{next(numbers)}列", NAME),
    )


# --- words

HEADER = ["单位名称", "类型", "属地"]


@pytest.fixture
def type_of(planned, home):
    """The problems of a file whose type column says this word, and the type that is read."""

    def read(word, person, **options):
        data = books.xlsx([HEADER, ["甲协会", word, "新义街道"]])
        plan = planned(data, SOCIETIES, by=person, **options)
        return plan.steps[0].values.get("organization.type"), [one.message for one in plan.problems if one.letter]

    return read


def word(person, written, chosen):
    confirm(person, written, chosen, about=VALUE, key=memory.value_key("organization.type", written))


def test_a_word_once_explained_is_read_by_itself(department, type_of):
    assert type_of("协会类", department)[0] is None
    word(department, "协会类", "社会团体")
    assert type_of(" 协会 类", department) == ("group", [])


def test_a_word_that_one_colleague_explained_is_read_and_told(department, colleagues, type_of):
    word(colleagues[0], "协会类", "社会团体")
    value, problems = type_of("协会类", department)
    assert value == "group"
    assert problems == ["“协会类”按“社会团体”读：钱甲 2026-11-20 这样确认过，请核对"]
    assert type_of("社团", department)[1] == []


def test_a_word_that_is_disputed_is_asked_again(department, colleagues, type_of):
    word(colleagues[0], "协会类", "社会团体")
    word(colleagues[1], "协会类", "基金会")
    assert type_of("协会类", department)[0] is None


def test_what_is_decided_about_this_file_stands_above_the_memory(department, type_of):
    word(department, "协会类", "社会团体")
    said = Choices(values={"organization.type": {"协会类": "基金会"}})
    assert type_of("协会类", department, choices=said)[0] == "foundation"
