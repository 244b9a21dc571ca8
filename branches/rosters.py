"""Who is due at a meeting on a day: the members of the branches that hold it, or the committee's post holders."""

from typing import NamedTuple

from django.db.models import Q

from xiaoyi_partybuild.access.dates import in_force

from .enums import Mark, MeetingType, MemberCategory, MemberStatus
from .models import Attendance, Branch, FurtherBranch, Member, Post

GUEST = "参加组织生活"
NOBODY_DUE = frozenset({MeetingType.TALK})  # between two people: whoever talked is written down, nobody is due


class Due(NamedTuple):
    """One line of a fresh roster. key: what the form calls the line; member: None for a post holder."""

    key: str
    member: int | None
    name: str
    standing: str
    has_vote: bool

    def as_attendance(self, meeting):
        return Attendance(
            meeting=meeting, member_id=self.member, name=self.name, standing=self.standing, has_vote=self.has_vote
        )


def due_at(branches, kinds, *, on, viewer):
    """The Dues of these branches as far as the viewer may see them: nobody fills in another branch's roster."""
    if set(kinds) <= NOBODY_DUE:
        return []
    if set(kinds) == {MeetingType.COMMITTEE}:
        return [_of_post(post) for post in _posts(branches, on, viewer)]
    own = [_of_member(member, on) for member in _members(branches, on, viewer)]
    known = {due.member for due in own}
    return own + [guest for guest in _guests(branches, on, viewer) if guest.member not in known]


def _posts(branches, on, viewer):
    return Post.objects.visible_to(viewer).filter(in_force(on), branch__in=branches).order_by("title", "pk")


def _of_post(post):
    return Due(f"p{post.pk}", None, post.name, post.get_title_display(), has_vote=True)


def _members(branches, on, viewer):
    """Those of the home branches who had joined by the day, had not left, and whose membership was not suspended."""
    stays = Q(left_on=None, status=MemberStatus.NORMAL) | Q(left_on__gt=on.isoformat())
    joined = Q(joined_on=None) | Q(joined_on__lte=on.isoformat())
    return Member.objects.visible_to(viewer).filter(stays, joined, home_branch__in=branches).order_by("category", "pk")


def _of_member(member, on):
    """As he stood on the day: probationary members take part and do not vote (Election Regulations 2020, art. 5)."""
    later = member.full_since and member.full_since > on.isoformat()
    is_full = member.category == MemberCategory.FULL and not later
    standing = MemberCategory.FULL if is_full else MemberCategory.PROBATIONARY
    return Due(f"m{member.pk}", member.pk, member.name, standing.label, has_vote=is_full)


def _guests(branches, on, viewer):
    """Members of other branches who take part here: counted and voting at home alone."""
    rows = FurtherBranch.objects.visible_to(viewer).filter(in_force(on), branch__in=branches).select_related("member")
    return [Due(f"m{row.member_id}", row.member_id, row.member.name, GUEST, has_vote=False) for row in rows]


def counts(lines):
    """{field of Meeting: number} that a roster's lines add up to; a guest is counted at home, not here."""
    due = [line for line in lines if line.mark != Mark.NOT_DUE and line.standing != GUEST]
    present = [line for line in due if line.mark == Mark.PRESENT]
    return {
        "due_count": len(due),
        "present_count": len(present),
        "voting_due": sum(line.has_vote for line in due),
        "voting_present": sum(line.has_vote for line in present),
    }


def branch_named(name):
    """The Party organization of exactly this name, None for none: a secretary sees no list of other branches."""
    return Branch.objects.filter(name=name).first()
