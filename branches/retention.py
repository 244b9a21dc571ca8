"""How long persons stay in the records when nobody asks: what personal-data.md states, as a table that `purge` walks."""

from branches.models import Candidate, Instructor, Member, Post
from xiaoyi_partybuild.access.dates import add_months

YEAR = 12


def _over(day, months, on):
    """Whether so many months have passed since a date, counted from the last day it can mean."""
    return bool(day) and add_months(day.last, months) < on


def members(on):
    return [row for row in Member._base_manager.exclude(left_on=None) if _over(row.left_on, 5 * YEAR, on)]


def phones_of_former_posts(on):
    return [row for row in Post._base_manager.exclude(end=None).exclude(phone="") if _over(row.end, 0, on)]


def instructors(on):
    return [row for row in Instructor._base_manager.prefetch_related("assignments") if _served_long_ago(row, on)]


def _served_long_ago(row, on):
    ends = [assignment.end for assignment in row.assignments.all()]
    return bool(ends) and all(_over(end, 5 * YEAR, on) for end in ends)


def candidates(on):
    return [row for row in Candidate._base_manager.exclude(stopped_on=None) if _over(row.stopped_on, 2 * YEAR, on)]


# (what it is, the rows whose time is over on a day, the fields to empty; None for everything that says who it is)
TERMS = (
    ("离开 5 年以上的党员", members, None),
    ("离任者的电话", phones_of_former_posts, ("phone",)),
    ("期满 5 年以上的党建指导员", instructors, None),
    ("停止培养 2 年以上的发展对象", candidates, None),
)
