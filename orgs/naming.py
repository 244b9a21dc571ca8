"""The name of an organization in comparable parts: places, core, kind, what stands in brackets, what counts or points.

孝义市绵羊养殖协会（筹） → places 孝义市, core 绵羊养殖, kind 协会. Names in one trade share most of their characters,
so they are compared part by part, never by how many characters they have in common.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ASSOCIATION, CARE, TRAINING, CENTRE, NURSERY, COLLEGE = "association", "care", "training", "centre", "nursery", "college"

# Endings that say what kind of organization it is; those of one family are taken for one another, the others never.
KINDS = {
    **dict.fromkeys(
        (
            "协会",
            "行业协会",
            "学会",
            "研究会",
            "商会",
            "行业商会",
            "联合会",
            "促进会",
            "联谊会",
            "同业公会",
            "公会",
            "总会",
            "协进会",
            "理事会",
            "协",
        ),
        ASSOCIATION,
    ),
    **dict.fromkeys(("养老院", "敬老院", "老年公寓", "养老服务中心", "养老中心", "托老所", "福利院"), CARE),
    **dict.fromkeys(("培训学校", "培训中心", "教育培训中心", "培训班", "辅导学校", "辅导中心"), TRAINING),
    **dict.fromkeys(("服务中心", "中心", "服务社", "服务站"), CENTRE),
    **dict.fromkeys(("幼儿园", "幼稚园", "幼儿学校"), NURSERY),
    **dict.fromkeys(("大学", "学院", "高等专科学校", "专科学校"), COLLEGE),
    **{kind: kind for kind in ("基金会", "小学", "中学", "学校", "医院", "诊所", "图书馆", "博物馆", "艺术团", "俱乐部")},
    **{kind: kind for kind in ("分会", "分校", "分园", "分院", "支会")},
}
LONGEST_KIND = max(map(len, KINDS))
NOISE = re.compile("民办|私立|行业$")
IDLE_WORDS = ("民办", "私立", "筹备", "筹", "有限公司")
CITYS = re.compile("^(?:全|本|我)?市(?![场政民容区井])")  # 市个私协会
BRACKETED = re.compile(r"[(\[【〔<《「]([^)\]】〕>》」]*)[)\]】〕>》」]")
NEITHER_WORD_NOR_NUMBER = re.compile(r"[\W_]+")
IDLE = frozenset({"", "筹建", "筹备组", *IDLE_WORDS})
MARKS = re.compile("[0-9]+|[东西南北上下左右前后内外大小新旧老中甲乙丙丁一二三四五六七八九十]")
DIGITS = "〇一二三四五六七八九"
NUMBER = re.compile(r"(?<!\d)[1-9]\d?(?!\d)")
SHORT_PLACE, LONGEST_PLACE = 2, 12
COUNTY_CODE = 6  # codes up to this length are known by their short names too: 孝义 for 孝义市


@dataclass(frozen=True)
class Name:
    """places: codes, the most specific last; marks: numbers, directions and sizes, which tell namesakes apart."""

    text: str
    places: tuple
    core: str
    kind: str
    brackets: tuple
    marks: tuple

    @property
    def family(self):
        return KINDS.get(self.kind, "")

    @property
    def place(self):
        return self.places[-1] if self.places else ""


class Places(dict):
    """What the site's regions are called → their codes. Townships go by their full names only: 振兴 is a word, too."""

    def __init__(self, regions):
        """regions: (code, name) pairs."""
        super().__init__()
        for code, name in sorted(regions, reverse=True):
            self[fold(name)] = code
            if len(code) <= COUNTY_CODE and len(name) > SHORT_PLACE:
                self.setdefault(fold(name[:-1]), code)


@lru_cache(maxsize=50_000)
def fold(text):
    """Text for comparing: half-width, small letters, no blanks and no punctuation but brackets."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isalnum() else "".join(re.findall(r"[\w()\[\]【】〔〕<>《》「」]", plain))


def read(name, places):
    """A Name; `places`: Places."""
    text = fold(name)
    brackets = tuple(part for part in BRACKETED.findall(text) if part not in IDLE)
    bare = NUMBER.sub(_written_out, NEITHER_WORD_NOR_NUMBER.sub("", BRACKETED.sub("", text)))
    found, rest = _places(bare, places)
    core, kind = _kind(CITYS.sub("", rest) if len(rest) > LONGEST_KIND - 2 else rest)
    core = NOISE.sub("", core)
    marked = "".join((core, *brackets))
    marks = tuple(sorted(MARKS.findall(marked)))
    chain = tuple(sorted(found, key=lambda code: (len(code), code)))
    return Name(NEITHER_WORD_NOR_NUMBER.sub("", text), chain, core, kind, brackets, marks)


def _written_out(number):
    """12 → 十二."""
    tens, ones = divmod(int(number.group()), 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def _places(text, places):
    """The codes of the places a name begins with, and what follows them. 孝义市场协会 begins with 孝义, not with 孝义市."""
    found = []
    while True:
        lengths = range(min(LONGEST_PLACE, len(text) - 1), SHORT_PLACE - 1, -1)
        for length in lengths:
            if text[:length] in places and text[length - 1 : length + 1] != "市场":
                break
        else:
            return found, text
        found.append(places[text[:length]])
        text = text[length:]


def _kind(text):
    lengths = range(min(LONGEST_KIND, len(text)), 0, -1)
    for length in lengths:
        if text[-length:] in KINDS:
            return text[:-length], text[-length:]
    return text, ""


def read_kind(text):
    """The ending that makes a text the name of an organization; "" without one."""
    return _kind(text)[1]
