"""What goes out comes in unchanged; text stays text; the workbook is the list's own rows."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
import python_calamine
from django.core.management import call_command
from openpyxl import load_workbook

from branches.enums import Level, Mode
from orgs.enums import MassOrganizationType
from orgs.models import Organization
from tests.registers import books
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import apply, export, plan, register, sheet
from xiaoyi_partybuild.registers import workbook as workbook_reader
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check
from xiaoyi_partybuild.registers.workbook import UnreadableWorkbook

ON = date(2026, 11, 23)
ID_NUMBER = "14118119800501001" + id_number_check("14118119800501001")


def workbook(slug, *, by=SYSTEM, on=ON, objects=None):
    declared = register.get(slug)
    objects = declared.listed(by=by, on=on) if objects is None else objects
    written = BytesIO()
    sheet.write(export.build(declared, objects, by=by, on=on), written, unit="孝义市委组织部")
    return written.getvalue()


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
    make.grading(organization=full, end="2023-01-01")
    make.grading(organization=full, grade="other", as_written="省级示范", start="2023-01-01")
    make.meeting(branch=branch, held_on=date(2026, 10, 9), topic="主题党日", organizations=[full])
    make.member(home_branch=branch, organization=full, name="钱进", born="1980-05", id_number="141181198005010019")
    make.served_unit(branch=branch, name="张记布行")
    make.candidate(branch=branch, name="武积极")
    make.organization(region=home, name="孝义市棋类协会")
    gone = make.organization(region=home, name="孝义市绵羊协会")
    make.former_name(organization=gone, name="孝义市养羊协会", until="2018-05")
    make.status(organization=gone, status="deregistered", start="2026-01-01")
    joint = make.branch(name="第二联合党支部", level=Level.JOINT, region=home)
    make.coverage(organization=gone, branch=joint, mode=Mode.JOINT, start="2016-07-01", end="2019-07-01")
    return full


@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
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
    assert (page.print_title_rows, page.print_title_cols) == ("$3:$4", "$A:$B")
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (3, 0)
    assert page.row_dimensions[5].height == 30


PURPOSE = {"reason": "check", "detail": ""}


def fetched(client, address):
    """Registers that hold personal data are posted for, with a purpose; others come at once."""
    answer = client.get(address)
    return client.post(address, PURPOSE) if answer.headers["Content-Type"].startswith("text/html") else answer


@pytest.mark.parametrize(
    ("address", "rows"), [("organizations.xlsx", 2), ("ledger.xlsx?show=sole", 1), ("organizations.xlsx?register=out", 1)]
)
def test_the_list_can_be_taken_along_as_it_is_filtered(county, client_of, department, address, rows):
    answer = fetched(client_of(department), f"/organizations/{address}")
    assert answer.status_code == 200
    assert "attachment; filename*=UTF-8''" in answer["Content-Disposition"]
    assert len([row for row in cells(answer.getvalue()) if isinstance(row[0], int)]) == rows


@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
def test_the_contents_of_every_register_can_be_taken_along(county, client_of, department, slug):
    answer = fetched(client_of(department), f"/import/forms/{slug}.xlsx?on=2026-11-20")
    rows = cells(answer.getvalue())
    assert rows[0][0] == register.get(slug).title
    assert "2026年" in rows[1][0]
    assert any(isinstance(row[0], int) for row in rows)


@pytest.mark.parametrize("person", ["secretary", "officer"])
def test_nobody_takes_along_a_register_that_he_may_not_see(county, request, client_of, person):
    who = request.getfixturevalue(person)
    client, seen = client_of(who), {one.slug for one in register.readable(who)}
    for slug in register.REGISTRY:
        assert client.get(f"/import/forms/{slug}.xlsx").status_code == (200 if slug in seen else 404), slug


def test_those_who_only_look_get_no_templates(officer, client_of):
    assert client_of(officer).get("/import/forms/organizations/template.xlsx").status_code == 403


def test_the_page_of_registers_names_what_can_be_had(department, client_of):
    page = client_of(department).get("/import/forms/?on=2019年底").content.decode()
    assert "不是能识别的日期" in page
    page = client_of(department).get("/import/forms/?on=2019-12-31").content.decode()
    for slug, one in register.REGISTRY.items():
        assert one.title in page
        assert f"/import/forms/{slug}.xlsx?on=2019-12-31" in page
        assert f"/import/forms/{slug}/template.xlsx" in page


def test_branches_can_be_taken_along(county, client_of, department):
    assert "焦炭协会党支部" in str(cells(fetched(client_of(department), "/branches/branches.xlsx").getvalue()))


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


def test_what_was_later_is_not_written_for_an_earlier_day(county, make, branch, department):
    make.inspection(organization=county, year=2018)
    make.member(home_branch=branch, name="已转走", left_on="2019-06-30")
    make.meeting(branch=branch, held_on=date(2019, 5, 1), topic="旧的议题", organizations=[county])
    on = date(2019, 12, 31)
    assert {row[5] for row in cells(workbook("ledger", on=on)) if "孝义市焦炭协会" in row} == {2018}
    assert "已转走" not in str(cells(workbook("members", on=on)))
    meetings = str(cells(workbook("meetings", on=on)))
    assert "旧的议题" in meetings
    assert "主题党日" not in meetings


def test_a_member_known_by_the_number_alone_is_found_again_by_the_day_of_birth(department, branch, tmp_path):
    book = books.xlsx([["姓名", "公民身份号码", "所在党支部", "党员类别"], ["钱进", ID_NUMBER, branch.name, "正式党员"]])
    apply.import_file(book, "花名册.xlsx", by=department, on=ON, register="members")
    path, told = tmp_path / "register.xlsx", StringIO()
    call_command("export_register", "members", str(path), stdout=StringIO())
    call_command("import_register", str(path), dry_run=True, json=True, stdout=told)
    assert json.loads(told.getvalue())["counts"]["same"] == 1


def test_an_instructor_stands_in_as_many_rows_as_he_was_sent_at_different_times(make, home, tmp_path):
    sent = make.instructor(name="李文", unit="市委组织部", region=home)
    for name, start in (("孝义市甲协会", "2025"), ("孝义市乙协会", "2025"), ("孝义市丙协会", "2026-03")):
        make.assignment(instructor=sent, organization=make.organization(name=name, region=home), start=start)
    rows = [row[5:8] for row in cells(workbook("instructors")) if row[1] == "李文"]
    assert rows == [["新义街道", "孝义市甲协会、孝义市乙协会", "2025年"], ["新义街道", "孝义市丙协会", "2026年3月"]]


def test_states_and_money_are_written_as_a_register_writes_them(make, home):
    make.organization(region=home, name="孝义市甲协会", funds=35_000)
    row = next(row for row in cells(workbook("organizations")) if "孝义市甲协会" in row)
    assert {"正常", "35000元"} <= set(row)


@pytest.mark.parametrize("text", ["甲 & 乙 <丙>", " 前后空格 ", "第一行\n第二行", "_x0041_", "一\x0b二", "党\U00020000员"])
def test_any_text_comes_out_as_it_was(make, text):
    make.organization(remark=text)
    page = python_calamine.load_workbook(BytesIO(workbook("organizations"))).get_sheet_by_index(0)
    assert text.replace("\x0b", "") in {cell for row in page.to_python() for cell in row}


def test_a_register_without_rows_is_a_header(make, home):
    assert [row[0] for row in cells(workbook("served"))][:3] == [
        "服务单位名册",
        "填报单位：孝义市委组织部        填报时间：2026年11月23日",
        "序号",
    ]


def test_many_rows_are_read_back_by_another_program(make, home):
    for number in range(5):
        make.organization(region=home, name=f"孝义市第{number}协会")
    sheets = python_calamine.load_workbook(BytesIO(workbook("organizations")))
    rows = sheets.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[3:-1]] == [1, 2, 3, 4, 5]
    assert rows[-1][0].startswith("单位负责人：")


def test_the_same_contents_make_the_same_file_and_name_nobody(county):
    first, second = workbook("ledger"), workbook("ledger")
    assert first == second
    properties = load_workbook(BytesIO(first)).properties
    assert {properties.creator, properties.lastModifiedBy} == {None}


# --- templates


@pytest.fixture
def template(department, tmp_path):
    def make(slug):
        path = tmp_path / f"{slug}.xlsx"
        call_command("export_register", slug, str(path), template=True, by="department", stdout=StringIO())
        return path

    return make


@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
def test_a_template_is_recognized_by_its_register_once_a_row_is_filled_in(template, department, slug):
    path = template(slug)
    book = load_workbook(path)
    page, declared = book.worksheets[0], register.get(slug)
    top = page[page.freeze_panes].row
    page.cell(top, 2).value = "某某"
    page.cell(top, 3).value = "其他"
    book.save(path)
    found = plan.build(workbook_reader.read(path.read_bytes()), [declared], by=department, on=ON)
    assert [match.field for match in found.mapping.used] == [column.target for column in declared.stored]
    assert {match.confidence for match in found.mapping.used} <= {"sure"}


def untouched(path):
    return path.read_bytes()


def numbered(path):
    """Saved once more, with numbers in front of its empty rows."""
    book, written = load_workbook(path), BytesIO()
    for number, row in enumerate(range(8, 208), start=1):
        book.worksheets[0].cell(row, 1, number)
    book.save(written)
    return written.getvalue()


@pytest.mark.parametrize("touch", [untouched, numbered])
@pytest.mark.parametrize("slug", sorted(register.REGISTRY))
def test_a_template_nobody_has_filled_in_is_called_so(template, department, slug, touch):
    data, declared = touch(template(slug)), register.get(slug)
    for candidates in ([declared], register.offered(department)):
        with pytest.raises(UnreadableWorkbook, match=f"^这是“{declared.title}”的空白模板，还没有填内容"):
            plan.build(workbook_reader.read(data), candidates, by=department, on=ON)


def test_a_template_offers_lists_explains_and_marks_what_is_required(template, home, elsewhere):
    book = load_workbook(template("members"))
    page, guide, dictionary = book.worksheets
    assert (guide.title, dictionary.title, dictionary.sheet_state) == ("填表说明", "字典", "hidden")
    offered = {str(rule.sqref).split(":")[0] for rule in page.data_validations.dataValidation}
    assert {"C4", "J4", "K4"} <= offered
    assert page["C3"].comment.text == "填：男、女"
    assert page["B3"].font.color.rgb == "FFB3261E"
    assert page["E4"].number_format == "@"
    assert ["姓名", "是"] in [[row[0].value, row[1].value] for row in guide.iter_rows()]
    assert "男" in {row[0].value for row in dictionary.iter_rows()}


def test_queries_do_not_grow_with_the_rows(make, home, department, same_queries):
    def add_row():
        organization = make.organization(region=home)
        make.coverage(organization=organization, branch=make.branch(region=home, superior=make.branch(region=home)))
        make.assignment(organization=organization, instructor=make.instructor(region=home))

    same_queries(lambda: workbook("ledger", by=department, objects=Organization.objects.all()), add_row)
