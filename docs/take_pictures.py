"""Take the manual's pictures: python -m docs.take_pictures [FOLDER]

Serves a demo of its own from a temporary DATA_DIR and takes every page at desk and phone width, one screen each. Needs a
Chromium, found as the tests find it; where Pillow is installed, files come out a third as large.
"""

import io
import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import openpyxl
from playwright.sync_api import sync_playwright

from tests import tools
from xiaoyi_partybuild.demo import serving

try:
    from PIL import Image
except ImportError:
    Image = None

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PASSWORD = secrets.token_urlsafe(12)
COLOURS = 256
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
CHINESE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
DESK = {"viewport": {"width": 1366, "height": 768}, **CHINESE}
PHONE = {
    "viewport": {"width": 360, "height": 800},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    **CHINESE,
}
WIDTHS = {"": DESK, "-phone": PHONE}
NEW = {"社会组织名称": "孝义市无人机应用协会", "统一社会信用代码": "51141181MJ77712344", "登记证号": None}
VISITOR, DEPARTMENT, TOWNSHIP, SECRETARY, OFFICER = "", "department", "township", "secretary", "officer"
ADMIN, SECURITY, AUDITOR = "admin", "security", "auditor"


class Page(NamedTuple):
    """One picture: what it is called, whose page it is, its address, what is done there first."""

    name: str
    person: str
    address: str
    then: object = None


def open_first(page):
    page.click("table tbody th a")


def open_file(page):
    open_first(page)
    page.click("text=一支部一档")


def open_history(page):
    open_first(page)
    page.click("text=修改历史")


def refuse_edit(page):
    open_first(page)
    page.click("text=修改资料")
    page.fill("[name=credit_code]", "5114118150001234XA")
    page.fill("[name=registered_on]", "去年")
    page.click("text=保存修改")


def refuse_file(page):
    page.set_input_files("[name=file]", {"name": "登记名册.pdf", "mimeType": "", "buffer": b"%PDF-1.7"})
    page.click("text=上传并核对")


PAGES = (
    Page("sign-in", VISITOR, "/login/"),
    Page("workbench", DEPARTMENT, "/"),
    Page("workbench-2019", DEPARTMENT, "/?on=2019-12-31"),
    Page("trend", DEPARTMENT, "/trend/"),
    Page("organizations", DEPARTMENT, "/organizations/"),
    Page("owing", DEPARTMENT, "/organizations/?show=owing"),
    Page("organization", DEPARTMENT, "/organizations/?q=孝义市绵羊协会", open_first),
    Page("history", DEPARTMENT, "/organizations/?q=孝义市绵羊协会", open_history),
    Page("edit-refused", DEPARTMENT, "/organizations/?q=孝义市绵羊协会", refuse_edit),
    Page("branches", DEPARTMENT, "/branches/"),
    Page("branch", DEPARTMENT, "/branches/?q=孝义市浙商商会党支部", open_first),
    Page("findings", DEPARTMENT, "/branches/findings/"),
    Page("candidates", DEPARTMENT, "/branches/development/"),
    Page("candidate", SECRETARY, "/branches/development/?stage=target_on", open_first),
    Page("member", SECRETARY, "/branches/members/", open_first),
    Page("branch-file", SECRETARY, "/branches/", open_file),
    Page("maintenance", DEPARTMENT, "/maintenance/"),
    Page("coverage-add", DEPARTMENT, "/maintenance/branches/coverage/add/"),
    Page("township-workbench", TOWNSHIP, "/"),
    Page("secretary-branch", SECRETARY, "/branches/", open_first),
    Page("secretary-import", SECRETARY, "/import/"),
    Page("officer-organization", OFFICER, "/organizations/?q=孝义市焦炭协会", open_first),
    Page("account-add", ADMIN, "/maintenance/accounts/user/add/"),
    Page("rights", SECURITY, "/rights/"),
    Page("record", AUDITOR, "/record/"),
    Page("parameter-add", ADMIN, "/maintenance/orgs/parameter/add/"),
    Page("upload", DEPARTMENT, "/import/"),
    Page("upload-refused", DEPARTMENT, "/import/", refuse_file),
)


