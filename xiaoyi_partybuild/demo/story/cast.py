"""The social organizations: the table of organizations.csv, filled up with what a register says of each."""

import csv
from pathlib import Path

from orgs import credit_code

from . import dice, gaps, members, parties, people
from .records import Instructor, Organization, Span

LIST = Path(__file__).parent / "organizations.csv"
PREFIXES = {"社会团体": "51", "民办非企业单位": "52"}
CERTIFICATES = {"社会团体": "孝社证字第{:03d}号", "民办非企业单位": "孝民证字第{:03d}号"}
CODES_SINCE = "2015-10"
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
STREETS = ("府前街", "新义街", "中和路", "振兴街", "建设街", "崇文街", "永安路", "时代大道")
OWN = "单独"
GRADES = ("5A", "4A", "4A", "3A", "3A", "3A", "2A")
GRADED = 0.3
NOT_QUALIFIED = 0.08


def organizations(shared):
    """All organizations, linked to their Party organizations; `shared` gets the branches of their own added."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [linked(organization(number, row), row, shared) for number, row in enumerate(rows, start=1)]


def organization(number, row):
    name, registered = row["name"], row["registered"]
    return Organization(
        **{key: row[key] for key in ("name", "type", "field", "management", "unit", "region", "registered")},
        staff=int(row["staff"]),
        credit_code=_credit_code(number, name, row["type"], registered),
        certificate=_certificate(number, name, row["type"], registered),
        address=_address(name, row["region"]),
        representative=people.name("representative", name),
        phone=people.phone("representative", name),
        former=Span(row["former"].split("@")[0], "", row["former"].split("@")[1]) if row["former"] else None,
        state=Span(*row["state"].split("@")) if row["state"] else None,
        mass=gaps.MASS_ORGANIZATIONS.get(name, ()),
        instructors=[_sent(*told) for told in gaps.INSTRUCTORS if told[0] == name],
        conclusions={year: _conclusion(name, year) for year in (2018, 2025) if registered < f"{year}-07"},
        grade=_grade(name, registered),
    )


def linked(organization, row, shared):
    """Hang the organization on its Party organizations and give it its members."""
    moves = [move.split("@") for move in (row["home"], row["moved"]) if move]
    ends = [start for _, start in moves[1:]] + [""]
    for (key, start), end in zip(moves, ends, strict=False):
        if key == OWN:
            key = organization.name
            shared[key] = parties.own(organization, start)
        if key in shared:
            organization.links.append(Span(shared[key], start, end))
    organization.members = members.of(
        organization, in_2019=int(row["full_2019"]), in_2026=int(row["full_2026"]), probationary=int(row["probationary"])
    )
    return organization


def _credit_code(number, name, type_, registered):
    if name in gaps.WITHOUT_CREDIT_CODE:
        return ""
    body = f"MJ{number * 7919 % 1_000_000:06d}" if registered >= CODES_SINCE else f"500{number * 617 % 100_000:05d}"
    code = PREFIXES[type_] + people.DIVISION + body + _body_check(body)
    check = credit_code.check_character(code)
    wrong = "7" if check != "7" else "1"
    return code + (wrong if name in gaps.MISTYPED_CREDIT_CODE else check)


def _body_check(body):
    """The ninth character of an organization code (GB 11714)."""
    total = sum(int(character, 36) * weight for character, weight in zip(body, BODY_WEIGHTS, strict=True))
    return "0X987654321"[total % 11]


def _certificate(number, name, type_, registered):
    """Before 2016 every organization had a certificate number; some were written as plain digits."""
    if registered >= "2016":
        return ""
    if dice.of("certificate", name).random() < 0.3 and name not in gaps.WITHOUT_CREDIT_CODE:
        return f"1411810{number:05d}"
    return CERTIFICATES[type_].format(number)


def _address(name, region):
    roll = dice.of("address", name)
    street = roll.choice(STREETS) if region.endswith("街道") else "政府街"
    return f"孝义市{region}{street}{roll.randint(1, 180)}号"


def _sent(name, unit, title, start, end):
    return Span(Instructor(people.name("instructor", name), unit, title, people.phone("instructor", name)), start, end)


def _conclusion(name, year):
    roll = dice.of("conclusion", name, year).random()
    return "合格" if roll > NOT_QUALIFIED else "基本合格" if roll > NOT_QUALIFIED / 4 else "未参检"


def _grade(name, registered):
    """Grades of before 2026, valid five years from the announcement."""
    roll = dice.of("grade", name)
    if registered > "2014" or roll.random() > GRADED:
        return None
    start = f"{roll.randint(2016, 2025)}-{roll.randint(1, 12):02d}-{roll.randint(1, 28):02d}"
    return Span(roll.choice(GRADES), start, parties.later(start, 5))
