"""Who has not reported a kind of meeting in a period, whom to tell, and the words to tell them: to copy, not to nag."""

from dataclasses import dataclass
from datetime import timedelta

from orgs import parameters
from xiaoyi_partybuild.access.dates import read

from . import meetings
from .enums import MeetingType
from .models import Branch
from .periods import Every, Period, containing
from .posts import secretary


@dataclass(frozen=True)
class Page:
    """branches: those short of the kind, with `due`, `held`, `missing`, `keeper`; by_when: the last day of grace."""

    kind: MeetingType
    kinds: list
    period: Period
    before: Period
    by_when: object
    branches: list
    total: int

    @property
    def message(self):
        names = "、".join(branch.name for branch in self.branches)
        year = self.period.first.year
        when = f"{year} 年" if self.period.every == Every.YEAR else f"{year} 年{self.period.label}"
        return (
            f"{names}：\n{when}的{self.kind.label}还没有收到记录。"
            f"已经召开的，请在 {self.by_when.month} 月 {self.by_when.day} 日前补交记录；还没有召开的，请安排召开。"
            "手机登录后点“还要做”里的这一项即可填写，已经报过的不用再报。"
        )


def build(viewer, *, asked, today):
    """asked: `type`, `period` (any day in it); the running period without it."""
    kind = MeetingType(asked["type"]) if asked.get("type") in meetings.BY_KIND else MeetingType.PARTY_DAY
    period = meetings.running(kind, _day(asked.get("period"), today)) or containing(today, Every.MONTH)
    rules = parameters.as_of(today)
    rows = meetings.with_duty(Branch.objects.visible_to(viewer), kind, period, on=today)
    short = rows.filter(missing__gt=0).annotate(keeper=secretary(on=today)).select_related("region")
    return Page(
        kind=kind,
        kinds=[duty.kind for duty in meetings.TABLE],
        period=period,
        before=containing(period.first - timedelta(days=1), period.every),
        by_when=period.last + timedelta(days=rules.number("due_grace_days")),
        branches=list(short.order_by("region__code", "name")),
        total=rows.filter(due__gt=0).count(),
    )


def _day(text, today):
    try:
        found = read(text)
    except ValueError:
        return today
    return min(found.first, today) if found else today
