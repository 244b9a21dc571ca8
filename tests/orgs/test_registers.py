"""The civil-affairs register: what its rows become, however they are written."""

from datetime import date

import pytest

from orgs import vocabulary
from orgs.enums import OrganizationType, Status
from orgs.models import FormerName, Organization, StatusPeriod
from tests import factories
from xiaoyi_partybuild.registers import apply, plan, register
from xiaoyi_partybuild.registers.workbook import Sheet

ON = date(2026, 11, 23)
HEADER = ["社会组织名称", "统一社会信用代码", "成立登记日期", "所属乡镇（街道）"]
CODE = factories.valid_credit_code(1)
ROW = ["孝义市读书协会", CODE, "2019年3月", "新义街道"]


@pytest.fixture
def planned(department):
    """plan(rows) of a sheet with these columns more; a mapping from target to value for the single row of `one`."""

    def build(*rows, more=()):
        cells = [[*HEADER, *more], *rows]
        sheets = [Sheet("名册", rows=list(enumerate(cells)))]
        return plan.build(sheets, [register.get("organizations")], by=department, on=ON)

    return build


@pytest.fixture
def brought_in(planned, department):
    """Plan and write."""

    def build(*rows, more=()):
        made = planned(*rows, more=more)
        upload = apply.receive(b"", "名册.xlsx", by=department, register="organizations")
        apply.write(upload, made, by=department)
        return made

    return build


def told(made, level=""):
    return [problem.message for problem in made.all_problems if level in ("", problem.level)]


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("社会团体", OrganizationType.GROUP),
        ("社团", OrganizationType.GROUP),
        ("民非", OrganizationType.SERVICE),
        ("社会服务机构（民办非企业单位）", OrganizationType.SERVICE),
        ("", OrganizationType.GROUP),
    ],
)
def test_the_type_is_read_or_follows_from_the_code(brought_in, written, type_):
    prefix = "52" if type_ == OrganizationType.SERVICE else "51"
    brought_in([ROW[0], factories.valid_credit_code(2, prefix=prefix), *ROW[2:], written], more=["类型"])
    assert Organization.objects.get().type == type_


def test_the_type_comes_from_the_group_row_where_there_is_no_code(brought_in):
    brought_in(["二、民办非企业单位（1家）"], ["孝义市晨光幼儿园", "无", "2019.03", "新义"])
    assert Organization.objects.get().type == OrganizationType.SERVICE


def test_a_type_that_contradicts_the_code_is_a_warning(planned):
    made = planned([*ROW, "民非"], more=["类型"])
    assert made.counts["create"] == 1
    assert told(made, "warning") == ["信用代码以 51 开头，应是社会团体，请核对"]


def test_a_code_of_another_division_is_a_warning(planned):
    code = factories.valid_credit_code(3, division=factories.WENSHUI)
    assert "不是孝义市" in told(planned([ROW[0], code, *ROW[2:]]), "warning")[0]


@pytest.mark.parametrize("state", ["正常", "存续", ""])
def test_an_organization_in_order_has_no_state_of_its_own(brought_in, state):
    made = brought_in([*ROW, state], more=["登记状态"])
    assert told(made) == []
    assert not StatusPeriod.objects.exists()


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("注销", Status.DEREGISTERED),
        ("撤销登记", Status.REVOKED),
        ("活动异常", Status.ABNORMAL),
        ("非实体运营", Status.DORMANT),
    ],
)
def test_a_state_holds_from_its_day(brought_in, written, status):
    brought_in([*ROW, written, "2024-06-01"], more=["状态", "注销日期"])
    period = StatusPeriod.objects.get()
    assert (period.status, period.start) == (status, "2024-06-01")


def test_a_deregistration_without_a_day_is_a_warning(planned):
    assert "没有写注销或撤销的日期" in told(planned([*ROW, "注销"], more=["状态"]), "warning")[0]


def test_a_new_name_under_the_same_code_keeps_the_old_one(brought_in):
    brought_in(ROW)
    made = brought_in(["孝义市全民阅读协会", *ROW[1:]])
    assert made.counts["update"] == 1
    former = FormerName.objects.get()
    assert (former.name, former.organization.name) == ("孝义市读书协会", "孝义市全民阅读协会")


def test_former_names_are_kept_once(brought_in):
    for _ in range(2):
        brought_in([*ROW, "孝义市图书协会", "2018.05"], more=["曾用名", "更名日期"])
    assert [(former.name, former.until) for former in FormerName.objects.all()] == [("孝义市图书协会", "2018-05")]


def test_all_problems_of_a_row_are_told_and_the_other_rows_go_in(brought_in):
    made = brought_in(ROW, ["孝义市象棋协会", factories.valid_credit_code(4), "2019-13-45", "太原市"])
    assert made.counts["create"] == made.counts["reject"] == 1
    assert len(told(made, "error")) == 2
    assert Organization.objects.get().name == ROW[0]


