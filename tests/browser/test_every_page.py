"""Every page a person can reach, at desk and phone width: accessible, within the policy, no foreign hosts, no overflow."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.crawl import walk

NARROW = PHONE["viewport"]
WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
CAST = ["department", "township", "secretary", "officer", "leader", "admin_user", "security", "auditor", "outsider"]
# What links do not lead to: nothing found, a page that is not there, a day long ago, an address that is wrong.
CORNERS = [
    "/organizations/?q=没有这样的单位",
    "/organizations/?show=owing",
    "/organizations/?page=99",
    "/organizations/?on=2001-01-01",
    "/organizations/?on=昨天",
    "/branches/?q=没有这样的支部",
    "/?on=2001-01-01",
    "/?by=industry&definition=operating",
]


def every_fault(tab, looked_at):
    """Of all pages that links lead to, each at the width of the tab and, where its shape is new, at that of a phone."""
    desk = tab.page.viewport_size

    def read(address):
        if not tab.open(address):
            return (), ()
        known = len(looked_at)
        found, hrefs = tab.faults(looked_at=looked_at), tab.hrefs()
        if desk["width"] > NARROW["width"] and len(looked_at) > known:
            tab.narrow(**NARROW)
            found += tab.faults(looked_at=looked_at)
            tab.narrow(**desk)
        return found, hrefs

    return [f"{address}  {fault}" for address, found in walk("/", read=read, of_a_kind=1) for fault in found]


def test_every_page_of_everybody_is_in_order(request, open_tab):
    """One site for all of them: to set it up takes longer than to walk it."""
    looked_at, faults = set(), {}
    for person in CAST:
        faults[person] = every_fault(open_tab(DESK, request.getfixturevalue(person)), looked_at)
    assert not any(faults.values()), faults


def test_every_page_is_in_order_on_a_phone(open_tab, department):
    """With all that makes a phone: touch, density, its own idea of a page's width."""
    assert every_fault(open_tab(PHONE, department), set()) == []


@WIDTHS
def test_the_corners_are_in_order(open_tab, width, department):
    tab = open_tab(width, department)
    faults = []
    for address in CORNERS:
        tab.open(address)
        faults += [f"{address}  {fault}" for fault in tab.faults()]
    assert not faults, "\n".join(faults)


@WIDTHS
def test_a_refused_sign_in_is_in_order(open_tab, width):
    tab = open_tab(width)
    tab.open("/login/")
    assert tab.faults() == []
    tab.page.fill("[name=username]", "department")
    tab.page.fill("[name=password]", "not the password")
    tab.page.press("[name=password]", "Enter")
    tab.page.wait_for_selector(".errsum")
    assert tab.faults() == []
    assert tab.page.title().startswith("错误：")
    assert tab.page.evaluate("document.activeElement.classList.contains('errsum')")


@WIDTHS
def test_a_refused_form_is_in_order(open_tab, width, department, branch):
    organization = branch.coverages.get().organization
    tab = open_tab(width, department)
    tab.open(f"/organizations/{organization.pk}/edit/")
    tab.page.fill("[name=credit_code]", "91141181MA0000000X")
    tab.page.fill("[name=registered_on]", "去年")
    tab.page.click("main form [type=submit]")
    tab.page.wait_for_selector(".errsum")
    assert tab.faults() == []
    for link in tab.page.locator(".errsum a").all():
        assert tab.page.locator(link.get_attribute("href")).count() == 1


FAULTY = """<!doctype html><html lang="zh"><head><title>x</title></head><body><main><h1>x</h1>
<img src="/static/icon.svg"><div style="width: 2000px">宽</div><script>document.title = "ran"</script>
<img alt="" src="https://elsewhere.example/x.png"></main></body></html>"""


def test_a_faulty_page_is_caught(open_tab, department):
    """The watch itself: each kind of fault, put into a page, is heard."""
    tab = open_tab(DESK, department)
    tab.page.route("**/organizations/", lambda route: route.fulfill(
        body=FAULTY, headers={"content-type": "text/html", "content-security-policy": "default-src 'self'"}
    ))  # fmt: skip
    tab.page.route("https://elsewhere.example/*", lambda route: route.abort())
    tab.open("/organizations/")
    tab.page.evaluate("document.querySelector('div').style.width = '2000px'")
    tab.page.evaluate("setTimeout(() => nobodyKnows())")
    tab.page.wait_for_timeout(50)
    heard = "\n".join(tab.faults())
    for fault in ("CSP script-src", "CSP style-src", "CSP img-src", "axe image-alt", "sideways overflow", "nobodyKnows"):
        assert fault in heard


def test_nothing_is_kept_in_the_browser_unseen(open_tab, department):
    """The watch itself again."""
    tab = open_tab(DESK, department)
    tab.open("/")
    tab.page.evaluate("localStorage.setItem('draft', '1'); sessionStorage.setItem('page', '1')")
    tab.page.evaluate("new Promise(done => { indexedDB.open('rows').onsuccess = done })")
    tab.page.evaluate("caches.open('pages')")
    heard = tab.faults()
    assert [f"keeps {name} in the browser" for name in ("draft", "page", "rows", "pages")] == heard


def test_no_page_shows_inside_another_site(open_tab, department):
    tab = open_tab(DESK, department)
    inside = f'<!doctype html><title>x</title><iframe src="{tab.site}/login/"></iframe><iframe src="{tab.site}/"></iframe>'
    tab.page.route("http://elsewhere.example/", lambda route: route.fulfill(body=inside, content_type="text/html"))
    tab.page.goto("http://elsewhere.example/")
    assert [frame.url for frame in tab.page.frames[1:]] == ["chrome-error://chromewebdata/"] * 2


def test_htmx_runs_with_its_doors_closed(open_tab, department):
    tab = open_tab(DESK, department)
    tab.open("/organizations/")
    wanted = {"allowEval": False, "includeIndicatorStyles": False, "allowScriptTags": False, "selfRequestsOnly": True}
    names = [*wanted, "historyCacheSize"]
    assert tab.page.evaluate("names => names.map(name => htmx.config[name])", names) == [*wanted.values(), 0]


def test_passwords_are_hidden_known_to_the_browser_and_may_be_pasted(open_tab, department):
    for address, wanted in (
        ("/login/", ["current-password"]),
        ("/login/password/", ["current-password", "new-password", "new-password"]),
    ):
        tab = open_tab(DESK, department if len(wanted) > 1 else None)
        tab.open(address)
        fields = tab.page.locator("input[type=password]")
        assert [field.get_attribute("autocomplete") for field in fields.all()] == wanted
        fields.first.focus()
        tab.page.evaluate(PASTE)
        assert fields.first.input_value() == "粘贴的密码"


# What the clipboard does, without the clipboard: an event that a page may refuse, then the text.
PASTE = """() => {
    const event = new ClipboardEvent('paste', {bubbles: true, cancelable: true});
    if (document.activeElement.dispatchEvent(event)) document.execCommand('insertText', false, '粘贴的密码');
}"""
