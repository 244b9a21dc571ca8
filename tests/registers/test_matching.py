"""Columns are matched by whole names and by contents, each with its reason; doubts are asked, never guessed."""

import pytest

from tests.registers import books
from xiaoyi_partybuild.registers import claims, recognition, workbook
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.matching import ASK, LIKELY, NONE, SURE
from xiaoyi_partybuild.registers.register import REGISTRY, Register
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

from .declared import LEDGER, MEETINGS, SOCIETIES

CODE = "51141181MJ00000188"
ALL = [SOCIETIES, LEDGER, MEETINGS]


def recognized(rows, *, registers=(SOCIETIES,), chosen=None, **options):
    choices = Choices(sheet=options.pop("wanted", ""), columns=chosen or {})
    return recognition.recognize(workbook.read(books.xlsx(rows, **options)), registers, choices)


def matched(header, cells, **options):
    """{letter: Match} of a one-line header over three equal rows."""
    return {one.letter: one for one in recognized([header, cells, cells, cells], **options).mapping.matches}


@pytest.mark.parametrize(
    ("heading", "cell", "field", "confidence", "reason"),
    [
        ("社会组织名称", "甲协会", "organization.name", SURE, "表头一致"),
        ("单位\n名称*", "甲协会", "organization.name", SURE, "“单位名称”是“社会组织名称”的另一种写法"),
        ("统一社会信用代码", "甲协会", None, ASK, "表头像“统一社会信用代码”，内容却不像"),
        ("统一社会信用代码", "无", "organization.credit_code", SURE, "表头一致"),
        ("代号", CODE, "organization.credit_code", LIKELY, "内容像“统一社会信用代码”"),
        ("代号", "甲-1", None, NONE, "没有这一项"),
        ("序号", 1, None, NONE, "序号"),
        ("社会组织类型（打√）", "社团", "organization.type", SURE, "表头一致"),
        ("备 注", "x", "organization.remark", SURE, "表头一致"),
        ("名字", "甲协会", None, NONE, "没有这一项"),
    ],
)
def test_one_heading(heading, cell, field, confidence, reason):
    one = matched(["登记证号", heading, "属地"], ["1", cell, "新义"])["B"]
    assert (one.field, one.confidence) == (field, confidence)
    assert reason in one.reason


def test_bands_tell_equal_leaves_apart():
    rows = [["单位名称", "党员队伍建设情况", None, "其他"], [None, "正式党员", "专职党员", "正式党员"], ["甲协会", 3, 2, 9]]
    found = recognized(rows, registers=[LEDGER], merged=["A1:A2", "B1:C1"]).mapping
    by_letter = {one.letter: one for one in found.matches}
    assert by_letter["B"].field == "headcount.members_all"
    assert by_letter["C"].field == "headcount.members_full_time"
    assert by_letter["D"].field is None
    assert found.is_sure


def test_the_closer_of_two_claims_keeps_the_field():
    found = matched(["单位名称", "正式党员", "党员队伍建设情况/正式党员"], ["甲协会", 9, 3], registers=[LEDGER])
    assert (found["B"].field, found["B"].reason) == (None, "“党员队伍建设情况/正式党员”已用 C 列")
    assert found["C"].field == "headcount.members_all"


def test_a_leaf_without_its_band_is_likely():
    one = matched(["单位名称", "正式党员"], ["甲协会", 3], registers=[LEDGER])["B"]
    assert (one.field, one.confidence) == ("headcount.members_all", LIKELY)


def test_tick_columns_become_options_of_one_field():
    rows = [["单位名称", "组建方式", None], [None, "单独组建", "联合组建"], ["甲协会", "√", None]]
    found = recognized(rows, registers=[LEDGER], merged=["A1:A2", "B1:C1"]).mapping
    assert [(one.field, one.option) for one in found.used[1:]] == [("coverage.mode", "sole"), ("coverage.mode", "joint")]


def test_a_generic_leaf_under_a_known_band_is_the_band():
    rows = [["单位名称", "法定代表人"], [None, "姓名"], ["甲协会", "张三"]]
    assert recognized(rows, merged=["A1:A2"]).mapping.matches[1].confidence == LIKELY


def test_two_columns_for_one_field_are_asked_and_neither_is_taken():
    found = recognized([["名称", "单位名称", "负责人"], ["甲", "甲协会", "张三"]]).mapping
    first, second, _ = found.matches
    assert (first.field, second.field, first.confidence) == (None, None, ASK)
    assert first.reason == "A、B 列都像“社会组织名称”，请您选定一列"
    assert not found.is_sure
    assert found.contested == {"organization.name": ["A", "B"]}


