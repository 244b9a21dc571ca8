"""Lists as a ministry published them go in as they are. They stay outside the repository; without them this is skipped."""

from collections import Counter
from pathlib import Path

import pytest

from orgs.enums import OrganizationType
from orgs.models import Organization
from tests import factories
from tests.registers.conftest import TODAY
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import apply, register
from xiaoyi_partybuild.registers import columns as c
from xiaoyi_partybuild.registers.register import AS_OF, Part, Register

FILES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "registers"
REGULAR, ADULT = FILES / "moe_list_2025_regular.xls", FILES / "moe_list_2025_adult.xls"
EARLIER, EARLIER_GB = FILES / "moe_list_2020.csv", FILES / "moe_list_2020_gb18030.csv"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"the published lists do not lie in {FILES.name}/ beside the project"
)


@pytest.fixture
def schools(uploads, registers, regions, monkeypatch):
    """The published list as a register: a school's code is its identity, its name changes."""
    given = {"type": OrganizationType.SERVICE, "registered_on": AS_OF, "region": regions[factories.XIAOYI]}

    class Schools(Register):
        slug, title = "test-schools", "学校名单"
        complete = True
        parts = (Part("school", Organization, keys=(("certificate_number",), ("name",)), given=given),)
        columns = (
            c.Text("school.name", "学校名称", required=True),
            c.Code("school.certificate_number", "学校标识码", required=True),
            c.Text("school.supervising_unit", "主管部门"),
            c.Text("school.address", "所在地"),
            c.Text("school.leading_body", "办学层次"),
            c.Text("school.remark", "备注"),
        )

    declared = register.REGISTRY.pop("test-schools")
    monkeypatch.setitem(register.REGISTRY, "test-schools", declared)
    return declared


def imported(path, **options):
    return apply.import_file(path, by=SYSTEM, on=TODAY, register="test-schools", **options)


@pytest.mark.parametrize(("path", "rows", "groups"), [(REGULAR, 2919, 31), (ADULT, 248, 30)], ids=["regular", "adult"])
def test_a_ministrys_workbook_goes_in_untouched(schools, path, rows, groups):
    plan = imported(path, dry_run=True).plan
    assert plan.counts == {"create": rows, "update": 0, "same": 0, "reject": 0, "absent": 0}
    assert Counter(why for _, why in plan.set_aside) == {"分组行": groups, "标题": 2}
    assert plan.on == "2025-06-20"
    assert plan.mapping.is_sure


def test_the_group_that_says_27_and_has_28_is_reported(schools):
    plan = imported(REGULAR, dry_run=True).plan
    assert [one.message for one in plan.problems] == ["分组行“海南省”写的是 27，下面有 28 行，请核对是否漏行或多行"]


def test_both_lists_of_the_year_go_in_as_they_are_and_nothing_of_them_is_new_again(schools):
    for path in (REGULAR, ADULT):
        imported(path)
    assert Organization.objects.count() == 2919 + 248
    counts = imported(REGULAR, dry_run=True).plan.counts
    assert counts == {"create": 0, "update": 0, "same": 2919, "reject": 0, "absent": 248}


def test_codes_are_text_whether_the_cell_holds_a_number_or_not(schools):
    plan = imported(REGULAR, dry_run=True).plan
    assert all(step.values["school.certificate_number"].isdigit() for step in plan.steps)
    assert {len(step.values["school.certificate_number"]) for step in plan.steps} == {10}


def test_both_encodings_of_the_older_list_say_the_same(schools):
    assert imported(EARLIER, dry_run=True).plan.digest == imported(EARLIER_GB, dry_run=True).plan.digest


def test_five_years_later_the_new_the_gone_and_the_renamed_are_told_apart(schools):
    imported(EARLIER)
    plan = imported(REGULAR, dry_run=True).plan
    assert (plan.counts["create"], plan.counts["reject"], plan.counts["absent"]) == (267, 0, 36)
    renamed = [
        step for step in plan.steps if any(one.target == "school.name" for one in step.changes if step.action == "update")
    ]
    assert len(renamed) == 210
    assert all("按改名处理" in " ".join(one.message for one in step.problems) for step in renamed)
