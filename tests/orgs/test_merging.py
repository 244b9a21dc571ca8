"""Two rows become one: every link moves, nothing is lost, no figure counts the row that went, and it comes apart."""

from datetime import date

import pytest

from branches import coverage
from branches.enums import Mode
from branches.models import Coverage
from branches.standing import with_standing
from inspections.enums import Conclusion
from inspections.models import AnnualInspection
from orgs import merging
from orgs.enums import Status
from orgs.merging import GOES, STAYS, Merge
from orgs.models import Headcount, Organization
from xiaoyi_partybuild.access import undo, values, writing
from xiaoyi_partybuild.access.models import Batch
from xiaoyi_partybuild.access.scoping import SYSTEM

ON = date(2019, 12, 31)


@pytest.fixture
def pair(make, home):
    """(stays, goes): the goes has what an organization can have, the stays nothing but other facts."""
    stays = make.organization(name="孝义市绵羊养殖协会", region=home, address="")
    goes = make.organization(name="绵羊养殖协会", region=home, address="府前街 1 号", legal_representative="赵新")
    for make_about in (
        make.headcount,
        make.status,
        make.coverage,
        make.assignment,
        make.mass_organization,
        make.inspection,
        make.grading,
        make.participation,
        make.member,
        make.candidate,
    ):
        given = {"meeting": make.meeting()} if make_about is make.participation else {}
        make_about(organization=goes, **({"status": Status.ABNORMAL} if make_about is make.status else {}), **given)
    make.former_name(organization=goes, name="孝义市牧羊协会")
    return stays, goes


def merge(pair, *, by=SYSTEM, fields=None, clashes=None):
    return merging.merge(*pair, by=by, fields=fields or {}, clashes=clashes or {})


def everything():
    """Every row of every table that hangs on organizations, as the journal would write it down."""
    models = [Organization, *(relation.related_model for relation in Organization._meta.related_objects)]
    return {model: [values.of(row) for row in model._base_manager.order_by("pk")] for model in dict.fromkeys(models)}


def test_every_link_moves_to_the_row_that_stays(pair):
    merge(pair)
    stays, goes = pair
    for relation in Organization._meta.related_objects:
        if relation.related_model is not Organization:
            owned = relation.related_model._base_manager.values_list(relation.field.attname, flat=True)
            assert set(owned) <= {stays.pk}, relation.related_model
            assert len(owned) or relation.related_model._meta.model_name == "decision"
    assert list(Organization.objects.filter(merged_into=stays)) == [goes]


def test_a_blank_never_replaces_a_value_and_what_was_chosen_does(pair):
    merge(pair, fields={"registered_on": STAYS, "name": GOES, "credit_code": GOES})
    stays, code = Organization.objects.get(pk=pair[0].pk), pair[1].credit_code
    assert (stays.address, stays.legal_representative) == ("府前街 1 号", "赵新")
    assert (stays.name, stays.credit_code) == ("绵羊养殖协会", code)
    assert set(stays.former_names.values_list("name", flat=True)) == {"孝义市牧羊协会", "孝义市绵羊养殖协会"}


def test_the_other_name_becomes_a_former_name(pair):
    merge(pair)
    assert set(pair[0].former_names.values_list("name", flat=True)) == {"孝义市牧羊协会", "绵羊养殖协会"}


def test_nobody_sees_the_row_that_went_and_no_figure_counts_it_at_any_date(pair, department):
    stays, goes = pair
    before = coverage.tally(coverage.with_facts(Organization.objects.visible_to(department).registered(on=ON), on=ON))
    merge(pair)
    seen = Organization.objects.visible_to(department)
    after = coverage.tally(coverage.with_facts(seen.registered(on=ON), on=ON))
    assert (before["registered"], after["registered"]) == (2, 1)
    assert (before["organized"], after["organized"]) == (1, 1)
    assert set(Organization.objects.merged_away(department)) == {goes}
    assert goes not in Organization.objects.offered_to(department, Organization.scope.kind)
    assert stays in seen
    branch = Coverage.objects.get().branch
    assert with_standing(type(branch).objects.filter(pk=branch.pk), on=ON).get().units == 1


