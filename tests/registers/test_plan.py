"""A plan says for every row what would happen, tells everything wrong at once, and writes nothing."""

import pytest

from branches.enums import Mode
from orgs.enums import OrganizationType
from orgs.models import Organization
from tests import factories
from tests.registers import books
from tests.registers.declared import LEDGER, MEETINGS, SOCIETIES
from xiaoyi_partybuild.access.dates import PartialDate
from xiaoyi_partybuild.registers import register
from xiaoyi_partybuild.registers.choices import CREATE_ONLY, FILL, Choices
from xiaoyi_partybuild.registers.recognition import NoIdentity

HEADER = ["社会组织名称", "统一社会信用代码", "社会组织类型", "法定代表人", "成立登记日期", "所属区域"]


def code(number):
    return factories.valid_credit_code(number)


def row(name="甲协会", number=1, kind="社会团体", person="张三", day="2015年6月", town="新义街道"):
    return [name, code(number) if isinstance(number, int) else number, kind, person, day, town]


@pytest.fixture
def societies(planned, regions):
    """Plan rows of the test register."""

    def make(*rows, header=HEADER, **options):
        return planned(books.xlsx([header, *rows]), SOCIETIES, **options)

    return make


def messages(plan, level="error"):
    """What is said about the rows."""
    return [one.message for step in plan.steps for one in step.problems if one.level == level]


# --- create, update, same, reject, absent


def test_unknown_rows_are_new_and_nothing_is_written(societies):
    plan = societies(row(), row("乙协会", 2))
    assert plan.counts == {"create": 2, "update": 0, "same": 0, "reject": 0, "absent": 0}
    assert not Organization.objects.exists()
    changes = {one.target: (one.letter, plan.spoken(one.target, one.new)) for one in plan.steps[0].changes}
    assert changes["organization.type"] == ("C", "社会团体")
    assert changes["organization.registered_on"] == ("E", "2015年6月")
    assert changes["organization.region"] == ("F", "新义街道")


def test_a_known_row_shows_each_changed_cell_with_its_old_value(societies, make, home):
    known = make.organization(name="甲协会", credit_code=code(1), region=home, legal_representative="李四")
    plan = societies(row(day="2015-06-01"))
    (change,) = plan.steps[0].changes
    assert plan.steps[0].action == "update"
    assert (change.target, change.letter, change.old, change.new) == (
        "organization.legal_representative", "D", "李四", "张三",
    )  # fmt: skip
    assert plan.steps[0].written[0].instance.pk == known.pk
    known.refresh_from_db()
    assert known.legal_representative == "李四"


def test_blank_cells_change_nothing(societies, make, home):
    make.organization(name="甲协会", credit_code=code(1), region=home, legal_representative="李四")
    plan = societies(row(person="/", day=None, kind=None, town=None))
    assert plan.counts["same"] == 1


def test_a_person_may_ask_to_fill_blanks_only(societies, make, home):
    make.organization(
        name="甲协会", credit_code=code(1), region=home, legal_representative="李四", supervising_unit="", registered_on=""
    )
    plan = societies(row(), choices=Choices(policy=FILL))
    assert {one.target for one in plan.steps[0].changes} == {"organization.registered_on"}
    assert messages(plan, "note") == ["名册里写的是“李四”，这里不改"]


def test_a_person_may_ask_for_new_rows_only(societies, make, home):
    make.organization(name="甲协会", credit_code=code(1), region=home, legal_representative="李四")
    plan = societies(row(), row("乙协会", 2), row(), choices=Choices(policy=CREATE_ONLY))
    assert [step.action for step in plan.steps] == ["same", "create", "same"]
    assert not plan.absent


def test_a_corrected_cell_is_read_in_the_place_of_the_written_one(societies):
    plan = societies(row(day="去年"), row("乙协会", 2), choices=Choices(cells={"E2": "2015-06", "A3": ""}))
    assert [step.action for step in plan.steps] == ["create", "reject"]
    assert plan.steps[0].values["organization.registered_on"] == "2015-06"


def test_what_a_word_means_is_said_once(societies):
    words = {"organization.type": {"社会团": "社会团体", "别的": ""}}
    plan = societies(
        row(kind="社会团"), row("乙协会", 2, kind="社 会团"), row("丙协会", 3, kind="别的"), choices=Choices(values=words)
    )
    assert [step.values.get("organization.type") for step in plan.steps] == ["group", "group", None]


def test_a_new_name_under_the_same_code_is_a_rename(societies, make, home):
    make.organization(name="旧名协会", credit_code=code(1), region=home)
    plan = societies(row(person=None, day=None))
    assert plan.counts["update"] == 1
    assert messages(plan, "note") == ["原来是“旧名协会”，按改名处理"]
    assert [one.part for one in plan.steps[0].written] == ["organization", ""]


