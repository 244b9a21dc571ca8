"""The civil-affairs register held against the Party ledger: what agrees, what differs, what only one of them has.

The register is what is stored; what the ledger said was noted row by row. Both are compared whenever somebody looks, so that
a correction counts at once. A difference that somebody decided is not asked about again while both sides say the same.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import in_force

from . import naming, regions
from .enums import GONE
from .models import Decision, FormerName, Organization, StatusPeriod

FIELDS = {
    "name": "社会组织名称",
    "credit_code": "统一社会信用代码",
    "certificate_number": "登记证号",
    "type": "社会组织类型",
    "region": "所属区域",
    "legal_representative": "法定代表人",
    "supervising_unit": "业务主管单位",
}
STATE = "state"  # whether it is registered at all
LABELS = FIELDS | {STATE: "登记状态"}
LISTED, ELSEWHERE, NOT_YET = "列在台账里", "在外登记", "还没有登记"


class Result(models.TextChoices):
    SAME = "same", "一致"
    DIFFERENT = "different", "有出入"
    HERE = "here", "只在名册"
    THERE = "there", "只在台账"
    AGAIN = "again", "台账里重复"


@dataclass(frozen=True)
class Difference:
    """One field of which both sides say something else; `decision` when somebody said which is right."""

    name: str
    register: str
    ledger: str
    decision: Decision | None = None

    @property
    def label(self):
        return LABELS[self.name]


@dataclass(frozen=True)
class Line:
    """An organization of the register, a row of the ledger, or both."""

    result: Result
    organization: Organization | None = None
    row: int | None = None
    said: dict = field(default_factory=dict)
    differences: tuple = ()

    @property
    def title(self):
        return self.organization.name if self.organization else self.said.get("name") or self.said.get("credit_code")

    @property
    def is_open(self):
        return any(one.decision is None for one in self.differences)


@dataclass(frozen=True)
class Outcome:
    """All lines, the ledger's first; the counts add up to the register and to the ledger's rows."""

    lines: tuple

    @property
    def counts(self):
        """{result: lines}."""
        found = Counter(line.result for line in self.lines)
        return {result: found[result] for result in Result}

    @property
    def open(self):
        """How many lines hold a difference nobody has decided."""
        return sum(line.is_open for line in self.lines)

    @property
    def registered(self):
        """How many of the register, as of the ledger's day, the lines are about."""
        return sum(
            line.organization is not None and line.result != Result.AGAIN and not _is_gone(line) for line in self.lines
        )

    @property
    def gone(self):
        """How many of the ledger's are no longer on the register, or not on it."""
        return sum(line.result != Result.AGAIN and _is_gone(line) for line in self.lines)

    @property
    def rows(self):
        return sum(line.row is not None for line in self.lines)


def _is_gone(line):
    return any(one.name == STATE for one in line.differences)


class Register:
    """What is stored as of a day, as far as a person reaches, with the ways of finding it; six queries."""

    def __init__(self, *, by, on):
        visible = Organization.objects.visible_to(by)
        self.known = {row.pk: row for row in visible.select_related("region")}
        self.listed = set(visible.registered(on=on).values_list("pk", flat=True))
        self.reasons = self._reasons(visible, on)
        self.codes = {row.credit_code: row.pk for row in self.known.values() if row.credit_code}
        merged = Organization.objects.merged_away(by).exclude(credit_code=None)
        self.codes |= dict(merged.values_list("credit_code", "merged_into"))
        self.certificates = self._unique((one.certificate_number, pk) for pk, one in self.known.items())
        self.names = self._unique((one.name, pk) for pk, one in self.known.items())
        former = FormerName.objects.filter(organization__in=visible.order_by().values("pk"))
        self.former = self._unique(former.values_list("name", "organization"))
        decided = Decision.objects.visible_to(by).select_related("by")
        self.decided = {(one.organization_id, one.field, one.in_register, one.in_ledger): one for one in decided}

    def _reasons(self, visible, on):
        """{key: why} for those that are not on the register on the day."""
        absent = {pk: row for pk, row in self.known.items() if pk not in self.listed}
        found = {pk: ELSEWHERE if row.registered_elsewhere else NOT_YET for pk, row in absent.items()}
        periods = StatusPeriod.objects.filter(
            in_force(on), organization__in=visible.order_by().values("pk"), status__in=GONE
        )
        return found | {one.organization_id: one.get_status_display() for one in periods}

    @staticmethod
    def _unique(pairs):
        """{folded text: key} of what only one organization bears."""
        pairs = {(naming.fold(text), pk) for text, pk in pairs if text}
        shared = Counter(text for text, _ in pairs)
        return {text: pk for text, pk in pairs if shared[text] == 1}

    def find(self, said):
        """The organization a row means: by code, by certificate number, by name, by a former name."""
        ways = (
            (self.codes, said.get("credit_code")),
            (self.certificates, naming.fold(said.get("certificate_number") or "")),
            (self.names, naming.fold(said.get("name") or "")),
            (self.former, naming.fold(said.get("name") or "")),
        )
        found = (way.get(text) for way, text in ways if text)
        return self.known.get(next((pk for pk in found if pk in self.known), None))

    def differences(self, organization, said):
        pairs = [(name, stored(organization, name), said[name]) for name in FIELDS if said.get(name)]
        pairs = [pair for pair in pairs if not _alike(*pair, organization)]
        if organization.pk not in self.listed:
            pairs.append((STATE, self.reasons[organization.pk], LISTED))
        return tuple(Difference(*pair, self.decided.get((organization.pk, *pair))) for pair in pairs)


def stored(organization, name):
    """What the register says, in words."""
    display = getattr(organization, f"get_{name}_display", None)
    return str(display() if display else getattr(organization, name) or "")


def _alike(name, mine, theirs, organization):
    if name == "region":
        return theirs == organization.region.code or mine in regions.spellings(theirs)
    return naming.fold(mine) == naming.fold(theirs)


def compare(rows, *, by, on):
    """The Outcome of holding a ledger's rows against the register as of a day. rows: as Comparison keeps them."""
    register, lines, met = Register(by=by, on=on), [], set()
    for row in rows:
        organization = register.find(row["said"])
        lines.append(_line(register, organization, row, organization is not None and organization.pk in met))
        met.add(organization.pk if organization else None)
    missing = (register.known[pk] for pk in register.known if pk in register.listed - met)
    return Outcome((*lines, *(Line(Result.HERE, one) for one in missing)))


def _line(register, organization, row, is_again):
    about = {"row": row["row"], "said": row["said"]}
    if organization is None:
        return Line(Result.THERE, **about)
    if is_again:
        return Line(Result.AGAIN, organization, **about)
    differences = register.differences(organization, row["said"])
    return Line(Result.DIFFERENT if differences else Result.SAME, organization, differences=differences, **about)


# --- deciding


def decide(organization, told, side, *, by, at):
    """Remember which side is right; told: (field, what the register says, what the ledger says). Deciding again replaces."""
    name, mine, theirs = told
    known = Decision.objects.filter(organization=organization, field=name, in_register=mine, in_ledger=theirs).first()
    decision = known or Decision(organization=organization, field=name, in_register=mine, in_ledger=theirs)
    decision.side, decision.by_id, decision.at = side, by.pk, at
    return writing.save(decision, by=by)


def recognize(organization, name, *, by):
    """From now on the register knows an organization by this name, too."""
    return writing.save(FormerName(organization=organization, name=name), by=by, reason="两册核对时认出")
