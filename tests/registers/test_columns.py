"""Every kind of column reads what people write, and reads back what it wrote."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from branches.enums import Level, MeetingType, Mode, Sex
from inspections.enums import Conclusion, Grade
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
JOINT = {"临时支部": Level.BRANCH}

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
    # as people write them, form by form
    (c.Text(), "'孝义市读书协会", "孝义市读书协会"),
    (c.Text(), "'90后'创业协会", "'90后'创业协会"),
    (c.Text(), "　／　", None),
    (c.Text(), "———", None),
    (c.Text(), " 渤海船舶职业学院\xa0\xa0", "渤海船舶职业学院"),
    (c.Text(), "太原钢铁\n(集团)有限公司", "太原钢铁(集团)有限公司"),
    (c.Name(), "孝义市全民阅读协会（原孝义市读书协会）", "孝义市全民阅读协会"),
    (c.Name(), "孝义市棋院(曾用名：孝义市象棋协会)", "孝义市棋院"),
    (c.Name(), "孝义市武术协会（原平分会）", "孝义市武术协会（原平分会）"),
    (c.Name(), "孝义市幼儿园（原种场）", "孝义市幼儿园（原种场）"),
    (c.Code(), "'0358001", "0358001"),
    (CODE, 511411810000001.0, "511411810000001"),
    (c.Integer(), "约5人", 5),
    (c.Integer(), "0.0", 0),
    (c.Integer(), "６.0", 6),
    (c.Integer(), "2156.0", 2156),
    (c.Integer(), "三十五人", 35),
    (c.Integer(), "—", None),
    (c.Integer(), "无", None),
    (c.Integer(), "5余名", 5),
    (c.Phone(), "13800000000.0", "13800000000"),
    (c.Phone(), 1.38e10, "13800000000"),
    (c.Phone(), "1.3800000001E+10", "13800000001"),
    (c.Phone(), "13800000000 13900000000", "13800000000、13900000000"),
    (c.Phone(), "1380000000013900000000", "13800000000、13900000000"),
    (c.Phone(), "0358-7621234\n13800000000", "0358-7621234、13800000000"),
    (c.Phone(), "13800000000/13900000000", "13800000000、13900000000"),
    (c.Phone(), "138 0000 0000", "13800000000"),
    (c.Phone(), "'13800000000", "13800000000"),
    (c.Money(), "250万元", Decimal(2_500_000)),
    (c.Money(), "5,000万元", Decimal(50_000_000)),
    (c.Money(), "480264.851100万", Decimal("4802648511.00")),
    (c.Money(), "30000", Decimal(30_000)),
    (c.Money(), 30000.5, Decimal("30000.50")),
    (c.Money(), "人民币三万元整", Decimal(30_000)),
    (c.Money(), "￥3.5亿", Decimal(350_000_000)),
    (c.Money(), "三万元", Decimal(30_000)),
    (c.Money(), "叁拾伍万元整", Decimal(350_000)),
    (c.Money(), "0", Decimal(0)),
    (c.Money(), "/", None),
    (c.Date(), "2019.3", "2019-03"),
    (c.Date(), "2019-3-15", "2019-03-15"),
    (c.Date(), "2019/3/15", "2019-03-15"),
    (c.Date(), "2007年07月31日", "2007-07-31"),
    (c.Date(), "1993年4月", "1993-04"),
    (c.Date(), "2019年", "2019"),
    (c.Date(), "20190315", "2019-03-15"),
    (c.Date(), "201903", "2019-03"),
    (c.Date(), "43525", "2019-03-01"),
    (c.Date(), "1552608000000", "2019-03-15"),
    (c.Date(), "2019-03-15T08:00:00+08:00", "2019-03-15"),
    (c.Date(), "'2019-03-15", "2019-03-15"),
    (c.Date(), "二〇一九年三月十五日", "2019-03-15"),
    (c.Date(), "19年3月", "2019-03"),
    (c.Date(), "98年7月1日", "1998-07-01"),
    (c.Date(), "长期有效", None),
    (c.Date("a.end", period=("a.start", "a.end")), "2017-06-29至2022-06-29", "2022-06-29"),
    (c.Date("a.start", period=("a.start", "a.end")), "2017-06-29至2022-06-29", "2017-06-29"),
    (c.Date("a.end", period=("a.start", "a.end")), "2021年6月—2024年6月", "2024-06"),
    (c.Date("a.end", period=("a.start", "a.end")), "2021.6.1-2024.6.1", "2024-06-01"),
    (c.Date("a.start", period=("a.start", "a.end")), "2021-06-2024-06", "2021-06"),
    (c.Date("a.start", period=("a.start", "a.end")), "2021—2024", "2021"),
    (c.Date("a.end", period=("a.start", "a.end")), "2017-06-29至长期", None),
    (c.Date("a.end", period=("a.start", "a.end")), "2017-06-29", "2017-06-29"),
    (c.Choice(choices=Sex), "1-男", Sex.MALE),
    (c.Choice(choices=Sex), "(2)女", Sex.FEMALE),
    (c.Choice(choices=Sex), "1男", Sex.MALE),
    (c.YesNo(), "1-是", True),
    (c.YesNo(), "0.否", False),
    (c.YesNo(), "●", True),
    (c.YesNo(), "✔\ufe0f", True),
    (c.YesNo(), "同意", True),
    (c.YesNo(), "不同意", False),
    (c.Tick(), "✓", True),
    (c.Tick(), "有", True),
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
    (CODE, "1.41181E+17", "后面几位已经丢失"),
    (CODE, "1.41181e17", "后面几位已经丢失"),
    (c.IdNumber(), 1.41181198005010e17, "只留下前 15 位"),
    (c.IdNumber(), "1.41181E+17", "后面几位已经丢失"),
    (c.Code(), 10**15, "只留下前 15 位"),
    (c.Money(), "3.00 元/万元", "分不清单位是元还是万元"),
    (c.Money(), "500美元", "不是金额"),
    (c.Money(), "若干", "不是金额"),
    (c.Integer(), "若干", "不是整数"),
    (c.Date(), "18/7/1", "年份只写了两位"),
    (c.Date(), "19.13.01", "不是有效的日期"),
    (c.Date(), "2017-06-29至2022-06-29", "是一段时间，这里只要一个日期"),
    (c.Date(), "2019年3月底", "不是能识别的日期"),
    (c.Date(), "99999", "不是能识别的日期"),
    (c.Choice(choices=Conclusion), "暂缓通过", "不在可选内容里"),
    (c.Choice(choices=Conclusion), "3", "不在可选内容里"),
    (c.Choice(choices=Grade), "15A", "不在可选内容里"),
    (c.Choice(choices=Grade), "3-4A", "不在可选内容里"),
]


@pytest.mark.parametrize(("column", "cell", "told"), REFUSED, ids=lambda one: repr(one)[:30])
def test_a_cell_that_cannot_be_read_says_so(column, cell, told):
    with pytest.raises(CellError, match=told):
        column.read(cell)


@pytest.mark.parametrize(
    ("column", "cell", "proposal"),
    [
        (c.Date(), "2026年13月", None),
        (c.Money(), "3.00 元/万元", "3.00万元"),
        (c.Date(), "18/7/1", "2018-07-01"),
        (c.Date(), "12/1/18", None),
        (c.Date(), "2019年3月底", "2019年3月"),
        (c.Date(), "约2019年", "2019年"),
    ],
)
def test_what_is_likely_is_proposed_and_never_taken_for_granted(column, cell, proposal):
    with pytest.raises(CellError) as caught:
        column.read(cell)
    assert caught.value.proposal == proposal


@pytest.mark.parametrize(
    ("around", "amount"),
    [
        ("注册资金（万元） ", 30_000),
        ("资金情况/开办资金（单位：万元） ", 30_000),
        ("注册资金 单位：人、万元", 30_000),
        ("原始基金数额（元） 单位：万元", 3),
        ("注册资金（元/万元） 单位：万元", 30_000),
        ("注册资金（亿元） ", 300_000_000),
        ("注册资金 ", 3),
        ("孝义市元宵协会的资金 ", 3),
    ],
)
def test_the_unit_of_money_may_stand_above_it(around, amount):
    column = c.Money().settled([], around)
    assert column.read("3") == amount
    assert column.read("3元") == 3


def test_a_word_that_a_list_does_not_know_is_a_question_until_a_person_answers_it():
    column = c.Ticks(choices=MassOrganizationType, several=True)
    with pytest.raises(CellError) as caught:
        column.read("工会、巾帼志愿队")
    assert caught.value.question == "巾帼志愿队"
    assert column.taught({"巾帼志愿队": "妇联"}).read("工会、巾帼志愿队") == ("union", "women")
    assert column.taught({"巾帼志愿队": ""}).read("工会、巾帼志愿队") == ("union",)


VERDICT = c.Choice(choices=Conclusion, aliases={"优秀": Conclusion.QUALIFIED, "没有检查": None}, as_written="i.as_written")
FURTHER = [
    (c.Name(former="f.name"), "孝义市全民阅读协会（原孝义市读书协会）", {"f.name": "孝义市读书协会"}),
    (c.Name(former="f.name"), "孝义市读书协会", {}),
    (c.Name(), "孝义市全民阅读协会（原孝义市读书协会）", {}),
    (c.Date("a.end", period=("a.start", "a.end")), "2017-06-29至2022-06-29", {"a.start": "2017-06-29"}),
    (c.Date("a.start", period=("a.start", "a.end")), "2017-06-29至长期", {}),
    (c.Date("a.end", period=("a.start", "a.end")), "2022-06-29", {}),
    (
        c.Choice(choices=Level, aliases=JOINT, implies={"b.special": {"临时支部": "temporary"}}),
        "临时支部",
        {"b.special": "temporary"},
    ),
    (VERDICT, "优秀", {"i.as_written": "优秀"}),
    (VERDICT, "没有检查", {}),
    (VERDICT.taught({"2星": "其他", "不详": ""}), "2星", {"i.as_written": "2星"}),
    (VERDICT.taught({"2星": "其他", "不详": ""}), "不详", {}),
    (c.Choice(choices=Grade, spellings={"AAA级": "3A"}, as_written="g.as_written"), "AAA级", {}),
    (c.Choice(choices=Conclusion, as_written="i.as_written"), "1-合格", {}),
]


@pytest.mark.parametrize(("column", "cell", "said"), FURTHER, ids=lambda one: repr(one)[:30])
def test_a_cell_may_say_more_than_its_column_asks_for(column, cell, said):
    assert column.further(cell) == said


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
    (c.Phone(), "1.38E+10", "warning", None),
    (c.Phone(), "1.3800000001E+10", None, None),
    (c.Money(), "3", "warning", "3万元"),
    (c.Money(), "约3万元", "note", None),
    (c.Money(), "30000", None, None),
    (c.Name(), "河仁慈善基…", "warning", None),
    (c.Date(), "19年3月", "note", None),
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
    law(c.Name(), cell)


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


@given(st.one_of(CELLS, st.from_regex(r"[约￥]?[0-9,三十.]{1,9}[百千万亿]?元?", fullmatch=True)))
def test_money_obeys_the_law(cell):
    law(c.Money(), cell)


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
