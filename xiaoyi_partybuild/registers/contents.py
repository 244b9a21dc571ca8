"""What a cell seems to hold, told by its look alone: enough to tell a heading from content where no heading is known."""

import re
from collections import Counter
from functools import lru_cache

from . import cells, evidence

BODY, PLACE, TICK, CODE = evidence.SPOKEN[evidence.BODY], "地名", "勾", "编码"
PERSON = evidence.SPOKEN[evidence.PERSON]
LONGEST_HEADING, MOSTLY = 40, 0.6
YEARS = range(1949, 2100)
A_TICK = re.compile("[√✓✔●×✗]")
A_PLACE = re.compile("[\u4e00-\u9fff]{2,8}(?:街道|镇|乡|社区|村|街道办事处)")
A_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z-]{6,}")


def kind(value):
    """What a cell seems to hold; "" for plain words, which headings are as well, None for an empty one."""
    return None if value is None else _kind(value, value.__class__)


@lru_cache(maxsize=20_000)
def _kind(value, _):
    if _is_year(value):
        return ""
    found = next((evidence.SPOKEN[name] for name, looks in evidence.SHAPES.items() if looks(value)), "")
    if found or not isinstance(value, str):
        return found
    text = cells.one_line(cells.tidy(value))
    return next((name for name, shape in ((TICK, A_TICK), (PLACE, A_PLACE), (CODE, A_CODE)) if shape.fullmatch(text)), "")


def _is_year(value):
    text = value.strip() if isinstance(value, str) else value
    return text in YEARS or (isinstance(text, str) and len(text) == 4 and text.isdigit() and int(text) in YEARS)


def mostly(values):
    """(what most of these cells hold, how large a part of the filled ones)."""
    found = Counter(kind(value) for value in values if value is not None)
    if not found:
        return None, 0.0
    name, times = found.most_common(1)[0]
    return name, times / found.total()


def is_content(value):
    """Whether a cell is no heading: a figure, a date, a code, or longer than headings are."""
    if isinstance(value, str) and len(value) > LONGEST_HEADING:
        return True
    return kind(value) not in (None, "", BODY, PERSON, PLACE)
