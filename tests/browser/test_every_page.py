"""Every page a person can reach, at desk and phone width: accessible, within the policy, no foreign hosts, no overflow."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.crawl import walk

WIDTHS = pytest.mark.parametrize("width", [DESK, PHONE], ids=["desk", "phone"])
CAST = ["department", "township", "secretary", "officer", "admin_user", "outsider"]
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


@WIDTHS
@pytest.mark.parametrize("person", CAST)
def test_every_page_is_in_order(request, open_tab, width, person):
    tab = open_tab(width, request.getfixturevalue(person))

    def read(address):
        return (tab.faults(), tab.hrefs()) if tab.open(address) else ((), ())

    faults = [f"{address}  {fault}" for address, found in walk("/", read, of_a_kind=1) for fault in found]
    assert not faults, "\n".join(faults)


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
