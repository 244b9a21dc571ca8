"""Which step on the way into the Party may come when, and why not yet: one table, read by pages and by SQL.

(Rules for Admitting Members, 2014, art. 5-32; the waiting times are dated settings, orgs/rule_numbers.py)
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import reduce
from operator import and_

from django.db.models import Q

from xiaoyi_partybuild.access.dates import add_months

from .conditions import holds
from .enums import MemberCategory, Special
from .models import Candidate


@dataclass(frozen=True)
class Wait:
    """An earlier step is done, and since then so many months have passed (`setting`; "" for none)."""

    name: str
    setting: str = ""
    in_years: bool = False

    def months(self, rules):
        return rules.number(self.setting) * (12 if self.in_years else 1) if self.setting else 0

    def condition(self, *, on, rules):
        return Q(**{f"{self.name}__lte": add_months(on, -self.months(rules)).isoformat()})

    def opens(self, facts, rules):
        """The first day on which it is met; None while the earlier step is missing."""
        return add_months(facts[self.name].first, self.months(rules)) if facts[self.name] else None

    def missing(self, facts, rules):
        label = label_of(self.name)
        if not facts[self.name]:
            return f"还没有{label}"
        return f"{label}是 {facts[self.name].spoken}，{self.opens(facts, rules)} 起才可以"


@dataclass(frozen=True)
class Named:
    """So many names are written, divided by 、"""

    name: str
    several: bool = False

    def condition(self, *, on, rules):
        return Q(**{f"{self.name}__contains": "、"}) if self.several else ~Q(**{self.name: ""})

    def opens(self, facts, rules):
        return None

    def missing(self, facts, rules):
        return f"还没有写{label_of(self.name)}{'（两名，用顿号分开）' if self.several else ''}"


@dataclass(frozen=True)
class Enough:
    """A number reaches the setting."""

    name: str
    setting: str

    def condition(self, *, on, rules):
        return Q(**{f"{self.name}__gte": rules.number(self.setting)})

    def opens(self, facts, rules):
        return None

    def missing(self, facts, rules):
        return f"{label_of(self.name)}要满 {rules.number(self.setting)} 天，现在是 {facts[self.name] or 0} 天"


@dataclass(frozen=True)
class Lasting:
    """A temporary branch admits nobody. (Branch Work Regulations 2018, art. 8)"""

    def condition(self, *, on, rules):
        return ~Q(branch__special=Special.TEMPORARY)

    def opens(self, facts, rules):
        return None

    def missing(self, facts, rules):
        return "临时党支部不发展党员，请把人转到所属的党组织"


@dataclass(frozen=True)
class Step:
    """One step: the date it fills, what else is written with it, what must hold on its day."""

    key: str
    words: str
    day: str
    needs: tuple
    also: tuple = field(default=())


STEPS = (
    Step("talk", "登记谈话", "talked_on", (Wait("applied_on"),)),
    Step(
        "activist",
        "确定为入党积极分子",
        "activist_on",
        (Wait("talked_on"), Wait("born", "applicant_age", in_years=True)),
        ("trainers",),
    ),
    Step("target", "列为发展对象", "target_on", (Wait("activist_on", "activist_months"), Named("trainers")), ("sponsors",)),
    Step("train", "登记短期集中培训", "trained_on", (Wait("target_on"),), ("training_days",)),
    Step("vet", "登记政治审查", "vetted_on", (Wait("target_on"),)),
    Step(
        "prereview",
        "登记党委预审",
        "prereviewed_on",
        (Wait("trained_on"), Enough("training_days", "training_days"), Wait("vetted_on"), Named("sponsors", several=True)),
    ),
    Step("admit", "登记接收大会", "admitted_on", (Wait("prereviewed_on"), Lasting())),
    Step("approve", "登记党委审批", "approved_on", (Wait("admitted_on"),)),
)
BY_KEY = {step.key: step for step in STEPS}
STAGES = (("admitted_on", "预备党员"), ("target_on", "发展对象"), ("activist_on", "入党积极分子"))
FIRST_STAGE = "入党申请人"


def label_of(name):
    return str(Candidate._meta.get_field(name).verbose_name).removesuffix("时间").removesuffix("日期")


def facts_of(candidate):
    """What the table reads of one row."""
    names = {name.name for step in STEPS for name in step.needs if hasattr(name, "name")}
    return {name: getattr(candidate, name) for name in names} | {"branch__special": candidate.branch.special}


def reasons(step, facts, *, on, rules):
    """Why not on that day; empty when the step may come."""
    return [need.missing(facts, rules) for need in step.needs if not holds(need.condition(on=on, rules=rules), facts)]


def ready(step, *, on, rules):
    """The same as Q: candidates still on the way for whom the step may come on that day."""
    waiting = Q(**{step.day: None, "stopped_on": None})
    return reduce(and_, (need.condition(on=on, rules=rules) for need in step.needs), waiting)


def next_steps(candidate):
    """The steps not taken yet that are first in their line: those whose earlier dates stand."""
    if candidate.stopped_on:
        return []
    open_steps = [step for step in STEPS if not getattr(candidate, step.day)]
    return open_steps[:2] if open_steps and open_steps[0].key == "train" else open_steps[:1]


def early(candidate, *, rules):
    """(step, reasons) of steps that were taken sooner than the table says: written down as they happened, and marked."""
    facts = facts_of(candidate)
    taken = [(step, getattr(candidate, step.day)) for step in STEPS]
    found = [(step, reasons(step, facts, on=day.last, rules=rules)) for step, day in taken if day]
    return [(step, why) for step, why in found if why]


def stage(candidate, *, on):
    """The word for where somebody stood on a day."""
    day = on.isoformat()
    return next((word for name, word in STAGES if (getattr(candidate, name) or "9") <= day), FIRST_STAGE)


def at_stage(name, *, on):
    """Q for those in a stage on a day: its date has come, the next one's has not; nobody who stopped."""
    day, names = on.isoformat(), [date for date, _ in STAGES]
    later = names[: names.index(name)]
    reached = Q(**{f"{name}__lte": day}) & (Q(stopped_on=None) | Q(stopped_on__gt=day))
    return reduce(and_, (Q(**{each: None}) | Q(**{f"{each}__gt": day}) for each in later), reached)


# The last stretch is a member's: one year from the admitting meeting, or until the extension ends. (art. 32)


def probation_end(member, rules):
    """The first day on which conversion may be decided; None when nobody knows when the member was admitted."""
    if member.probation_until:
        return member.probation_until.last
    return add_months(member.joined_on.first, rules.number("probation_months")) if member.joined_on else None


def probation_ended(*, on, rules):
    """The same as Q over members."""
    return probation_ends_within(0, on=on, rules=rules)


def probation_ends_within(days, *, on, rules):
    """Q over probationary members whose probation ends within so many days, or has ended."""
    on += timedelta(days)
    admitted = add_months(on, -rules.number("probation_months")).isoformat()
    ended = Q(probation_until__lte=on.isoformat()) | Q(probation_until=None, joined_on__lte=admitted)
    return Q(category=MemberCategory.PROBATIONARY) & ended
