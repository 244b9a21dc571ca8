"""A real Chromium on the running site: tabs that remember what went wrong in them, at desk and phone width, per person."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import sync_playwright

from tests import story, tools
from tests.browser.tab import Tab
from xiaoyi_partybuild.access import writing

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"viewport": {"width": 1366, "height": 768}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
PHONE = {
    "viewport": {"width": 360, "height": 800},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
}

# Playwright's own event loop runs in this thread; Django would take the tests' queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium():
    """The installed Chromium; with its language set, native controls speak Chinese too."""
    path = tools.demand(tools.chromium(), "Chromium")
    language = {**os.environ, "LANGUAGE": "zh_CN:zh"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, env=language)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, home, elsewhere, branch, department, settings):
    """The address of the running site, with the small town on it and something in the journal."""
    settings.EXPORTS_PER_HOUR = 10_000  # who follows every link takes more along than anybody may
    story.tell(home=home, elsewhere=elsewhere, branch=branch, today=timezone.localdate())
    branch.brand = "红羊先锋"
    writing.save(branch, by=department)
    story.bring_in(by=department, today=timezone.localdate())
    return live_server.url


@pytest.fixture
def open_tab(site, chromium):
    """A tab at a width, signed in as a person when one is given: open_tab(DESK, department)."""
    contexts = []

    def open_(width, person=None, **options):
        context = chromium.new_context(**width, **options)
        contexts.append(context)
        if person:
            client = Client()
            client.force_login(person)
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key, "url": site}])
        return Tab(context.new_page(), site)

    yield open_
    for context in contexts:
        context.close()
