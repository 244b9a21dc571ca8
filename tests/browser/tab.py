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

    def faults(self):
        """What went wrong since the last time: accessibility, content policy, scripts, foreign hosts, sideways overflow."""
        found = [*self._heard, *self.page.evaluate("window.watched.splice(0)"), *self._overflow(), *self._violations()]
        self._heard.clear()
        return found

    def _overflow(self):
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        room = self.page.viewport_size["width"]
        return [f"{wide - room} px of sideways overflow"] if wide > room else []

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
