"""Which sheet, which place and which register a file holds, why, and what a person may decide instead."""

import pytest

from tests.registers import books, declared
from xiaoyi_partybuild.registers import recognition, workbook
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

CODES = ["51141181MJX00000XU", "52141181MJY123458H", "51141181MJ00000188"]
HEAD = ["序号", "社会组织名称", "统一社会信用代码", "法定代表人"]
ROWS = [[place + 1, f"孝义市第{place + 1}协会", code, "王芳"] for place, code in enumerate(CODES)]
FORM = [
    ["社会组织基本情况表"],
    ["单位名称", "甲协会", "信用代码", CODES[0]],
    ["法定代表人", "王芳"],
    ["成立时间", "2001年3月"],
]
LEGEND = [["项目", "人数"], ["正式党员", 3], ["预备党员", 4]]


def recognized(data, registers=(declared.SOCIETIES,), **choices):
    return recognition.recognize(workbook.read(data), list(registers), Choices(**choices))


def beside(*tables, gap=1):
    """Tables next to each other, empty columns between them."""
    height = max(map(len, tables))
    rows = [[] for _ in range(height)]
    for table in tables:
        width = max(map(len, table))
        for place, row in enumerate(rows):
            cells = table[place] if place < len(table) else []
            row += [*cells, *[None] * (width - len(cells) + gap)]
    return rows


def names(found):
    return [row.cells[1] for row in found.table.rows]


# --- chosen by evidence, shown with its reason


def test_every_choice_has_its_reason():
    data = books.xlsx([["名册", None, None, None], HEAD, *ROWS], before=[("汇总", [["类型", "数"], ["社团", 3]])])
    found = recognized(data, (declared.SOCIETIES, declared.LEDGER))
    assert found.reasons == {
        "sheet": "这张工作表里认得的列最多，有 3 列",
        "register": "有 3 列是“测试名册”里的",
        "header": "第 2 行有 3 个认得的列名",
        "region": "从 A 列到 D 列",
    }


def test_a_sheet_of_another_register_is_named_and_may_be_chosen():
    second = [["单位名称", "成立时间"], ["孝义市乙协会", "2019年3月"], ["孝义市丙协会", "2020年"]]
    data = books.xlsx([HEAD, *ROWS], before=[("旧名册", second), ("数据字典", [["类型"], ["社团"]]), ("空", [])])
    found = recognized(data)
    assert found.table.sheet == "名册"
    assert dict(found.skipped) == {
        "旧名册": "也像一张登记表（测试名册），可以改选", "数据字典": "字典或说明", "空": "空表",
    }  # fmt: skip
    assert [(one.sheet, one.region) for one in found.others] == [("旧名册", ())]
    assert recognized(data, sheet="旧名册").table.sheet == "旧名册"
    assert recognized(data, sheet="旧名册").reasons["sheet"] == "您指定的"


def test_an_empty_form_does_not_stand_before_the_filled_one():
    form = [[*HEAD, "成立时间", "乡镇街道"], [1], [2]]
    assert recognized(books.xlsx([HEAD, *ROWS], before=[("空表样", form)])).table.sheet == "名册"


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_a_list_in_two_halves_is_read_in_its_first_half_and_the_other_may_be_chosen(gap):
    data = books.xlsx(beside([HEAD, *ROWS[:2]], [HEAD, *ROWS[2:]], gap=gap))
    found = recognized(data)
    start = 4 + gap
    region = (recognition.layout.cells.letter(start), recognition.layout.cells.letter(start + 3))
    assert names(found) == ["孝义市第1协会", "孝义市第2协会"]
    assert [one.region for one in found.others] == [region]
    other = recognized(data, region=list(region))
    assert [row.cells[start + 1] for row in other.table.rows] == ["孝义市第3协会"]
    assert other.reasons["region"] == "您指定的"


def test_a_small_table_beside_the_register_is_no_part_of_it():
    found = recognized(books.xlsx(beside([HEAD, *ROWS], LEGEND)))
    assert found.table.region == ("A", "D")
    assert found.reasons["region"] == "从 A 列到 D 列；F—G 列像另一张表"


def test_an_empty_column_does_not_divide_one_table():
    rows = [[*row[:2], None, *row[2:]] for row in (HEAD, *ROWS)]
    found = recognized(books.xlsx(rows))
    assert (found.table.region, found.others) == (("A", "E"), [])


def test_another_register_below_is_named_with_its_header_and_may_be_chosen():
    below = [["党组织名称", "单位名称", "正式党员", "专职党员"], ["甲支部", "甲协会", 3, 2], ["乙支部", "乙协会", 4, 1]]
    data = books.xlsx([HEAD, *ROWS, [], *below])
    found = recognized(data, (declared.SOCIETIES, declared.LEDGER))
    assert len(found.table.rows) == 3
    assert [(one.header, one.why) for one in found.others] == [((6, 6), "第 6 行起像另一张表，可以改选表头")]
    assert names(recognized(data, (declared.SOCIETIES, declared.LEDGER), header=[6, 6])) == ["甲协会", "乙协会"]


def test_the_only_sheet_is_taken_whatever_it_is_called():
    assert recognized(books.xlsx([HEAD, *ROWS], sheet="登记说明表")).table.sheet == "登记说明表"


# --- what a person decides


def test_a_person_may_point_out_the_header():
    rows = [["单位名称", "负责人"], ["机构全称", "联系人"], ["甲协会", "王芳"], ["乙协会", "李文"]]
    found = recognized(books.xlsx(rows), header=[2, 2], columns={"A": "organization.name"})
    assert found.table.header_rows == (2, 2)
    assert found.reasons["header"] == "您指定的"
    assert [row.cells[0] for row in found.table.rows] == ["甲协会", "乙协会"]


def test_a_person_may_say_that_there_is_no_header():
    found = recognized(books.csv([["甲协会", "王芳"], ["乙协会", "李文"]]), header=[], columns={"A": "organization.name"})
    assert found.table.header_rows == ()
    assert [row.cells[0] for row in found.table.rows] == ["甲协会", "乙协会"]
    assert found.mapping.used[0].field == "organization.name"


def test_a_list_without_a_header_is_recognized_by_its_cells_never_by_its_first_row():
    found = recognized(books.csv(ROWS))
    assert found.table.header_rows == ()
    assert len(found.table.rows) == 3
    assert found.reasons["header"].startswith("第 1 行已经是内容（")
    assert {match.letter: match.field for match in found.mapping.used}["C"] == "organization.credit_code"


def test_a_sheet_that_is_not_there_is_said():
    with pytest.raises(UnreadableWorkbook, match="没有工作表“别的”，只有：名册"):
        recognized(books.xlsx([HEAD, *ROWS]), sheet="别的")


def test_a_table_of_unknown_names_is_kept_so_that_its_columns_can_be_asked_about():
    found = recognized(books.xlsx([["编码", "全名"], *([f"a{place}", f"第{place}家"] for place in range(4))]))
    assert (found.table.header_rows, found.mapping.has_identity) == ((1, 1), False)


@pytest.mark.parametrize("rows", [[["今天天气很好"], ["明天也好"]], [["甲", "乙"], ["丙", "丁"]], [["只有一格"]], FORM])
def test_what_is_no_register_is_said(rows):
    with pytest.raises(UnreadableWorkbook, match="没有找到能识别的表头"):
        recognized(books.xlsx(rows))