def test_the_person_decides_between_them():
    found = recognized(
        [["名称", "单位名称", "负责人"], ["甲", "甲协会", "张三"]], chosen={"B": "organization.name", "C": ""}
    )
    first, second, third = found.mapping.matches
    assert (first.field, second.field, third.field) == (None, "organization.name", None)
    assert (second.reason, third.reason) == ("您指定的", "您选择不导入")


def test_a_person_may_name_a_tick_column():
    found = recognized([["单位名称", "独立建"], ["甲协会", "√"]], registers=[LEDGER], chosen={"B": "coverage.mode=sole"})
    assert (found.mapping.matches[1].field, found.mapping.matches[1].option) == ("coverage.mode", "sole")


def test_one_column_that_may_be_two_fields_is_asked():
    class Twins(Register):
        slug, title = "test-twins", "双生"
        parts = SOCIETIES.parts
        columns = (
            c.Text("organization.name", "名称"),
            c.Text("organization.address", "说明", also=("备注",)),
            c.Text("organization.remark", "备注栏", also=("备注",)),
        )

    twins = REGISTRY.pop("test-twins")
    one = matched(["名称", "备注"], ["甲", "乙"], registers=[twins])["B"]
    assert (one.confidence, one.reason) == (ASK, "可能是“说明”、“备注栏”，请您选定")


def test_a_bare_last_level_that_may_be_several_optional_fields_is_left_out_and_said_so():
    class Phones(Register):
        slug, title = "test-phones", "电话"
        parts = SOCIETIES.parts
        columns = (
            c.Text("organization.name", "名称"),
            c.Phone("organization.address", "书记/联系电话"),
            c.Phone("organization.remark", "指导员/联系电话"),
        )

    found = recognized([["名称", "联系电话"], ["甲", "13812345678"]], registers=[REGISTRY.pop("test-phones")]).mapping
    one = found.matches[1]
    assert (one.field, one.confidence, one.samples) == (None, NONE, ())
    assert one.reason == "分不清是“书记/联系电话”、“指导员/联系电话”，没有导入；要导入请选定"
    assert found.is_sure


def test_a_mapping_names_what_is_missing():
    found = recognized([["单位名称", "负责人"], ["甲协会", "张三"]]).mapping
    assert [one.label for one in found.missing] == ["社会组织类型", "所属区域"]
    assert found.has_identity
    assert not found.is_sure


def test_names_are_never_compared_by_edit_distance():
    assert claims.closeness("理事", "理事长") == 0
    assert claims.closeness("法人代表", "法人") == 0


# --- which sheet, which register

HEADER = ["单位名称", "统一社会信用代码", "类型", "属地"]
DATA = [HEADER, ["甲协会", CODE, "社团", "新义"]]


def test_dictionaries_empty_and_hidden_sheets_are_passed_over_and_named():
    before = [("字典", [["类型", "名称"], ["1", "社团"]]), ("空", []), ("藏", DATA), ("别的", [["甲", "乙"], ["1", "2"]])]
    found = recognized(DATA, before=before, hidden=["藏"])
    assert found.table.sheet == "名册"
    assert found.skipped == [("字典", "字典或说明"), ("空", "空表"), ("藏", "隐藏的工作表"), ("别的", "不像要导入的表")]


def test_a_sheet_can_be_asked_for_by_name():
    assert recognized(DATA, before=[("藏", DATA)], hidden=["藏"], wanted="藏").table.sheet == "藏"
    with pytest.raises(UnreadableWorkbook, match="没有工作表“别处”，只有：名册"):
        recognized(DATA, wanted="别处")


@pytest.mark.parametrize(
    ("header", "slug"),
    [
        (HEADER, "test-societies"),
        (["单位名称", "党组织名称", "正式党员", "群团组织"], "test-ledger"),
        (["党组织", "召开日期", "议题", "参加单位"], "test-meetings"),
    ],
)
def test_the_register_is_recognized_by_its_columns(header, slug):
    assert recognized([header, ["甲", "乙", "丙", "丁"]], registers=ALL).register.slug == slug


@pytest.mark.parametrize("rows", [[["苹果", "梨"], ["1", "2"]], [["只有一句话"]], [[]]])
def test_a_file_without_a_known_table_is_refused_in_one_sentence(rows):
    with pytest.raises(UnreadableWorkbook, match="没有找到能识别的表头"):
        recognized(rows, registers=ALL)


def test_a_refusal_tells_apart_what_is_missing_and_what_is_there_twice():
    twice = recognition.NoIdentity(recognized([["名称", "单位名称", "负责人"], ["甲", "甲协会", "张三"]]))
    missing = recognition.NoIdentity(recognized([["负责人", "类型"], ["张三", "社团"]]))
    assert str(twice) == "A、B 列都像“社会组织名称”，请选定其中一列"
    assert "第 1 行表头（负责人、类型）里没有“社会组织名称”" in str(missing)
