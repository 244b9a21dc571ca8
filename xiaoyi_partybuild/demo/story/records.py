"""What the story is made of. Days are texts as registers write them, 2019-12-31 or 2014-04: they sort as dates do."""

from dataclasses import dataclass, field
from typing import NamedTuple

OPEN = "9999"


class Span(NamedTuple):
    """Something that holds from a day until a day."""

    what: object
    start: str
    end: str = ""

    def holds(self, day):
        return self.start <= day < (self.end or OPEN)


def current(spans, day):
    """What holds on a day; None for nothing."""
    return next((span for span in spans if span.holds(day)), None)


@dataclass
class Party:
    """A Party organization. `secretaries` and `terms` are spans; a term's what is its number."""

    key: str
    name: str
    level: str
    region: str
    founded: str
    mode: str = ""
    special: str = ""
    superior: str = ""
    further_manager: str = ""
    abolished: str = ""
    brand: str = ""
    is_pilot: bool = False
    extended_until: str = ""
    secretaries: list = field(default_factory=list)
    terms: list = field(default_factory=list)


class Contact(NamedTuple):
    name: str
    phone: str


class Instructor(NamedTuple):
    name: str
    unit: str
    title: str
    phone: str


@dataclass
class Member:
    name: str
    sex: str
    born: str
    id_number: str
    phone: str
    education: str
    joined: str
    full_since: str
    arrived: str
    left: str
    employment: str
    file_at: str

    def belongs(self, day):
        return max(self.arrived, self.joined) <= day < (self.left or OPEN)

    def is_full(self, day):
        return self.belongs(day) and self.full_since and self.full_since <= day

    def is_probationary(self, day):
        return self.belongs(day) and not self.is_full(day)


@dataclass
class Organization:
    """A social organization. `links` are spans of Party organizations, `instructors` spans of instructors."""

    name: str
    type: str
    field: str
    management: str
    unit: str
    region: str
    registered: str
    staff: int
    credit_code: str
    certificate: str
    address: str
    representative: str
    phone: str
    former: Span | None = None
    state: Span | None = None
    links: list = field(default_factory=list)
    instructors: list = field(default_factory=list)
    members: list = field(default_factory=list)
    mass: tuple = ()
    conclusions: dict = field(default_factory=dict)
    grade: Span | None = None

    def is_registered(self, day):
        return self.registered <= day and not (self.state and self.state.what in GONE and self.state.holds(day))

    def name_on(self, day):
        return self.former.what if self.former and day < self.former.end else self.name

    def full_members(self, day):
        return [member for member in self.members if member.is_full(day)]


GONE = ("已注销", "已撤销")


@dataclass
class Meeting:
    type: str
    party: Party | None
    instructor: Instructor | None
    held: str
    place: str
    topic: str
    chair: str
    recorder: str
    due: int
    present: int
    organizations: list
    content: str
    resolution: str = ""


@dataclass
class World:
    organizations: list
    parties: dict
    meetings: list
    merchants: list

    def registered(self, day):
        return [organization for organization in self.organizations if organization.is_registered(day)]
