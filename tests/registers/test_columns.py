"""Every kind of column reads what people write, and reads back what it wrote."""

from datetime import date, datetime

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from branches.enums import MeetingType, Mode
from orgs.credit_code import check_character
from orgs.enums import MassOrganizationType, OrganizationType
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.cells import CellError
from xiaoyi_partybuild.registers.columns.choices import ticked
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check

ALLIES = c.Ticks(choices=MassOrganizationType, several=True)
TYPE = c.Choice(choices=OrganizationType, aliases={"社团": OrganizationType.GROUP, "民非": OrganizationType.SERVICE})
CODE = c.CreditCode(check=check_character)
GOOD_CODE, WRONG_CODE = "51141181MJ00000188", "51141181MJ00000189"
GOOD_ID = "11010519491231002X"

READS = [
    (c.Text(), " 孝义市 绵羊协会 ", "孝义市绵羊协会"),
    (c.Text(), "无", None),
    (c.Text(), "——", None),
    (c.Text(lines=True), "一\n二", "一\n二"),
    (c.Code(), 501781378.0, "501781378"),
    (c.Code(), "湘基证字第【2010】113号", "湘基证字第【2010】113号"),
    (c.Integer(), "35人", 35),
    (c.Integer(), "约5", 5),
    (c.Integer(), "三", 3),
    (c.Integer(), "1,200", 1200),
    (c.Integer(), "２１５６.0", 2156),
    (c.Integer(), -3, -3),
    (c.Integer(), "/", None),
    (c.Integer(), "2019年度", 2019),
    (CODE, "５１１４１１８１mj００００0188 ", GOOD_CODE),
    (CODE, "'" + GOOD_CODE, GOOD_CODE),
    (CODE, "无", None),
    (c.IdNumber(), "11010519491231002x", GOOD_ID),
    (c.Phone(), 13800000000.0, "13800000000"),
    (c.Phone(), "1.38E+10", "13800000000"),
    (c.Phone(), "138-0000 0000；0358-7621234", "13800000000、0358-7621234"),
    (c.Phone(), "—", None),
    (c.Date(), "2019.03", "2019-03"),
    (c.Date(), 2019.03, "2019-03"),
    (c.Date(), "2019年3月", "2019-03"),
    (c.Date(), "2019 年 3 月", "2019-03"),
    (c.Date(), "2019", "2019"),
    (c.Date(), 2019, "2019"),
    (c.Date(), 20190315.0, "2019-03-15"),
    (c.Date(), 201903, "2019-03"),
    (c.Date(), "2007-07-31 00:00:00", "2007-07-31"),
    (c.Date(), "2007-07-31 08:30", "2007-07-31"),
    (c.Date(), 43525.0, "2019-03-01"),
    (c.Date(), 43525.4, "2019-03-01"),
    (c.Date(), datetime(2019, 3, 15, 8), "2019-03-15"),
    (c.Date(), 1552608000000, "2019-03-15"),
    (c.Date(), "长期", None),
    (c.Date(), "13/6/2011", "2011-06-13"),
    (c.Date(), "6/13/2011", "2011-06-13"),
    (c.Date(), "6/6/2011", "2011-06-06"),
    (TYPE, "社会团体", OrganizationType.GROUP),
    (TYPE, "社 团", OrganizationType.GROUP),
    (TYPE, "service", OrganizationType.SERVICE),
    (TYPE, "1-基金会", OrganizationType.FOUNDATION),
    (TYPE, "--", None),
    (c.Ticks(choices=Mode), "联合组建", Mode.JOINT),
    (
        c.Ticks(choices=MassOrganizationType, several=True),
        "工会、妇联",
        (MassOrganizationType.UNION, MassOrganizationType.WOMEN),
    ),
    (c.YesNo(), "√", True),
    (c.YesNo(), "无", False),
    (c.YesNo(), 1.0, True),
    (c.YesNo(), "/", None),
    (c.Tick(), "×", False),
    (c.Tick(), None, None),
    (c.Lookup(), " 新义 街道\n", "新义街道"),
    (c.List(of=c.Text()), "甲协会；乙协会、 甲协会\n丙协会", ("甲协会", "乙协会", "丙协会")),
    (c.List(of=c.Text()), "1,200人、3人", ("1,200人", "3人")),
    (c.List(of=c.Text()), "、", None),
]


