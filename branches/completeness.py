"""What a branch's file (一支部一档) should hold on a day, what is missing, and where it is added: a table."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from xiaoyi_partybuild.access.dates import in_force

from . import membership
from .enums import PostTitle
from .models import Member


@dataclass(frozen=True)
class Wanted:
    """One item of the file. missing(branch, on) → "" or what is missing; add: what is added where, "" for an import."""

    name: str
    missing: Callable
    add: str = ""


def _approval(branch, on):
    return "" if branch.approved_by or branch.approval_number else "没有审批单位和文号"


def _superior(branch, on):
    return "" if branch.superior_id else "没有上级党组织"


def _units(branch, on):
    return "" if branch.coverages.filter(in_force(on)).exists() else "没有覆盖的社会组织"


def _term(branch, on):
    return "" if branch.terms.filter(start__lte=on).exists() else "没有届次"


def _post(branch, on):
    held = branch.posts.filter(in_force(on), title=PostTitle.SECRETARY).exists()
    return "" if held else "没有在任书记"


def _roster(branch, on):
    return "" if membership.counted_in(branch, on=on).exists() else "没有党员名册"


def _particulars(branch, on):
    here = membership.as_of(Member.objects.filter(Q(id_number_index=None) | Q(joined_on=None)), on=on)
    lacking = here.filter(home_on=branch.pk).count()
    return f"{lacking} 名党员没有身份号码或入党时间" if lacking else ""


def _venue(branch, on):
    return "" if branch.venues.filter(in_force(on)).exists() else "没有活动场所"


def _funds(branch, on):
    return "" if branch.funds.filter(year__in=(on.year, on.year - 1)).exists() else "没有今年或去年的经费"


def _dues(branch, on):
    quarter = f"{on.year if on.month > 3 else on.year - 1}"
    return "" if branch.dues_checks.filter(month__startswith=quarter).exists() else "今年没有核对过党费"


WANTED = (
    Wanted("成立批复", _approval),
    Wanted("上级党组织", _superior),
    Wanted("覆盖的社会组织", _units),
    Wanted("届次", _term, "term"),
    Wanted("书记", _post, "post"),
    Wanted("党员名册", _roster, "members"),
    Wanted("党员资料", _particulars, "members"),
    Wanted("活动场所", _venue, "venue"),
    Wanted("经费", _funds, "fund"),
    Wanted("党费核对", _dues, "dues"),
)


def of(branch, *, on):
    """[(Wanted, what is missing or "")]."""
    return [(wanted, wanted.missing(branch, on)) for wanted in WANTED]