def test_a_new_code_under_the_same_name_is_a_doubt(societies, make, home):
    make.organization(name="甲协会", credit_code=code(7), region=home)
    plan = societies(row())
    assert plan.counts["update"] == 1
    assert "请核对是不是同一个单位" in messages(plan, "warning")[0]


def test_a_former_name_finds_its_organization_and_does_not_bring_it_back(societies, make, home):
    known = make.organization(name="新名协会", credit_code=None, region=home)
    make.former_name(organization=known, name="甲协会")
    plan = societies(row(number=None, person="王五", day=None))
    assert [one.target for one in plan.steps[0].changes] == ["organization.legal_representative"]
    assert messages(plan, "note") == ["名册里写的是“新名协会”，这里不改"]


@pytest.mark.parametrize("name", ["孝义市（甲）协会", "孝义市(甲)协会", " 孝义市（甲） 协会"])
def test_names_are_found_whatever_their_brackets_and_blanks(societies, make, home, name):
    make.organization(name="孝义市（甲）协会", credit_code=None, region=home)
    plan = societies(row(name, None, day=None))
    assert plan.counts["create"] == 0


def test_code_and_name_of_two_organizations_are_an_error(societies, make):
    make.organization(name="甲协会")
    make.organization(name="乙协会", credit_code=code(2))
    plan = societies(row("甲协会", 2))
    assert plan.counts["reject"] == 1
    assert "代码和名称对不上" in messages(plan)[0]


def test_two_organizations_of_one_name_need_their_code(societies, make):
    make.organization(name="甲协会")
    make.organization(name="甲协会")
    assert "有 2 个这样的社会组织" in messages(societies(row(number=None)))[0]


def test_what_a_complete_workbook_lacks_is_listed_as_absent(societies, make, home, township, abroad):
    make.organization(name="甲协会", credit_code=code(1), region=home)
    make.organization(name="未列协会", region=home)
    make.organization(name="外地协会", region=abroad)
    assert sorted(societies(row()).absent.values()) == ["外地协会", "未列协会"]
    assert list(societies(row(), by=township).absent.values()) == ["未列协会"]


def test_a_row_that_is_held_back_is_not_absent(societies, make, home):
    make.organization(name="甲协会", credit_code=code(1), region=home)
    plan = societies(row(kind="政府"))
    assert plan.counts == {"create": 0, "update": 0, "same": 0, "reject": 1, "absent": 0}


# --- what is wrong, where, and all of it


def test_every_wrong_cell_is_named_at_once_and_good_rows_go_on(societies):
    plan = societies(
        row(),
        row("乙协会", 2, kind="政府", day="不详", town="天津"),
        row(None, None, person="赵六", town=None, kind=None, day=None),
        row("丁协会", 4, kind=None, town=None),
    )
    assert [step.action for step in plan.steps] == ["create", "reject", "reject"]
    errors = {plan.cell(one) for one in plan.all_problems if one.level == "error"}
    assert errors == {"名册!C3", "名册!E3", "名册!F3", "名册!C5", "名册!F5"}
    assert plan.set_aside == [(4, "没有名称，也没有代码")]


def test_a_row_with_much_in_it_but_no_name_is_an_error(societies):
    plan = societies(row(), row(None, None))
    assert messages(plan) == ["这一行没有“社会组织名称”、“统一社会信用代码”、“登记证号”，不知道说的是谁，请至少补上一项"]


def test_a_wrong_check_digit_warns_with_the_right_one_and_does_not_block(societies):
    right = code(1)
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    plan = societies(row(number=wrong))
    assert plan.counts["create"] == 1
    (problem,) = plan.steps[0].problems
    assert (problem.level, plan.cell(problem), problem.proposal) == ("warning", "名册!B2", right)


@pytest.mark.parametrize(
    ("value", "level", "told"),
    [
        (5.1e17, "error", "后面几位已经丢失"),
        ("A" * 19, "error", "有 19 个字，最多 18 个字"),
        ("ABC", "warning", "不是 18 位"),
    ],
)
def test_codes_that_cannot_be_right(societies, value, level, told):
    plan = societies(row(number=value))
    assert any(told in message for message in messages(plan, level))


def test_the_registers_own_rule_speaks(societies):
    assert messages(societies(row(person="甲协会")), "warning") == ["法定代表人和单位名称一样，请核对"]


