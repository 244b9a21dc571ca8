"""What cells say about their heading: bear it out, contradict it, turn two round, or give a column away by themselves."""

from datetime import date

import pytest

from orgs.credit_code import check_character
from orgs.enums import OrganizationType
from orgs.models import Organization
from tests.registers import books
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers import datarows, evidence, layout, matching, recognition, workbook
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check
from xiaoyi_partybuild.registers.matching import ASK, LIKELY, NONE, SURE
from xiaoyi_partybuild.registers.office import Office
from xiaoyi_partybuild.registers.personal import is_personal, veiled
from xiaoyi_partybuild.registers.register import REGISTRY, Part, Register

from .declared import LEDGER, SOCIETIES

CODES = [f"51141181MJ0000{n}" for n in range(100, 106)]
CODES = [code + check_character(code) for code in CODES]
IDS = [f"14232219{n}01011234"[:17] for n in range(60, 66)]
IDS = [number + id_number_check(number) for number in IDS]
NAMES = ["孝义市绵羊协会", "孝义市书法家协会", "孝义市青山养老院", "孝义市阳光幼儿园", "孝义市登山运动协会"]
PEOPLE = ["张三", "李建国", "王小红", "赵新民", "孙宁"]
OTHERS = ["周安", "吴文", "郑和", "冯远", "陈明"]
TOWNS = ["新义街道", "中阳楼街道", "新义街道", "中阳楼街道", "新义街道"]
PHONES = ["13800000001", "13900000002", "13700000003", "13600000004", "13500000005"]
DAYS = ["2019-03-15", "2018年5月1日", "2010年6月", "2001-01-01", "2020/3/4"]
TYPES = ["社团", "民非", "基金会", "社团", "社团"]


def table(**columns):
    """A workbook of named columns."""
    return books.xlsx([list(columns), *zip(*columns.values(), strict=False)])


def matched(data, register=SOCIETIES, **options):
    """{letter: Match}."""
    found = recognition.recognize(workbook.read(data), [register], **options).mapping
    return {one.letter: one for one in found.matches}


SHAPES = [
    (CODES, evidence.CREDIT),
    (IDS, evidence.ID),
    (PHONES, evidence.PHONE),
    ([13800000001.0, 13900000002.0, 13700000003.0], evidence.PHONE),
    (DAYS, evidence.DATE),
    ([date(2019, 1, 1)] * 3, evidence.DATE),
    ([1, 2, 3], evidence.NUMBER),
    (["12", "350", "7.0"], evidence.NUMBER),
    (PEOPLE, evidence.PERSON),
    (NAMES, evidence.BODY),
    (["张协会", "李学校", "王公司"], ""),
    (["甲", "乙", "丙"], ""),
    (["张三", "李四"], ""),
    (["张三", "2019-01-01", "孝义市绵羊协会"], ""),
]


@pytest.mark.parametrize(("contents", "shape"), SHAPES)
def test_most_cells_have_one_shape_or_none_in_particular(contents, shape):
    assert evidence.shape(contents) == shape


CONTRADICTIONS = [
    (c.CreditCode("x"), NAMES, True),
    (c.CreditCode("x"), CODES, False),
    (c.CreditCode("x"), NAMES[:2], False),
    (c.CreditCode("x"), [code[2:] for code in CODES], False),
    (c.CreditCode("x"), ["05566943-0", "51234567-1", "448972595-4"], False),
    (c.CreditCode("x"), ["甲", "乙", "丙"], True),
    (c.CreditCode("x"), IDS, True),
    (c.IdNumber("x"), CODES, True),
    (c.IdNumber("x"), ["142322600101123"] * 3, False),
    (c.YesNo("x"), ["已建好", "筹备中", "待建"], False),
    (c.YesNo("x"), NAMES, True),
    (c.Date("x"), NAMES, True),
    (c.Date("x"), [2003, 2004, 2010], False),
    (c.Count("x"), PEOPLE, True),
    (c.Count("x"), ["约5", "三", "35人"], False),
    (c.Phone("x"), PEOPLE, True),
    (c.Phone("x"), ["7620001", "762-0002", "762 0003 王"], False),
    (c.Phone("x"), DAYS, True),
    (c.Text("x"), CODES, True),
    (c.Text("x"), [1, 2, 3], False),
    (c.Code("x"), CODES, True),
    (c.Code("x"), ["基证字第1056号"] * 3, False),
    (c.Choice("x", choices=OrganizationType), DAYS, True),
    (c.Choice("x", choices=OrganizationType), ["停办", "在办", "新办"], False),
    (c.Lookup("x"), PHONES, True),
    (c.Lookup("x"), ["从未见过的镇"] * 3, False),
]


