"""Meetings and activities: everybody once or twice at the end of 2019, and the ups and downs of the last fifteen months."""

from datetime import date

from . import dice, gaps, topics
from .records import Meeting, current

AT_THE_END_OF_2019 = ("2019-10", "2019-11", "2019-12")
LATELY = (*(f"2025-{month:02d}" for month in range(9, 13)), *(f"2026-{month:02d}" for month in range(1, 12)))
FIRST_DAY = {5: 6, 10: 8}
USUAL_FIRST_DAY = 2
LAST_DAY = {"2026-11": 19}
USUAL_LAST_DAY = 28
HELD = {"exemplary": 0.97, "usual": 0.78, "late": 0.34}
SEASON = {"01": 0.9, "02": 0.45, "07": 0.8, "08": 0.7}
SCHOOL_HOLIDAYS = ("07", "08", "02")
IN_SCHOOL_HOLIDAYS = 0.15
COMES_ALONG = 0.85
SECOND_MEETING = {"exemplary": 0.6, "usual": 0.2, "late": 0}
INSTRUCTOR_COMES = 0.5
PRESENT = (0.75, 1.0)
BY_MONTH = {
    "12": ("组织生活会", "民主评议党员"),
    "03": ("党员大会",),
    "06": ("党员大会", "党课"),
    "09": ("党员大会", "党课"),
}
PLACES = ("支部活动室", "会议室", "党群服务中心", "社区党建活动中心")


def all_of(organizations, parties):
    """Every meeting of the story, in order of days."""
    branches = [party for party in parties.values() if party.mode]
    found = [meeting for party in branches for meeting in _at_the_end_of_2019(party, organizations)]
    found += [meeting for party in branches for meeting in _lately(party, organizations)]
    found += [meeting for organization in organizations for meeting in _by_instructors(organization)]
    return sorted(found, key=lambda meeting: (meeting.held, meeting.party.name if meeting.party else "", meeting.type))


def covered(party, organizations, day):
    """The registered organizations that hang on a Party organization on a day."""
    registered = [organization for organization in organizations if organization.is_registered(day)]
    return [each for each in registered if (link := current(each.links, day)) and link.what is party]


def _at_the_end_of_2019(party, organizations):
    roll = dice.of("2019", party.key)
    first = roll.choice(AT_THE_END_OF_2019)
    units = covered(party, organizations, f"{first}-28")
    if not units:
        return
    type_, topic, content = topics.NAMED_THEN.get(party.key) or _one_of(topics.THEN, first, roll)
    yield _meeting(party, units, type_, _day(roll, first), topic, content, roll)
    if roll.random() < COMES_ALONG - 0.5:
        other = roll.choice([month for month in AT_THE_END_OF_2019 if month != first])
        type_, topic, content = _one_of(topics.THEN, other, roll)
        yield _meeting(party, covered(party, organizations, f"{other}-28"), type_, _day(roll, other), topic, content, roll)


def _lately(party, organizations):
    manner = "exemplary" if party.key in gaps.EXEMPLARY else "late" if party.key in gaps.OFTEN_LATE else "usual"
    for month in LATELY:
        roll = dice.of("lately", party.key, month)
        units = _who_came(covered(party, organizations, f"{month}-28"), roll)
        silent = gaps.SILENT_SINCE.get(party.key, "9999") <= month
        if silent or not units or roll.random() > HELD[manner] * _season(units, month):
            continue
        yield _usual(party, units, "主题党日", month, roll)
        if roll.random() < SECOND_MEETING[manner] or (month[5:] in BY_MONTH and roll.random() < HELD[manner] / 2):
            yield _usual(party, units, roll.choice(BY_MONTH.get(month[5:], ("支委会", "党课"))), month, roll)


def _who_came(units, roll):
    """A branch of its own comes whole; of several units some stay away."""
    return units if len(units) == 1 else [unit for unit in units if roll.random() < COMES_ALONG]


def _season(units, month):
    if month[5:] in SCHOOL_HOLIDAYS and all(unit.field == "教育" for unit in units):
        return IN_SCHOOL_HOLIDAYS
    return SEASON.get(month[5:], 1)


def _usual(party, units, type_, month, roll):
    topic = _next_topic(party, type_, month)
    return _meeting(party, units, type_, _day(roll, month), topic, roll.choice(topics.CONTENT), roll)


def _meeting(party, units, type_, held, topic, content, roll):
    members = [member for unit in units for member in unit.members if member.belongs(held)]
    due = max(len(members), 2)
    secretary = current(party.secretaries, held)
    chair = secretary.what.name if secretary else ""
    return Meeting(
        type=type_,
        party=party,
        instructor=None,
        held=held,
        place=roll.choice(PLACES),
        topic=topic,
        chair=chair,
        recorder=next((member.name for member in reversed(members) if member.name != chair), ""),
        due=due,
        present=max(1, round(due * roll.uniform(*PRESENT))),
        organizations=units,
        content=content,
        resolution=topics.RESOLUTIONS.get(type_, ""),
    )


def _by_instructors(organization):
    """Where there is no Party organization, the instructor brings Party life along."""
    for month in LATELY:
        roll = dice.of("instructor", organization.name, month)
        held = _day(roll, month)
        sent = current(organization.instructors, held)
        alone = organization.is_registered(held) and not current(organization.links, held)
        if sent and alone and roll.random() < INSTRUCTOR_COMES:
            yield _visit(organization, sent.what, held, roll)


def _visit(organization, instructor, held, roll):
    return Meeting(
        type="其他党的活动",
        party=None,
        instructor=instructor,
        held=held,
        place=f"{organization.name}会议室",
        topic=roll.choice(topics.TODAY["其他党的活动"]),
        chair=instructor.name,
        recorder="",
        due=len([member for member in organization.members if member.belongs(held)]),
        present=len(organization.full_members(held)),
        organizations=[organization],
        content=roll.choice(topics.CONTENT),
    )


def _next_topic(party, type_, month):
    """One after another, so that a branch does not repeat itself within half a year."""
    told = [topic for topic in topics.TODAY[type_] if topics.possible(topic, month)]
    return told[(dice.of("topics", party.key).randrange(len(told)) + LATELY.index(month)) % len(told)]


def _one_of(told, month, roll):
    return roll.choice([one for one in told if topics.possible(one, month)])


def _day(roll, month):
    year, number = map(int, month.split("-"))
    first, last = FIRST_DAY.get(number, USUAL_FIRST_DAY), LAST_DAY.get(month, USUAL_LAST_DAY)
    return date(year, number, roll.randint(first, last)).isoformat()
