"""The manual says what the site does: definitions, parameters, columns, words on the screen, pictures."""

import re
from pathlib import Path

import django
import pytest

from branches.coverage import INDICATORS
from orgs.rule_numbers import DEFAULTS
from tests.architecture.source import Source
from xiaoyi_partybuild.registers.register import REGISTRY

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
PICTURES = ROOT / "docs" / "pictures"
PAGES = sorted(MANUAL.glob("*.md"))
NAMES = [page.name for page in PAGES]
EACH_PAGE = pytest.mark.parametrize("page", PAGES, ids=NAMES)

ON_SCREEN = re.compile("【(.+?)】")
SAID = re.compile("^\\| .*?“.*?\\|", re.MULTILINE)
QUOTED = re.compile("“([^“”]+)”")
OPEN_PLACE = re.compile(r"…|\s*\d+\s*")
LINK = re.compile(r"\[[^]]*\]\(([^)#]+)\)")


@pytest.fixture(scope="module")
def screen():
    """Everything the site can say: its templates and code, and Django's own words in Chinese."""
    own = [path.read_text() for name, path in Source(ROOT).files(".html", ".py") if not name.startswith(("docs/", "tests/"))]
    django_s = Path(django.__file__).parent.glob("contrib/*/locale/zh_Hans/LC_MESSAGES/django.po")
    return "\n".join([*own, *(path.read_text() for path in django_s)])


def text(name):
    return (MANUAL / name).read_text()


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=list(INDICATORS))
def test_every_indicator_is_defined_as_the_pages_define_it(indicator):
    assert f"| {indicator.code} | {indicator.name} | {indicator.definition} |" in text("指标口径.md")


@pytest.mark.parametrize("default", DEFAULTS.values(), ids=list(DEFAULTS))
def test_every_parameter_is_told_with_its_value_and_source(default):
    assert f"| {default.label} | {default.value} | {default.source} |" in text("指标口径.md")


@pytest.mark.parametrize("register", REGISTRY.values(), ids=list(REGISTRY))
def test_every_register_is_told_with_its_columns(register):
    told = text("导入.md")
    pieces = {piece for column in register.columns for piece in column.label.split("/")}
    assert [piece for piece in {register.title, *pieces} if piece not in told] == []


@EACH_PAGE
def test_words_of_the_screen_are_on_the_screen(page, screen):
    assert [word for word in ON_SCREEN.findall(page.read_text()) if word not in screen] == []


@EACH_PAGE
def test_refusals_are_quoted_as_they_are_said(page, screen):
    quoted = [words for cell in SAID.findall(page.read_text()) for words in QUOTED.findall(cell)]
    assert [piece for words in quoted for piece in OPEN_PLACE.split(words) if piece not in screen] == []


@EACH_PAGE
def test_links_and_pictures_are_there(page):
    targets = LINK.findall(page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_in_the_contents():
    assert set(NAMES) - {"README.md"} == {target for target in LINK.findall(text("README.md")) if target in NAMES}


def test_every_picture_is_used():
    used = {Path(target).name for page in PAGES for target in LINK.findall(page.read_text())}
    assert {picture.name for picture in PICTURES.glob("*.png")} - used == set()
