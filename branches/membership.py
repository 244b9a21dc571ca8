"""Who is a member where on a day, full or probationary, away or lost: facts read from dated rows, not from today's state.

A member counts in one branch, where the file is; a relationship on its way counts where it came from until received.
"""

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from xiaoyi_partybuild.access.dates import in_force

from .enums import AbsenceKind, MemberCategory, MemberStatus, TransferState
from .models import Absence, Arrears, Member, Transfer


def as_of(members, *, on):
    """Those who were members on the day, with `home_on`: the branch in which each counted then."""
    return members.filter(belonging(on)).annotate(home_on=_home(on))


def counted_in(branch, *, on):
    """The members of one branch on a day, each once; scoped by the caller where a person asks."""
    return as_of(Member.objects.all(), on=on).filter(home_on=branch.pk)


def belonging(on):
    """Q: admitted by the day, arrived by the day, not gone yet."""
    begun = Q(joined_on=None) | Q(joined_on__lte=on)
    stays = Q(left_on=None, status__in=STAYING) | Q(left_on__gt=on)
    arrived = _received_after(on).filter(from_branch=None)
    return begun & stays & ~Exists(arrived)


STAYING = (MemberStatus.NORMAL, MemberStatus.SUSPENDED)


def full(on):
    """Q: a full member on the day; who was confirmed later was probationary then."""
    return Q(category=MemberCategory.FULL) & (Q(full_since=None) | Q(full_since__lte=on))


def is_full(member, on):
    """The same of one row."""
    return member.category == MemberCategory.FULL and (not member.full_since or member.full_since <= on.isoformat())


def with_state(members, *, on):
    """Annotate `is_floating`, `is_lost` (on the day) and `owes` (dues of some month not settled)."""
    away = Absence.objects.filter(in_force(on), member=OuterRef("pk"))
    owed = Arrears.objects.filter(member=OuterRef("pk"), month__lte=on).filter(Q(settled_on=None) | Q(settled_on__gt=on))
    return members.annotate(
        is_floating=Exists(away.filter(kind=AbsenceKind.FLOATING)),
        is_lost=Exists(away.filter(kind=AbsenceKind.LOST)),
        owes=Exists(owed),
    )


def _received_after(on):
    return Transfer.objects.filter(member=OuterRef("pk"), state=TransferState.RECEIVED, closed_on__gt=on)


def _home(on):
    """Where the first move after the day started from; without one, where the member is now."""
    moves = _received_after(on).filter(from_branch__isnull=False).order_by("closed_on", "pk")
    return Coalesce(Subquery(moves.values("from_branch")[:1]), F("home_branch"), output_field=BigIntegerField())
