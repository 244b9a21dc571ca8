"""Rows leave within the reach and enter within the reach, and every write is journaled as one batch."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from branches.enums import Mode
from branches.models import Branch, Coverage, Meeting, Member
from inspections.models import AnnualInspection
from orgs.models import Organization, Parameter, Region
from xiaoyi_partybuild.access import undo, writing
from xiaoyi_partybuild.access.models import Batch, Change
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.accounts.models import Grant, User
from xiaoyi_partybuild.accounts.roles import Role


@pytest.fixture
def county(make, home, elsewhere, abroad, branch):
    """One organization here (covered by the secretary's branch), one in the next township, one outside Xiaoyi."""
    organizations = {
        "here": make.organization(region=home),
        "next": make.organization(region=elsewhere),
        "abroad": make.organization(region=abroad),
    }
    make.coverage(organization=organizations["here"], branch=branch)
    return organizations


REACHES = [
    ("department", {"here", "next"}),
    ("township", {"here"}),
    ("secretary", {"here"}),
    ("officer", {"here", "next"}),
    ("admin_user", set()),
    ("outsider", set()),
]


@pytest.mark.parametrize(("person", "seen"), REACHES)
def test_each_person_of_the_cast_sees_the_organizations_of_the_own_area(county, request, person, seen):
    visible = Organization.objects.visible_to(request.getfixturevalue(person))
    assert {name for name, row in county.items() if row in visible} == seen


@pytest.mark.parametrize(("person", "seen"), REACHES)
def test_only_those_who_keep_records_may_edit_them(county, request, person, seen):
    keeps = person not in ("officer",)
    editable = Organization.objects.editable_by(request.getfixturevalue(person))
    assert {name for name, row in county.items() if row in editable} == (seen if keeps else set())


def test_nobody_signed_in_sees_nothing(county):
    assert not Organization.objects.visible_to(AnonymousUser()).exists()


def test_a_disabled_account_sees_nothing(county, department):
    department.is_active = False
    assert not Organization.objects.visible_to(department).exists()


def test_the_officer_sees_no_members_and_the_administrator_no_records(make, branch, officer, admin_user, department):
    make.member(home_branch=branch)
    assert Member.objects.visible_to(department).count() == 1
    assert not Member.objects.visible_to(officer).exists()
    assert not Member.objects.visible_to(admin_user).exists()


def test_accounts_are_kept_by_the_administrator_alone(admin_user, department):
    assert User.objects.visible_to(admin_user).count() == 2
    assert list(User.objects.editable_by(department)) == []


def test_the_secretary_sees_the_branches_below_and_those_the_branch_helps_to_manage(make, branch, secretary, home):
    below = make.branch(superior=branch, region=home)
    managed = make.branch(further_manager=branch, region=home)
    make.branch(region=home)
    assert set(Branch.objects.visible_to(secretary)) == {branch, below, managed}


def test_regions_are_read_by_all_and_edited_by_the_own_administrator(regions, admin_user, secretary):
    assert Region.objects.visible_to(secretary).count() == len(regions)
    assert {region.code for region in Region.objects.editable_by(admin_user)} == {
        code for code in regions if code.startswith("141181")
    }


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [(0, None, True), (1, None, False), (-10, 0, False), (-10, 1, True)],
)
def test_a_grant_holds_from_its_first_day_and_no_longer_on_its_last(make, regions, county, start, end, holds):
    today = timezone.localdate()
    person = make.user()
    end_day = today + timedelta(days=end) if end is not None else None
    make.grant(user=person, role=Role.DEPARTMENT, region=regions["141181"], start=today + timedelta(days=start), end=end_day)
    assert Organization.objects.visible_to(person).exists() is holds


def test_two_grants_add_up(make, county, home, elsewhere):
    person = make.user(Role.TOWNSHIP, region=home)
    make.grant(user=person, role=Role.TOWNSHIP, region=elsewhere)
    assert Organization.objects.visible_to(User.objects.get(pk=person.pk)).count() == 2


def test_the_reach_never_multiplies_rows(make, county, secretary, branch):
    make.coverage(organization=county["here"], branch=make.branch(superior=branch), mode=Mode.JOINT)
    assert Organization.objects.visible_to(secretary).count() == 1


