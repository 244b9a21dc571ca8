"""Whether dues were paid, month by month: a branch checks the month, who is ticked is in arrears, nobody's wage is asked."""

from xiaoyi_partybuild.access import writing
from xiaoyi_partybuild.access.dates import PartialDate, add_months

from . import membership
from .models import Arrears, DuesCheck, Member


def payers(branch, month, *, by):
    """The members the branch had at the end of the month."""
    return membership.as_of(Member.objects.visible_to(by), on=month.last).filter(home_on=branch.pk).order_by("pk")


def owing(branch, month, *, by):
    """Of them those who had not paid, and have not since."""
    unpaid = Arrears.objects.filter(month=month, settled_on=None).values("member")
    return payers(branch, month, by=by).filter(pk__in=unpaid)


def check(branch, month, found, *, by, on):
    """Store who has not paid the month; who was in arrears and is not any more has settled today."""
    members, owes = list(payers(branch, month, by=by)), {member.pk for member in found}
    known = {row.member_id: row for row in Arrears.objects.filter(month=month, member__in=members)}
    rows = [Arrears(member=member, month=month) for member in members if member.pk in owes - known.keys()]
    for pk, row in known.items():
        row.settled_on = None if pk in owes else row.settled_on or on
    checked = DuesCheck.objects.filter(branch=branch, month=month).exists()
    rows += [*known.values(), *([] if checked else [DuesCheck(branch=branch, month=month)])]
    return writing.save_all(rows, by=by, title=f"{branch}{month.spoken}党费核对")


def months(branch, *, on, most):
    """(month, whether it was checked, how many still owe), the newest first."""
    checked = set(DuesCheck.objects.filter(branch=branch).values_list("month", flat=True))
    owed = list(Arrears.objects.filter(member__home_branch=branch, settled_on=None).values_list("month", flat=True))
    days = [add_months(on.replace(day=1), -back) for back in range(most)]
    names = [PartialDate.of(day.year, day.month) for day in days]
    return [(name, name in checked, owed.count(name)) for name in names]