def test_repeated_rows_are_an_error_on_the_later_one(societies, make, home):
    make.organization(name="老协会", credit_code=code(9), region=home)
    plan = societies(
        row(), row("甲协会", 1), row("乙协会", 2), row("乙协会", None), row("老协会", 9), row("老协会", None, day=None),
        row("丙协会", 3), row("丙协会", 4),
    )  # fmt: skip
    assert [step.action for step in plan.steps] == [
        "create", "reject", "create", "reject", "update", "reject", "create", "create",
    ]  # fmt: skip
    assert "和第 2 行重复" in messages(plan)[0]


def test_a_repetition_of_a_refused_row_is_a_repetition(societies):
    plan = societies(row(kind="政府"), row())
    assert [step.action for step in plan.steps] == ["reject", "reject"]


def test_a_unique_value_of_another_object_is_refused_in_its_own_words(societies, make, home):
    make.organization(name="甲协会", credit_code=code(1), certificate_number="", region=home)
    make.organization(name="乙协会", credit_code=None, certificate_number="证1", region=home)
    header = [*HEADER[:1], "登记证号", HEADER[1]]
    plan = societies(["丙协会", "证1", code(1)], header=header)
    assert plan.counts["reject"] == 1


# --- groups, dates, the group's count


def test_group_rows_give_what_the_row_itself_leaves_out(societies):
    plan = societies(
        ["一、民办非企业单位（2家）"], row(kind=None), row("乙协会", 2, kind="社团"), ["二、其他"], row("丙", 3)
    )
    kinds = [step.values.get("organization.type") for step in plan.steps]
    assert kinds == [OrganizationType.SERVICE, OrganizationType.GROUP, OrganizationType.GROUP]
    plan = societies(["一、民办非企业单位（3家）"], row(kind=None))
    (warning,) = [one.message for one in plan.problems if one.level == "warning"]
    assert warning == "分组行“民办非企业单位”写的是 3，下面有 1 行，请核对是否漏行或多行"


@pytest.mark.parametrize(
    ("title", "chosen", "day"),
    [("名册（截至2019年12月）", None, "2019-12"), ("名册", None, "2026-11-22"), ("名册", "2020-01-05", "2020-01-05")],
)
def test_the_date_a_plan_speaks_for(planned, regions, title, chosen, day):
    data = books.xlsx([[title], HEADER, row(day=None)], merged=["A1:F1"])
    plan = planned(data, SOCIETIES, choices=Choices(as_of=chosen or ""))
    assert plan.on == day
    assert plan.steps[0].written[0].instance.registered_on == day
    assert any("没有写统计日期" in one.message for one in plan.problems) is (day == "2026-11-22")


# --- who may do what


def test_rows_outside_the_persons_reach_are_held_back(societies, make, township, home, elsewhere):
    make.organization(name="甲协会", credit_code=code(1), region=home, registered_on=PartialDate("2015-06"))
    make.organization(name="乙协会", credit_code=code(2), region=elsewhere)
    plan = societies(row(town=None), row("乙协会", 2), row("丙协会", 3, town=elsewhere.name), by=township)
    assert [step.action for step in plan.steps] == ["update", "reject", "reject"]
    assert "“乙协会”不在您的管理范围内" in messages(plan)[0]
    assert "不能由您新增" in messages(plan)[1]


def test_a_row_may_not_leave_the_persons_reach(societies, make, township, home, elsewhere):
    make.organization(name="甲协会", credit_code=code(1), region=home)
    plan = societies(row(town=elsewhere.name), by=township)
    assert "改动后“甲协会”就不在您的管理范围内了" in messages(plan)[0]


def test_an_unchanged_row_out_of_sight_is_held_back(planned, make, township, elsewhere):
    make.organization(name="乙协会", credit_code=code(2), region=elsewhere)
    plan = planned(books.xlsx([["社会组织名称", "正式党员"], ["乙协会", 3]]), LEDGER, by=township)
    assert plan.counts["reject"] == 1


# --- several parts


BAND = [
    ["单位名称", "党员队伍建设情况", None, "党组织名称", "党组织成立时间", "组建方式", None, "纳入时间", "群团组织", None],
    [None, "正式党员", "专职党员", None, None, "单独组建", "联合组建", None, "工会", "妇联"],
]
MERGED = ["A1:A2", "B1:C1", "D1:D2", "E1:E2", "F1:G1", "H1:H2", "I1:J1"]


@pytest.fixture
def ledger(planned):
    def make(*rows, **options):
        return planned(books.xlsx([*BAND, *rows], merged=MERGED), LEDGER, **options)

    return make


