"""A browser tab that remembers what went wrong in it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error

AXE = Axe()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# Runs before any script of a page.
WATCH = """
window.watched = [];
document.addEventListener('securitypolicyviolation', e =>
    window.watched.push(`CSP ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile || ''}:${e.lineNumber}`));
window.addEventListener('unhandledrejection', e => window.watched.push(`rejection ${e.reason}`));
"""
# What went wrong in the page so far, how much wider it is than its window, and whatever the browser keeps of it.
STATE = """async () => [
    window.watched.splice(0),
    document.documentElement.scrollWidth - window.innerWidth,
    [...Object.keys(localStorage), ...Object.keys(sessionStorage),
     ...(await indexedDB.databases()).map(one => one.name), ...(window.caches ? await caches.keys() : [])],
]"""
# Which filters of a maintenance list are unfolded: their titles, nobody's data.
HARMLESS = ("django.admin.filtersState",)
# What a page is built of, whatever it says: the kinds of elements with their attributes, and which are empty.
SHAPE = """() => [...new Set([...document.querySelectorAll('*')].map(one => [
    one.tagName, one.className.baseVal ?? one.className, one.textContent.trim() === '', one.disabled,
    ...one.getAttributeNames(), one.getAttribute('role'), one.getAttribute('type')].join()))].sort().join()"""
# The focused element, and whether it shows; the body stands for the browser's own bar between the last stop and the first.
FOCUS = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const shows = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    return [element.outerHTML.slice(0, 120), shows || element === document.body];
}"""
MOST_STOPS = 90
# A page that asks the person to correct something; the browser notes it as if it were an error.
ASKS_AGAIN = 422


class Tab:
    """`page` is Playwright's; `open` goes to an address of the site."""

    def __init__(self, page, site):
        self.page, self.site = page, site
        self._heard = []
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: self._heard.append(f"script error {error}"))
        page.on("console", self._console)
        page.on("request", lambda request: self._foreign(request.url))

    def _console(self, said):
        if said.type == "error" and f"status of {ASKS_AGAIN}" not in said.text:
            self._heard.append(f"console {said.text}")

    def _foreign(self, url):
        if not url.startswith((self.site, "data:")):
            self._heard.append(f"foreign host {url}")

    def open(self, address):
        """Whether a page opened; a file to keep is no page."""
        try:
            answer = self.page.goto(self.site + address)
        except Error as error:
            if "Download is starting" in str(error):
                return False
            raise
        if answer.status >= 400 and answer.status != ASKS_AGAIN:
            self._heard.append(f"answered {answer.status}")
        return True

    def hrefs(self):
        return self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")

    def faults(self, *, looked_at=None):
        """What went wrong since the last time: accessibility, content policy, scripts, foreign hosts, sideways overflow, and
        anything kept in the browser.

        looked_at: shapes of pages; whether people can use a page is asked once for each shape, and the shape is added.
        """
        watched, overflow, kept = self.page.evaluate(STATE)
        found = [*self._heard, *watched, *(f"keeps {name} in the browser" for name in kept if name not in HARMLESS)]
        found += [f"{overflow} px of sideways overflow"] if overflow > 0 else []
        found += self._violations() if self._is_new(looked_at) else ()
        self._heard.clear()  # also of what the looking itself has brought about
        self.page.evaluate("window.watched.splice(0)")
        return found

    def _is_new(self, looked_at):
        if looked_at is None:
            return True
        shape = self.page.viewport_size["width"], self.page.evaluate(SHAPE)
        is_new = shape not in looked_at
        looked_at.add(shape)
        return is_new

    def narrow(self, width, height):
        self.page.set_viewport_size({"width": width, "height": height})

    def _violations(self):
        for violation in AXE.run(self.page, options=RULES).response["violations"]:
            for node in violation["nodes"]:
                yield f"axe {violation['id']} {node['target']} {node['html'][:100]}"

    def tab_to(self, selector):
        """Press Tab until what matches has the focus; every stop on the way must show that it has it."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop, shows = self.page.evaluate(FOCUS)
            assert shows, f"no visible focus on {stop}"
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} not reached in {MOST_STOPS} stops")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