@pytest.mark.parametrize(("column", "cell", "value"), READS, ids=lambda one: repr(one)[:30])
def test_a_cell_is_read(column, cell, value):
    assert column.read(cell) == value


@pytest.mark.parametrize(("column", "cell", "value"), READS, ids=lambda one: repr(one)[:30])
def test_what_was_written_is_read_back(column, cell, value):
    assert column.read(column.write(value)) == value


REFUSED = [
    (c.Integer(), "很多", "不是整数"),
    (c.Integer(), "3.5", "不是整数"),
    (c.Count(), "-1", "小于 0"),
    (CODE, 5.31000005000160e17, "只留下前 15 位"),
    (c.Code(), "5.31E+17", "后面几位已经丢失"),
    (c.Date(), "不详", "不是能识别的日期"),
    (c.Date(), "2019-02-30", "不是有效的日期"),
    (c.Date(), "2/30/2019", "不是有效的日期"),
    (c.Date(), 2019.1, "可能是 1 月，也可能是 10 月"),
    (c.Date(), "3/4/2019", "分不清月和日"),
    (c.Date(), 10**14, "不是有效的日期"),
    (c.Date(), 9 * 10**14, "不是能识别的日期"),
    (TYPE, "政府机关", "不在可选内容里，请填：社会团体、民办非企业单位、基金会"),
    (c.YesNo(), "也许", "看不出是"),
]


@pytest.mark.parametrize(("column", "cell", "told"), REFUSED, ids=lambda one: repr(one)[:30])
def test_a_cell_that_cannot_be_read_says_so(column, cell, told):
    with pytest.raises(CellError, match=told):
        column.read(cell)


def test_a_choice_proposes_the_one_option_that_contains_the_word():
    with pytest.raises(CellError) as caught:
        TYPE.read("民办非企业单位（法人）")
    assert caught.value.proposal == "民办非企业单位"
    with pytest.raises(CellError) as caught:
        TYPE.read("社")
    assert caught.value.proposal is None


DOUBTS = [
    (CODE, WRONG_CODE, "warning", GOOD_CODE),
    (CODE, "5114118", "warning", None),
    (CODE, "51141181MJ0000018I", "warning", "51141181MJ00000188"),
    (CODE, "51141181IJ00000188", "warning", None),
    (CODE, GOOD_CODE, None, None),
    (c.IdNumber(), "110105194912310021", "warning", GOOD_ID),
    (c.IdNumber(), "110105491231002", "warning", None),
    (c.IdNumber(), GOOD_ID, None, None),
    (c.Phone(), "12345", "warning", None),
    (c.Phone(), "0358-7621234", None, None),
    (c.Integer(), "约5", "note", None),
    (c.Integer(), "5", None, None),
]


@pytest.mark.parametrize(("column", "cell", "level", "proposal"), DOUBTS, ids=lambda one: repr(one)[:30])
def test_doubts_warn_and_never_block(column, cell, level, proposal):
    doubt = column.doubt(cell, column.read(cell))
    assert (doubt.level, doubt.proposal) == (level, proposal) if level else doubt is None


def test_a_whole_column_says_whether_the_month_comes_first():
    months_first = c.Date().settled(["6/13/2011", "3/4/2019", None])
    days_first = c.Date().settled(["13/6/2011", "3/4/2019"])
    undecided = c.Date().settled(["13/6/2011", "6/13/2011", "3/4/2019"])
    assert months_first.read("3/4/2019") == "2019-03-04"
    assert days_first.read("3/4/2019") == "2019-04-03"
    assert c.Date().settled(["2019-03-15"]).read("2019-03-15") == "2019-03-15"
    with pytest.raises(CellError):
        undecided.read("3/4/2019")


def test_a_field_for_whole_days_refuses_a_month():
    column = c.Date()
    column.bind(models.DateField())
    assert column.read("2019-03-15") == "2019-03-15"
    with pytest.raises(CellError, match="请写成 2019-03-01"):
        column.read("2019年3月")