def test_a_row_of_a_ledger_makes_all_its_parts(ledger, make):
    make.organization(name="甲协会")
    plan = ledger(["甲协会", 5, 3, "甲支部", "2016年7月", "√", None, "2016-07-01", "√", 1])
    assert messages(plan) == []
    assert plan.steps[0].action == "update"
    assert [one.part for one in plan.steps[0].written] == ["headcount", "branch", "coverage", "mass", "mass"]
    coverage = plan.steps[0].written[2].instance
    assert (coverage.mode, coverage.organization.name, coverage.branch.name) == (Mode.SOLE, "甲协会", "甲支部")


def test_parts_without_any_value_are_not_made(ledger, make):
    make.organization(name="甲协会")
    assert ledger(["甲协会"]).counts["same"] == 1


def test_rows_of_unknown_organizations_are_held_back_where_none_may_be_made(ledger, db):
    plan = ledger(["甲协会", 5])
    assert messages(plan) == ["名册里没有这个社会组织，请核对名称和代码，或先把它导入名册"]


def test_one_branch_named_in_several_rows_is_made_once(ledger, make):
    for name in ("甲协会", "乙协会"):
        make.organization(name=name)
    plan = ledger(
        ["甲协会", None, None, "联合支部", "2016", None, "√", "2016"],
        ["乙协会", None, None, "联合支部", "2017", None, "√", "2017"],
    )
    made = [one.instance for step in plan.steps for one in step.written if one.part == "branch"]
    assert len(made) == 1
    assert messages(plan, "warning") == ["第 3 行写的是“2016年”，这里不同，按第 3 行的导入，请核对"]


def test_two_ticks_where_one_is_allowed_are_an_error(ledger, make):
    make.organization(name="甲协会")
    plan = ledger(["甲协会", None, None, "支部", None, "√", "√"])
    assert messages(plan)[0] == "“单独组建”、“联合组建”都打了勾，这一项只能选一个，请去掉多余的勾"


def test_what_is_no_tick_is_an_error(ledger, make):
    make.organization(name="甲协会")
    assert "看不出是" in messages(ledger(["甲协会", None, None, "支部", None, "大概"]))[0]


def test_a_part_without_its_parent_says_what_is_missing(ledger, make):
    make.organization(name="甲协会")
    assert messages(ledger(["甲协会", None, None, None, None, "√"])) == ["缺少“党组织”，请在这一行补上"]


def test_check_constraints_are_kept_without_asking_the_database(ledger, make):
    make.organization(name="甲协会")
    assert "都不能多于从业人员中的正式党员数" in messages(ledger(["甲协会", 2, 3]))[0]


def test_a_refused_row_leaves_no_trace_in_later_ones(ledger, make, home):
    for name in ("甲协会", "乙协会"):
        make.organization(name=name)
    known = make.branch(name="支部", region=home, start=None)
    plan = ledger(["甲协会", 2, 3, "支部", "2016", "√"], ["乙协会", 3, 2, "支部", "2017", "√"])
    assert [step.action for step in plan.steps] == ["reject", "update"]
    branch = next(one.instance for one in plan.steps[1].written if one.part == "branch")
    assert (branch.pk, branch.start) == (known.pk, "2017")


def test_a_new_period_ends_the_one_before(ledger, make):
    known = make.organization(name="甲协会")
    make.coverage(organization=known, start=PartialDate("2016"))
    make.coverage(organization=known, start=PartialDate("2010"), end=PartialDate("2012"))
    plan = ledger(["甲协会", None, None, "新支部", None, "√", None, "2020-05"])
    ended = next(one for one in plan.steps[0].changes if one.target == "coverage.end")
    assert (ended.old, ended.new) == (None, "2020-05")
    assert sum(one.target == "coverage.end" for one in plan.steps[0].changes) == 1


def test_an_older_period_ends_where_the_known_one_begins(ledger, make):
    make.coverage(organization=make.organization(name="甲协会"), start=PartialDate("2020"))
    plan = ledger(["甲协会", None, None, "旧支部", None, "√", None, "2016"])
    made = next(one.instance for one in plan.steps[0].written if one.part == "coverage")
    assert made.end == "2020"


def test_a_period_without_a_start_ends_nothing(ledger, make):
    make.coverage(organization=make.organization(name="甲协会"), start=PartialDate("2020"))
    plan = ledger(["甲协会", None, None, "新支部", None, "√"])
    assert not any(one.target == "coverage.end" for one in plan.steps[0].changes)


MEETING = ["党组织", "会议类型", "召开日期", "议题", "应到人数", "实到人数", "参加单位"]


@pytest.fixture
def meetings(planned):
    def make(*rows, **options):
        return planned(books.xlsx([MEETING, *rows]), MEETINGS, **options)

    return make


