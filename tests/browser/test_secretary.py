"""The secretary on a phone: signed in to filed in eight actions; the network cut at every step loses and doubles nothing."""

import pytest
from playwright.sync_api import expect

from branches.models import Draft, Meeting
from tests import factories
from tests.browser.conftest import DESK, PHONE

MOST_ACTIONS = 8
SUBMIT = "提交记录"


class Hand:
    """A person's hand: every press and every field filled counts."""

    def __init__(self, tab):
        self.tab, self.page, self.actions = tab, tab.page, 0

    def fill(self, label, text):
        self.actions += 1
        self.page.get_by_label(label).fill(text)

    def press(self, role, name):
        self.actions += 1
        self.page.get_by_role(role, name=name).first.click()


@pytest.fixture
def roster(branch):
    return [factories.member(home_branch=branch) for _ in range(25)]


@pytest.fixture
def hand(open_tab):
    return lambda person=None, width=PHONE, **options: Hand(open_tab(width, person, **options))


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["scripts", "no scripts"])
def test_from_signing_in_to_a_filed_record_in_eight_actions(hand, site, roster, secretary, options):
    one, before = hand(**options), Meeting.objects.count()
    one.tab.open("/")
    one.fill("用户名", "secretary")
    one.fill("密码", factories.PASSWORD)
    one.press("button", "登录")
    one.press("link", "主题党日")
    one.fill("议题", "集中学习")
    one.press("button", SUBMIT)
    expect(one.page.get_by_text("已提交，编号")).to_be_visible()
    assert one.actions <= MOST_ACTIONS
    assert Meeting.objects.count() == before + 1


@pytest.fixture
def form(hand, secretary, branch, roster):
    one = hand(secretary)
    one.tab.open(f"/branches/{branch.pk}/meetings/new/?type=general")
    return one


def test_the_network_cut_while_typing_loses_nothing(form):
    form.page.context.set_offline(True)
    form.fill("议题", "断网时写的")
    form.page.get_by_label("主要内容").focus()
    expect(form.page.get_by_text("网络不通")).to_be_visible()
    form.page.context.set_offline(False)
    form.fill("主要内容", "后来写的")
    form.page.get_by_label("议题").focus()
    expect(form.page.get_by_text("草稿已保存")).to_be_visible()
    assert "断网时写的" in Draft.objects.get().typed


def test_the_network_cut_on_sending_keeps_the_page_and_files_once(form):
    before = Meeting.objects.count()
    form.fill("议题", "断网时交的")
    form.page.context.set_offline(True)
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("没有连上服务器")).to_be_visible()
    expect(form.page.get_by_label("议题")).to_have_value("断网时交的")
    form.page.context.set_offline(False)
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("已提交，编号")).to_be_visible()
    assert Meeting.objects.count() == before + 1


def test_an_answer_that_never_came_back_is_not_filed_twice(form):
    before = Meeting.objects.count()
    lost = []

    def swallow(route):
        if route.request.method == "POST" and not lost and "/new/" in route.request.url:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    form.page.route("**/meetings/new/**", swallow)
    form.fill("议题", "答复丢了")
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("没有连上服务器")).to_be_visible()
    assert Meeting.objects.count() == before + 1
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("答复丢了").first).to_be_visible()
    assert Meeting.objects.count() == before + 1


def test_a_session_that_has_run_out_keeps_the_page(form, site):
    form.fill("议题", "过期时写的")
    form.page.context.clear_cookies()
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("登录已过期").first).to_be_visible()
    expect(form.page.get_by_label("议题")).to_have_value("过期时写的")
    other = form.page.context.new_page()
    other.goto(f"{site}/login/")
    other.get_by_label("用户名").fill("secretary")
    other.get_by_label("密码").fill(factories.PASSWORD)
    other.get_by_role("button", name="登录").click()
    other.wait_for_load_state()
    form.press("button", SUBMIT)
    form.page.wait_for_timeout(500)
    if "已提交，编号" not in form.page.content():
        form.press("button", SUBMIT)
    expect(form.page.get_by_text("已提交，编号")).to_be_visible()


def test_the_absent_are_tapped_out(form):
    form.page.get_by_text("全部到会；有人缺席").click()
    form.page.locator("[name=absent]").first.check()
    form.page.locator(".roster select").first.select_option("leave")
    form.fill("议题", "有人缺席")
    form.press("button", SUBMIT)
    expect(form.page.get_by_text("应到 26 名，实到 25 名").first).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_of_organizational_life_have_no_fault(hand, secretary, branch, roster, width):
    one = hand(secretary, width)
    filed = factories.meeting(branch=branch, state="submitted")
    form = f"/branches/{branch.pk}/meetings/new/?type=general"
    for address in ("/", form, "/branches/due/", "/branches/due/missing/", f"/branches/meetings/{filed.pk}/"):
        one.tab.open(address)
        one.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert one.tab.faults() == [], address
    one.tab.open(form)
    one.press("button", SUBMIT)
    expect(one.page.get_by_text("有几处需要修改")).to_be_visible()
    assert one.tab.faults() == []
