"""Undo in the browser: two clicks when nothing was changed since; what was is decided on one screen, by keyboard too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from orgs.models import Organization
from tests.browser.conftest import DESK, PHONE
from tests.factories import valid_credit_code
from tests.registers import books
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.registers import apply
from xiaoyi_partybuild.registers.register import AUTO

HEADER = ["单位名称", "统一社会信用代码", "类型", "法定代表人", "成立时间", "所属乡镇（街道）"]
NAMES = ("孝义市剪纸艺术协会", "孝义市皮影艺术协会")


@pytest.fixture
def imported(site, department, settings, tmp_path):
    """The address of an import that made two organizations."""
    settings.MEDIA_ROOT = tmp_path
    rows = [[name, valid_credit_code(900 + n), "社会团体", "张三", "2015.6", "新义街道"] for n, name in enumerate(NAMES)]
    on = Organization.objects.latest("registered_on").registered_on.last
    upload = apply.import_file(books.xlsx([HEADER, *rows]), "名册.xlsx", by=department, on=on, register=AUTO).upload
    return reverse("registers:done", args=[upload.token])


@pytest.fixture
def edited(imported, department):
    """One of the two was changed by hand since."""
    row = Organization.objects.get(name=NAMES[0])
    row.legal_representative = "后改"
    writing.save(row, by=department)


def left():
    return set(Organization.objects.filter(name__in=NAMES).values_list("name", flat=True))


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_it_takes_two_clicks(open_tab, department, imported, script):
    tab = open_tab(PHONE, department, java_script_enabled=script)
    tab.open(imported)
    tab.page.click("text=撤销这次导入")
    tab.page.click("text=确认撤销")
    expect(tab.page.locator(".page-head")).to_contain_text("已撤销")
    assert left() == set()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_the_screen_of_questions_is_in_order_and_what_was_kept_is_said(open_tab, department, imported, edited, width):
    tab = open_tab(width, department)
    tab.open(imported)
    tab.page.click("text=撤销这次导入")
    tab.page.wait_for_url("**/undo/")
    assert tab.faults() == []
    tab.page.click("text=按选择撤销")
    expect(tab.page.locator("main")).to_contain_text("没有恢复：1 处（之后又改过）；之后改动的人：李文")
    assert tab.faults() == []
    assert left() == {NAMES[0]}


def test_the_keyboard_alone_decides(open_tab, department, imported, edited):
    tab = open_tab(DESK, department)
    tab.open(imported)
    tab.tab_to("a[href$='/undo/']")
    tab.press("Enter")
    tab.page.wait_for_url("**/undo/")
    tab.tab_to("[type=radio]")
    tab.press("ArrowDown")
    tab.tab_to("main [type=submit]")
    tab.press("Enter")
    expect(tab.page.locator(".page-head")).to_contain_text("已撤销")
    assert left() == set()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_the_origin_of_a_value_unfolds_beside_it(open_tab, department, imported, width):
    tab = open_tab(width, department)
    tab.open(Organization.objects.get(name=NAMES[0]).get_absolute_url())
    assert tab.faults() == []
    mark = tab.page.locator("dd", has_text="张三").locator("summary")
    expect(mark).to_contain_text("D2")
    mark.click()
    expect(tab.page.locator("dd", has_text="张三")).to_contain_text("名册.xlsx，工作表“名册”，单元格 D2；李文")
    assert tab.faults() == []
