"""Personal particulars in a workbook: which columns hold them, by heading or by content, and how little of them is shown."""

import re

from xiaoyi_partybuild.access.masking import masked

from . import cells
from .columns import IdNumber
from .headings import heading

HEADINGS = re.compile(
    "身份证|身份号码|证件号|护照|手机|电话|联系方式|户口|户籍|籍贯|出生地|民族$|学历|学位|文化程度|毕业|住址|家庭|出生|年龄$|性别$"
    "|婚姻|健康状况|宗教信仰|邮箱|邮件|微信|qq|银行|账号$|照片|个人简历|工资"
)
HEAD_COUNTS = re.compile("(?:人数|数量|总数|党员数|数|人)$")  # 少数民族党员数 counts people, it does not say who
NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{11})(?!\d)")
MOBILE = re.compile(r"1[3-9]\d{9}")
ID_NUMBER = IdNumber("", "")
MOST = 0.8


def is_personal(path, contents):
    """Whether a column is about a person's particulars. path: its header path; contents: its first filled cells."""
    leaf = heading(path.split("/")[-1])
    if HEADINGS.search(leaf) and not HEAD_COUNTS.search(leaf):
        return True
    return bool(contents) and sum(bool(_numbers_in(cells.shown(cell))) for cell in contents) >= MOST * len(contents)


def _numbers_in(text):
    """The ID numbers and mobile numbers in a text."""
    return [one for one in NUMBERS.findall(text) if MOBILE.fullmatch(one) or ID_NUMBER.looks_right(one)]


def veiled(text):
    """A text with the ID numbers and mobile numbers in it masked."""
    for number in _numbers_in(text):
        text = text.replace(number, masked(number))
    return text
