"""Every coverage fact and ratio, once: K1–K11 as of any day. SQL counts, Python divides.

A fact is what one organization is on a day (`with_facts`); a condition names the organizations of which something is true
(CONDITIONS); a Tally counts every condition over a set; an Indicator divides two counts. A list filtered by a condition's
name is therefore always as long as the figure that links to it.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from orgs import parameters
from orgs.enums import NOT_OPERATING
from orgs.models import Headcount, MassOrganization, StatusPeriod
from xiaoyi_partybuild.access.dates import add_months, in_force

from . import establishment
from .conditions import holds
from .enums import Mode, Special
from .models import Assignment, Coverage, Participation
from .querysets import COUNTED

BASES = {"on_file": "members_on_file", "full_time": "members_full_time", "all": "members_all"}
TOGGLED = {
    Special.FUNCTIONAL: "count_functional",
    Special.MIXED: "count_functional",
    Special.REGIONAL: "count_regional",
    Special.TEMPORARY: "count_temporary",
}


def with_facts(organizations, *, on, rules=None):
    """Annotate organizations with what they are on a day.

    mode: how the primary counted link was built, None without one; full_members: on the head-count basis in force;
    duty: establishment.Duty; is_linked: any link, counted or not; is_instructed, is_allied, is_active, is_operating.
    """
    rules = rules or parameters.as_of(on)
    links = _links(on)
    return organizations.annotate(
        mode=Subquery(_counted(links, rules).order_by("-is_primary", "start", "pk").values("mode")[:1]),
        full_members=_full_members(on, rules),
        is_linked=Exists(links),
        is_instructed=Exists(Assignment.objects.filter(in_force(on), organization=OuterRef("pk"))),
        is_allied=_is_allied(on, rules),
        is_active=Exists(_participations(on, rules)),
        is_operating=~Exists(
            StatusPeriod.objects.filter(in_force(on), organization=OuterRef("pk"), status__in=NOT_OPERATING)
        ),
    ).annotate(duty=establishment.as_case(rules.number("obliged_members")))


def _links(on):
    """Links in force to Party organizations in force. An overdue term does not end a link: that is a flag, not a gap."""
    return Coverage.objects.filter(in_force(on), in_force(on, "branch__"), organization=OuterRef("pk"))


def _counted(links, rules):
    return links.exclude(branch__special__in=[special for special, key in TOGGLED.items() if not rules.flag(key)])


def _full_members(on, rules):
    latest = Headcount.objects.filter(organization=OuterRef("pk"), on__lte=on).order_by("-on")
    return Coalesce(Subquery(latest.values(BASES[rules["headcount_basis"]])[:1]), 0)


def _is_allied(on, rules):
    unions = MassOrganization.objects.filter(in_force(on), organization=OuterRef("pk"))
    return Exists(unions if rules.flag("mass_organization_route") else unions.none())


def _participations(on, rules):
    start, end = activity_period(on, rules)
    held = Q(meeting__held_on__gte=start, meeting__held_on__lte=end, meeting__state__in=COUNTED)
    return Participation.objects.filter(held, organization=OuterRef("pk"), is_listed=True)


def activity_period(on, rules):
    """The days K7 looks at: from the first of the month `activity_months` - 1 back, up to the day itself, both included."""
    return add_months(on, 1 - rules.number("activity_months")).replace(day=1), on


REGISTERED, OPERATING = "登记在册", "实体运营"
FACTS = ("mode", "duty", "is_linked", "is_instructed", "is_allied", "is_active", "is_operating")

ORGANIZED = Q(mode__isnull=False)
REACHED = Q(is_linked=True) | Q(is_instructed=True) | Q(is_allied=True)
OBLIGED = Q(duty=establishment.Duty.BUILD)

CONDITIONS = {
    "registered": Q(),
    "operating": Q(is_operating=True),
    "organized": ORGANIZED,
    "operating_organized": ORGANIZED & Q(is_operating=True),
    "unorganized": ~ORGANIZED,
    "sole": Q(mode=Mode.SOLE),
    "joint": Q(mode=Mode.JOINT),
    "industry": Q(mode=Mode.INDUSTRY),
    "attached": Q(mode=Mode.ATTACHED),
    "obliged": OBLIGED,
    "obliged_organized": OBLIGED & ORGANIZED,
    "owing": OBLIGED & ~ORGANIZED,
    "joint_to_sole": OBLIGED & Q(mode=Mode.JOINT),
    "reached": REACHED,
    "unreached": ~REACHED,
    "active": Q(is_active=True),
    "inactive": Q(is_active=False),
    "unorganized_instructed": ~ORGANIZED & Q(is_instructed=True),
}


class Tally(Counter):
    """How many organizations meet each condition; tallies of parts add up to the tally of the whole."""

    def __add__(self, other):
        """As Counter's, but zeros stay."""
        return Tally({name: self[name] + other[name] for name in self.keys() | other.keys()})


