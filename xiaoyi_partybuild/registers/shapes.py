"""What a row looks like by itself, whatever table it stands in: titles, codes, hints, labels of groups, figures."""

import re
from itertools import pairwise

from . import headers

TITLE, UNIT_LINE, INSTRUCTION, CODES_ROW, REPEATED = "标题", "填报单位和日期", "填写说明", "栏次、编号行", "重复的表头"
TOTAL, SIGNATURE, NOTE, GROUP, ONLY_SERIAL = "合计行", "签字栏", "说明文字", "分组行", "只有序号，没有内容"
OTHER_TABLE = "下面的另一张表"

TOTAL_COUNT = re.compile(
    r"(?:.{0,8}(?:合计|总计|小计|共计)|(?:全市|全县|全区|本表|以上)?(?:总共|共有?))[:：]?[(（]?共?"
    r"(?P<count>\d+)[所家个户人名条项].{0,40}"
)
NOTES = re.compile(
    r"(?:注|备注|说明|附注|附|填表说明|填报说明|编制说明|补充资料)\s*(?:[:：]|\d)|[*※]"
    r"|[(（]?(?:以下空白|以下无正文|以下无数据|续表|续上表|接上页|接下页|转下页)|第\s*\d+\s*页"
)
CODES = re.compile(r"[(（]?(?:[甲乙丙丁戊]|[A-Z]{1,2}\d{0,2}|[a-z]+(?:_[a-z0-9]+)+|\d{1,3}(?:=[\d+\-]+)?)[)）]?")
FIGURE = re.compile(r"-?\d{1,11}(?:\.\d+)?")
WHOLE = re.compile(r"[(（]?(\d{1,3})[)）]?")
COUNTED = re.compile(r"(?P<label>.+?)\s*[(（:：]?\s*(?:共有?|计|合计)?\s*(?P<count>\d+)\s*[所家个户人名条项][)）]?[:：]?")
NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十]+[)）])\s*(?P<label>.+)")
GRADE = re.compile(r"[1-5]\s*A\s*级?|A{1,5}\s*级?")
LATIN = re.compile("[A-Za-z][A-Za-z0-9_. ]{0,30}")
LONG_INSTRUCTION = 40


def why_above(row):
    """What a row above the header is."""
    filled = [(column, value) for column, value in enumerate(row) if value is not None]
    texts = [value.strip() for _, value in filled if isinstance(value, str)]
    if any(headers.UNIT_LINE.match(text) for text in texts):
        return UNIT_LINE
    if is_code_row(filled, texts):
        return CODES_ROW
    if is_hints(filled, texts):
        return INSTRUCTION
    if len(filled) == 1 and texts and (NOTES.match(texts[0]) or len(re.sub(r"\s", "", texts[0])) > LONG_INSTRUCTION):
        return INSTRUCTION
    return TITLE


def is_group_above(row):
    """一、年检合格的社会组织 right above a header that is written again under each group."""
    texts = [value for value in row if value is not None]
    if len(texts) != 1 or not isinstance(texts[0], str):
        return False
    return bool(NUMBERED.fullmatch(texts[0].strip()) or GRADE.fullmatch(texts[0].strip()))


def is_code_row(filled, texts):
    """`甲 A B C…`, `1 2 3…` or `org_name …`: numbers one by one, and codes."""
    if len(filled) < 2:
        return False
    if len(texts) == len(filled) > 2 and all(LATIN.fullmatch(text) for text in texts):
        return True
    numbers = [number for _, value in filled if (number := _whole(value)) is not None]
    coded = sum(bool(CODES.fullmatch(text)) and not WHOLE.fullmatch(text) for text in texts)
    rising = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    if not rising or len(numbers) + coded < len(filled):
        return False
    return coded > 1 or (len(filled) > 2 and (coded > 0 or numbers[0] in (0, 1)))


def _whole(value):
    if isinstance(value, str):
        found = WHOLE.fullmatch(value.strip())
        return int(found[1]) if found else None
    return int(value) if isinstance(value, (int, float)) and value == int(value) else None


def is_hints(filled, texts):
    hints = sum(bool(headers.HINT.search(text)) for text in texts)
    return len(texts) == len(filled) and len(texts) > 1 and hints * 2 > len(filled)


def figure(value):
    """A plain number, also one written as text; None for anything else."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and len(value) < 14:
        text = value.strip().replace(",", "")
        return float(text) if FIGURE.fullmatch(text) else None
    return None


def label_of(text):
    """A group row's text as (label, number announced or None): 一、社会团体（62家） → ("社会团体", 62)."""
    numbered = NUMBERED.fullmatch(text)
    text = numbered["label"] if numbered else text
    counted = COUNTED.fullmatch(text)
    return (counted["label"], int(counted["count"])) if counted else (text, None)
