"""Party organizations, whom they cover, who belongs to them, who is sent to help, and what they do."""

from .campaigns import Brand, Education
from .development import Candidate, Quota, Review
from .instructors import Assignment, Instructor
from .lifecycle import Procedure
from .meetings import JointBranch, Meeting, Participation
from .members import FurtherBranch, Member
from .moves import Absence, Arrears, DuesCheck, Transfer
from .organizations import Branch, Coverage, Post, ServedUnit, Term
from .papers import Draft, Paper
from .places import Fund, PartyGroup, Venue
from .rosters import Attendance, Vote

__all__ = [
    "Absence",
    "Arrears",
    "Assignment",
    "Attendance",
    "Branch",
    "Brand",
    "Candidate",
    "Coverage",
    "Draft",
    "DuesCheck",
    "Education",
    "Fund",
    "FurtherBranch",
    "Instructor",
    "JointBranch",
    "Meeting",
    "Member",
    "Paper",
    "Participation",
    "PartyGroup",
    "Post",
    "Procedure",
    "Quota",
    "Review",
    "ServedUnit",
    "Term",
    "Transfer",
    "Venue",
    "Vote",
]
