"""An invented county of any size: organizations, branches, links, head-counts, meetings."""

import random
from datetime import date, timedelta
from itertools import count

from branches.enums import Level, MeetingType, Mode
from branches.models import Assignment, Branch, Coverage, Instructor, Meeting, Participation, Term
from orgs import credit_code
from orgs.enums import Field, OrganizationType
from orgs.models import Headcount, Organization, Region
from xiaoyi_partybuild.access import writing

SEED = 20261123
MONTHS = 15


def fill(size, *, by, on):
    """Write `size` organizations with what hangs on them."""
    dice = random.Random(SEED)
    made = list(organizations(size, by=by))
    rows = [*made, *_headcounts(made, dice), *_party(made, dice, made[0].region, on)]
    writing.save_all(rows, by=by, title=f"{size} organizations")


def organizations(size, *, by):
    """`size` unsaved organizations with valid credit codes, spread over the townships."""
    dice = random.Random(SEED)
    regions = list(Region.objects.visible_to(by).filter(code__startswith="141181").order_by("code"))
    return (_organization(number, dice, regions) for number in range(size))


def _organization(number, dice, regions):
    kind = dice.choice((OrganizationType.GROUP, OrganizationType.SERVICE))
    body = {"group": "51", "service": "52"}[kind] + f"141181{number:09d}"
    return Organization(
        name=f"孝义市第{number:05d}{'协会' if kind == 'group' else '学校'}",
        credit_code=body + credit_code.check_character(body),
        type=kind,
        field=dice.choice(Field.values),
        supervising_unit="孝义市民政局",
        legal_representative="李强",
        registered_on=f"{dice.randint(1995, 2025)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        region=dice.choice(regions),
    )


def _headcounts(organizations, dice):
    for organization in organizations:
        members = dice.choice((0, 0, 1, 2, 3, 5, 8))
        yield Headcount(
            organization=organization, on=date(2025, 12, 31), staff=20, members_all=members, members_full_time=members
        )


def _party(organizations, dice, region, on):
    """Three in four are covered, by branches of one to six units; one in ten of the rest has an instructor."""
    branches, links, terms, meetings, participations = [], [], [], [], []
    covered = [organization for organization in organizations if dice.random() < 0.75]
    numbers = count()
    while covered:
        units = [covered.pop() for _ in range(min(len(covered), dice.choice((1, 1, 1, 3, 6))))]
        level = Level.JOINT if len(units) > 1 else Level.BRANCH
        branch = Branch(name=f"第{next(numbers)}党支部", level=level, region=region, start="2016-07-01")
        branches.append(branch)
        terms.append(Term(branch=branch, start="2022-07-01", due=dice.choice(("2025-07-01", "2027-07-01"))))
        mode = Mode.JOINT if len(units) > 1 else Mode.SOLE
        links += [Coverage(organization=unit, branch=branch, mode=mode, start="2016-07-01") for unit in units]
        for back in range(MONTHS):
            if dice.random() < 0.6:
                day = on - timedelta(days=30 * back)
                meetings.append(Meeting(type=MeetingType.PARTY_DAY, branch=branch, held_on=day, topic="主题党日"))
                participations += [Participation(meeting=meetings[-1], organization=unit) for unit in units]
    instructor = Instructor(name="王指导", unit="市委组织部", region=region)
    sent = [
        Assignment(instructor=instructor, organization=organization, start="2024-01-01")
        for organization in organizations
        if dice.random() < 0.1
    ]
    return [*branches, *links, *terms, *meetings, *participations, instructor, *sent]
