"""K1–K11 as of any day: each condition by a table, the edge cases of the definitions, identities that must always hold."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branches import breakdown, coverage, establishment, standing
from branches.breakdown import By
from branches.coverage import CONDITIONS, INDICATORS, Ratio
from branches.enums import Level, Mode, Special
from branches.models import Branch
from orgs import parameters
from orgs.enums import OrganizationType, Status
from orgs.models import Organization

ON = date(2019, 12, 31)


def facts(on=ON):
    return coverage.with_facts(Organization.objects.registered(on=on), on=on)


def tally(on=ON):
    return coverage.tally(facts(on))


def meets(organization, name, on=ON):
    return facts(on).filter(CONDITIONS[name], pk=organization.pk).exists()


@pytest.mark.parametrize(
    ("status", "start", "end", "counted"),
    [
        (None, None, None, True),
        (Status.DEREGISTERED, "2019-12-31", None, False),
        (Status.DEREGISTERED, "2020-01-01", None, True),
        (Status.REVOKED, "2019-06", None, False),
        (Status.PREPARING, "2019-01-01", "2019-07-01", True),
        (Status.SUSPENDED, "2019-01-01", None, True),
        (Status.ABNORMAL, "2019-01-01", None, True),
    ],
)
def test_an_organization_leaves_the_register_on_the_day_its_state_begins(make, status, start, end, counted):
    organization = make.organization()
    if status:
        make.status(organization=organization, status=status, start=start, end=end)
    assert meets(organization, "registered") is counted


@pytest.mark.parametrize(("registered_on", "counted"), [("2019-12-31", True), ("2019-12", True), ("2020-01-01", False)])
def test_an_organization_counts_from_the_day_of_its_registration(make, registered_on, counted):
    assert meets(make.organization(registered_on=registered_on), "registered") is counted


def test_an_organization_registered_elsewhere_is_not_part_of_the_base(make):
    assert not meets(make.organization(registered_elsewhere=True), "registered")


def test_a_dormant_organization_is_in_the_full_base_and_not_in_the_operating_one(make):
    organization = make.organization()
    make.status(organization=organization, status=Status.DORMANT, start="2019-01-01")
    assert meets(organization, "registered")
    assert not meets(organization, "operating")


@pytest.mark.parametrize("mode", Mode)
def test_each_mode_counts_as_organized_under_its_own_name(make, mode):
    organization = make.coverage(mode=mode).organization
    met = {name for name in ("sole", "joint", "industry", "attached") if meets(organization, name)}
    assert met == {mode.value}
    assert meets(organization, "organized")


@pytest.mark.parametrize(
    ("link", "branch", "covered"),
    [
        ({"start": "2019-12-31"}, {}, True),
        ({"start": "2020-01-01"}, {}, False),
        ({"start": "2018-01-01", "end": "2019-12-31"}, {}, False),
        ({"start": "2018-01-01", "end": "2020-01-01"}, {}, True),
        ({"start": None}, {}, True),
        ({}, {"end": "2019-12-01"}, False),
    ],
)
def test_a_link_covers_while_it_and_its_branch_are_in_force(make, link, branch, covered):
    organization = make.coverage(branch=make.branch(**branch), **link).organization
    assert meets(organization, "organized") is covered


@pytest.mark.parametrize(
    ("special", "parameter", "value", "covered"),
    [
        (Special.TEMPORARY, None, None, False),
        (Special.TEMPORARY, "count_temporary", "1", True),
        (Special.FUNCTIONAL, None, None, True),
        (Special.FUNCTIONAL, "count_functional", "0", False),
        (Special.MIXED, "count_functional", "0", False),
        (Special.REGIONAL, "count_regional", "0", False),
    ],
)
def test_special_kinds_count_as_the_parameters_say_and_always_reach(make, special, parameter, value, covered):
    organization = make.coverage(branch=make.branch(special=special)).organization
    if parameter:
        make.parameter(key=parameter, value=value)
    assert meets(organization, "organized") is covered
    assert meets(organization, "reached")


def test_two_links_count_once_and_the_primary_one_gives_the_mode(make):
    organization = make.coverage(mode=Mode.JOINT, is_primary=False).organization
    make.coverage(organization=organization, mode=Mode.SOLE, start="2018-01-01")
    counts = tally()
    assert (counts["organized"], counts["sole"], counts["joint"]) == (1, 1, 0)


def test_an_overdue_term_is_a_flag_and_no_gap(make):
    link = make.coverage()
    make.term(branch=link.branch, start="2012-01-01", due="2015-01-01")
    assert meets(link.organization, "organized")
    assert standing_of(link.branch, "overdue")


@pytest.mark.parametrize(
    ("counts", "parameters_set", "obliged"),
    [
        ({"members_all": 3}, {}, True),
        ({"members_all": 2, "probationary": 5}, {}, False),
        ({"members_all": 4, "members_full_time": 2}, {"headcount_basis": "full_time"}, False),
        ({"members_all": 4, "members_full_time": 3}, {"headcount_basis": "full_time"}, True),
        ({"members_all": 4, "members_on_file": 3}, {"headcount_basis": "on_file"}, True),
        ({"members_all": 4, "members_on_file": 2}, {"headcount_basis": "on_file"}, False),
        ({"members_all": 4}, {"obliged_members": "5"}, False),
    ],
)
def test_three_full_members_oblige_on_the_basis_in_force(make, counts, parameters_set, obliged):
    organization = make.organization()
    make.headcount(organization=organization, **counts)
    for key, value in parameters_set.items():
        make.parameter(key=key, value=value)
    assert meets(organization, "obliged") is obliged
    assert meets(organization, "owing") is obliged


def test_the_latest_headcount_up_to_the_day_decides(make):
    organization = make.organization()
    make.headcount(organization=organization, on=date(2019, 6, 30), members_all=3)
    make.headcount(organization=organization, on=date(2020, 6, 30), members_all=1)
    assert [meets(organization, "obliged", on=day) for day in (date(2019, 6, 29), ON, date(2020, 7, 1))] == [
        False,
        True,
        False,
    ]


def test_a_parameter_holds_from_its_day_on(make):
    organization = make.organization()
    make.headcount(organization=organization, on=date(2019, 1, 1), members_all=3)
    make.parameter(key="obliged_members", value="4", since=date(2020, 1, 1))
    assert meets(organization, "obliged", on=ON)
    assert not meets(organization, "obliged", on=date(2020, 1, 1))


@pytest.mark.parametrize(("full_members", "duty"), [(0, "work"), (1, "join"), (2, "join"), (3, "build"), (50, "build")])
def test_the_duty_table_reads_the_same_in_sql_and_in_python(make, full_members, duty):
    organization = make.organization()
    make.headcount(organization=organization, members_all=full_members)
    assert facts().get(pk=organization.pk).duty == duty
    assert establishment.of(full_members, 3) == duty


@pytest.mark.parametrize(
    ("route", "given", "reached"),
    [
        ("assignment", {"start": "2019-01-01"}, True),
        ("assignment", {"start": "2019-01-01", "end": "2019-12-01"}, False),
        ("mass_organization", {"start": "2019-01-01"}, True),
        ("mass_organization", {"start": "2020-01-01"}, False),
    ],
)
def test_instructors_and_mass_organizations_reach_while_they_are_there(make, route, given, reached):
    organization = make.organization()
    getattr(make, route)(organization=organization, **given)
    assert meets(organization, "reached") is reached
    assert not meets(organization, "organized")


def test_mass_organizations_reach_only_where_the_parameter_says_so(make):
    organization = make.mass_organization(start="2019-01-01").organization
    make.parameter(key="mass_organization_route", value="0")
    assert not meets(organization, "reached")


def test_an_instructor_of_many_organizations_counts_for_each(make):
    instructor = make.instructor()
    for _ in range(3):
        make.assignment(instructor=instructor)
    make.organization()
    ratio = INDICATORS["K11"].of(tally())
    assert (ratio.numerator, ratio.denominator) == (3, 4)


@pytest.mark.parametrize(
    ("held_on", "active"),
    [
        (date(2019, 9, 30), False),
        (date(2019, 10, 1), True),
        (date(2019, 12, 31), True),
        (date(2020, 1, 1), False),
    ],
)
def test_activity_coverage_looks_at_the_running_month_and_the_two_before(make, held_on, active):
    organization = make.organization()
    make.meeting(held_on=held_on, organizations=[organization])
    assert meets(organization, "active") is active
    assert meets(organization, "inactive") is not active


def test_an_activity_led_by_an_instructor_counts(make):
    organization = make.organization()
    make.meeting(instructor=make.instructor(), held_on=ON, organizations=[organization])
    assert meets(organization, "active")


def test_a_joint_branch_of_four_gives_four_covered_organizations(make):
    branch = make.branch(level=Level.JOINT)
    for _ in range(4):
        make.coverage(branch=branch, mode=Mode.JOINT)
    assert tally()["joint"] == 4
    assert standing.with_standing(Branch.objects.filter(pk=branch.pk), on=ON).get().units == 4


def test_a_member_of_a_joint_branch_with_three_members_should_stand_alone(make):
    link = make.coverage(mode=Mode.JOINT)
    make.headcount(organization=link.organization, members_all=3)
    assert meets(link.organization, "joint_to_sole")


def standing_of(branch, name, on=ON):
    rows = standing.standing_in(name, Branch.objects.all(), on=on, rules=parameters.as_of(on))
    return rows.filter(pk=branch.pk).exists()


@pytest.mark.parametrize(("units", "large"), [(5, False), (6, True)])
def test_more_than_five_registered_units_make_a_joint_branch_too_large(make, units, large):
    branch = make.branch(level=Level.JOINT)
    for _ in range(units):
        make.coverage(branch=branch, mode=Mode.JOINT)
    gone = make.coverage(branch=branch, mode=Mode.JOINT).organization
    make.status(organization=gone, start="2019-01-01")
    make.served_unit(branch=branch)
    assert standing_of(branch, "large_joint") is large


@pytest.mark.parametrize(
    ("term", "overdue", "soon"),
    [
        ({"due": "2019-12-30"}, True, False),
        ({"due": "2019-12-31"}, False, True),
        ({"due": "2020-06-30"}, False, True),
        ({"due": "2020-07-01"}, False, False),
        ({"due": "2019-06-01", "extended_until": "2020-03-01"}, False, True),
        ({"start": "2020-01-01", "due": "2023-01-01"}, False, False),
    ],
)
def test_terms_are_overdue_the_day_after_they_end_and_an_approved_extension_helps(make, term, overdue, soon):
    branch = make.branch()
    make.term(branch=branch, **{"start": "2016-12-31"} | term)
    assert standing_of(branch, "overdue") is overdue
    assert standing_of(branch, "due_soon") is soon


def test_a_branch_without_a_secretary_in_office_is_vacant(make):
    branch = make.coverage().branch
    make.post(branch=branch, start="2016-01-01", end="2019-10-01")
    assert standing_of(branch, "vacant")
    make.post(branch=branch, name="钱进", start="2019-10-01")
    assert not standing_of(branch, "vacant")
    assert not standing_of(make.branch(name="上级党委"), "vacant")


def test_nothing_to_cover_is_neither_all_nor_none(db):
    assert INDICATORS["K1"].of(tally()).share is None
    assert Ratio(1, 4).share == 0.25


@pytest.fixture
def county(make, regions):
    """Some of everything, in two townships and at city level."""
    places = [code for code in regions if code.startswith("141181")]
    types = (OrganizationType.GROUP, OrganizationType.SERVICE)
    for number in range(24):
        organization = make.organization(region=regions[places[number % 3]], type=types[number % 2])
        make.headcount(organization=organization, members_all=number % 5)
        if number % 3:
            make.coverage(organization=organization, mode=list(Mode)[number % 4])
        if number % 4 == 0:
            make.assignment(organization=organization)
        if number % 5 == 0:
            make.meeting(organizations=[organization], held_on=ON)
    return regions["141181"]


def rows(county, by):
    return breakdown.rows(facts(), Branch.objects.all(), by=by, on=ON, region=county)


@pytest.mark.parametrize("by", [By.REGION, By.TYPE, By.INDUSTRY])
def test_the_parts_of_every_breakdown_add_up_to_the_total(county, by):
    (whole,) = rows(county, By.TOTAL)
    parts = rows(county, by)
    for name in CONDITIONS:
        assert sum(part.tally[name] for part in parts) == whole.tally[name], name


def test_the_conditions_partition_the_register(county):
    counts = tally()
    assert counts["organized"] + counts["unorganized"] == counts["registered"] == 24
    assert counts["reached"] + counts["unreached"] == counts["registered"]
    assert counts["active"] + counts["inactive"] == counts["registered"]
    assert counts["obliged_organized"] + counts["owing"] == counts["obliged"]
    assert sum(counts[mode.value] for mode in Mode) == counts["organized"]
    assert counts["organized"] <= counts["reached"]


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_figure_is_as_large_as_the_list_behind_it(county, name):
    assert tally()[name] == facts().filter(CONDITIONS[name]).count()


def test_one_query_counts_whatever_the_number_of_organizations(make, django_assert_num_queries):
    rules = parameters.as_of(ON)
    for _ in range(20):
        make.coverage()
    with django_assert_num_queries(1):
        coverage.tally(coverage.with_facts(Organization.objects.registered(on=ON), on=ON, rules=rules))


def call(*arguments):
    out = StringIO()
    call_command("coverage", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_json_with_counts_that_have_no_denominator(county):
    answer = json.loads(call("--on", "2019-12-31", "--json"))
    assert (answer["on"], answer["by"], len(answer["rows"])) == ("2019-12-31", "total", 1)
    row = answer["rows"][0]
    assert set(row) == {"key", "name", *INDICATORS}
    assert row["K1"] == {"numerator": 16, "denominator": 24}
    assert row["K8"]["denominator"] is None


def test_the_command_lists_regions_in_official_order_with_the_level_itself_first(county):
    answer = json.loads(call("--on", "2019-12-31", "--by", "region", "--json"))
    assert [row["key"] for row in answer["rows"]] == ["141181", "141181001", "141181002"]


def test_types_leave_the_number_of_large_joint_branches_open(county):
    answer = json.loads(call("--on", "2019-12-31", "--by", "type", "--json"))
    assert {row["K10"]["numerator"] for row in answer["rows"]} == {None}


def test_the_command_writes_a_table_for_people(county):
    assert "K1" in call("--on", "2019-12-31")
    assert "66.7%  16/24" in call("--on", "2019-12-31")
    assert "—" in call("--on", "1990-01-01")


@pytest.mark.parametrize("arguments", [("--on", "昨天"), ("--region", "999999")])
def test_the_command_refuses_nonsense_with_a_sentence_and_status_2(regions, arguments):
    with pytest.raises(CommandError) as error:
        call(*arguments)
    assert error.value.returncode == 2