def test_rows_that_say_the_same_are_not_doubled(make, pair, department):
    stays = pair[0]
    for each in pair:
        make.mass_organization(organization=each, type="women")
    links = {one.relation.model._meta.model_name: one for one in Merge(*pair).links}
    assert (len(links["massorganization"].same), len(links["massorganization"].moves)) == (1, 1)
    merge(pair)
    assert sorted(stays.mass_organizations.values_list("type", flat=True)) == ["union", "women"]
    assert type(stays.mass_organizations.get(type="union")).objects.visible_to(department).count() == 2


@pytest.mark.parametrize(("chosen", "conclusion", "members"), [(STAYS, "unqualified", 3), (GOES, "qualified", 9)])
def test_what_only_one_can_hold_is_decided(make, department, home, chosen, conclusion, members):
    stays, goes = (make.organization(region=home) for _ in range(2))
    for organization, verdict, count in ((stays, Conclusion.UNQUALIFIED, 3), (goes, Conclusion.QUALIFIED, 9)):
        make.inspection(organization=organization, conclusion=verdict)
        make.headcount(organization=organization, on=ON, members_all=count)
    work = Merge(stays, goes)
    assert [(clash.title, clash.differing()) for clash in work.clashes if "headcount" in clash.key] == [
        ("人员情况（统计日期 2019-12-31）", [("从业人员中的正式党员", "3", "9")])
    ]
    with pytest.raises(merging.Undecided):
        merge((stays, goes))
    merge((stays, goes), clashes={clash.key: chosen for clash in work.clashes})
    assert stays.inspections.get().conclusion == conclusion
    assert stays.headcounts.get().members_all == members
    assert AnnualInspection.objects.visible_to(department).count() == Headcount.objects.visible_to(department).count() == 1


@pytest.mark.parametrize(("chosen", "mode"), [(STAYS, Mode.SOLE), (GOES, Mode.JOINT)])
def test_of_two_primary_party_organizations_at_one_time_one_remains_primary(make, home, chosen, mode):
    stays, goes = (make.organization(region=home) for _ in range(2))
    make.coverage(organization=stays, mode=Mode.SOLE)
    make.coverage(organization=goes, mode=Mode.JOINT)
    make.coverage(organization=goes, mode=Mode.ATTACHED, start="2010", end="2016-07-01")
    (clash,) = Merge(stays, goes).clashes
    assert (clash.title, len(clash.stays), len(clash.goes)) == ("主要隶属", 1, 1)
    merge((stays, goes), clashes={clash.key: chosen})
    assert list(stays.coverages.filter(is_primary=True, end=None).values_list("mode", flat=True)) == [mode]
    assert stays.coverages.filter(is_primary=True).count() == 2


def test_a_merge_comes_apart_and_everything_is_as_before(pair, department):
    before = everything()
    batch = merge(pair, fields={"name": GOES, "credit_code": GOES})
    assert everything() != before
    assert merging.batch_of(pair[1]) == batch
    merging.take_apart(pair[1], by=SYSTEM)
    assert everything() == before
    assert merging.batch_of(pair[1]) is None
    with pytest.raises(undo.AlreadyUndone):
        merging.take_apart(pair[1], by=SYSTEM)


def test_a_merge_into_a_row_that_went_itself_follows(make, pair):
    third = make.organization(name="第三个")
    merge(pair)
    merge((third, pair[0]))
    assert set(third.merged_from.all()) == set(pair)
    with pytest.raises(merging.Undecided):
        merge(pair)


def test_nobody_merges_beyond_the_reach(make, township, home, elsewhere):
    near, far = make.organization(region=home), make.organization(region=elsewhere)
    with pytest.raises(writing.OutOfReach):
        merge((near, far), by=township)
    assert not Organization.objects.filter(merged_into__isnull=False).exists()
    assert not Batch.objects.filter(by=township).exists()


def test_both_credit_codes_find_the_row_that_stays(pair):
    merge(pair)
    code = pair[1].credit_code
    assert Organization.objects.get(merged_from__credit_code=code) == pair[0]
    assert Organization.objects.get(pk=pair[1].pk).credit_code == code
