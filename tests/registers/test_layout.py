"""Which rows of an untidy sheet are data, and why the others are not."""

import pytest

from tests.registers import books
from xiaoyi_partybuild.registers import headers, layout, workbook

KNOWN = frozenset(
    map(
        headers.path_of,
        [
            "序号",
            "单位名称",
            "统一社会信用代码",
            "乡镇",
            "从业人员/总数",
            "从业人员/专职",
            "组建方式/单独",
            "组建方式/联合",
            "党员",
        ],
    )
)


def table(data, known=KNOWN):
    (sheet,) = workbook.read(data)
    return layout.read(sheet, headers.find(sheet, known))


def names(found, column=1):
    return [row.cells[column] for row in found.rows]


LEDGER = [
    ["社会组织党建工作台账", None, None, None, None, None, None],
    ["填报单位：市委组织部", None, None, "填报时间：2019年12月31日", None, None, "单位：人"],
    ["序号", "单位名称", "乡镇", "从业人员", None, "组建方式（打√）", None],
    [None, None, None, "总数", "专职\n人员", "单独", "联合"],
    ["甲", "A", "B", "C", "D", "E", "F"],
    [1, "甲协会", "新义街道", 3, 2, "√", None],
    [2, "乙协会", None, 4, 1, None, "√"],
    [3, "丙学会", None, 5, 1, None, "√"],
    [None, "合 计", None, 12, 4, 1, 2],
    ["注：专职指签订劳动合同的人员。", None, None, None, None, None, None],
    ["填表人：王芳", None, None, "联系电话：0358-7621234", None, None, None],
]
MERGED = ["A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "C6:C8", "A10:G10"]


def test_a_ledger_with_merged_header_codes_totals_notes_and_signatures():
    found = table(books.xlsx(LEDGER, merged=MERGED))
    assert found.header_rows == (3, 4)
    assert [headers.path_of(path) for path in found.paths.values()] == [
        "序号", "单位名称", "乡镇", "从业人员/总数", "从业人员/专职人员", "组建方式/单独", "组建方式/联合",
    ]  # fmt: skip
    assert names(found) == ["甲协会", "乙协会", "丙学会"]
    assert dict(found.set_aside) == {
        1: "标题", 2: "填报单位和日期", 5: "栏次、编号行", 9: "合计行", 10: "说明文字", 11: "签字栏",
    }  # fmt: skip
    assert found.as_of == "2019-12-31"


def test_merged_data_cells_are_filled_down():
    found = table(books.xlsx(LEDGER, merged=MERGED))
    assert names(found, 2) == ["新义街道"] * 3
    assert found.filled_down == 2


def test_bands_that_lost_their_merges_in_csv_are_carried_to_the_right():
    found = table(books.csv(LEDGER))
    assert found.header_rows == (3, 4)
    assert headers.path_of(found.paths[4]) == "从业人员/专职人员"
    assert headers.path_of(found.paths[6]) == "组建方式/联合"
    assert headers.path_of(found.paths[1]) == "单位名称"


GROUPS = [
    ["社会组织名册（截至2025年6月20日）", None, None],
    ["序号", "单位名称", "统一社会信用代码"],
    ["一、社会团体（2家）", None, None],
    [1, "甲协会", "51"],
    [2, "乙协会", "51"],
    ["5A级", None, None],
    ["民办非企业单位（2所）", None, None],
    [3, "丙学校", "52"],
    ["小计", None, None],
    [4, None, None],
    [5, None, None],
]


@pytest.mark.parametrize(
    "data", [books.xlsx(GROUPS, merged=["A1:C1", "A3:C3"]), books.xls(GROUPS), books.csv(GROUPS)], ids=["xlsx", "xls", "csv"]
)
def test_group_rows_speak_for_the_rows_below_and_their_counts_are_checked(data):
    found = table(data)
    assert [row.group for row in found.rows] == ["社会团体", "社会团体", "民办非企业单位"]
    assert [(one.label, one.announced, one.found) for one in found.groups] == [
        ("社会团体", 2, 2), ("5A级", None, 0), ("民办非企业单位", 2, 1),
    ]  # fmt: skip
    assert found.as_of == "2025-06-20"


def test_rows_that_only_count_are_no_data():
    found = table(books.xls(GROUPS))
    assert [(number, why) for number, why in found.set_aside if number > 8] == [
        (9, "合计行"), (10, "只有序号，没有内容"), (11, "只有序号，没有内容"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["序号", "单位名称", "乡镇"], "重复的表头"),
        (["填写数字", "请填全称，必填", "下拉选择"], "填写说明"),
        ([0, 1, 2], "栏次、编号行"),
        ([1, 2, 3], "栏次、编号行"),
        (["seq_no", "org_name", "town_code"], "栏次、编号行"),
        (["新义街道小计", None, 7], "合计行"),
        (["总计：", 7, 7], "合计行"),
        (["单位负责人（签章）：", "审核人：", None], "签字栏"),
        (["说明：以上为初步数", None, None], "说明文字"),
        (["※ 含临时党支部", None, None], "说明文字"),
        (["以上数据由各乡镇街道汇总上报，截止年底。", None, None], "说明文字"),
        (["（二）基金会", None, None], "分组行"),
        (["AAAA", None, None], "分组行"),
        ([7, None, None], "只有序号，没有内容"),
        ([8, "甲协会", None], None),
        ([9, "合计协会", "新义街道"], None),
        ([10, "甲协会", "负责人：张三"], None),
        ([1, 2, "新义街道"], None),
    ],
)
def test_each_kind_of_row_below_the_header(row, why):
    found = table(books.xlsx([["序号", "单位名称", "乡镇"], row, [11, "尾协会", "新义街道"]]))
    assert dict(found.set_aside).get(2) == why
    assert (2 in [one.number + 1 for one in found.rows]) is (why is None)


