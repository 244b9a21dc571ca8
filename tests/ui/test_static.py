"""The style sheets: colours that can be read, and files that the manifest storage accepts."""

import re
from itertools import chain

import pytest
from django.conf import settings
from django.core.management import call_command

CSS = settings.BASE_DIR / "static" / "css"
TEXT, GRAPHIC = 4.5, 3
STATES = ("ok", "warn", "bad", "new", "upd", "same")
PAIRS = [
    ("ink", "bg", TEXT),
    ("ink", "panel", TEXT),
    ("ink", "head", TEXT),
    ("ink-2", "bg", TEXT),
    ("ink-2", "hover", TEXT),
    ("link", "bg", TEXT),
    ("link", "hover", TEXT),
    ("brand-ink", "brand", TEXT),
    ("brand-ink", "act", TEXT),
    ("brand-ink", "act-h", TEXT),
    *((state, f"{state}-bg", TEXT) for state in STATES),
    *(("ink", f"{state}-bg", TEXT) for state in STATES),
    ("ctl", "panel", GRAPHIC),
    ("focus", "panel", GRAPHIC),
    ("focus", "bg", GRAPHIC),
    *((bar, "track", GRAPHIC) for bar in ("ok", "bar-warn", "bad", "series-1")),
    *((f"series-{number}", "panel", GRAPHIC) for number in range(1, 6)),
    ("target", "panel", GRAPHIC),
]


def tokens():
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_are_told_apart(front, back, least):
    light, dark = sorted((luminance(tokens()[front]), luminance(tokens()[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_every_colour_is_a_token():
    """A figure of colour elsewhere would escape the table above; black and its greys are for paper."""
    sheets = {path.name: path.read_text() for path in CSS.glob("*.css") if path.name not in ("tokens.css", "admin.css")}
    strays = [(name, colour) for name, text in sheets.items() for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", text)]
    assert [stray for stray in strays if stray[1] not in ("#000000", "#555555")] == []


def test_every_used_variable_is_defined():
    text = "".join(path.read_text() for path in CSS.glob("*.css"))
    used, defined = set(re.findall(r"var\(--([\w-]+)", text)), set(re.findall(r"--([\w-]+):", text))
    assert {name for name in used - defined if not name.startswith("bs-")} == set()


def test_the_manifest_storage_accepts_every_file(tmp_path, settings):
    """It stops on a source map or picture that a style sheet names and nobody ships."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = {path.name for path in chain((tmp_path / "css").iterdir(), (tmp_path / "vendor/bootstrap").iterdir())}
    assert any(re.fullmatch(r"tokens\.[0-9a-f]{12}\.css", name) for name in names)
