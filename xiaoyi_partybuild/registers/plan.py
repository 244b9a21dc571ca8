"""Rows → steps: create, update, same, reject; what the file lacks: absent. Writes nothing, tells everything at once."""

import hashlib
import marshal
from collections import Counter
from dataclasses import dataclass, field, replace

from django.db import models

from xiaoyi_partybuild.access.dates import PartialDate

from . import recognition
from .choices import NOTHING_DECIDED
from .drafts import spoken_value
from .office import Office
from .planner import Planner
from .records import ERROR, NOTE, WARNING, Problem
from .spool import Spool
from .step import CREATE, REJECT, SAME, UPDATE

ABSENT = "absent"
ACTIONS = (CREATE, UPDATE, SAME, REJECT, ABSENT)
LEVELS = (ERROR, WARNING, NOTE)


class Steps:
    """What happens to each row, in the order of the rows, to be gone through as often as one likes.

    late: {row: [Problem]} of what showed only when all rows were read; fields: {id of an object that several rows speak
    about: the fields that any of them gives it}.
    """

    def __init__(self):
        self.spool, self.late, self.fields = Spool(), {}, {}
        self.counts, self.to_write, self.told = Counter(), 0, hashlib.sha256()

    def add(self, piece, lasting):
        self.spool.add(piece, lasting)
        for step in piece:
            self.counts[step.action] += 1
            self.to_write += len(step.written)
            for one in step.written:
                if id(one.instance) in self.spool.names:
                    self.fields.setdefault(id(one.instance), set()).update(one.fields)
            written = [_plain(one) for one in step.written if one.part]
            self.told.update(marshal.dumps((step.number, step.action, written), 0))

    def pieces(self):
        """Lists of Steps, as they were planned."""
        for piece in self.spool.pieces():
            yield [self._with_late(step) for step in piece] if self.late else piece

    def _with_late(self, step):
        late = self.late.get(step.number)
        return replace(step, problems=[*step.problems, *late]) if late else step

    def __iter__(self):
        return (step for piece in self.pieces() for step in piece)

    def __len__(self):
        return len(self.spool)

    def __getitem__(self, place):
        return list(self)[place]


def _plain(written):
    return written.part, _values(written.new), _values(written.old)


def _values(told):
    return {name: value if value.__class__ is str else _value(value) for name, value in told.items()}


def _value(value):
    if isinstance(value, models.Model):
        return f"new {value}" if value.pk is None else value.pk
    return None if value is None else str(value)


@dataclass
class Plan:
    """What an import of one table would do. `on`: the date the table speaks for; `absent`: {key: name}; `stand_ins`: as
    Inside has them; `recall`: what its rows will be known again by, None where they cannot be or are known already;
    `contents`: the digest of what the workbook holds."""

    recognized: recognition.Recognized
    on: PartialDate
    steps: Steps = field(default_factory=Steps)
    absent: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    set_aside: list = field(default_factory=list)
    stand_ins: dict = field(default_factory=dict)
    recall: dict | None = None
    contents: str = ""
    _at: tuple | None = None

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
        return {action: self.steps.counts[action] for action in ACTIONS} | {ABSENT: len(self.absent)}

    @property
    def all_problems(self):
        return self.problems + [problem for step in self.steps for problem in step.problems]

    @property
    def digest(self):
        """Equal for plans that would write the same."""
        whole = self.steps.told.copy()
        whole.update(repr((self.register.slug, str(self.on))).encode())
        return whole.hexdigest()

    def row(self, number):
        """The layout row of a row number as the spreadsheet counts it; quick for one row after the other."""
        if self._at is None or (self._at[0] is not None and self._at[0].number + 1 > number):
            self._at = None, iter(self.table.rows)
        while self._at[0] is None or self._at[0].number + 1 < number:
            self._at = next(self._at[1]), self._at[1]
        return self._at[0]

    def cell(self, problem):
        """Where a problem is, as a spreadsheet names it: 名册!C7."""
        place = f"{problem.letter or 'A'}{problem.row}"
        return f"{self.table.sheet}!{place}" if self.table.sheet else place

    def spoken(self, target, value):
        return spoken_value(self.register, target, value)


def build(sheets, registers, *, by, on, choices=NOTHING_DECIDED, again=False):
    """The Plan for a workbook's sheets. Raise UnreadableWorkbook when no table in it says whom its rows are about.

    registers  the candidates, best first     choices  what the person decided
    on         the date that counts when neither the person nor the sheet names one
    again      rows known from an earlier import need not be read: their steps are `same` and have no values
    """
    office = Office(by)
    recognized = recognition.recognize(sheets, registers, choices, office)
    if not recognized.mapping.has_identity:
        raise recognition.NoIdentity(recognized)
    choices = office.completed(choices, recognized)
    plan = Plan(recognized, choices.day or recognized.table.as_of or PartialDate(on.isoformat()))
    work = Planner(recognized, by=by, on=plan.on, choices=choices, again=again)
    for piece in work.pieces():
        plan.steps.add(piece, work.lasting())
    plan.steps.late, plan.stand_ins, plan.recall = work.late(), work.reader.inside.stand_ins, work.recall.head
    plan.absent, plan.set_aside = work.absent(), [*recognized.table.set_aside, *work.aside.items()]
    plan.problems = [*_count_problems(plan), *_date_problems(plan, choices.day), *office.doubts(recognized)]
    return plan


def _count_problems(plan):
    """Where group rows and total rows say other numbers than stand there."""
    for group in plan.table.groups:
        if group.announced not in (None, group.found):
            message = f"分组行“{group.label}”写的是 {group.announced}，下面有 {group.found} 行，请核对是否漏行或多行"
            yield Problem(group.number + 1, "", WARNING, message)
    for wrong in plan.table.wrong_sums:
        yield Problem(wrong.number, wrong.letter, WARNING, str(wrong))


def _date_problems(plan, as_of):
    if plan.register.is_dated and not (as_of or plan.table.as_of):
        yield Problem(plan.table.first_row, "", NOTE, f"表里没有写统计日期，按 {plan.on.spoken} 记；不对的话请改统计日期")
