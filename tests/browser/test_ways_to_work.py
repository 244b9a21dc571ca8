"""The site without a mouse, and without JavaScript."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.factories import PASSWORD


def test_keyboard_alone_leads_from_sign_in_to_a_record(open_tab, department):
    tab = open_tab(DESK)
    tab.open("/login/")
    tab.tab_to("[name=username]")
    tab.page.keyboard.type("department")
    tab.tab_to("[name=password]")
    tab.page.keyboard.type(PASSWORD)
    tab.press("Enter")
    tab.page.wait_for_selector("nav")
    tab.tab_to("nav a[href='/organizations/']")
    tab.press("Enter")
    tab.page.wait_for_url("**/organizations/")
    tab.tab_to("[name=q]")
    tab.page.keyboard.type("绵羊")
    tab.press("Enter")
    tab.page.wait_for_url("**q=*")
    tab.tab_to("table a")
    tab.press("Enter")
    expect(tab.page.locator("h1")).to_contain_text("孝义市绵羊养殖协会")


def test_the_skip_link_leads_to_the_page_itself(open_tab, department):
    tab = open_tab(DESK, department)
    tab.open("/organizations/")
    tab.tab_to("a.skip")
    tab.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"


def test_sign_in_and_filters_work_without_javascript_on_a_phone(open_tab, department):
    tab = open_tab(PHONE, java_script_enabled=False)
    tab.page.goto(tab.site + "/organizations/")
    tab.page.fill("[name=username]", "department")
    tab.page.fill("[name=password]", PASSWORD)
    tab.page.press("[name=password]", "Enter")
    expect(tab.page.locator("h1")).to_contain_text("社会组织")
    tab.page.fill("main [name=q]", "绵羊")
    tab.page.press("main [name=q]", "Enter")
    expect(tab.page.locator("table tbody tr")).to_have_count(1)
    expect(tab.page.locator("table tbody")).to_contain_text("孝义市绵羊养殖协会")


def test_a_filter_changes_rows_and_address_without_a_new_page(open_tab, department):
    tab = open_tab(DESK, department)
    tab.open("/organizations/")
    tab.page.evaluate("window.samePage = true")
    tab.page.select_option("main [name=show]", "owing")
    expect(tab.page.locator("table tbody tr")).to_have_count(1)
    assert "show=owing" in tab.page.url
    assert tab.page.evaluate("window.samePage")
    assert tab.faults() == []
