"""What is wrong in a file is put right on the page: with and without JavaScript, on the phone, by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories import valid_credit_code
from tests.registers import books

HEADER = ["单位名称", "统一社会信用代码", "类型", "成立时间", "所属乡镇（街道）"]
ROWS = [
    ["孝义市剪纸艺术协会", valid_credit_code(901), "社会", "2015.6", "新义街道"],
    ["孝义市皮影艺术协会", valid_credit_code(902), "群众团体", "2015.7", "新义街道"],
    ["孝义市碗碗腔艺术协会", valid_credit_code(903), "群众团体", "哪天", "新义街道"],
]


@pytest.fixture
def wrong():
    return {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": books.xlsx([HEADER, *ROWS])}


def bring(tab, file):
    tab.open("/import/")
    tab.page.set_input_files("[name=file]", file)
    tab.page.click("text=上传并核对")
    expect(tab.page.locator("h1")).to_have_text("核对导入内容")


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_everything_wrong_is_put_right_without_leaving_the_page(open_tab, department, wrong, width, options):
    tab = open_tab(width, department, **options)
    bring(tab, wrong)
    main = tab.page.locator("main")
    tab.page.select_option("#word-1", "社会团体")
    tab.page.select_option("#word-2", "社会团体")
    tab.page.click("text=按这样核对")
    expect(main).to_contain_text("导入 2 行，跳过 1 行错误")
    tab.page.click("summary:has-text('改这一格')")
    tab.page.fill("[aria-label='D4 改为']", "2015年8月")
    tab.page.click("button:has-text('改好')")
    expect(main).to_contain_text("导入 3 行")
    tab.page.click("summary:has-text('您改过的')")
    expect(tab.page.locator("#fixes")).to_contain_text("D4 成立时间：“哪天” → “2015年8月”")
    if not options:
        assert tab.faults() == []
    tab.page.click("#fixes li:has-text('D4') button")
    expect(main).to_contain_text("跳过 1 行错误")


def test_the_keyboard_alone_puts_a_cell_right_and_goes_on_at_the_next_row(open_tab, department, wrong):
    tab = open_tab(DESK, department)
    bring(tab, wrong)
    tab.tab_to(".problem summary")
    tab.press("Enter")
    tab.tab_to("[name=text]")
    tab.press("Control+a")
    tab.page.keyboard.insert_text("社会团体")
    tab.press("Enter")
    expect(tab.page.locator("main")).to_contain_text("您改过的：1 处")
    expect(tab.page.locator("tbody th:focus")).to_have_text("2")
    assert tab.faults() == []


def test_the_marked_workbook_comes_down_and_is_known_when_it_comes_back(open_tab, department, wrong, tmp_path):
    tab = open_tab(DESK, department)
    bring(tab, wrong)
    with tab.page.expect_download() as download:
        tab.page.click("text=下载带批注的表")
    assert download.value.suggested_filename == "名册（带批注的表）.xlsx"
    file = tmp_path / "改好.xlsx"
    download.value.save_as(file)
    bring(tab, str(file))
    expect(tab.page.locator("main")).to_contain_text("改正稿")
    assert tab.faults() == []
