"""What the strict CSP and the oldest browser (Chromium 88) forbid in templates, scripts and style sheets."""

import re

TAG_STYLE = re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc\s*=)(?![^>]*type=\"application/json\")[^>]*>", re.IGNORECASE)
STYLE_TAG = re.compile(r"<style\b", re.IGNORECASE)
FOREIGN = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->|/\*.*?\*/", re.DOTALL)

IN_TEMPLATES = {
    TAG_STYLE: "a style attribute, which the CSP blocks",
    HANDLER: "an inline handler, which the CSP blocks",
    INLINE_SCRIPT: "an inline script, which the CSP blocks",
    STYLE_TAG: "a style element, which the CSP blocks",
    re.compile(r"\bhx-on\b"): "hx-on, which needs eval",
    re.compile(r"=\s*[\"']\s*js:"): "a js: value, which needs eval",
    re.compile(r"hx-trigger\s*=\s*(\"[^\"]*\[|'[^']*\[)"): "a trigger filter, which is silently ignored without eval",
    re.compile(r"\|\s*safe\b|autoescape\s+off"): "unescaped output",
    FOREIGN: "another host",
}
IN_SCRIPTS = {
    re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b"): "markup written by script",
    re.compile(r"\beval\(|new Function\b"): "eval",
    re.compile(r"\b(localStorage|sessionStorage|indexedDB)\b(?!\.removeItem)"): "browser storage",
    FOREIGN: "another host",
}
IN_STYLES = {
    re.compile(r":has\("): ":has",
    re.compile(r"@(layer|container|import)\b"): "a rule Chromium 88 does not know, or an import",
    re.compile(r"\b(color-mix|oklch|oklab|light-dark)\("): "a colour function Chromium 88 does not know",
    re.compile(r"\d(dvh|svh|lvh|dvw|cqw)\b"): "a unit Chromium 88 does not know",
    re.compile(r"\b(subgrid|accent-color)\b|(?<![-\w])inset\s*:"): "a property Chromium 88 does not know",
    re.compile(r"\{[^{}]*\n\s*&"): "nesting",
    FOREIGN: "another host",
}
KINDS = (
    ("templates", ".html", IN_TEMPLATES),
    ("static", ".js", IN_SCRIPTS),
    ("static", ".css", IN_STYLES),
    ("static", ".svg", {FOREIGN: "another host"}),
)


def pages_obey_csp_and_old_browsers(source):
    for folder, suffix, rules in KINDS:
        for path, file in source.files(suffix, under=folder):
            if not path.startswith("static/vendor/"):
                yield from broken(path, file.read_text(), rules)


def broken(path, text, rules):
    text = COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text)
    for pattern, what in rules.items():
        for match in pattern.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1} {what}: {match.group()[:60]!r}"
