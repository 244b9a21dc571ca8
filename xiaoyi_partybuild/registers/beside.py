"""What stands beside a table about all of it: the date it speaks for, and what its figures are in."""

import re

from xiaoyi_partybuild.access import dates

AS_OF = re.compile(
    r"(?:截至|截止|填报时间|填报日期|填表时间|填表日期|报送时间|报送日期|更新时间|统计时间|统计日期|统计时点|制表日期|制表时间|日期|时间)\D{0,6}"
    r"(?P<date>\d{4}\s*[年.\-/]\s*\d{1,2}(?:\s*[月.\-/]\s*(?:\d{1,2}\s*日?)?)?)"
)
TITLE_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?")
DATE_WORD = re.compile("(?:填报|填表|统计|制表|报送)?(?:时间|日期|时点)[:：]?")
UNIT = re.compile(r"单位\s*[:：]\s*(?:[^\s、,，/]{1,3}[、,，/]\s*)*[亿万千百]?元(?![^\s、,，/)）])")


def unit_in(row):
    found = (UNIT.search(value) for value in row if isinstance(value, str))
    return next((match[0] for match in found if match), "")


def date_in(row):
    """The date the sheet speaks for, from what stands beside its table; None when it does not say."""
    filled = [value for value in row if value is not None]
    for place, value in enumerate(filled):
        if not isinstance(value, str):
            continue
        match = AS_OF.search(value)
        if match:
            return _read_date(match["date"])
        if DATE_WORD.fullmatch(re.sub(r"\s", "", value)) and place + 1 < len(filled):
            return _read_date(filled[place + 1])
    return None


def title_date(row):
    """The month or day that a title names, for want of a better word: 2019年12月台账."""
    found = [match[0] for value in row if isinstance(value, str) for match in TITLE_DATE.finditer(value)]
    return _read_date(found[0]) if len(found) == 1 else None


def _read_date(value):
    try:
        return dates.read(re.sub(r"\s", "", value).rstrip(".-/") if isinstance(value, str) else value)
    except (ValueError, TypeError):
        return None
