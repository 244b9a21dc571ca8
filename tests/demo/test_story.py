"""What comes out of the importer is the article's story as of the end of 2019, and honest work today."""

from datetime import date

import pytest

from branches import breakdown, coverage, standing
from branches.breakdown import By
from branches.enums import Mode, PostTitle
from branches.models import Assignment, Branch, Coverage, Meeting, Member, Post, ServedUnit
from orgs import parameters, regions
from orgs.enums import Status
from orgs.models import FormerName, Organization, Region
from tests.demo.conftest import END_OF_2019, TODAY
from xiaoyi_partybuild.access.dates import add_months, in_force

pytestmark = pytest.mark.usefixtures("story")


def rows(by, on):
    facts = coverage.with_facts(Organization.objects.registered(on=on), on=on)
    return breakdown.rows(facts, Branch.objects.all(), by=by, on=on, region=Region.objects.get(code=regions.CITY_CODE))


def figures(on):
    """{K1: (numerator, denominator), …} for the whole city."""
    return {code: (ratio.numerator, ratio.denominator) for code, ratio in rows(By.TOTAL, on)[0].ratios.items()}


def organization(name):
    return Organization.objects.get(name=name)


def test_the_end_of_2019_is_the_articles():
    told = figures(END_OF_2019)
    assert told["K1"] == told["K7"] == told["K6"] == (101, 101)
    assert told["K8"] == (0, None)
    assert told["K4"][0] < 101 * 0.4


def test_of_101_registered_none_is_a_foundation_or_a_merchant():
    registered = Organization.objects.registered(on=END_OF_2019)
    assert registered.count() == 101
    assert not registered.filter(type="foundation").exists()
    assert not registered.filter(name__in=ServedUnit.objects.values("name")).exists()


@pytest.mark.parametrize("on", [END_OF_2019, TODAY])
@pytest.mark.parametrize("by", [By.REGION, By.TYPE, By.INDUSTRY])
def test_parts_add_up_to_the_whole(by, on):
    whole = rows(By.TOTAL, on)[0].tally
    for condition in coverage.CONDITIONS:
        assert sum(row.tally[condition] for row in rows(by, on)) == whole[condition]


def test_today_there_is_work_to_do():
    now = figures(TODAY)
    registered = now["K1"][1]
    assert registered > 101
    assert 0 < now["K8"][0] < now["K3"][1]
    assert now["K1"][0] < now["K6"][0] < registered
    assert now["K9"][0] > 0
    assert 0 < now["K11"][0] < now["K11"][1]
    assert 10 <= now["K7"][1] - now["K7"][0] <= 20


@pytest.mark.parametrize(("condition", "at_least"), [("overdue", 4), ("due_soon", 3), ("vacant", 1), ("large_joint", 2)])
def test_party_organizations_ask_for_attention(condition, at_least):
    rules = parameters.as_of(TODAY)
    found = standing.standing_in(condition, Branch.objects.all(), on=TODAY, rules=rules)
    assert at_least <= found.count() <= 15


def test_the_trend_of_a_year_goes_up_and_down():
    shares = [figures(add_months(date(2026, 11, 1), -back).replace(day=28))["K7"] for back in range(12)]
    covered = [active / registered for active, registered in shares]
    assert max(covered) - min(covered) > 0.05
    assert all(0.6 < share < 1 for share in covered)


def test_the_chamber_serves_its_merchants_beside_the_rates():
    branch = Branch.objects.get(name="孝义市浙商商会党支部")
    assert branch.served_units.count() == 55
    assert not branch.served_units.exclude(location__startswith="义乌商品交易博览城").exists()
    assert branch.coverages.count() == 1


def test_the_sheep_association_has_one_affiliation_and_two_managers():
    branch = organization("孝义市绵羊协会").coverages.get().branch
    assert branch.superior.name == "中共孝义市农业农村局委员会"
    assert branch.further_manager.name == "中共孝义市驿马乡委员会"


@pytest.mark.parametrize(
    "name", ["孝义市浙商商会", "孝义市绵羊协会", "孝义市焦炭协会", "孝义市宏达中学", "孝义市光彩幼儿园"]
)
def test_whom_the_article_names_has_a_branch_and_a_brand(name):
    link = organization(name).coverages.get()
    assert link.mode == Mode.SOLE
    assert link.branch.brand


def test_the_kindergarten_is_the_only_brand_pilot():
    assert Branch.objects.get(is_pilot=True).name == "孝义市光彩幼儿园党支部"


def test_a_joint_building_became_an_independent_one_without_a_gap():
    before, after = organization("孝义市物业管理协会").coverages.order_by("start")
    assert (before.mode, after.mode) == (Mode.JOINT, Mode.SOLE)
    assert before.end == after.start


def test_an_organization_that_left_its_branch_is_covered_no_more():
    left = organization("孝义市果品流通协会")
    assert left.coverages.get().end == "2026-03-31"
    assert coverage.with_facts(Organization.objects.filter(pk=left.pk), on=TODAY).get().mode is None


def test_a_new_name_keeps_the_old_one_and_the_identity():
    renamed = FormerName.objects.get(name="孝义市退休科技工作者协会").organization
    assert renamed.name == "孝义市老科技工作者协会"
    assert renamed.participations.filter(meeting__held_on__year=2019).exists()


def test_secretaries_follow_one_another():
    posts = Post.objects.filter(title=PostTitle.SECRETARY)
    for branch in Branch.objects.all():
        assert posts.filter(in_force(TODAY), branch=branch).count() <= 1, branch
    assert posts.exclude(end=None).count() > 10


def test_a_branch_elects_one_of_its_members():
    for post in Post.objects.filter(in_force(TODAY), title=PostTitle.SECRETARY, branch__coverages__mode=Mode.SOLE):
        assert post.branch.members.filter(name=post.name).exists(), post.branch


def test_instructors_are_gone_and_nobody_was_sent_since():
    gone = Assignment.objects.exclude(in_force(TODAY))
    still = Assignment.objects.filter(in_force(TODAY)).values("organization")
    assert gone.exclude(organization__in=still).count() >= 3


def test_deregistered_organizations_leave_from_their_day_on():
    school = organization("孝义市博雅双语学校")
    assert school.status_periods.get().status == Status.DEREGISTERED
    assert Organization.objects.registered(on=date(2023, 7, 30)).filter(pk=school.pk).exists()
    assert not Organization.objects.registered(on=date(2023, 7, 31)).filter(pk=school.pk).exists()


def test_one_organization_reached_three_full_members_this_autumn():
    reached = organization("孝义市家政服务行业协会")
    assert reached.headcounts.get(on=date(2026, 11, 20)).members_all == 3
    assert not reached.coverages.exists()


def test_the_roster_agrees_with_the_ledger():
    """Full members by the roster are those the ledger counts, wherever there is a roster."""
    for each in Organization.objects.registered(on=TODAY).filter(coverages__isnull=False).distinct():
        listed = Member.objects.filter(organization=each, category="full", status="normal").count()
        assert listed == each.headcounts.get(on=date(2026, 11, 20)).members_all, each


def test_every_meeting_has_somebody_who_took_part():
    assert Meeting.objects.count() < 900
    assert not Meeting.objects.filter(participations=None).exists()


def test_every_link_has_a_day_it_began():
    assert not Coverage.objects.filter(start=None).exists()
