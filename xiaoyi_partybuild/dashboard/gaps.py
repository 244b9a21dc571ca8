"""What has to be done, as of a day: each line names its subject, who acts, by when, and the list of all of its kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from branches import coverage, findings, standing
from branches.findings import BAD, WARN
from branches.models import Assignment
from branches.posts import secretary
from xiaoyi_partybuild.access.dates import add_months, in_force

NAMED = 2
ORGANIZATIONS, BRANCHES = "organizations", "branches"


@dataclass(frozen=True)
class Kind:
    """A kind of gap: whose condition finds it and what its line says. `named`: rows are shown one by one up to NAMED."""

    level: str
    name: str
    of: str
    show: str
    detail: Callable
    due: Callable
    named: bool = True


@dataclass(frozen=True)
class Gap:
    """One line: about `subject`, or about all `total` rows of the kind."""

    kind: Kind
    detail: str
    who: str
    due: str
    subject: object = None
    total: int = 0


def of_branches(key, *, due, named=True):
    """The gap that a finding about branches is; its line here is shorter."""
    found = findings.BY_KEY[key]
    return Kind(found.level, found.name, BRANCHES, found.key, lambda row, on: found.detail(row, on, None), due, named)


KINDS = (
    Kind(BAD, "应建未建", ORGANIZATIONS, "owing", lambda row, on: f"正式党员 {row.full_members} 名", lambda on: "尽快"),
    of_branches("overdue", due=lambda on: "已过"),
    of_branches("vacant", due=lambda on: "尽快"),
    Kind(WARN, "没有工作覆盖", ORGANIZATIONS, "unreached", lambda row, on: "无党组织、指导员、群团组织", lambda on: "尽快"),
    of_branches("large_joint", due=lambda on: "年内"),
    Kind(WARN, "本期没有活动", ORGANIZATIONS, "inactive", lambda row, on: "", lambda on: month_end(on), named=False),
    Kind(WARN, "联合应转单独", ORGANIZATIONS, "joint_to_sole", lambda row, on: "", lambda on: "年内", named=False),
    of_branches("due_soon", due=lambda on: "届满前", named=False),
)


def month_end(on):
    return str(add_months(on, 1).replace(day=1) - date.resolution)


@dataclass(frozen=True)
class Gaps:
    lines: tuple
    total: int


def collect(facts, tally, branches, *, on, rules):
    """Everything to be done, the pressing kinds first.

    facts: organizations that carry their facts; tally: counts the same ones; branches: Party organizations.
    """
    standings = standing.with_standing(branches.existing(on=on), on=on, rules=rules).annotate(keeper=secretary(on=on))
    conditions = {ORGANIZATIONS: coverage.CONDITIONS, BRANCHES: standing.conditions(on=on, rules=rules)}
    rows = {ORGANIZATIONS: facts.annotate(keeper=_instructor(on)), BRANCHES: standings}
    found = [(kind, rows[kind.of].filter(conditions[kind.of][kind.show])) for kind in KINDS]
    counted = [(kind, some, tally[kind.show] if kind.of == ORGANIZATIONS else some.count()) for kind, some in found]
    lines = tuple(line for kind, some, total in counted for line in _lines(kind, some, total, on))
    return Gaps(lines, sum(total for _, _, total in counted))


def _lines(kind, found, total, on):
    """The first rows by name; a line for all of them when there are more, or when the kind is not shown by name."""
    named = list(found[:NAMED]) if kind.named and total else []
    for row in named:
        yield Gap(kind, kind.detail(row, on), row.keeper or settings.OFFICE_NAME, kind.due(on), subject=row)
    if total > len(named):
        yield Gap(kind, "", settings.OFFICE_NAME, kind.due(on), total=total)


def _instructor(on):
    """The instructor on duty, else the body that leads Party building in the organization."""
    sent = Assignment.objects.filter(in_force(on), organization=OuterRef("pk")).order_by("-start")
    return Coalesce(Subquery(sent.values("instructor__name")[:1]), F("leading_body"), output_field=CharField())