def test_a_code_row_stands_only_right_below_the_header():
    rows = [["序号", "单位名称", "乡镇"], *([n, f"{n}号协会", "新义"] for n in range(1, 5)), [5, 6, 7]]
    assert len(table(books.xlsx(rows)).rows) == 5


@pytest.mark.parametrize(
    ("above", "day"),
    [
        (["填报单位：民政局", "填报日期", "2019.12"], "2019-12"),
        (["日期：2019-12-31", None, None], "2019-12-31"),
        (["统计时间： 2019 年 12 月", None, None], "2019-12"),
        (["填报时间：", "年末", None], None),
        (["填报时间：", None, None], None),
        (["统计时间：2019年13月", None, None], None),
        (["成立40周年", None, None], None),
    ],
)
def test_the_date_a_sheet_speaks_for(above, day):
    rows = [["某某统计表", None, None], above, ["序号", "单位名称", "乡镇"], [1, "甲协会", "新义"]]
    assert table(books.xlsx(rows)).as_of == day


def test_the_date_may_also_stand_below_the_table():
    rows = [["序号", "单位名称", "乡镇"], [1, "甲协会", "新义"], ["填表人：王芳", None, "填报日期：2020年1月5日"]]
    assert table(books.xlsx(rows)).as_of == "2020-01-05"


def test_a_header_of_unknown_names_is_found_by_its_shape():
    rows = [["某某表"], ["编码", "全名", "所在"], ["a1", "甲", "新义"], ["a2", "乙", "新义"]]
    assert table(books.xlsx(rows, merged=["A1:C1"]), known=frozenset()).header_rows == (2, 2)


@pytest.mark.parametrize("rows", [[["说明"], ["只有一列"]], [["单位名称", "乡镇"]], []])
def test_a_sheet_without_a_table_has_no_header(rows):
    (sheet,) = workbook.read(books.xlsx(rows, sheet="甲"))
    assert headers.find(sheet, KNOWN) is None


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("社会组织\n名称*", "社会组织名称"),
        ("党员数（人）", "党员数"),
        ("组织类别(打√)", "组织类别"),
        ("其中：正式党员", "正式党员"),
        ("1.单位名称：", "单位名称"),
        ("（3）等级", "等级"),
        ("法人代表（负责人）", "法人代表(负责人)"),
        ("2019.12 党员数", "2019.12党员数"),
    ],
)
def test_headings_are_compared_without_decoration(written, compared):
    assert headers.heading(written) == compared


def test_samples_are_the_first_different_contents():
    found = table(books.xlsx(LEDGER, merged=MERGED))
    assert found.samples(3, most=2) == ["3", "4"]
    assert found.samples(2) == ["新义街道"]
