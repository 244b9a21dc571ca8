"""Founding, adjusting and abolishing Party organizations: one table says which act may come when and from whose side.

Proposal → reply (within a month) → election → filing. (Branch Work Regulations 2018, art. 6-7)
"""

from dataclasses import dataclass

from django.db import transaction

from orgs import parameters
from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate, add_months
from xiaoyi_partybuild.access.scoping import EDIT

from . import membership
from .enums import Level, PostTitle, ProcedureKind, ProcedureState
from .models import Branch, Post, Procedure, Term
from .refusal import Refused

OWN, ABOVE = "own", "above"
SIDES = {OWN: "申请的一方", ABOVE: "上级党组织"}
EVERY = frozenset(ProcedureKind)
ESTABLISH = frozenset({ProcedureKind.ESTABLISH})
PROPOSED, APPROVED, ELECTED, FILED = (
    ProcedureState.PROPOSED,
    ProcedureState.APPROVED,
    ProcedureState.ELECTED,
    ProcedureState.FILED,
)


@dataclass(frozen=True)
class Act:
    """From which states of which kinds an act leads where. side: who does it; day, number: the fields it fills."""

    key: str
    words: str
    start: frozenset
    end: str
    side: str
    day: str
    number: str = ""
    kinds: frozenset = EVERY


ACTS = (
    Act("approve", "批复同意", frozenset({PROPOSED}), APPROVED, ABOVE, "replied_on", "reply_number"),
    Act("decline", "批复不同意", frozenset({PROPOSED}), ProcedureState.DECLINED, ABOVE, "replied_on", "reply_number"),
    Act("withdraw", "撤回申请", frozenset({PROPOSED}), ProcedureState.WITHDRAWN, OWN, ""),
    Act("elect", "登记选举结果", frozenset({APPROVED}), ELECTED, OWN, "elected_on", "election_number", ESTABLISH),
    Act("file", "登记备案", frozenset({ELECTED}), FILED, ABOVE, "filed_on", "filing_number", ESTABLISH),
    Act("file", "登记备案", frozenset({APPROVED}), FILED, ABOVE, "filed_on", "filing_number", EVERY - ESTABLISH),
)


def possible(procedure, user):
    """The acts this person may do now."""
    return [act for act in ACTS if _fits(act, procedure) and may(act, procedure, user)]


def waits_for(procedure):
    """Whose turn it is, in words; "" when nothing is left to do."""
    sides = {act.side for act in ACTS if _fits(act, procedure) and act.key != "withdraw"}
    return "".join(SIDES[side] for side in sides)


def may(act, procedure, user):
    """The side above is whoever looks after the superior; without one, whoever looks after the region."""
    if not Procedure.objects.editable_by(user).filter(pk=procedure.pk).exists():
        return False
    return act.side == OWN or is_above(procedure, user)


def is_above(procedure, user):
    if procedure.superior_id:
        return Branch.objects.editable_by(user).filter(pk=procedure.superior_id).exists()
    below = {procedure.branch_id, procedure.branch and procedure.branch.further_manager_id}
    return below.isdisjoint(user.reach(EDIT, Procedure.scope.kind).branches)


def perform(procedure, key, values, *, by, on):
    """Do an act with {field: value}; returns the procedure. Raise Refused: not from here, not now, not with these values."""
    with transaction.atomic():
        stored = writing.locked(Procedure, [procedure.pk]).get()
        act = _act(stored, key, by)
        for name, value in values.items():
            setattr(stored, name, value)
        _demand_order(stored, act, on)
        stored.state = act.end
        effects = EFFECTS.get((stored.kind, key), _nothing)(stored, on)
        writing.save_all([*effects, stored], by=by, title=f"{act.words}：{stored}")
    return stored


def _fits(act, procedure):
    return procedure.state in act.start and procedure.kind in act.kinds


def _act(procedure, key, by):
    found = [act for act in ACTS if act.key == key and _fits(act, procedure)]
    if not found:
        raise Refused(f"这件事现在是“{procedure.get_state_display()}”，不能再办这一步；请刷新看看最新进度")
    if not may(found[0], procedure, by):
        raise Refused(f"这一步由{SIDES[found[0].side]}办理")
    return found[0]


ORDER = ("proposed_on", "replied_on", "elected_on", "filed_on")


def _demand_order(procedure, act, on):
    day = getattr(procedure, act.day) if act.day else None
    if act.day and day is None:
        raise Refused("没有填写日期，请补上")
    if day and day > on:
        raise Refused(f"{day} 还没有到，请填实际办理的日期")
    known = [value for name in ORDER[: ORDER.index(act.day) if day else 0] if (value := getattr(procedure, name))]
    if known and day < max(known):
        raise Refused(f"{day} 早于上一步的日期 {max(known)}，请核对")


def _nothing(procedure, on):
    return ()


def _found(procedure, on):
    """The reply founds the branch."""
    if Branch.objects.filter(name=procedure.name).exists():
        raise Refused(f"已经有名为“{procedure.name}”的党组织，请退回改名")
    named = {name: getattr(procedure, name) for name in ("name", "level", "special", "region", "superior")}
    branch = Branch(start=_full(procedure.replied_on), approval_number=procedure.reply_number, **named)
    branch.approved_by = str(procedure.superior or "")[:100]
    procedure.branch = branch
    return (branch,)


def _adjust(procedure, on):
    branch = procedure.branch
    if Branch.objects.filter(name=procedure.name).exclude(pk=branch.pk).exists():
        raise Refused(f"已经有名为“{procedure.name}”的党组织，请退回改名")
    for name in ("name", "level", "special", "superior"):
        setattr(branch, name, getattr(procedure, name))
    return (branch,)


def _abolish(procedure, on):
    """No member without a branch: they are transferred first. Posts end with the branch."""
    branch, day = procedure.branch, _full(procedure.replied_on)
    left = membership.counted_in(branch, on=procedure.replied_on).count()
    if left:
        raise Refused(f"还有 {left} 名党员在这个党组织，请先转接组织关系，再批复撤销")
    branch.end = day
    posts = list(branch.posts.filter(end=None))
    for post in posts:
        post.end = day
    return (branch, *posts)


def _elect(procedure, on):
    """A new term begins, and the elected secretary's post."""
    day, rules = procedure.elected_on, parameters.as_of(on)
    years = rules.number("committee_term_years" if procedure.level == Level.COMMITTEE else "term_years")
    term = Term(branch=procedure.branch, number=1, start=_full(day), due=_full(add_months(day, 12 * years)))
    post = Post(branch=procedure.branch, title=PostTitle.SECRETARY, name=procedure.elected_secretary, start=_full(day))
    return (term, post)


def _full(day):
    return PartialDate.of(day.year, day.month, day.day)


EFFECTS = {
    (ProcedureKind.ESTABLISH, "approve"): _found,
    (ProcedureKind.ADJUST, "approve"): _adjust,
    (ProcedureKind.ABOLISH, "approve"): _abolish,
    (ProcedureKind.ESTABLISH, "elect"): _elect,
}