def test_saving_inside_the_reach_is_journaled_with_before_and_after(county, department):
    organization = county["here"]
    organization.legal_representative = "李强"
    writing.save(organization, by=department, reason="换届")
    change = Change.objects.of(organization).first()
    assert (change.batch.by, change.batch.reason, change.action) == (department, "换届", "update")
    assert (change.before, change.after) == ({"legal_representative": ""}, {"legal_representative": "李强"})


def test_saving_without_a_change_leaves_no_trace(county, department):
    before = Change.objects.count()
    writing.save(county["here"], by=department)
    assert Change.objects.count() == before


def test_what_others_changed_meanwhile_stays_when_the_writer_names_the_own_fields(county, department):
    mine = Organization.objects.get(pk=county["here"].pk)
    theirs = Organization.objects.get(pk=county["here"].pk)
    theirs.address = "新住所"
    writing.save(theirs, by=department)
    mine.legal_representative = "李强"
    writing.save(mine, by=department, touched=["legal_representative"])
    row = Organization.objects.get(pk=mine.pk)
    assert (row.address, row.legal_representative) == ("新住所", "李强")
    assert Change.objects.of(row).first().after == {"legal_representative": "李强"}


@pytest.mark.parametrize("where", ["next", "abroad"])
def test_a_row_outside_the_reach_is_not_written(county, township, where):
    organization = county[where]
    organization.name = "改名"
    with pytest.raises(writing.OutOfReach):
        writing.save(organization, by=township)
    assert Organization.objects.get(pk=organization.pk).name != "改名"


def test_a_row_may_not_be_pushed_out_of_the_own_reach(county, township, elsewhere):
    organization = county["here"]
    organization.region = elsewhere
    with pytest.raises(writing.OutOfReach):
        writing.save(organization, by=township)
    assert Organization.objects.get(pk=organization.pk).region != elsewhere


def test_one_row_out_of_reach_stops_the_whole_batch(make, county, township, elsewhere, home):
    batches = Batch.objects.count()
    fresh = [
        Organization(name=name, type="group", registered_on="2020-01-01", region=region)
        for name, region in (("甲", home), ("乙", elsewhere))
    ]
    with pytest.raises(writing.OutOfReach):
        writing.save_all(fresh, by=township, title="新增两户")
    assert not Organization.objects.filter(name__in=["甲", "乙"]).exists()
    assert Batch.objects.count() == batches


def test_parents_and_children_go_in_together(home, department):
    organization = Organization(name="新协会", type="group", registered_on="2020-01-01", region=home)
    branch = Branch(name="新协会党支部", region=home)
    link = Coverage(organization=organization, branch=branch, mode=Mode.SOLE, start="2020-02-01")
    batch = writing.save_all([organization, branch, link], by=department, title="建立党支部")
    assert Coverage.objects.get().organization == organization
    assert batch.changes.count() == 3


def test_progress_is_told_in_rows(home, department):
    told = []
    rows = [Region(code=f"1411810{number:02d}", name="村") for number in range(10, 13)]
    writing.save_all(rows, by=SYSTEM, title="三个村", progress=told.append)
    assert told == [3]


def snapshot(*models):
    return {model: sorted(model.objects.values_list()) for model in models}


def test_undo_restores_the_tables_row_for_row(make, county, department, home, branch):
    before = snapshot(Organization, Branch, Coverage)
    renamed = county["here"]
    renamed.name = "新名称"
    organization = Organization(name="新协会", type="group", registered_on="2020-01-01", region=home)
    link = Coverage(organization=organization, branch=branch, mode=Mode.JOINT, start="2020-02-01")
    batch = writing.save_all([renamed, organization, link], by=department, title="一次导入")
    assert snapshot(Organization, Branch, Coverage) != before
    undone = undo.undo(batch, by=department)
    assert snapshot(Organization, Branch, Coverage) == before
    assert undone.undoes == batch
    assert undone.changes.count() == 3


def test_an_undo_happens_once(county, department):
    organization = county["here"]
    organization.name = "新名称"
    batch = writing.save_all([organization], by=department, title="改名")
    undo.undo(batch, by=department)
    with pytest.raises(undo.AlreadyUndone):
        undo.undo(batch, by=department)


def test_an_undo_stops_when_a_touched_value_was_changed_later(county, department):
    organization = county["here"]
    organization.name = "第一次"
    batch = writing.save_all([organization], by=department, title="改名")
    organization.name = "第二次"
    writing.save(organization, by=department)
    with pytest.raises(undo.Conflict) as conflict:
        undo.undo(batch, by=department)
    assert [one.pk for one in conflict.value.questions] == [organization.pk]
    assert Organization.objects.get(pk=organization.pk).name == "第二次"