LOOKS = [
    (CODE, GOOD_CODE, True),
    (CODE, GOOD_ID, False),
    (c.IdNumber(), GOOD_ID, True),
    (c.IdNumber(), "531000005000160090", False),
    (c.Phone(), 13800000000.0, True),
    (c.Phone(), "张三", False),
    (c.Date(), date(2019, 3, 15), True),
    (c.Date(), "2019-03", True),
    (c.Date(), "2019", False),
    (c.Date(), "张三", False),
    (TYPE, "社团", True),
    (TYPE, "张三", False),
    (c.YesNo(), "√", True),
    (c.YesNo(), "张三", False),
    (c.Text(), "张三", None),
]


@pytest.mark.parametrize(("column", "cell", "verdict"), LOOKS, ids=lambda one: repr(one)[:30])
def test_contents_speak_for_or_against_a_column(column, cell, verdict):
    assert column.looks_right(cell) is verdict


def test_tick_columns_are_known_by_their_option():
    assert TYPE.tick("社团") == OrganizationType.GROUP
    assert TYPE.tick("其他") is None
    assert c.YesNo().tick("否") is False


def test_a_value_list_with_another_word_for_nothing_reads_it_as_empty():
    column = c.Choice(choices=OrganizationType, aliases={"未定": None})
    assert column.read("未定") is None
    assert column.looks_right("未定")


def test_a_lookup_tries_both_kinds_of_brackets_and_the_declared_variants():
    column = c.Lookup(variants=lambda text: [text.removeprefix("孝义市")])
    assert column.candidates("孝义市新义(南)街道") == ["孝义市新义(南)街道", "孝义市新义（南）街道", "新义(南)街道"]


def test_values_are_spoken_for_people():
    assert TYPE.spoken(OrganizationType.GROUP) == "社会团体"
    assert c.Text().spoken(None) == "空"
    assert ticked(None) is None
    assert repr(c.Text("a.b", "甲")) == "Text('a.b', '甲')"


def test_the_base_column_leaves_reading_to_its_kinds():
    with pytest.raises(NotImplementedError):
        c.Column().read("甲")


# --- the law, for anything people may write


def law(column, cell):
    try:
        value = column.read(cell)
    except CellError:
        return
    assert column.read(column.write(value)) == value


CELLS = st.one_of(st.text(max_size=40), st.floats(allow_nan=False, allow_infinity=False), st.integers(), st.dates())


@given(CELLS)
def test_text_obeys_the_law(cell):
    law(c.Text(), cell)
    law(c.Text(lines=True), cell)
    law(c.Code(), cell)


@given(CELLS)
def test_identifiers_and_phones_obey_the_law(cell):
    law(CODE, cell)
    law(c.IdNumber(), cell)
    law(c.Phone(), cell)


@given(st.one_of(CELLS, st.from_regex(r"[0-9一二三四五十百,.约]{1,8}[人年]?", fullmatch=True)))
def test_numbers_obey_the_law(cell):
    law(c.Integer(), cell)
    law(c.Count(), cell)


@given(st.one_of(CELLS, st.from_regex(r"\d{4}[-./年]\d{1,2}([-./月]\d{1,2}日?)?", fullmatch=True)))
def test_dates_obey_the_law(cell):
    law(c.Date(), cell)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 3))
def test_every_date_keeps_its_precision(day, parts):
    value = PartialDate.of(*(day.year, day.month, day.day)[:parts])
    assert c.Date().read(c.Date().write(value)) == value


@given(st.one_of(CELLS, st.sampled_from([label for _, label in MeetingType.choices])))
def test_choices_obey_the_law(cell):
    law(c.Choice(choices=MeetingType), cell)
    law(c.Ticks(choices=MeetingType, several=True), cell)
    law(c.YesNo(), cell)
    law(c.Tick(), cell)


@given(st.one_of(CELLS, st.lists(st.text(max_size=8)).map("、".join)))
def test_lists_obey_the_law(cell):
    law(c.List(of=c.Text()), cell)
    law(c.List(of=c.Lookup()), cell)


@given(st.from_regex(r"\d{17}", fullmatch=True))
def test_the_check_character_of_an_id_number_is_one_of_eleven(digits):
    assert id_number_check(digits) in "0123456789X"
