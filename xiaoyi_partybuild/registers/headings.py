"""The words of a header: a cell, or a path of bands and leaf, made comparable; how much of it is a known name."""

import re
from functools import lru_cache

from . import cells

SERIAL = frozenset({"序号", "编号", "№", "no", "no.", "行次", "序"})
UNITS = "人|个|名|户|家|次|元|万元|%|岁|位|年|平方米"
HINTS = "√|勾|必填|选填|填写|单选|多选|下拉|格式|年月|可多|是/否|是或否"
ASIDE = re.compile(rf"[(（](?:[^()（）]*(?:{HINTS})[^()（）]*|{UNITS})[)）]")
AFTER_BAND = re.compile("(?<=.)(?:基本)?(?:情况|信息|状况|构成)$")
NUMBERED = re.compile(r"^(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)])")


@lru_cache(maxsize=20_000)
def heading(text):
    """A header cell for comparing: no blanks, no star, no unit, no numbering, half-width brackets, small letters."""
    text = re.sub(r"\s", "", cells.tidy(str(text))).replace("*", "").replace("★", "")
    text = NUMBERED.sub("", ASIDE.sub("", text)).rstrip(":：")
    return re.sub("^其中[:：、,，]?(?=.)", "", text).casefold().translate({0xFF08: "(", 0xFF09: ")"})


def bare(text):
    """A heading without anything in brackets."""
    if "(" not in text:
        return text
    return re.sub(r"\([^()]*\)", "", text)


@lru_cache(maxsize=20_000)
def path_of(text):
    """A path "band/leaf" for comparing: 从业人员情况/其中/专职 is 从业人员/专职."""
    *bands, leaf = "/".join(map(heading, text.split("/"))).split("/")
    bands = [AFTER_BAND.sub("", band) for band in bands if band != "其中"]
    return "/".join([*bands, leaf])


@lru_cache(maxsize=20_000)
def suffixes(path):
    """The path itself, then without its upper bands one by one."""
    levels = path.split("/")
    return tuple("/".join(levels[start:]) for start in range(len(levels)))


def joined(path):
    """党组织/名称 as one word; "" where a level says nothing."""
    return "".join(levels) if all(levels := path.split("/")) else ""


@lru_cache(maxsize=20_000)
def known_levels(path, vocabulary):
    """How many levels of a path, from its leaf up, are a known name together; 0 for none."""
    known = (
        name.count("/") + 1
        for name in suffixes(path_of(path))
        if name in vocabulary or bare(name) in vocabulary or joined(name) in vocabulary
    )
    return max(known, default=0)
