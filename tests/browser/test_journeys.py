"""Journeys through the wizard, their clicks counted: three in, two out, no column mapped by hand, nothing written twice."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from orgs import regions
from orgs.models import Organization
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_import import messy  # noqa: F401
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.demo.books import shelf
from xiaoyi_partybuild.registers import tasks
from xiaoyi_partybuild.registers.models import Source, Upload

IN, OUT = 3, 2
BRING, IMPORT, UNDO, CONFIRM = "上传并核对", re.compile(r"^导入 [\d,]+ 行"), "撤销这次导入", "确认撤销"
AT_LEAST = re.compile(r"/(review|columns|done|failed|undo)/")


class Hand:
    """A person's hand: every press counts. Choosing a file is one too."""

    def __init__(self, tab):
        self.page, self.site, self.presses = tab.page, tab.site, 0

    def bring(self, file):
        self.page.goto(f"{self.site}/import/")
        self.presses = 1
        self.page.get_by_label("选择表格文件").set_input_files(file)
        self.press("button", BRING)

    def press(self, role, name):
        self.presses += 1
        self.page.locator("main").get_by_role(role, name=name).first.click()
        self.wait()

    def wait(self):
        """What goes to the worker is done by one that runs until nothing is left."""
        self.page.wait_for_load_state()
        if "/progress/" in self.page.url:
            call_command("db_worker", batch=True, interval=0.01, reload=False, verbosity=0)
            self.page.reload()
            self.page.wait_for_url(AT_LEAST)


@pytest.fixture
def hand(open_tab, department):
    return lambda width=DESK, **options: Hand(open_tab(width, department, **options))


@pytest.fixture
def whole_city(site):
    regions.load(by=SYSTEM)


def stored():
    return list(Organization.objects.order_by("pk").values())


def test_every_demo_workbook_goes_in_with_three_clicks_and_no_column_mapped(whole_city, hand):
    one = hand()
    for book in shelf.ALL:
        one.bring(book.path)
        assert "/review/" in one.page.url, book.filename
        one.press("button", IMPORT)
        expect(one.page.locator("h1")).to_have_text("导入结果")
        assert one.presses == IN, book.filename
    uploads = Upload.objects.filter(name__in=[book.filename for book in shelf.ALL])
    assert [upload.state for upload in uploads] == [Upload.State.DONE] * len(shelf.ALL)
    assert not any(upload.choices.get("columns") for upload in uploads)
    assert all(upload.batch.changes.exists() for upload in uploads)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_an_ugly_register_goes_in_with_three_clicks_and_out_with_two(hand, messy, width, options):  # noqa: F811
    one = hand(width, **options)
    before, written = stored(), Change.objects.count()
    one.bring(messy)
    one.press("button", IMPORT)
    assert one.presses == IN
    assert len(stored()) == len(before) + 2
    one.presses = 0
    one.press("link", UNDO)
    one.press("button", CONFIRM)
    assert one.presses == OUT
    assert stored() == before
    assert Change.objects.count() > written, "the history stays"


def test_the_keyboard_alone_brings_imports_and_undoes(open_tab, department, messy):  # noqa: F811
    tab = open_tab(DESK, department)
    before = stored()
    tab.open("/import/")
    tab.tab_to("[name=file]")
    tab.page.set_input_files("[name=file]", messy)
    for button, heading in ((BRING, "核对导入内容"), (IMPORT, "导入结果")):
        _reach(tab, button)
        tab.press("Enter")
        expect(tab.page.locator("h1")).to_have_text(heading)
    _reach(tab, UNDO)
    tab.press("Enter")
    tab.page.wait_for_url("**/undo/")
    _reach(tab, CONFIRM)
    tab.press("Enter")
    expect(tab.page.locator(".states")).to_have_text("已撤销")
    assert stored() == before


def _reach(tab, name):
    """Tab on until the button or link of that name has the focus."""
    target = (
        tab.page.locator("main")
        .get_by_role("button", name=name)
        .or_(tab.page.locator("main").get_by_role("link", name=name))
    )
    target.first.evaluate("element => element.setAttribute('data-wanted', '')")
    tab.tab_to("[data-wanted]")


def test_a_double_click_imports_once(hand, messy):  # noqa: F811
    one = hand()
    one.bring(messy)
    one.page.locator("main").get_by_role("button", name=IMPORT).first.dblclick()
    expect(one.page.locator("h1")).to_have_text("导入结果")
    _written_once()


def test_a_request_sent_again_imports_once(hand, messy):  # noqa: F811
    one = hand()
    one.bring(messy)
    form = one.page.locator("main form").filter(has=one.page.get_by_role("button", name=IMPORT)).first
    address = one.site + form.get_attribute("action")
    fields = {"csrfmiddlewaretoken": form.locator("[name=csrfmiddlewaretoken]").input_value()}
    for _ in range(3):
        answer = one.page.request.post(address, form=fields, headers={"Referer": one.page.url})
        assert answer.ok
        assert "/done/" in answer.url
    _written_once()


def _written_once():
    upload = Upload.objects.first()
    assert upload.state == Upload.State.DONE
    assert Organization.objects.filter(name__in=["孝义市剪纸艺术协会", "孝义市皮影艺术协会"]).count() == 2
    assert Batch.objects.filter(title__contains=upload.name).count() == 1
    assert Source.objects.filter(upload=upload).count() == upload.batch.changes.count()


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_work_left_alone_is_found_again_under_my_imports(whole_city, open_tab, department, options):
    tab = open_tab(PHONE, department, **options)
    page, book = tab.page, shelf.CIVIL_REGISTER
    assert book.path.stat().st_size > tasks.AT_ONCE
    tab.open("/import/")
    page.get_by_label("选择表格文件").set_input_files(book.path)
    page.get_by_role("button", name=BRING).click()
    page.wait_for_url("**/progress/")
    expect(page.locator("h1")).to_contain_text("正在核对")
    tab.open("/organizations/")
    call_command("db_worker", batch=True, interval=0.01, reload=False, verbosity=0)
    tab.open("/import/mine/")
    page.get_by_role("link", name=book.filename).first.click()
    page.wait_for_url("**/review/")
    page.locator("main").get_by_role("button", name=IMPORT).first.click()
    page.wait_for_url("**/progress/")
    tab.open("/")
    call_command("db_worker", batch=True, interval=0.01, reload=False, verbosity=0)
    tab.open("/import/mine/")
    page.get_by_role("link", name=book.filename).first.click()
    expect(page.locator("h1")).to_have_text("导入结果")
