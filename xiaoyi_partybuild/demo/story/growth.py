"""Those on their way into the Party: a few invented people, each at another step, one of them a step too early."""

from dataclasses import dataclass

from . import people

# organization, applied, talked, activist, target, trained, days, vetted, prereviewed, admitted, approved, stopped
COURSES = (
    ("孝义市浙商商会", "2026-09-28"),
    ("孝义市浙商商会", "2025-03-10", "2025-03-25", "2025-09-12"),
    ("孝义市浙商商会", "2024-02-20", "2024-03-05", "2024-08-30", "2025-09-15", "2025-10-20", 3, "2025-11-03"),
    ("孝义市绵羊协会", "2026-11-02"),
    ("孝义市绵羊协会", "2025-12-08", "2025-12-20", "2026-06-18"),
    ("孝义市焦炭协会", "2023-04-11", "2023-04-28", "2023-10-20", "2024-11-08", "2025-04-14", 5, "2025-05-06", "2026-06-12",
     "2026-07-01"),
    ("孝义市宏达中学", "2025-05-06", "2025-05-19", "2025-11-10"),
    ("孝义市宏达中学", "2024-09-12", "2024-09-30", "2025-03-21", "2026-01-16", "2026-05-18", 3),
    ("孝义市宏达中学", "2024-03-01", "2024-03-15", "2024-09-02", "2025-10-10", "2025-11-17", 4, "2025-12-08", "2026-09-20",
     "2026-10-12", "2026-11-05"),
    ("孝义市光彩幼儿园", "2026-03-08", "2026-03-22"),
    ("孝义市光彩幼儿园", "2024-06-03", "2024-06-20", "2024-12-12", "", "", "", "", "", "", "", "2026-02-28"),
    ("孝义市餐饮与住宿行业协会", "2025-07-01", "2025-07-18", "2026-01-09"),
)  # fmt: skip
STEPS = (
    "applied",
    "talked",
    "activist",
    "target",
    "trained",
    "days",
    "vetted",
    "prereviewed",
    "admitted",
    "approved",
    "stopped",
)
STOPPED = "离开本市工作"
EDUCATION = ("大学本科", "大学专科", "研究生", "高中")


@dataclass(frozen=True)
class Candidate:
    """days: by the names of STEPS, "" for what has not come."""

    organization: str
    name: str
    sex: str
    born: str
    education: str
    trainers: str
    sponsors: str
    days: dict


def candidates():
    return [_candidate(number, *course) for number, course in enumerate(COURSES)]


def _candidate(number, organization, *course):
    days = dict.fromkeys(STEPS, "") | dict(zip(STEPS, course, strict=False))
    name, sex = people.person("candidate", organization, number)
    pair = "、".join(people.name("candidate", role, number) for role in ("trainer", "second"))
    born = people.born("candidate", organization, number, years=range(1985, 2003))
    return Candidate(
        organization=organization,
        name=name,
        sex=sex,
        born=f"{born:%Y-%m}",
        education=EDUCATION[number % len(EDUCATION)],
        trainers=pair if days["activist"] else "",
        sponsors=pair if days["target"] else "",
        days=days,
    )