def test_what_the_file_lacks_is_told_and_never_removed(brought_in, make):
    make.organization(name="孝义市象棋协会")
    assert brought_in(ROW).counts["absent"] == 1
    assert Organization.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("name", vocabulary.NAMES),
        ("credit_code", vocabulary.CREDIT_CODES),
        ("certificate_number", vocabulary.CERTIFICATES),
        ("region", vocabulary.REGIONS),
    ],
)
def test_every_other_heading_leads_to_its_column(department, field, words):
    for word in words:
        rows = [[word, "法定代表人", "住所"], ["甲", "乙", "丙"]]
        sheets = [Sheet("名册", rows=list(enumerate(rows)))]
        found = plan.recognition.recognize(sheets, [register.get("organizations")])
        assert found.mapping.matches[0].field == f"organization.{field}", word


def test_a_new_name_with_the_old_one_written_beside_it_keeps_the_old_one_once(brought_in):
    brought_in(ROW)
    brought_in(["孝义市全民阅读协会", *ROW[1:], ROW[0], "2024.05"], more=["曾用名", "更名日期"])
    former = FormerName.objects.get()
    assert (former.name, former.until) == (ROW[0], "2024-05")


def test_a_mistyped_code_does_not_push_out_a_right_one(brought_in):
    brought_in(ROW)
    mistyped = CODE[:-1] + ("1" if CODE[-1] != "1" else "2")
    made = brought_in([ROW[0], mistyped, *ROW[2:]])
    assert Organization.objects.get().credit_code == CODE
    assert (made.counts["same"], len(told(made, "warning"))) == (1, 1)


def test_who_is_gone_is_not_missed_in_a_later_register(make, brought_in, home):
    gone = make.organization(region=home)
    make.status(organization=gone, start="2020-01-01")
    here = make.organization(region=home)
    made = brought_in(ROW)
    assert list(made.absent) == [here.pk]


def test_a_name_may_say_in_brackets_what_it_was_before(brought_in):
    brought_in(["孝义市全民阅读协会（原孝义市读书协会）", *ROW[1:]])
    former = FormerName.objects.get()
    assert (former.name, former.organization.name) == ("孝义市读书协会", "孝义市全民阅读协会")


@pytest.mark.parametrize(
    ("heading", "written", "yuan"),
    [("注册资金", "3万元", 30_000), ("开办资金（万元）", "3.5", 35_000), ("原始基金数额", "2,000,000元", 2_000_000)],
)
def test_funds_are_kept_in_yuan(brought_in, heading, written, yuan):
    brought_in([*ROW, written], more=[heading])
    assert Organization.objects.get().funds == yuan


def test_the_unit_of_funds_may_stand_above_the_table(department):
    rows = [["单位：万元"], [*HEADER, "注册资金"], [*ROW, 3]]
    made = plan.build([Sheet("名册", rows=list(enumerate(rows)))], [register.get("organizations")], by=department, on=ON)
    assert made.steps[0].values["organization.funds"] == 30_000


@pytest.mark.parametrize(
    ("written", "end"), [("正常", "2026-11-23"), ("存续", "2026-11-23"), ("限期停止活动", "2026-11-23"), ("", None)]
)
def test_the_state_a_register_shows_ends_the_one_before(make, brought_in, written, end):
    stored = make.status(organization=make.organization(credit_code=CODE, name=ROW[0]), status="abnormal", start="2024-05")
    brought_in([*ROW, written], more=["登记状态"])
    stored.refresh_from_db()
    assert stored.end == end


def test_the_day_of_the_change_is_the_day_the_state_before_ended(make, brought_in):
    stored = make.status(organization=make.organization(credit_code=CODE, name=ROW[0]), status="abnormal", start="2024-05")
    brought_in([*ROW, "注销", "2026-03-01"], more=["登记状态", "注销日期"])
    stored.refresh_from_db()
    assert stored.end == "2026-03-01"


def test_a_flag_of_the_departments_own_stays(make, brought_in):
    make.status(organization=make.organization(credit_code=CODE, name=ROW[0]), status="dormant", start="2024-05")
    brought_in([*ROW, "正常"], more=["登记状态"])
    assert StatusPeriod.objects.get().end is None


def test_who_was_struck_off_does_not_come_back_by_a_word(make, planned):
    make.status(organization=make.organization(credit_code=CODE, name=ROW[0]), status="deregistered", start="2024-05")
    made = planned([*ROW, "正常"], more=["登记状态"])
    assert "原来是“已注销" in told(made, "warning")[0]


def test_a_state_nobody_knows_is_a_question(planned):
    made = planned([*ROW, "整顿中"], more=["登记状态"])
    assert [problem.question for problem in made.all_problems] == ["整顿中"]
