"""Which rows of an untidy sheet are data, and why the others are not."""

import pytest

from tests.registers import books
from xiaoyi_partybuild.registers import headers, headings, layout, workbook

KNOWN = frozenset(
    map(
        headings.path_of,
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
    assert [headings.path_of(path) for path in found.paths.values()] == [
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
    assert headings.path_of(found.paths[4]) == "从业人员/专职人员"
    assert headings.path_of(found.paths[6]) == "组建方式/联合"
    assert headings.path_of(found.paths[1]) == "单位名称"


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
        (["共计12家，其中在外登记2家", None, None], "合计行"),
        (["合计（2家）", None, 7], "合计行"),
        ([None, "其中：社会团体", 7], "合计行"),
        (["TOTAL", None, 7], "合计行"),
        (["No", "Name", "Town"], "栏次、编号行"),
        (["（1）", "（2）", "（3）"], "栏次、编号行"),
        (["例", "某某协会", "新义街道"], "填写说明"),
        (["（以下空白）", None, None], "说明文字"),
        (["第 1 页 共 2 页", None, None], "说明文字"),
        (["新义街道 2 家", None, None], "分组行"),
        ([None, "新义街道", None], "分组行"),
        (["一", "社会团体", None], "分组行"),
        (["主要领导签字：", "经办人：", None], "签字栏"),
        ([None, "孝义市民政局（盖章）", None], "签字栏"),
        ([9, "孝义市会计学会", "新义街道"], None),
        ([9, "共青团之友协会", "新义街道"], None),
        ([9, "总工会书画协会", "新义街道"], None),
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


def test_a_row_without_a_number_and_with_one_word_is_a_group_where_all_others_are_numbered():
    rows = [["序号", "单位名称", "乡镇", "党员", "负责人"], [None, "市直单位", None, None, None]]
    rows += [[place, f"{place}号协会", "新义街道", 3, "王芳"] for place in range(1, 5)]
    assert [one.label for one in table(books.xlsx(rows)).groups] == ["市直单位"]


def test_rows_that_a_template_filled_in_are_no_data():
    rows = [["序号", "单位名称", "乡镇", "党员", "备注"], [1, "甲协会", "新义街道", 3, None]]
    rows += [[place, None, "孝义市", None, None] for place in range(2, 8)]
    assert names(table(books.xlsx(rows))) == ["甲协会"]


def test_the_month_of_a_title_is_the_date_of_a_table_that_names_no_other():
    rows = [["2019年12月社会组织台账", None, None], ["序号", "单位名称", "乡镇"], [1, "甲协会", "新义"]]
    assert table(books.xlsx(rows)).as_of == "2019-12"


SUMS = [["序号", "单位名称", "从业人员", None], [None, None, "总数", "专职"], [1, "甲协会", 3, 2], [2, "乙协会", 4, 1]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([*SUMS, ["合计", None, 7, 3]], []),
        ([*SUMS, ["合计", None, 8, 3]], ["合计行 C 列写的是 8，各行相加是 7，请核对"]),
        ([*SUMS, ["合计", None, "7", "4"]], ["合计行 D 列写的是 4，各行相加是 3，请核对"]),
        ([*SUMS[:2], ["总计", None, 7, 3], *SUMS[2:]], []),
        ([*SUMS, ["小计", None, 7, 3], [3, "丙学会", 5, 5], ["小计", None, 5, 5], ["总计", None, 12, 8]], []),
        ([*SUMS, ["小计", None, 7, 3], [3, "丙学会", 5, 5], ["小计", None, 6, 5], ["总计", None, 12, 8]],
         ["小计行 C 列写的是 6，各行相加是 5，请核对"]),
        ([*SUMS, ["合计：3家", None, None, None]], ["合计写的是 3 行，实际有 2 行，请核对"]),
        ([*SUMS, ["合计：2家", None, None, None]], []),
        ([*SUMS, ["其中：社会团体", None, 3, 2]], []),
    ],
)  # fmt: skip
def test_the_figures_of_total_rows_are_checked_against_their_rows(rows, told):
    found = table(books.xlsx(rows, merged=["A1:A2", "B1:B2", "C1:D1"]))
    assert list(map(str, found.wrong_sums)) == told
    assert "合计行" in dict(found.set_aside).values()


def test_rows_can_be_gone_through_again_and_changed_without_harm():
    found = table(books.xlsx(LEDGER, merged=MERGED))
    first = list(found.rows)
    first[0].cells.clear()
    assert [row.number for row in first] == [row.number for row in found.rows]
    assert (len(found.rows), names(found)[0], found.first_row) == (3, "甲协会", 3)


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
    assert headings.heading(written) == compared


def test_samples_are_the_first_different_contents():
    found = table(books.xlsx(LEDGER, merged=MERGED))
    assert found.samples(3, most=2) == ["3", "4"]
    assert found.samples(2) == ["新义街道"]
