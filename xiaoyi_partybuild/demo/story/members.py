"""The Party members of each organization: who stayed since 2019, who left, who came or was confirmed since."""

from datetime import date

from . import dice, gaps, people
from .records import Member

EDUCATION = ("研究生", "大学本科", "大学本科", "大学专科", "大学专科", "中专", "高中", "初中")
FULL_TIME = {"民办非企业单位": 0.9, "社会团体": 0.55}
FILE_HERE = {"单独组建": 0.85, "联合组建": 0.7, "行业组建": 0.6, "挂靠组建": 0}
ELSEWHERE = ("原工作单位党组织", "属地党组织")
AGE_AT_JOINING = (20, 33)


def of(organization, *, in_2019, in_2026, probationary):
    """Members so that the organization has so many full ones at the end of 2019 and today."""
    stayed = min(in_2019, in_2026)
    kinds = [_stayed] * stayed + [_left] * (in_2019 - stayed) + [_came] * (in_2026 - stayed)
    kinds += [_on_probation] * probationary
    found = [_member(organization, number, kind) for number, kind in enumerate(kinds)]
    newest = gaps.REACHED_THREE.get(organization.name)
    if newest:
        found[in_2026 - 1].joined, found[in_2026 - 1].full_since = _year_before(newest), newest
        found[in_2026 - 1].arrived = _year_before(newest)
    return found


def _member(organization, number, kind):
    subject = (organization.name, number)
    roll = dice.of("member", *subject)
    name, sex = people.person("member", *subject)
    joined, full_since, arrived, left = kind(organization, roll)
    joined_in = int(joined[:4])
    birthday = people.born("member", *subject, years=range(joined_in - AGE_AT_JOINING[1], joined_in - AGE_AT_JOINING[0]))
    return Member(
        name=name,
        sex=sex,
        born=birthday.isoformat(),
        id_number=people.id_number(birthday, sex, number + len(organization.name) * 3),
        phone=people.phone("member", *subject),
        education=roll.choice(EDUCATION),
        joined=joined,
        full_since=full_since,
        arrived=arrived,
        left=left,
        employment="专职" if roll.random() < FULL_TIME[organization.type] else "兼职",
        file_at=_file_at(organization, roll),
    )


def _file_at(organization, roll):
    if not organization.links:
        return roll.choice(ELSEWHERE)
    link = organization.links[-1].what
    if link.special == "兼合式党组织":
        return ELSEWHERE[0]
    if roll.random() < FILE_HERE[link.mode]:
        return "社会组织党组织"
    return "业务主管单位党组织" if link.mode == "挂靠组建" else roll.choice(ELSEWHERE)


def _stayed(organization, roll):
    joined = _day(roll, 1985, 2016)
    return joined, _year_after(joined), max(joined, organization.registered), ""


def _left(organization, roll):
    gone = organization.state.start if organization.state else _day(roll, 2020, 2025)
    return (*_stayed(organization, roll)[:3], gone)


def _came(organization, roll):
    """Half were confirmed since 2020, half were members already and came along with their job."""
    first = max(2020, int(organization.registered[:4]))
    arrived = _day(roll, first, 2025) if first < 2025 else organization.registered
    if roll.random() < 0.5:
        joined = _day(roll, 2004, 2016)
        return joined, _year_after(joined), max(arrived, organization.registered), ""
    joined = max(_day(roll, 2019, 2023), _year_before(organization.registered))
    return joined, _year_after(joined), max(joined, organization.registered), ""


def _on_probation(organization, roll):
    joined = gaps.PROBATION_SINCE.get(organization.name) or _day(roll, 2026, 2026, months=range(1, 11))
    return joined, "", max(joined, organization.registered), ""


def _day(roll, first, last, months=range(1, 13)):
    return date(roll.randint(first, last), roll.choice(months), roll.randint(1, 28)).isoformat()


def _year_after(day):
    return f"{int(day[:4]) + 1}{day[4:]}"


def _year_before(day):
    return f"{int(day[:4]) - 1}{day[4:]}"
