"""A roster of people whose names and numbers occur nowhere else."""

import random

from tests.registers import books
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check

DICE = random.Random(20261123)
HEADER = ["姓名", "性别", "公民身份号码", "所在党支部", "党员类别", "联系电话"]
MANY = 200


def _number():
    body = f"14118119{DICE.randint(55, 99)}{DICE.randint(1, 12):02d}{DICE.randint(1, 28):02d}{DICE.randint(1, 998):03d}"
    return body + id_number_check(body)


PEOPLE = {_number(): f"139{DICE.randint(10**7, 10**8 - 1)}" for _ in range(MANY)}  # ID number: phone
NAMES = [f"金丝雀{place:04d}" for place in range(len(PEOPLE))]
WRONG = "141181199913451234"  # no such day: somebody corrects it
FIRST = next(iter(PEOPLE))
NUMBERS = [*PEOPLE, *PEOPLE.values(), WRONG]


def roster():
    """The workbook; its first person's ID number is the wrong one."""
    rows = [
        [name, "男", WRONG if not place else number, "绵羊协会党支部", "正式党员", phone]
        for place, (name, (number, phone)) in enumerate(zip(NAMES, PEOPLE.items(), strict=True))
    ]
    return books.xlsx([HEADER, *rows])
