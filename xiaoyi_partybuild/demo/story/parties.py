"""The Party organizations: those for several units stand in party.csv, an organization's own follows from its name."""

import csv
from pathlib import Path

from . import dice, gaps, people
from .records import Contact, Party, Span

LIST = Path(__file__).parent / "party.csv"
TERM_YEARS = {"基层党委": 5}
USUAL_TERM_YEARS = 3
CHANGE_OF_SECRETARY = 0.4
SUPERIORS = {
    "孝义市教育局": "教育局党委",
    "孝义市卫生健康局": "卫健局党委",
    "孝义市农业农村局": "农业农村局党委",
    "孝义市文化和旅游局": "文旅局党委",
    "孝义市工商业联合会": "工商联党总支",
}
USUAL_SUPERIOR = "综合党委"


def shared():
    """{key: Party} for the committees above and for the branches that cover several organizations."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["key"]: settled(Party(**row)) for row in csv.DictReader(file)}


def own(organization, founded):
    """The branch of one organization alone."""
    name = organization.name
    return settled(
        Party(
            key=name,
            name=f"{name}党支部",
            level="党支部",
            region=organization.region,
            founded=founded,
            abolished=gaps.ABOLISHED.get(name, ""),
            mode="单独组建",
            special=gaps.SPECIAL.get(name, ""),
            superior=SUPERIORS.get(organization.unit, USUAL_SUPERIOR),
            further_manager=gaps.FURTHER_MANAGER.get(name, ""),
        )
    )


def settled(party):
    """With its terms and what gaps.py tells of it."""
    party.terms = terms(party)
    party.brand, party.is_pilot = gaps.BRANDS.get(party.key, ("", False))
    party.extended_until = gaps.EXTENDED.get(party.key, "")
    return party


def terms(party):
    """One after another since the founding; the last one only ran out where nobody was elected again."""
    years, start, found = TERM_YEARS.get(party.level, USUAL_TERM_YEARS), party.founded, []
    while start <= gaps.REPORTED_2026:
        due = later(start, years)
        found.append(Span(len(found) + 1, start, due))
        start = due
    return found[:-1] if party.key in gaps.NOT_RE_ELECTED else found


def later(day, years):
    return f"{int(day[:4]) + years}{day[4:]}"


def secretaries(party, members):
    """Whoever was elected last before 2020, and who took over at an election since: members, where there are any."""
    starts = [term.start for term in party.terms]
    first = max([start for start in starts if start <= gaps.END_OF_2019], default=starts[0])
    roll = dice.of("secretary", party.key)
    elected = [first] + [start for start in starts if start > first and roll.random() < CHANGE_OF_SECRETARY]
    ends = [*elected[1:], gaps.SECRETARY_LEFT.get(party.key, "")]
    return [Span(_elected(party, members, start, end), start, end) for start, end in zip(elected, ends, strict=True)]


def _elected(party, members, start, end):
    """Somebody who was a full member by then and stayed; without members, somebody the superior sent."""
    subject = ("secretary", party.key, start)
    stayed = [member for member in members if member.is_full(start) and member.belongs(end or gaps.REPORTED_2026)]
    if stayed:
        chosen = dice.of(*subject).choice(stayed)
        return Contact(chosen.name, chosen.phone)
    return Contact(people.name(*subject), people.phone(*subject))