@pytest.mark.parametrize(("column", "contents", "is_contradicted"), CONTRADICTIONS)
def test_a_heading_is_contradicted_by_cells_it_cannot_have(column, contents, is_contradicted):
    assert evidence.contradicts(column, False, contents) == is_contradicted


def test_a_name_is_no_number_either():
    assert evidence.contradicts(c.Text("x"), True, [1001, 1002, 1003])
    assert not evidence.contradicts(c.Text("x"), True, NAMES)


def test_codes_that_lost_their_digits_do_not_speak_against_their_heading():
    assert evidence.filled([5.1141181e17, "5.11411E+17", "无", None, " — ", "a"]) == ["a"]


# --- asked, never guessed


def test_a_name_column_that_holds_codes_is_asked_about():
    found = matched(table(单位名称=CODES[:5], 类型=TYPES, 属地=TOWNS))
    assert (found["A"].field, found["A"].confidence) == (None, ASK)
    assert found["A"].reason == "表头像“社会组织名称”，内容却像统一社会信用代码，请您选定"


def test_two_headings_over_each_others_cells_are_named_together():
    found = matched(table(单位名称=CODES[:5], 统一社会信用代码=NAMES, 类型=TYPES))
    assert [found[letter].confidence for letter in "ABC"] == [ASK, ASK, SURE]
    assert found["A"].reason == "表头像“社会组织名称”，内容却像 B 列“统一社会信用代码”该有的；这两列可能写反了，请您选定"
    assert "A 列“单位名称”" in found["B"].reason


def test_names_of_people_and_of_bodies_the_wrong_way_round_are_asked_about():
    found = matched(table(单位名称=PEOPLE, 法定代表人=NAMES, 类型=TYPES))
    assert [found[letter].confidence for letter in "AB"] == [ASK, ASK]
    assert "B 列“法定代表人”" in found["A"].reason
    assert matched(table(单位名称=NAMES, 法定代表人=PEOPLE))["A"].confidence == SURE


@pytest.fixture
def known(make, home):
    for name, person in zip(NAMES, PEOPLE, strict=True):
        make.organization(name=name, region=home, legal_representative=person)


def test_what_is_stored_tells_that_two_columns_of_people_changed_places(known):
    data = table(单位名称=NAMES, 理事长=OTHERS, 秘书长=PEOPLE)
    assert matched(data)["B"].confidence == SURE
    found = matched(data, office=Office(SYSTEM))
    assert [(found[letter].field, found[letter].confidence) for letter in "BC"] == [(None, ASK), (None, ASK)]
    assert found["B"].reason == "系统里记的“法定代表人”在 C 列，不在 B 列；这两列可能写反了，请您选定"
    assert found["C"].reason == found["B"].reason


@pytest.mark.parametrize("people", [PEOPLE, OTHERS, PEOPLE[:2] + OTHERS[2:]])
def test_what_agrees_with_the_records_or_is_simply_new_is_not_asked_about(known, people):
    found = matched(table(单位名称=NAMES, 理事长=people, 秘书长=OTHERS[::-1]), office=Office(SYSTEM))
    assert found["B"].confidence == SURE


def test_a_persons_word_is_not_disputed(known):
    choices = Choices(columns={"B": "organization.legal_representative", "C": ""})
    found = matched(table(单位名称=NAMES, 理事长=OTHERS, 秘书长=PEOPLE), office=Office(SYSTEM), choices=choices)
    assert found["B"].confidence == SURE


# --- given away by the cells


def test_cells_give_a_column_away_where_the_heading_says_nothing(known):
    found = matched(table(单位名称=NAMES, 代号=CODES[:5], 甲=TYPES, 乙=TOWNS), office=Office(SYSTEM))
    fields = [(found[letter].field, found[letter].confidence) for letter in "BCD"]
    assert fields == [
        ("organization.credit_code", LIKELY),
        ("organization.type", LIKELY),
        ("organization.region", LIKELY),
    ]
    assert found["D"].reason == "内容像“所属区域”，请核对表头"


@pytest.mark.parametrize("codes", [["91141181MA0KABCD1X"] * 5, [code[:-1] + "?" for code in CODES[:5]]])
def test_codes_of_others_or_of_wrong_shape_give_nothing_away(codes):
    assert matched(table(单位名称=NAMES, 代号=codes))["B"].field is None


def test_a_wrong_check_character_in_most_codes_gives_nothing_away():
    wrong = [code[:-1] + ("1" if code[-1] != "1" else "2") for code in CODES[:5]]
    assert matched(table(单位名称=NAMES, 代号=wrong))["B"].field is None


