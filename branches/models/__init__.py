"""Party organizations, whom they cover, who belongs to them, who is sent to help, and what they do."""

from .instructors import Assignment, Instructor
from .meetings import Meeting, Participation
from .members import FurtherBranch, Member
from .organizations import Branch, Coverage, Post, ServedUnit, Term

__all__ = [
    "Assignment",
    "Branch",
    "Coverage",
    "FurtherBranch",
    "Instructor",
    "Meeting",
    "Member",
    "Participation",
    "Post",
    "ServedUnit",
    "Term",
]
