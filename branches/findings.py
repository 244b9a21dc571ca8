"""What asks to be done about branches and people: each a rule that says who can close it; gone when the facts change."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from orgs import parameters
from xiaoyi_partybuild.access.scoping import EDIT

from . import standing
from .models import Branch
from .posts import secretary

BAD, WARN = "bad", "warn"
OWN, ABOVE = "own", "above"
CLOSERS = {OWN: "本支部", ABOVE: "上级党组织"}
BRANCHES = "branches"


@dataclass(frozen=True)
class Subject:
    """Rows that findings are about. prepare(rows, on=, rules=) annotates what conditions read; branch: path to the key."""

    model: type
    prepare: Callable
    branch: str


@dataclass(frozen=True)
class Finding:
    """One kind. closer: who can close it, the branch itself or whoever leads it; rule: the sentence with its source.

    condition(on=, rules=) → Q over prepared rows; detail(row, on) and due(row, on) → what a line says.
    """

    key: str
    level: str
    name: str
    of: str
    closer: str
    condition: Callable
    detail: Callable
    due: Callable
    rule: str


@dataclass(frozen=True)
class Item:
    """One thing to do. who: the secretary's name where the branch itself closes it, "" where the body above does."""

    finding: Finding
    subject: object
    detail: str
    due: str
    who: str

    @property
    def address(self):
        return self.subject.get_absolute_url()


def of_standing(name):
    """The condition of that name in standing.py."""
    return lambda *, on, rules: standing.conditions(on=on, rules=rules)[name]


def days_since(day, on):
    return (on - day.last).days


def _branches(rows, *, on, rules):
    return standing.with_standing(rows.existing(on=on), on=on, rules=rules)


SUBJECTS = {BRANCHES: Subject(Branch, _branches, "pk")}

KINDS = (
    Finding(
        "overdue",
        BAD,
        "换届逾期",
        BRANCHES,
        OWN,
        of_standing("overdue"),
        lambda row, on: f"逾期 {days_since(row.term_due, on)} 天",
        lambda row, on: "已过",
        "任期届满没有换届，也没有批准延期（支部工作条例第二十一条）",
    ),
    Finding(
        "vacant",
        BAD,
        "书记空缺",
        BRANCHES,
        ABOVE,
        of_standing("vacant"),
        lambda row, on: "没有在任书记",
        lambda row, on: "尽快",
        "覆盖着社会组织的党组织没有在任书记（支部工作条例第二十二条）",
    ),
    Finding(
        "large_joint",
        WARN,
        "联合超限",
        BRANCHES,
        ABOVE,
        of_standing("large_joint"),
        lambda row, on: f"覆盖 {row.units} 家",
        lambda row, on: "年内",
        "联合党支部覆盖单位一般不超过 5 个（支部工作条例第五条）",
    ),
    Finding(
        "due_soon",
        WARN,
        "临近换届",
        BRANCHES,
        OWN,
        of_standing("due_soon"),
        lambda row, on: f"{row.term_due.spoken} 届满",
        lambda row, on: row.term_due.spoken,
        "届满前 6 个月提醒换届（支部工作条例第二十一条）",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def queue_for(user, *, on):
    """What this person can close: of the own branches what they close themselves, of those below what is for the body above.

    The facts decide, not a stored list, so the next holder of the post finds the same queue. Pressing ones first.
    """
    return [item for item in everything_for(user, on=on) if is_for(user, item)]


def is_for(user, item):
    return (item.finding.closer == OWN) == (item.subject.branch_key in own_branches(user, item.subject))


def own_branches(user, row):
    return user.reach(EDIT, type(row).scope.kind).branches


def everything_for(user, *, on, rules=None):
    """All Items within the reach of editing, whoever closes them, in the order of KINDS."""
    rules = rules or parameters.as_of(on)
    found = [item for name in SUBJECTS for item in _items(name, user, on, rules)]
    order = {kind.key: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda item: order[item.finding.key])


def _items(name, user, on, rules):
    """One query for all findings about one model."""
    subject, kinds = SUBJECTS[name], [kind for kind in KINDS if kind.of == name]
    conditions = {f"found_{kind.key}": kind.condition(on=on, rules=rules) for kind in kinds}
    rows = subject.prepare(subject.model.objects.editable_by(user).standing(), on=on, rules=rules)
    rows = rows.annotate(keeper=secretary(on=on, branch=subject.branch), **conditions)
    for row in rows.filter(reduce(or_, conditions.values(), Q())):
        row.branch_key = getattr(row, subject.branch)
        yield from (_item(kind, row, on) for kind in kinds if getattr(row, f"found_{kind.key}"))


def _item(kind, row, on):
    return Item(kind, row, kind.detail(row, on), kind.due(row, on), row.keeper if kind.closer == OWN else "")
