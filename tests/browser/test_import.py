"""Each step of the wizard is in order, on the phone too; a refused file is read out. The journeys: test_journeys.py."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories import valid_credit_code
from tests.registers import books

HEADER = [
    ["序号", "单位\n名称", "统一社会\n信用代码", "登记情况", None, None],
    [None, None, None, "类型", "成立时间", "所属乡镇（街道）"],
]
ROWS = [
    ["孝义市社会组织名册"],
    ["填报单位：市民政局", None, None, None, "填报时间：2026年11月20日"],
    *HEADER,
    ["一、社会团体（2家）"],
    [1, "孝义市剪纸艺术协会", valid_credit_code(901), "社团", "2015.6", "新义街道"],
    [2, "孝义市皮影艺术协会", valid_credit_code(902), "社团", 43525, None],
    [None, "合计", 2],
    ["注：以登记证书为准。"],
]
MERGED = ["A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:F3", "A5:F5", "F6:F7", "A9:F9"]


@pytest.fixture
def messy():
    data = books.xlsx(ROWS, merged=MERGED, before=[("字典", [["类型"], ["社团"], ["民非"]])])
    return {"name": "名册2026.xlsx", "mimeType": "application/octet-stream", "buffer": data}


STEPS = [("上传并核对", "核对导入内容"), ("导入 2 行", "导入结果"), ("撤销这次导入", "撤销这次导入？")]


def test_each_step_is_in_order(open_tab, department, messy):
    tab = open_tab(PHONE, department)
    tab.open("/import/")
    tab.page.set_input_files("[name=file]", messy)
    for button, heading in STEPS:
        tab.page.click(f"text={button}")
        expect(tab.page.locator("h1")).to_have_text(heading)
        assert tab.faults() == []


def test_a_refused_file_is_read_out_first(open_tab, department):
    tab = open_tab(DESK, department)
    tab.open("/import/")
    tab.page.set_input_files("[name=file]", {"name": "通知.xlsx", "mimeType": "", "buffer": b"%PDF-1.7"})
    tab.page.click("text=上传并核对")
    expect(tab.page.locator(".errsum")).to_contain_text("这个文件不是表格")
    assert tab.page.evaluate("document.activeElement.classList.contains('errsum')")
    assert tab.faults() == []