def test_an_undo_leaves_values_alone_that_the_batch_did_not_touch(county, department):
    organization = county["here"]
    organization.name = "新名称"
    batch = writing.save_all([organization], by=department, title="改名")
    organization.legal_representative = "李强"
    writing.save(organization, by=department)
    undo.undo(batch, by=department)
    row = Organization.objects.get(pk=organization.pk)
    assert (row.name != "新名称", row.legal_representative) == (True, "李强")


def test_an_undo_stops_when_others_hang_on_a_created_row(make, home, department):
    organization, other = (
        Organization(name=name, type="group", registered_on="2020-01-01", region=home) for name in ("新协会", "另一个")
    )
    batch = writing.save_all([organization, other], by=department, title="新增")
    make.headcount(organization=organization)
    with pytest.raises(undo.Conflict) as conflict:
        undo.undo(batch, by=department)
    assert [one.pk for one in conflict.value.questions] == [organization.pk]
    assert Organization.objects.filter(pk=organization.pk).exists()


def test_an_undo_stays_within_the_reach_of_the_one_who_undoes(county, department, township):
    organization = county["next"]
    organization.name = "新名称"
    batch = writing.save_all([organization], by=department, title="改名")
    with pytest.raises(writing.OutOfReach):
        undo.undo(batch, by=township)


def test_the_undo_of_a_removal_brings_the_row_back(make, county, department):
    fresh = make.organization(region=county["here"].region)
    batch = writing.open_batch(by=department, title="移除")
    writing.remove_all([fresh], by=department, batch=batch)
    assert not Organization.objects.filter(pk=fresh.pk).exists()
    undo.undo(batch, by=department)
    assert Organization.objects.get(pk=fresh.pk).credit_code == fresh.credit_code


def test_personal_values_are_sealed_in_the_table_and_in_the_journal(make, branch, department):
    from django.db import connection

    member = make.member(home_branch=branch, id_number="141181199001010018", phone="13800000001")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM branches_member")
        stored = " ".join(cursor.fetchone())
    journal = str(Change.objects.of(member).values("after").get())
    for secret in ("141181199001010018", "13800000001"):
        assert secret not in stored
        assert secret not in journal
    assert Member.objects.get(pk=member.pk).id_number == "141181199001010018"


def test_undo_restores_a_sealed_value(make, branch, department):
    member = make.member(home_branch=branch, phone="13800000001")
    member.phone = "13900000002"
    batch = writing.save_all([member], by=department, title="改电话")
    undo.undo(batch, by=department)
    assert Member.objects.get(pk=member.pk).phone == "13800000001"


def test_the_blind_index_finds_a_number_and_follows_its_change(make, branch, department):
    from xiaoyi_partybuild.access.sealing import digest

    member = make.member(home_branch=branch, id_number="141181199001010018")
    assert Member.objects.get(id_number_index=digest("141181199001010018")) == member
    member.id_number = "141181199001010026"
    writing.save(member, by=department)
    assert Member.objects.get(id_number_index=digest("141181199001010026")) == member
    assert not Member.objects.filter(id_number_index=digest("141181199001010018")).exists()


def test_a_password_never_reaches_the_journal(make):
    person = make.user()
    assert "password" not in Change.objects.of(person).get().after


def test_an_instructor_led_meeting_hangs_on_the_region_of_the_instructor(make, home, elsewhere, township):
    make.meeting(instructor=make.instructor(region=home))
    make.meeting(instructor=make.instructor(region=elsewhere))
    assert Meeting.objects.visible_to(township).count() == 1


def test_the_officer_edits_inspections_only(make, county, officer):
    inspection = make.inspection(organization=county["here"])
    assert AnnualInspection.objects.editable_by(officer).get() == inspection


def test_parameters_are_edited_by_nobody_who_only_reads_them(make, township):
    make.parameter(key="joint_units", value="6")
    assert Parameter.objects.visible_to(township).count() == 1
    assert not Parameter.objects.editable_by(township).exists()


def test_a_grant_names_a_region_or_a_branch(make, regions, branch):
    from django.core.exceptions import ValidationError

    grant = Grant(user=make.user(), role=Role.DEPARTMENT, region=regions["141181"], branch=branch, start=date(2020, 1, 1))
    with pytest.raises(ValidationError, match="只选一项"):
        grant.full_clean()