def main(folder=PICTURES):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with demo() as site, chromium() as browser:
        for mark, width in WIDTHS.items():
            camera = Camera(browser, site, width, folder, mark)
            for page in PAGES:
                camera.take(page)
            wizard(camera)
    sizes = [path.stat().st_size for path in folder.glob("*.png")]
    print(f"{len(sizes)} pictures, {sum(sizes) / 2**20:.1f} MB, in {folder}")


@contextmanager
def demo():
    """The address of the demo, set up and served by its own command, with the worker beside it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as room:
        environment = os.environ | {"DATA_DIR": room, "SITE_PROFILE": "demo", "DATABASE_URL": "", "DEMO_PASSWORD": PASSWORD}
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        try:
            if not any("网站已打开" in line for line in process.stdout):
                raise SystemExit("the demo did not start; its output above says why")
            yield f"http://{serving.HOST}:{port}"
        finally:
            process.terminate()
            process.communicate()


def free_port():
    return next(port for port in range(8100, 8200) if serving.is_free(port))


@contextmanager
def chromium():
    path = tools.chromium() or sys.exit("no Chromium found; CHROMIUM=path names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN:zh"})
        yield browser
        browser.close()


class Camera:
    """Takes pages at one width, each person in a window of their own."""

    def __init__(self, browser, site, width, folder, mark):
        self.browser, self.site, self.width, self.folder, self.mark = browser, site, width, folder, mark
        self.windows = {}

    def window(self, person):
        if person not in self.windows:
            self.windows[person] = self.browser.new_context(**self.width).new_page()
            if person:
                self._sign_in(self.windows[person], person)
        return self.windows[person]

    def _sign_in(self, window, person):
        window.goto(f"{self.site}/login/")
        window.fill("[name=username]", person)
        window.fill("[name=password]", PASSWORD)
        window.click("text=登录系统")
        window.wait_for_url(lambda address: "/login/" not in address)

    def take(self, page):
        window = self.window(page.person)
        window.goto(self.site + page.address)
        if page.then:
            page.then(window)
        self.shoot(window, page.name)

    def shoot(self, window, name):
        """One screen, once the page has fetched what it fetches by itself."""
        window.wait_for_load_state("networkidle")
        (self.folder / f"{name}{self.mark}.png").write_bytes(shrunk(window.screenshot()))


def shrunk(picture):
    """With a palette, where Pillow is there to make one."""
    if Image is None:
        return picture
    full, small = Image.open(io.BytesIO(picture)).convert("RGB"), io.BytesIO()
    full.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def wizard(camera):
    """An import from file to undo: the exported register with one change of each kind, so that the demo ends as it began."""
    window = camera.window(DEPARTMENT)
    exported = window.request.get(f"{camera.site}/organizations/organizations.xlsx").body()
    window.goto(f"{camera.site}/import/")
    window.set_input_files("[name=file]", {"name": "登记名册.xlsx", "mimeType": "", "buffer": changed(exported)})
    window.click("text=上传并核对")
    window.click("text=要看的")
    camera.shoot(window, "review")
    review = window.url
    window.goto(review.split("review/")[0] + "columns/?change=H")
    camera.shoot(window, "columns")
    window.goto(review)
    window.click("main .actions .btn-primary")
    window.wait_for_url("**/done/")
    camera.shoot(window, "done")
    window.click("text=撤销这次导入")
    camera.shoot(window, "undo")
    window.click("text=确认撤销")
    camera.shoot(window, "undone")
    window.goto(f"{camera.site}/import/mine/")
    camera.shoot(window, "mine")


def changed(exported):
    """The register with one name changed, one date wrong, one organization new and one left out."""
    book = openpyxl.load_workbook(io.BytesIO(exported))
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if row[1].value == "社会组织名称")
    column = {cell.value: cell.column for cell in header}
    first = header[0].row + 1
    sheet.cell(first, column["法定代表人"]).value = "赵明"
    sheet.cell(first + 1, column["成立登记日期"]).value = "2026年13月"
    sheet.delete_rows(first + 2)
    sheet.append([cell.value for cell in sheet[first]])
    for name, value in NEW.items():
        sheet.cell(sheet.max_row, column[name]).value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
