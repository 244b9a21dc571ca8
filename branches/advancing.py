"""Taking a step on the way into the Party: refused when it is too early or the quota is used up, unless it has happened."""

from django.db import transaction

from orgs import parameters
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate, add_months

from . import development, quotas
from .enums import MemberCategory
from .models import Candidate, Member
from .refusal import Refused


def take(candidate, key, day, values, *, as_happened=False, reason="", by, on):
    """Take the step of that key on a day; values: {field: value} of what is written with it. Returns the candidate.

    as_happened: it was done like this, and is written down as it was; the page marks it. Raise Refused.
    """
    step = development.BY_KEY[key]
    with transaction.atomic():
        stored = writing.locked(Candidate, [candidate.pk]).get()
        _demand_open(stored, step, day, on)
        for name, value in values.items():
            setattr(stored, name, value)
        if not as_happened:
            _demand_time(stored, step, day)
        setattr(stored, step.day, PartialDate.of(day.year, day.month, day.day))
        if step.key == "approve":
            stored.member = _admitted(stored)
        rows = [stored.member, stored] if step.key == "approve" else [stored]
        writing.save_all(rows, by=by, title=f"{step.words}：{stored}", reason=reason, touched=_touched(step, values))
    return stored


def _touched(step, values):
    names = {step.day, "member", *values}
    return lambda row: names


def _demand_open(candidate, step, day, on):
    done = getattr(candidate, step.day)
    if done:
        raise Refused(f"这一步刚刚已经登记为 {done.spoken}，不用再办；请刷新看看")
    if candidate.stopped_on:
        raise Refused(f"{candidate.stopped_on.spoken} 已停止培养，不能再办；确要继续，请重新登记申请")
    if day > on:
        raise Refused(f"{day} 还没有到，请填实际办理的日期")
    waits = [need.name for need in step.needs if isinstance(need, development.Wait)]
    last = max((value for name in waits if (value := getattr(candidate, name))), key=lambda value: value.first, default=None)
    if last and day < last.first:
        raise Refused(f"{day} 早于前面的步骤 {last.spoken}，请核对")


def _demand_time(candidate, step, day):
    rules = parameters.as_of(day)
    why = development.reasons(step, development.facts_of(candidate), on=day, rules=rules)
    if why:
        raise Refused(f"还不能{step.words.removeprefix('登记')}：{'；'.join(why)}")
    if step.key == "admit":
        quotas.demand_room(candidate.branch.region, day.year)


def _admitted(candidate):
    """Party membership runs from the admitting meeting, once it is approved. (art. 24 of the members' regulations)"""
    told = {name: getattr(candidate, name) for name in ("name", "sex", "born", "education", "organization")}
    return Member(
        category=MemberCategory.PROBATIONARY, joined_on=candidate.admitted_on, home_branch=candidate.branch, **told
    )


def convert(member, day, *, as_happened=False, reason="", by, on):
    """Decide that a probationary member becomes a full one. Raise Refused: not before the probation has ended."""
    rules = parameters.as_of(day)
    with transaction.atomic():
        stored = _on_probation(member, day, on)
        end = development.probation_end(stored, rules)
        if end and day < end and not as_happened:
            raise Refused(f"预备期 {end} 才满，转正大会不能早于这一天")
        stored.category, stored.full_since = MemberCategory.FULL, _written(day)
        return _saved(stored, f"转正：{stored}", reason, by, "category", "full_since")


def extend(member, until, day, *, reason="", by, on):
    """Extend the probation, once, by 6 to 12 months. Raise Refused."""
    rules = parameters.as_of(day)
    with transaction.atomic():
        stored = _on_probation(member, day, on)
        if stored.probation_until:
            raise Refused("预备期只能延长一次，这名党员已经延长过；到期要讨论转正或取消资格")
        end = development.probation_end(stored, rules)
        if end is None:
            raise Refused("没有登记入党时间，先补上再办延长")
        least, most = (add_months(end, rules.number(f"extension_{name}_months")) for name in ("least", "most"))
        if not least <= until <= most:
            raise Refused(f"延长不能少于半年、不能多于一年：请填 {least} 到 {most} 之间的日期")
        stored.probation_until = _written(until)
        return _saved(stored, f"延长预备期：{stored}", reason, by, "probation_until")


def _on_probation(member, day, on):
    stored = writing.locked(Member, [member.pk]).get()
    if stored.category != MemberCategory.PROBATIONARY:
        raise Refused("这名党员已经是正式党员，不用再办；请刷新看看")
    if day > on:
        raise Refused(f"{day} 还没有到，请填实际办理的日期")
    if stored.joined_on and day < stored.joined_on.first:
        raise Refused(f"{day} 早于入党时间 {stored.joined_on.spoken}，请核对")
    return stored


def _saved(member, title, reason, by, *names):
    writing.save_all([member], by=by, title=title, reason=reason, touched=lambda row: names)
    return member


def _written(day):
    return PartialDate.of(day.year, day.month, day.day)
