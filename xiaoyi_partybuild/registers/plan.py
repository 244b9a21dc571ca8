"""Rows → steps: create, update, same, reject; what the file lacks: absent. Writes nothing, tells everything at once."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models

from xiaoyi_partybuild.access.dates import PartialDate

from . import recognition
from .choices import NOTHING_DECIDED
from .drafts import spoken_value
from .office import Office
from .planner import CREATE, REJECT, SAME, UPDATE, Planner
from .reading import ERROR, NOTE, WARNING, Problem
from .register import AS_OF

ABSENT = "absent"
ACTIONS = (CREATE, UPDATE, SAME, REJECT, ABSENT)
LEVELS = (ERROR, WARNING, NOTE)


@dataclass
class Plan:
    """What an import of one table would do. `on`: the date the table speaks for; `absent`: {key: name}."""

    recognized: recognition.Recognized
    on: PartialDate
    steps: list
    absent: dict
    problems: list = field(default_factory=list)
    set_aside: list = field(default_factory=list)

    @property
    def register(self):
        return self.recognized.register

    @property
    def table(self):
        return self.recognized.table

    @property
    def mapping(self):
        return self.recognized.mapping

    @property
    def counts(self):
        """{action: number of rows}; `absent` counts objects."""
        found = Counter(step.action for step in self.steps)
        return {action: found[action] for action in ACTIONS} | {ABSENT: len(self.absent)}

    @property
    def all_problems(self):
        return self.problems + [problem for step in self.steps for problem in step.problems]

    @cached_property
    def digest(self):
        """Equal for plans that would write the same."""
        told = [[step.number, step.action, *map(_plain, step.changes)] for step in self.steps]
        return hashlib.sha256(json.dumps([self.register.slug, str(self.on), told]).encode()).hexdigest()

    @cached_property
    def _rows(self):
        return {row.number + 1: row for row in self.table.rows}

    def row(self, number):
        """The layout row of a row number as the spreadsheet counts it."""
        return self._rows[number]

    def cell(self, problem):
        """Where a problem is, as a spreadsheet names it: 名册!C7."""
        place = f"{problem.letter or 'A'}{problem.row}"
        return f"{self.table.sheet}!{place}" if self.table.sheet else place

    def spoken(self, target, value):
        return spoken_value(self.register, target, value)


def _plain(change):
    return [change.target, _value(change.old), _value(change.new)]


def _value(value):
    if isinstance(value, models.Model):
        return f"new {value}" if value.pk is None else value.pk
    return None if value is None else str(value)


def build(sheets, registers, *, by, on, choices=NOTHING_DECIDED):
    """The Plan for a workbook's sheets. Raise UnreadableWorkbook when no table in it says whom its rows are about.

    registers  the candidates, best first     choices  what the person decided
    on         the date that counts when neither the person nor the sheet names one
    """
    office = Office(by)
    recognized = recognition.recognize(sheets, registers, choices, office)
    if not recognized.mapping.has_identity:
        raise recognition.NoIdentity(recognized)
    day = choices.day or recognized.table.as_of or PartialDate(on.isoformat())
    choices = office.completed(choices, recognized.register)
    work = Planner(recognized, by=by, on=day, choices=choices)
    steps = work.steps()
    plan = Plan(recognized, day, steps, work.absent(), set_aside=recognized.table.set_aside + work.set_aside)
    plan.problems = [*_group_problems(plan), *_date_problems(plan, choices.day), *office.doubts(recognized)]
    return plan


def _group_problems(plan):
    for group in plan.table.groups:
        if group.announced not in (None, group.found):
            message = f"分组行“{group.label}”写的是 {group.announced}，下面有 {group.found} 行，请核对是否漏行或多行"
            yield Problem(group.number + 1, "", WARNING, message)


def _date_problems(plan, as_of):
    dated = any(source == AS_OF for part in plan.register.parts for source in part.given.values())
    if dated and not (as_of or plan.table.as_of):
        row = plan.table.header_rows[0]
        yield Problem(row, "", NOTE, f"表里没有写统计日期，按 {plan.on.spoken} 记；不对的话请改统计日期")
