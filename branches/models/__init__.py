"""Party organizations, whom they cover, who belongs to them, who is sent to help, and what they do."""

from .campaigns import Brand, Education
from .instructors import Assignment, Instructor
from .meetings import JointBranch, Meeting, Participation
from .members import FurtherBranch, Member
from .organizations import Branch, Coverage, Post, ServedUnit, Term
from .papers import Draft, Paper
from .rosters import Attendance, Vote

__all__ = [
    "Assignment",
    "Attendance",
    "Branch",
    "Brand",
    "Coverage",
    "Draft",
    "Education",
    "FurtherBranch",
    "Instructor",
    "JointBranch",
    "Meeting",
    "Member",
    "Paper",
    "Participation",
    "Post",
    "ServedUnit",
    "Term",
    "Vote",
]