def test_a_list_makes_one_object_for_each_name_in_it(meetings, make):
    make.branch(name="支部")
    first, second = make.organization(name="甲协会"), make.organization(name="乙协会")
    make.former_name(organization=second, name="乙学会")
    plan = meetings(["支部", "general", "2019-12-10", "学习", 5, 4, "甲协会、乙学会"])
    assert messages(plan) == []
    joined = [one.instance.organization for one in plan.steps[0].written if one.part == "participation"]
    assert joined == [first, second]


def test_names_that_find_nothing_or_too_much_are_errors(meetings, make):
    make.branch(name="支部")
    make.organization(name="双协会")
    make.organization(name="双协会")
    plan = meetings(["别的支部", "general", "2019-12-10", "学习", 5, 4, "双协会"])
    assert "没有找到名称或代码是“别的支部”的党组织" in messages(plan)[0]
    assert "有 2 个社会组织都叫“双协会”" in messages(plan)[1]
    assert len(messages(plan)) == 2


def test_rows_of_other_tables_out_of_sight_are_not_found(meetings, make, township, elsewhere):
    make.branch(name="支部", region=elsewhere)
    plan = meetings(["支部", "general", "2019-12-10", "学习"], by=township)
    assert "没有找到" in messages(plan)[0]


def test_two_meetings_of_one_day_differ_by_their_topic(meetings, make):
    make.branch(name="支部")
    plan = meetings(["支部", "general", "2019-12-10", "学习"], ["支部", "general", "2019-12-10", "选举"])
    assert plan.counts["create"] == 2


def test_values_that_break_a_models_rule_name_their_cell(meetings, make):
    make.branch(name="支部")
    plan = meetings(["支部", "大会", "2019-12-10", "学习"], ["支部", "general", "2019-12-11", "议" * 201])
    assert [plan.cell(one) for one in plan.all_problems] == ["名册!B2", "名册!D3"]
    plan = meetings(["支部", "general", "2019-12-10", "学习", 4, 5])
    assert messages(plan) == ["实到人数不能多于应到人数"]


# --- the plan as a whole


def test_equal_plans_have_equal_digests_and_others_not(societies, make, home):
    first, again, other = societies(row()), societies(row()), societies(row(person="李四"))
    assert first.digest == again.digest != other.digest
    make.organization(name="甲协会", credit_code=code(1), region=home)
    assert societies(row()).digest != first.digest


def test_a_table_without_a_column_for_names_or_codes_is_refused(societies):
    with pytest.raises(NoIdentity, match="按“测试名册”看，第 1 行表头（社会组织类型、法定代表人）里没有“社会组织名称”"):
        societies(["社会团体", "张三"], header=["社会组织类型", "法定代表人"])


def test_a_declaration_that_cannot_work_is_refused():
    class Wrong(register.Register):
        parts = SOCIETIES.parts
        columns = (SOCIETIES.columns[0], LEDGER.columns[2])

    with pytest.raises(Exception, match=r"headcount\.members_all names no part"):
        _ = Wrong().by_part


def test_planning_asks_the_database_equally_often_for_2_and_for_20_rows(queries_of, planned, make, regions, home):
    def rows(count):
        return [row(f"第{n}协会", n) for n in range(count)]

    for n in range(21):
        make.organization(name=f"第{n}协会", credit_code=code(n), region=home, legal_representative="李四")
    few, many = (books.xlsx([HEADER, *rows(count)]) for count in (2, 20))
    assert queries_of(lambda: planned(few, SOCIETIES)) == queries_of(lambda: planned(many, SOCIETIES))


def test_planning_a_ledger_asks_equally_often_for_2_and_for_20_rows(queries_of, make, ledger, home):
    def rows(count):
        return [[f"第{n}协会", 5, 3, f"第{n}支部", "2016", "√", None, "2016", "√", "√"] for n in range(count)]

    for n in range(20):
        known = make.organization(name=f"第{n}协会", region=home)
        make.coverage(organization=known, branch=make.branch(name=f"第{n}支部", region=home), start=PartialDate("2015"))
    assert queries_of(lambda: ledger(*rows(2))) == queries_of(lambda: ledger(*rows(20)))


def test_a_code_that_a_new_row_brings_is_not_given_to_a_known_name_as_well(societies, make, home):
    make.organization(name="乙协会", credit_code=None, region=home)
    plan = societies(row("甲协会", 1), row("乙协会", 1))
    assert [step.action for step in plan.steps] == ["create", "reject"]
    assert messages(plan) == ["和第 2 行重复，说的是同一个社会组织，请只留一行"]
