"""The secretary's first page as a frozen value: what is to be done, what came back, what is unfinished."""

from dataclasses import dataclass
from datetime import date

from branches import drafts, meeting_year
from branches.enums import MeetingState
from branches.meeting_year import Line
from branches.models import Branch, Meeting
from xiaoyi_partybuild.access.scoping import EDIT, Kind
from xiaoyi_partybuild.accounts.roles import Role

CATCH_UP_MONTHS = 2  # so long after New Year the last year's gaps are still shown


@dataclass(frozen=True)
class Todo:
    """One thing due of a branch, and the days left; negative once its period is over."""

    branch: Branch
    line: Line
    on: date

    @property
    def days(self):
        return (self.line.period.last - self.on).days

    @property
    def number(self):
        return self.line.missing or self.line.to_do

    @property
    def when(self):
        """The period as this year's people call it."""
        period = self.line.period
        return period.label if period.first.year == self.on.year else f"{period.last.year} 年{period.label}"


@dataclass(frozen=True)
class Home:
    """todos: what can still be held; short: what is missing for good unless it was held and is recorded late."""

    on: date
    branches: tuple
    todos: tuple
    short: tuple
    done: tuple
    returned: tuple
    drafts: tuple


def is_for(person):
    """Whether a person does nothing here but keep branches: everybody else starts at the workbench."""
    return bool(person.roles) and set(person.roles) == {Role.SECRETARY}


def build(person, *, on):
    own = person.reach(EDIT, Kind.BUSINESS).branches
    branches = list(Branch.objects.visible_to(person).existing(on=on).filter(pk__in=own))
    found = _lines(branches, on)
    lines = [(branch, line) for branch in branches for line in found[branch.pk]]
    todos = sorted((Todo(*pair, on) for pair in lines if pair[1].to_do), key=lambda todo: todo.days)
    short = sorted((Todo(*pair, on) for pair in lines if pair[1].missing), key=lambda todo: -todo.days)
    running = [line for _, line in lines if not line.is_over and not line.to_do and line.due]
    sent_back = Meeting.objects.visible_to(person).filter(branch__in=branches, state=MeetingState.RETURNED)
    return Home(on, *map(tuple, (branches, todos, short, running, sent_back, drafts.waiting(person))))


def _lines(branches, on):
    """This year's lines, and the last year's while they can be caught up with."""
    found = meeting_year.lines(branches, on.year, on=on)
    if on.month <= CATCH_UP_MONTHS:
        earlier = meeting_year.lines(branches, on.year - 1, on=on)
        return {pk: earlier[pk] + some for pk, some in found.items()}
    return found
