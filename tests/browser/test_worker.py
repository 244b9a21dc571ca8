"""The demo's untouched civil-affairs register goes in through the worker and out again, with and without JavaScript."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from orgs import regions
from orgs.models import Organization
from tests.browser.conftest import DESK, PHONE
from xiaoyi_partybuild.access.scoping import SYSTEM

WORKBOOKS = Path(settings.BASE_DIR, "xiaoyi_partybuild/demo/workbooks")


@pytest.fixture
def civil_register(site):
    """As it came; large enough to be the worker's."""
    regions.load(by=SYSTEM)
    (found,) = WORKBOOKS.glob("*登记名册*.xls")
    return found


def work():
    """What `manage.py db_worker` does, until nothing is left to do."""
    call_command("db_worker", batch=True, interval=0.01, reload=False, verbosity=0)


def at_work(page):
    page.wait_for_url("**/progress/")
    work()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_an_untouched_workbook_goes_in_and_comes_out(open_tab, department, civil_register, width):
    before = set(Organization.objects.values_list("name", flat=True))
    tab = open_tab(width, department)
    tab.open("/import/")
    tab.page.set_input_files("[name=file]", civil_register)
    tab.page.click("main .btn-primary[type=submit]")
    tab.page.wait_for_url("**/progress/")
    faults = tab.faults()
    work()
    tab.page.wait_for_url("**/review/")
    faults += tab.faults()
    tab.page.click("main .btn-primary[type=submit]")
    at_work(tab.page)
    tab.page.wait_for_url("**/done/")
    faults += tab.faults()
    assert Organization.objects.count() > len(before) + 100
    tab.page.click("main a[href$='/undo/']")
    tab.page.wait_for_url("**/undo/")
    faults += tab.faults()
    tab.page.click("main .btn-primary[type=submit]")
    at_work(tab.page)
    tab.page.wait_for_url("**/done/")
    faults += tab.faults()
    assert not faults, "\n".join(faults)
    assert set(Organization.objects.values_list("name", flat=True)) == before


def test_it_goes_in_without_javascript(open_tab, department, civil_register):
    tab = open_tab(PHONE, department, java_script_enabled=False)
    page, before = tab.page, Organization.objects.count()
    tab.open("/import/")
    page.set_input_files("[name=file]", civil_register)
    page.click("main .btn-primary[type=submit]")
    at_work(page)
    page.reload()
    page.click("main .btn-primary[type=submit]")
    at_work(page)
    page.reload()
    expect(page.locator("h1")).to_have_text("导入结果")
    assert Organization.objects.count() > before + 100
