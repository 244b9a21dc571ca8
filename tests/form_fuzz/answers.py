"""Strategies: what somebody may send instead of a form: fields left out, twice, of another type, with hostile values."""

from urllib.parse import quote_plus

from hypothesis import strategies as st

NEXT = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "https:/evil.example", "https://evil.example", "http:///evil.example", "HTTPS://EVIL.EXAMPLE", "\thttps://evil.example",
    "https\t://evil.example", "/\t/evil.example", "/\n/evil.example", "\x00//evil.example", "//evil.example@localhost",
    "https://localhost@evil.example", "https://localhost:80@evil.example/", "//localhost.evil.example",
    "//evil%E3%80%82example", "//evil。example", "https://evil．example", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//[::1]/", "https://0x7f000001/",
    "/%09/evil.example", "/%5cevil.example", "//%65vil.example",
    "/..//evil.example", "?next=//evil.example", "\u200b//evil.example",
)  # fmt: skip
NUMBERS = (
    "-1", "0", "1", "9" * 40, "1e999", "NaN", "Infinity", "-0", "1.5", "²", "١٢٣", "１２３", "0x10", "1_000", "+1",
    " 1 ",
)  # fmt: skip
DAYS = (
    "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "昨天", "2026", "2026-13", "20260101", "44927",
    "1/1/1", "今天",
)  # fmt: skip
TEXTS = (
    "", " ", "\x00", "a\x00b", "x" * 100_000, "汉" * 40_000, "\ud800", "\ufffe", "\u202e文", "\r\n\r\n", "'", '"', "\\", "%",
    "%00", "[]", "{}", "null", "true", "on", "<svg onload=alert(1)>", "{{7*7}}", "{% debug %}", "{0.__class__}", "%n%s",
    "../../etc/passwd", "=1+1", "-", "--", "__all__", "pk", "?", "#", "&a=b", "𠮷", "e\u0301", "\x1b[31m", "\x7f",
)  # fmt: skip
SQL = (
    "' OR '1'='1", "1 OR 1=1", "'; DROP TABLE orgs_organization;--", "1;SELECT pg_sleep(9)--", "') UNION SELECT 1--",
    "1) OR (1=1", "\\' OR 1=1--", "' AND 1=CAST(version() AS int)--", "%' OR '1' LIKE '1", "_", "%_%", "*/ OR 1=1 /*",
    "$$x$$", "x' || 'y", "1/0", "\u2019 OR 1=1", "' COLLATE NOCASE--", "CHR(65)", "sleep(9)", "' RETURNING 1--",
)  # fmt: skip
POOL = (*NEXT, *NUMBERS, *DAYS, *TEXTS, *SQL)
# Parameters many pages read, on every page.
EVERYWHERE = ("on", "page", "q", "tab", "next", "by", "show", "region", "_popup", "_to_field", "o", "e", "p", "format")
EVILS = ("", "[]", "[0]", "__in", "__startswith", "__isnull", "\x00", "_id")

values = st.sampled_from(POOL) | st.text(st.characters(codec=None), max_size=40) | st.integers().map(str)


@st.composite
def pairs(draw, fields):
    """[(name, value)]: the form as filled in, some of it left out, changed, doubled, renamed, and more nobody asked for."""
    sent = []
    for name, value in fields:
        fate = draw(st.sampled_from(("kept", "kept", "kept", "left out", "changed", "changed", "doubled", "renamed")))
        if fate != "left out":
            name_sent = name + draw(st.sampled_from(EVILS)) if fate == "renamed" else name
            sent.append((name_sent, value if fate == "kept" else draw(values)))
        if fate == "doubled":
            sent.append((name, draw(values)))
    for name in draw(st.lists(st.sampled_from(EVERYWHERE), max_size=3)):
        sent.append((name, draw(values)))
    return sent


def encoded(sent):
    """As a browser, or somebody with worse intentions, puts it on the wire."""
    return "&".join(
        f"{quote_plus(name, errors='surrogatepass')}={quote_plus(value, errors='surrogatepass')}" for name, value in sent
    )