def test_two_columns_that_fit_one_field_are_asked_about_when_it_is_required():
    found = matched(table(单位名称=NAMES, 甲=TYPES, 乙=TYPES))
    assert [found[letter].confidence for letter in "BC"] == [ASK, ASK]
    assert found["B"].reason == "内容像“社会组织类型”，B、C 列都像；要导入请选定"


def test_two_columns_that_fit_one_optional_field_are_left_out_with_a_hint():
    found = matched(table(单位名称=NAMES, 甲=CODES[:5], 乙=CODES[1:]))
    assert [(found[letter].field, found[letter].confidence) for letter in "BC"] == [(None, NONE), (None, NONE)]
    assert "B、C 列都像" in found["B"].reason


def headless(**columns):
    """{letter: Match} of a table whose columns have no headings; columns are in order."""
    rows = [datarows.Row(number, list(cells)) for number, cells in enumerate(zip(*columns.values(), strict=True))]
    found = matching.match(layout.Table("", (), dict.fromkeys(range(len(columns)), ""), rows), SOCIETIES)
    return {one.letter: (one.field, one.confidence) for one in found.matches}


def test_dates_are_only_recognized_without_a_heading():
    assert matched(table(单位名称=NAMES, 甲=DAYS))["B"].field is None
    assert headless(甲=NAMES, 乙=DAYS)["B"] == ("organization.registered_on", LIKELY)


def test_names_of_bodies_without_a_heading_are_likely_what_a_row_is_about():
    assert headless(甲=NAMES, 乙=PEOPLE) == {"A": ("organization.name", LIKELY), "B": (None, NONE)}


# --- personal particulars


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("身份证号", True),
        ("负责人/联系电话", True),
        ("户口所在地", True),
        ("民族", True),
        ("学历", True),
        ("家庭住址", True),
        ("少数民族党员数", False),
        ("手机用户数", False),
        ("本科以上学历人数", False),
        ("民族宗教事务", False),
        ("业务范围", False),
    ],
)
def test_personal_particulars_are_recognized_by_their_heading(heading, is_one):
    assert is_personal(heading, ()) == is_one


def test_personal_particulars_are_recognized_by_their_content():
    assert is_personal("甲", IDS)
    assert is_personal("甲", ["张三 13800000001", "李四 13800000002"])
    assert not is_personal("甲", ["0358-7620001", "51141181500001234X", 7620001])


def test_what_the_register_has_no_use_for_is_left_out_and_not_shown():
    found = matched(table(单位名称=NAMES, 身份证号=IDS[:5], 联系电话=PHONES, 甲=IDS[1:]))
    for letter in "BCD":
        assert (found[letter].field, found[letter].samples, found[letter].is_personal) == (None, (), True)
        assert found[letter].reason == "个人信息，这张登记表用不到，没有读取"


def test_numbers_of_people_are_masked_wherever_they_stand():
    found = matched(table(单位名称=NAMES, 备注=[f"负责人电话{phone}" for phone in PHONES]))
    assert found["B"].samples[0] == "负责人电话138****0001"
    assert veiled(f"证{IDS[0]}；51141181MJ00000188") == f"证1423**********{IDS[0][-4:]}；51141181MJ00000188"


def test_used_columns_of_personal_particulars_are_masked(make):
    class People(Register):
        slug, title = "test-people", "人员"
        parts = (Part("organization", Organization, keys=(("name",),)),)
        columns = (c.Text("organization.name", "名称"), c.Phone("organization.remark", "联系电话"))

    found = matched(table(名称=NAMES, 联系电话=PHONES), REGISTRY.pop("test-people"))
    assert (found["B"].field, found["B"].samples[0]) == ("organization.remark", "138****0001")


def test_an_empty_column_says_so():
    assert matched(table(单位名称=NAMES, 党费=["", "—", None, "无", ""]))["B"].reason == "这一列没有内容"


# --- asked of the database


def test_the_records_are_asked_equally_often_for_2_and_for_20_columns(known, queries_of):
    office = lambda: Office(SYSTEM)  # noqa: E731
    counts = {}
    for size in (2, 20):
        extra = {f"列{n}": [f"词{n}{row}" for row in range(5)] for n in range(size)}
        data = table(单位名称=NAMES, 法定代表人=PEOPLE, **extra)
        counts[size] = queries_of(lambda data=data: matched(data, office=office()))
    assert counts[2] == counts[20] <= 3


def test_the_ledger_is_not_asked_more_than_once_for_each_other_table(known, queries_of):
    assert queries_of(lambda: matched(table(单位名称=NAMES, 甲=TOWNS), LEDGER, office=Office(SYSTEM))) <= 2
