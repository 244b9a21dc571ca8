"""Whether enough came and enough agreed: the arithmetic of attendance and votes. It marks, it never refuses.

Branch Work Regulations 2018, art. 11 and 12; Election Regulations 2020. The shares are dated settings.
"""

from dataclasses import dataclass
from fractions import Fraction

from .enums import MeetingType

SETTINGS = {MeetingType.GENERAL: "quorum_general", MeetingType.COMMITTEE: "quorum_committee"}
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Quorum:
    """What a meeting of one kind needed and had: of those with a vote, `present` of `due`, at least `share`."""

    due: int
    present: int
    share: Fraction

    @property
    def is_met(self):
        return self.due > 0 and self.present >= self.share * self.due

    @property
    def sentence(self):
        words = f"有表决权的应到 {self.due} 名，实到 {self.present} 名"
        share = f"{self.share.numerator}/{self.share.denominator}"
        return f"{words}，达到应到的 {share}，会议有效。" if self.is_met else f"{words}，不足应到的 {share}。"


def of_meeting(meeting, rules):
    """The Quorum of a meeting that needs one and whose roster is known, otherwise None."""
    setting = next((SETTINGS[kind] for kind in meeting.kinds if kind in SETTINGS), None)
    if setting is None or meeting.voting_due is None or meeting.voting_present is None:
        return None
    return Quorum(meeting.voting_due, meeting.voting_present, rules.share(setting))


@dataclass(frozen=True)
class Result:
    """The outcome of one vote: more than half of those due with a vote must have agreed; an election needs more to come."""

    vote: object
    election_share: Fraction

    @property
    def came_enough(self):
        return not self.vote.is_election or self.vote.voters >= self.election_share * self.vote.due

    @property
    def is_passed(self):
        return self.came_enough and self.vote.ayes > HALF * self.vote.due

    @property
    def sentence(self):
        vote = self.vote
        told = f"赞成 {vote.ayes} 票，反对 {vote.nays} 票，弃权 {vote.abstentions} 票"
        if vote.written:
            told += f"（含会前书面意见 {vote.written} 份）"
        if not self.came_enough:
            share = f"{self.election_share.numerator}/{self.election_share.denominator}"
            return f"{told}；到会 {vote.voters} 名，不足应到 {vote.due} 名的 {share}，选举无效。"
        verdict = "超过半数，通过" if self.is_passed else "未超过半数，没有通过"
        return f"{told}；应到有表决权 {vote.due} 名，赞成{verdict}。"


def of_vote(vote, rules):
    return Result(vote, rules.share("quorum_election"))