def none():
    """The Tally of no organization."""
    return Tally(dict.fromkeys(CONDITIONS, 0))


@dataclass(frozen=True)
class Ratio:
    """A count over a base; a plain count has denominator None."""

    numerator: int | None
    denominator: int | None = None

    @property
    def share(self):
        """0–1, or None where there is nothing to cover: 0 ÷ 0 is neither 0 % nor 100 %."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True)
class Indicator:
    """A named figure: the conditions it divides, and the definition printed under it."""

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str | None = None

    def defined_over(self, base):
        """The definition in words, over another base than the whole register."""
        return self.definition.replace(REGISTERED, base)

    def of(self, tally):
        return Ratio(tally.get(self.numerator, 0), tally.get(self.denominator, 0) if self.denominator else None)


INDICATORS = {
    indicator.code: indicator
    for indicator in (
        Indicator(
            "K1",
            "组织覆盖率（全口径）",
            "有党组织覆盖（单独、联合、行业、挂靠组建）的户数 ÷ 登记在册户数",
            "organized",
            "registered",
        ),
        Indicator(
            "K2",
            "组织覆盖率（实体运营口径）",
            "有党组织覆盖的户数 ÷ 登记在册户数，两边都不含非实体运营和注销中的",
            "operating_organized",
            "operating",
        ),
        Indicator(
            "K3", "应建组建率", "应建且已有党组织的户数 ÷ 应建户数（正式党员达到规定人数）", "obliged_organized", "obliged"
        ),
        Indicator("K4", "单独组建率", "单独建立党组织的户数 ÷ 登记在册户数", "sole", "registered"),
        Indicator("K5", "联合组建率", "由联合党支部覆盖的户数 ÷ 登记在册户数", "joint", "registered"),
        Indicator(
            "K6",
            "工作覆盖率",
            "有党组织，或有在任指导员，或有工会、共青团、妇联的户数 ÷ 登记在册户数",
            "reached",
            "registered",
        ),
        Indicator("K7", "活动覆盖率", "统计期内参加过党的会议或活动的户数 ÷ 登记在册户数", "active", "registered"),
        Indicator("K8", "应建未建", "正式党员达到规定人数而没有党组织的户数", "owing"),
        Indicator("K9", "联合应转单独", "由联合党支部覆盖、正式党员已达到规定人数的户数", "joint_to_sole"),
        Indicator("K10", "超限联合党支部", "覆盖单位超过规定家数的联合党支部个数", "large_joint"),
        Indicator(
            "K11",
            "指导员派驻率",
            "没有党组织而有在任指导员的户数 ÷ 没有党组织的户数",
            "unorganized_instructed",
            "unorganized",
        ),
    )
}


def tally(facts):
    """One Tally over organizations that carry their facts, in one query."""
    return sum(tally_by(facts).values(), none())


def tally_by(facts, *keys):
    """{values of `keys`: Tally} over organizations that carry their facts, one query for all groups.

    SQL counts how many organizations share each combination of facts, so that every fact is computed once a row.
    """
    tallies = {}
    for group in facts.order_by().values(*keys, *FACTS).annotate(alike=Count("pk")):
        counted = tallies.setdefault(tuple(group[key] for key in keys), none())
        counted.update({name: group["alike"] for name, condition in CONDITIONS.items() if holds(condition, group)})
    return tallies
