"""A record's way from the branch to its superior: a table of acts. What is not in the table cannot be done.

The branch writes, files and corrects; the body above accepts, returns and unlocks, each with a reason where the branch has
to do something again. Records of a month lock some days after its end; a late record of what really happened still goes in.
"""

from datetime import timedelta
from typing import NamedTuple

from xiaoyi_partybuild.access.scoping import EDIT

from .enums import MeetingState
from .models import Meeting
from .periods import Every, containing

OWN, ABOVE = "own", "above"
DRAFT, SUBMITTED, RETURNED, ACCEPTED, VOID = MeetingState
FILED = (SUBMITTED, ACCEPTED)


class Act(NamedTuple):
    """Who may do it from which states, and what becomes of the record. needs: "" | "unlocked" | "locked" | "open".

    words: what its button says; done: what the page says afterwards.
    """

    name: str
    words: str
    done: str
    side: str
    before: tuple
    after: MeetingState | None
    needs: str = ""
    asks_why: bool = False

    @property
    def why(self):
        return f"{self.words.removesuffix('并说明')}的原因"


ACTS = {
    act.name: act
    for act in (
        Act("edit", "修改记录", "已保存", OWN, (DRAFT, RETURNED, SUBMITTED), None, needs="unlocked"),
        Act("reopen", "修改记录", "已保存", OWN, (ACCEPTED,), SUBMITTED, needs="open"),
        Act("file", "提交记录", "已提交", OWN, (DRAFT, RETURNED), SUBMITTED),
        Act("void", "作废这份记录", "已作废", OWN, (DRAFT, RETURNED), VOID),
        Act("accept", "接受记录", "已接受", ABOVE, (SUBMITTED,), ACCEPTED),
        Act("return", "退回并说明", "已退回", ABOVE, FILED, RETURNED, asks_why=True),
        Act("unlock", "解锁并说明", "已解锁", ABOVE, FILED, None, needs="locked", asks_why=True),
    )
}


def sides(person, meeting):
    """On which sides of a record this person stands: of the branch that writes, of the body above it."""
    reach = person.reach(EDIT, Meeting.scope.kind)
    branch = meeting.branch
    if branch is None:
        return {OWN, ABOVE} if _holds_region(reach, meeting.instructor.region) else set()
    own = {branch.pk, *(joint.branch_id for joint in meeting.joint_branches.all() if joint.is_listed)} & reach.branches
    above = _holds_region(reach, branch.region) or branch.superior_id in reach.branches
    return ({OWN} if own or above else set()) | ({ABOVE} if above else set())


def _holds_region(reach, region):
    return reach.everything or any(region.code.startswith(code) for code in reach.regions)


def is_locked(meeting, *, on, rules):
    """Filed, and the days of grace after its month are over, unless it was unlocked until today or later."""
    if meeting.state not in FILED or (meeting.unlocked_until and meeting.unlocked_until >= on):
        return False
    return on > locks_after(meeting, rules)


def locks_after(meeting, rules):
    """The last day on which the branch may still change it by itself."""
    month = containing(meeting.held_on, Every.MONTH)
    return month.last + timedelta(days=rules.number("meeting_lock_days"))


def possible(meeting, person, *, on, rules):
    """The Acts this person may do now, in the table's order."""
    here, locked = sides(person, meeting), is_locked(meeting, on=on, rules=rules)
    is_open = bool(meeting.unlocked_until and meeting.unlocked_until >= on)
    met = {"": True, "unlocked": not locked, "locked": locked, "open": is_open}
    return [act for act in ACTS.values() if act.side in here and meeting.state in act.before and met[act.needs]]


def entered(meeting, *, as_draft, on):
    """Let a record be what it is after its form was sent: a draft stays one until it is filed, what is filed stays filed."""
    if as_draft and meeting.state not in FILED and meeting.state != RETURNED:
        meeting.state = DRAFT
    elif not (as_draft and meeting.state == RETURNED):
        meeting.state, meeting.reason, meeting.filed_on = SUBMITTED, "", on


def may(name, meeting, person, *, on, rules):
    return ACTS[name] in possible(meeting, person, on=on, rules=rules)
