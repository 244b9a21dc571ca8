"""What goes out comes in unchanged; text stays text; the workbook is the list's own rows."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from branches.enums import Level, Mode
from orgs.enums import MassOrganizationType
from orgs.models import Organization
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import export, register, sheet

ON = date(2026, 11, 23)


def workbook(slug, *, by=SYSTEM, on=ON, objects=None):
    declared = register.get(slug)
    objects = declared.listed(by=by, on=on) if objects is None else objects
    return sheet.write(export.build(declared, objects, by=by, on=on), unit="孝义市委组织部")


def cells(content):
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


@pytest.fixture
def county(make, regions, home):
    """One organization with everything the ledger shows, one with nothing, one that is gone and whose link has ended."""
    full = make.organization(region=home, name="孝义市焦炭协会", field="commerce", supervising_unit="市工信局")
    make.headcount(organization=full, on=date(2026, 10, 1), staff=20, members_all=5, members_full_time=3, members_on_file=2)
    make.headcount(organization=full, on=date(2025, 10, 1), staff=9, members_all=1)
    branch = make.branch(name="焦炭协会党支部", region=home)
    make.coverage(organization=full, branch=branch, mode=Mode.SOLE, start="2016-07-01")
    make.term(branch=branch, start="2024-07-01", due="2027-07-01", number=3)
    make.post(branch=branch, name="赵新民", start="2024-07-01")
    make.assignment(organization=full, instructor=make.instructor(name="王指导", region=home), start="2025-01-01")
    for kind in (MassOrganizationType.UNION, MassOrganizationType.WOMEN):
        make.mass_organization(organization=full, type=kind, start="2020-01-01")
    make.inspection(organization=full, year=2025)
    make.grading(organization=full)
    make.meeting(branch=branch, held_on=date(2026, 10, 9), topic="主题党日", organizations=[full])
    make.member(home_branch=branch, organization=full, name="钱进", born="1980-05", id_number="141181198005010019")
    make.served_unit(branch=branch, name="张记布行")
    make.organization(region=home, name="孝义市棋类协会")
    gone = make.organization(region=home, name="孝义市绵羊协会")
    make.former_name(organization=gone, name="孝义市养羊协会", until="2018-05")
    make.status(organization=gone, status="deregistered", start="2026-01-01")
    joint = make.branch(name="第二联合党支部", level=Level.JOINT, region=home)
    make.coverage(organization=gone, branch=joint, mode=Mode.JOINT, start="2016-07-01", end="2019-07-01")
    return full


@pytest.mark.parametrize("slug", ["organizations", "ledger", "branches", "members", "meetings", "served"])
def test_an_exported_register_comes_back_all_the_same(county, department, tmp_path, slug):
    path, told = tmp_path / "register.xlsx", StringIO()
    call_command("export_register", slug, str(path), on=str(ON), by="department", stdout=StringIO())
    call_command("import_register", str(path), dry_run=True, by="department", json=True, stdout=told)
    counts = json.loads(told.getvalue())["counts"]
    assert counts["same"] > 0
    assert sum(counts.values()) == counts["same"]


def test_sealed_values_do_not_leave(county, department):
    listed = str(cells(workbook("members", by=department)))
    assert "钱进" in listed
    assert "141181198005010019" not in listed


def test_the_ledger_is_written_as_of_the_newest_head_count(county):
    rows = cells(workbook("ledger"))
    assert "填报时间：2026年10月1日" in rows[1][0]
    assert 5 in next(row for row in rows if "孝义市焦炭协会" in row)


def test_a_link_that_has_ended_is_not_written(county):
    assert "第二联合党支部" not in str(cells(workbook("ledger")))


@pytest.mark.parametrize("begins", ["=1+1", "+86", "-x", "@sum"])
def test_text_that_looks_like_a_formula_stays_text(make, begins):
    make.organization(remark=begins)
    page = load_workbook(BytesIO(workbook("organizations"))).active
    found = [cell for row in page.iter_rows() for cell in row if cell.value == begins]
    assert [(cell.data_type, cell.quotePrefix) for cell in found] == [("s", True)]


def test_codes_are_text_and_counts_are_numbers(county):
    page = load_workbook(BytesIO(workbook("ledger"))).active
    kinds = {cell.value: cell.data_type for row in page.iter_rows() for cell in row}
    assert kinds[county.credit_code] == "s"
    assert kinds[20] == "n"


def test_the_header_stays_in_sight_and_repeats_on_paper(county):
    page = load_workbook(BytesIO(workbook("ledger"))).active
    assert page.freeze_panes == "C5"
    assert page.print_title_rows == "$3:$4"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.row_dimensions[5].height == 30


@pytest.mark.parametrize(
    ("address", "rows"), [("organizations.xlsx", 2), ("ledger.xlsx?show=sole", 1), ("organizations.xlsx?register=out", 1)]
)
def test_the_list_can_be_taken_along_as_it_is_filtered(county, client_of, department, address, rows):
    answer = client_of(department).get(f"/organizations/{address}")
    assert answer.status_code == 200
    assert "attachment; filename*=UTF-8''" in answer["Content-Disposition"]
    assert len([row for row in cells(answer.content) if isinstance(row[0], int)]) == rows


def test_branches_can_be_taken_along(county, client_of, department):
    assert "焦炭协会党支部" in str(cells(client_of(department).get("/branches/branches.xlsx").content))


def test_nobody_takes_along_what_lies_outside_the_reach(county, client_of, outsider):
    assert "孝义市焦炭协会" not in str(cells(client_of(outsider).get("/organizations/ledger.xlsx").content))


@pytest.fixture
def next_door(make, home, elsewhere):
    """An organization here that a branch of the next township covers; a branch here whose superior is elsewhere."""
    foreign = make.branch(name="外乡联合党支部", level=Level.JOINT, region=elsewhere)
    covered = make.organization(region=home, name="孝义市戏曲协会")
    make.headcount(organization=covered, on=date(2026, 10, 1), members_all=1)
    make.coverage(organization=covered, branch=foreign, mode=Mode.JOINT)
    own = make.branch(name="本乡党支部", region=home, superior=foreign)
    make.coverage(organization=make.organization(region=home), branch=own)


@pytest.mark.parametrize("slug", ["organizations", "ledger", "branches"])
def test_a_township_takes_along_what_it_may_bring_back(next_door, township, tmp_path, slug):
    path, told = tmp_path / "register.xlsx", StringIO()
    call_command("export_register", slug, str(path), on=str(ON), by="township", stdout=StringIO())
    assert "外乡联合党支部" not in str(cells(path.read_bytes()))
    call_command("import_register", str(path), dry_run=True, by="township", json=True, stdout=told)
    counts = json.loads(told.getvalue())["counts"]
    assert (counts["same"] > 0, sum(counts.values())) == (True, counts["same"])


def test_other_registers_have_no_address_here(client_of, department):
    assert client_of(department).get("/organizations/members.xlsx").status_code == 404


def test_queries_do_not_grow_with_the_rows(make, home, department, same_queries):
    def add_row():
        organization = make.organization(region=home)
        make.coverage(organization=organization, branch=make.branch(region=home))
        make.assignment(organization=organization, instructor=make.instructor(region=home))

    same_queries(lambda: workbook("ledger", by=department, objects=Organization.objects.all()), add_row)
