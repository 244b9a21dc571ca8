"""Invented people: names, phones and identity numbers that are well-formed and belong to nobody."""

from datetime import date, timedelta

from xiaoyi_partybuild.registers.columns.identifiers import id_number_check

from . import dice

SURNAMES = "武任郭王张李梁田侯马霍程史温成贺杜苏赵刘陈杨高韩曹郑宋孟段乔"
GIVEN = {
    "男": (
        "建国", "志强", "永红", "文斌", "海生", "晋平", "保全", "卫东", "俊杰", "国庆",
        "玉龙", "学文", "新民", "宏伟", "耀武", "振华", "明亮", "世杰", "立新", "德胜",
    ),
    "女": (
        "秀英", "丽萍", "海燕", "晓红", "玉梅", "雪琴", "爱玲", "建芳", "艳霞", "慧敏",
        "桂香", "春花", "巧云", "亚楠", "瑞芳", "婷婷", "晋玲", "美荣", "彩霞", "书琴",
    ),
}  # fmt: skip
DIVISION = "141181"
FIRST_INVENTED_SERIAL = 900  # the serials given out in a county stay far below


def person(*subject):
    """(name, sex)."""
    roll = dice.of("person", *subject)
    sex = roll.choice(list(GIVEN))
    return roll.choice(SURNAMES) + roll.choice(GIVEN[sex]), sex


def name(*subject):
    return person(*subject)[0]


def phone(*subject):
    return f"1380358{dice.of('phone', *subject).randrange(10_000):04d}"


def born(*subject, years):
    """A day of birth within a range of years."""
    roll = dice.of("born", *subject)
    return date(roll.choice(years), 1, 1) + timedelta(days=roll.randrange(365))


def id_number(birthday, sex, number):
    """A well-formed identity number; `number` keeps two people born on one day apart. Odd serials are men's."""
    serial = FIRST_INVENTED_SERIAL + 2 * (number % 50) + (sex == "男")
    digits = f"{DIVISION}{birthday:%Y%m%d}{serial}"
    return digits + id_number_check(digits)
