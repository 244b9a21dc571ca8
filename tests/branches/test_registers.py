"""The spreadsheets of Party building: what their rows become, and which rows are held back and why."""

from datetime import date

import pytest

from branches.enums import Mode, PostTitle
from branches.models import Assignment, Branch, Coverage, Meeting, Member, Post, ServedUnit, Term
from inspections.models import AnnualInspection, Grading
from orgs.models import Headcount, MassOrganization
from tests import factories
from xiaoyi_partybuild.access import undo
from xiaoyi_partybuild.registers import apply, plan, reading, register
from xiaoyi_partybuild.registers.choices import Choices
from xiaoyi_partybuild.registers.columns.identifiers import id_number_check
from xiaoyi_partybuild.registers.models import Upload
from xiaoyi_partybuild.registers.workbook import Sheet

ON = date(2026, 11, 23)
NAME, CODE = "孝义市读书协会", factories.valid_credit_code(1)
LED = {"社会组织名称": NAME, "统一社会信用代码": CODE}
SOLE = LED | {"党组织名称": "读书协会党支部", "组建方式": "单独组建", "党组织成立时间": "2016年7月"}


@pytest.fixture
def reader(home):
    return factories.organization(name=NAME, credit_code=CODE, region=home)


@pytest.fixture
def planned(department):
    """The plan of rows given as {heading: cell}; headings with bands are "band/leaf"."""

    def build(slug, *rows, **options):
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        header, merged = bands(headings)
        cells = [["填报时间：2026年11月20日"], *header, *([row.get(heading) for heading in headings] for row in rows)]
        sheets = [Sheet("表", rows=list(enumerate(cells)), merged=merged)]
        return plan.build(sheets, [register.get(slug)], by=department, on=ON, **options)

    return build


def bands(headings):
    """Two header rows in rows 1 and 2: bands merged across their columns, plain headings merged down."""
    upper, lower = zip(*(heading.split("/") if "/" in heading else (heading, None) for heading in headings), strict=True)
    places = [index for index, band in enumerate(upper) if index == 0 or band != upper[index - 1]]
    merged = []
    for first, after in zip(places, [*places[1:], len(upper)], strict=True):
        merged.append((1, first, 2 if lower[first] is None else 1, after - 1))
    return [[band if index in places else None for index, band in enumerate(upper)], lower], merged


@pytest.fixture
def brought_in(planned, department):
    def build(slug, *rows, **options):
        made = planned(slug, *rows, **options)
        apply.write(apply.receive(b"", "表.xlsx", by=department, register=slug), made, by=department)
        return made

    return build


def errors(made):
    return [problem.message for problem in made.all_problems if problem.level == "error"]


# --- the ledger


def test_one_row_tells_of_everything(brought_in, reader):
    factories.branch(name="中共孝义市社会组织综合委员会", region=reader.region)
    row = SOLE | {
        "从业人员/总数": "12人",
        "正式党员": 4,
        "预备党员": 1,
        "上级党组织": "中共孝义市社会组织综合委员会",
        "本届起始": "2025.07",
        "届满日期": "2028.07",
        "党组织书记": "赵新民",
        "书记电话": 13803580001,
        "年检年度": 2025,
        "年检结论": "合格",
        "评估等级": "AAA",
    }
    assert errors(brought_in("ledger", row)) == []
    headcount = Headcount.objects.get()
    assert (headcount.on, headcount.staff, headcount.members_all) == (date(2026, 11, 20), 12, 4)
    branch = Branch.objects.get(name="读书协会党支部")
    assert (branch.region, branch.superior.name) == (reader.region, "中共孝义市社会组织综合委员会")
    assert branch.terms.get().due == "2028-07"
    assert Post.objects.get(branch=branch, title=PostTitle.SECRETARY).phone == "13803580001"
    assert (AnnualInspection.objects.get().year, Grading.objects.get().grade) == (2025, "3A")


def test_a_branch_of_its_own_covers_since_it_was_founded(brought_in, reader):
    brought_in("ledger", SOLE)
    assert Coverage.objects.get().start == "2016-07"


@pytest.mark.parametrize("mode", Mode)
def test_a_tick_says_how_it_was_built(brought_in, reader, mode):
    ticks = {f"组建方式/{other.label}": "√" if other == mode else None for other in Mode}
    brought_in("ledger", LED | {"党组织名称": "读书协会党支部"} | ticks | {"纳入时间": "2016-07-01"})
    assert Coverage.objects.get().mode == mode


def test_several_mass_organizations_may_be_ticked(brought_in, reader):
    brought_in("ledger", LED | {"群团组织/工会": "√", "群团组织/共青团": "", "群团组织/妇联": "●"})
    assert sorted(MassOrganization.objects.values_list("type", flat=True)) == ["union", "women"]


def test_a_row_without_a_party_organization_makes_none(brought_in, reader):
    made = brought_in("ledger", LED | {"所属乡镇": "新义街道", "正式党员": 2, "党组织名称": "无"})
    assert errors(made) == []
    assert Headcount.objects.exists()
    assert not Branch.objects.exists()


def test_the_next_branch_ends_the_link_to_the_last(brought_in, reader):
    brought_in("ledger", SOLE | {"组建方式": "联合组建", "党组织名称": "新义联合党支部", "纳入时间": "2016-07-01"})
    brought_in("ledger", SOLE | {"纳入时间": "2022-06-16"})
    joint, sole = Coverage.objects.order_by("start")
    assert (joint.end, sole.end) == ("2022-06-16", None)


def test_the_next_secretary_ends_the_last_ones_time(brought_in, reader):
    brought_in("ledger", SOLE | {"党组织书记": "赵新民", "任职时间": "2016-07-01"})
    brought_in("ledger", SOLE | {"党组织书记": "王秀英", "任职时间": "2022-07-01"})
    assert list(Post.objects.order_by("start").values_list("name", "end")) == [("赵新民", "2022-07-01"), ("王秀英", None)]


def test_an_instructor_gone_is_an_assignment_that_ended(brought_in, reader):
    told = {"姓名": "李文", "工作单位": "市委组织部", "派驻时间": "2023-09-01", "期满时间": "2026-06-30"}
    brought_in("ledger", LED | {f"党建指导员/{heading}": value for heading, value in told.items()})
    sent = Assignment.objects.get()
    assert (sent.instructor.name, sent.start, sent.end) == ("李文", "2023-09-01", "2026-06-30")


def test_an_old_name_finds_the_organization_and_does_not_change_it(brought_in, reader):
    brought_in("ledger", LED | {"社会组织名称": "孝义市图书协会", "正式党员": 1})
    reader.refresh_from_db()
    assert reader.name == NAME


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (LED | {"社会组织名称": "孝义市没有的协会", "统一社会信用代码": "", "正式党员": 1}, "没有"),
        (LED | {"党组织名称": "读书协会党支部"}, "没有写组建方式"),
        (LED | {"组建方式": "单独组建", "正式党员": 3}, "没有写党组织名称"),
        (LED | {"年检结论": "合格", "正式党员": 3}, "请补上年度"),
        (SOLE | {"本届起始": "2025-07", "届满日期": "2024-07"}, "不晚于本届起始"),
        (LED | {"正式党员": 2, "专职党员": 3}, "都不能多于"),
    ],
)
def test_a_row_that_contradicts_itself_is_held_back(planned, reader, row, message):
    made = planned("ledger", row)
    assert made.counts["reject"] == 1
    assert any(message in error for error in errors(made)), errors(made)


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ({"届满日期": "2028-02-29"}, ("2025-02-28", "2028-02-29")),
        ({"本届起始": "2025.07"}, ("2025-07", "2028-07")),
    ],
)
def test_a_term_with_one_end_lasts_three_years(brought_in, reader, written, term):
    brought_in("ledger", SOLE | written)
    found = Term.objects.get()
    assert (found.start, found.due) == term


# --- Party organizations, members, meetings, served units


def test_committees_come_from_the_list_of_party_organizations(brought_in, home):
    row = {"党组织名称": "中共孝义市新义街道工作委员会", "党组织类别": "党工委", "所在行政区划": "新义街道", "书记": "王芳"}
    brought_in("branches", row)
    committee = Branch.objects.get()
    assert (committee.level, committee.region) == ("committee", home)
    assert committee.posts.get().name == "王芳"


ABOVE = {"党组织名称": "社会组织综合委员会", "党组织类别": "党委", "所在行政区划": "新义街道", "上级党组织": ""}
BELOW = ABOVE | {"党组织名称": "读书协会党支部", "党组织类别": "党支部", "上级党组织": "社会组织综合委员会"}


def superior_of(name):
    superior = Branch.objects.get(name=name).superior
    return superior and superior.name


@pytest.mark.parametrize("rows", [(BELOW, ABOVE), (ABOVE, BELOW)], ids=["before", "after"])
def test_a_superior_in_another_row_of_the_file_is_linked_at_once(brought_in, planned, home, rows):
    made = brought_in("branches", *rows)
    row = 5 if rows[1] is ABOVE else 4
    assert [p.message for p in made.all_problems if p.row == 9 - row] == [
        f"“社会组织综合委员会”就在这份表的第 {row} 行，导入时一起连上"
    ]
    assert superior_of("读书协会党支部") == "社会组织综合委员会"
    assert planned("branches", *rows).counts["same"] == 2


def test_the_plan_with_a_superior_of_the_file_is_the_same_when_it_is_made_again(planned, home):
    assert planned("branches", BELOW, ABOVE).digest == planned("branches", BELOW, ABOVE).digest
    assert planned("branches", BELOW, ABOVE).digest != planned("branches", BELOW | {"上级党组织": ""}, ABOVE).digest


def test_a_stored_superior_is_replaced_by_one_of_the_file_and_comes_back_with_the_undo(brought_in, make, home, department):
    make.branch(name="读书协会党支部", region=home, superior=make.branch(name="旧党委", region=home))
    brought_in("branches", BELOW, ABOVE)
    assert superior_of("读书协会党支部") == "社会组织综合委员会"
    undo.undo(Upload.objects.latest("pk").batch, by=department)
    assert superior_of("读书协会党支部") == "旧党委"
    assert not Branch.objects.filter(name="社会组织综合委员会").exists()


def test_a_superior_whose_row_is_refused_is_told_and_nothing_is_lost(brought_in, make, home):
    make.branch(name="读书协会党支部", region=home, superior=make.branch(name="旧党委", region=home))
    made = brought_in("branches", BELOW, ABOVE | {"党组织类别": "甲乙丙"})
    assert any("那一行有错、不导入，这一格先空着" in p.message for p in made.all_problems if p.level == "warning")
    assert superior_of("读书协会党支部") == "旧党委"


@pytest.mark.parametrize("piece", [1, 3, 2000])
def test_superiors_in_a_chain_are_linked_whatever_their_order(brought_in, home, monkeypatch, piece):
    monkeypatch.setattr(reading, "PIECE", piece)
    names = ["第三支部", "第一党委", "第二总支", "第四小组"]
    above = {"第四小组": "第三支部", "第三支部": "第二总支", "第二总支": "第一党委"}
    brought_in("branches", *({**ABOVE, "党组织名称": name, "上级党组织": above.get(name, "")} for name in names))
    assert {name: superior_of(name) for name in names} == {name: above.get(name) for name in names}


def test_a_superior_in_another_line_of_the_ledger_is_linked_at_once(brought_in, make, home, reader):
    other = make.organization(region=home)
    alone = {"社会组织名称": other.name, "统一社会信用代码": other.credit_code, "组建方式": "单独组建"}
    brought_in("ledger", SOLE | {"上级党组织": "综合党委"}, alone | {"党组织名称": "综合党委", "上级党组织": ""})
    assert superior_of("读书协会党支部") == "综合党委"


CIRCLES = [
    ({"甲支部": "甲支部"}, {}, {"甲支部"}),
    ({"甲支部": "乙支部", "乙支部": "甲支部"}, {}, {"甲支部", "乙支部"}),
    ({"甲支部": "乙支部", "乙支部": "丙支部", "丙支部": "甲支部", "丁支部": "甲支部"}, {}, {"甲支部", "乙支部", "丙支部"}),
    ({"甲支部": "乙支部"}, {"乙支部": "甲支部"}, {"甲支部"}),
    ({"甲支部": "乙支部", "乙支部": "丙支部"}, {"乙支部": "甲支部", "丙支部": None}, set()),
]


@pytest.mark.parametrize(("said", "stored", "refused"), CIRCLES)
def test_superiors_that_go_round_in_a_circle_are_refused(planned, make, home, said, stored, refused):
    made = {name: make.branch(name=name, region=home) for name in {*stored, *filter(None, stored.values())}}
    for name, above in stored.items():
        Branch.objects.filter(name=name).update(superior=made.get(above))
    plan = planned("branches", *({**ABOVE, "党组织名称": name, "上级党组织": above} for name, above in said.items()))
    assert {step.title for step in plan.steps if step.action == "reject"} == refused
    assert all("又回到了它自己；上级不能绕成一圈，请改正" in p.message for p in plan.all_problems if p.level == "error")


def test_a_refused_row_gives_its_object_the_stored_superior_back(planned, make, home):
    make.branch(name="新党委", region=home)
    make.branch(name="读书协会党支部", region=home, superior=make.branch(name="旧党委", region=home))
    row = BELOW | {"上级党组织": "新党委", "届满日期": "2020年1月", "本届起始": "2021年1月"}
    assert planned("branches", row).counts["reject"] == 1


BIRTHDAY = "19800101"
ID = f"141181{BIRTHDAY}901" + id_number_check(f"141181{BIRTHDAY}901")
PERSON = {"姓名": "赵新民", "所在党支部": "绵羊协会党支部", "公民身份号码": ID, "入党时间": "2005.07", "转正时间": "2006.07"}


def test_whoever_was_confirmed_is_a_full_member(brought_in, branch):
    brought_in("members", PERSON)
    assert Member.objects.get().category == "full"


def test_two_people_of_one_name_stay_two(brought_in, branch):
    other = ID[:16] + "3"
    rows = [PERSON, PERSON | {"公民身份号码": other + id_number_check(other)}]
    for _ in range(2):
        made = brought_in("members", *rows)
    assert Member.objects.count() == 2
    assert made.counts["same"] == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"转正时间": "2004.07"}, "早于入党时间"),
        ({"党员类别": "预备党员"}, "却是预备党员"),
        ({"公民身份号码": ""}, "分不清"),
        ({"所在党支部": "没有的党支部"}, "没有的党支部"),
    ],
)
def test_a_member_that_makes_no_sense_is_held_back(planned, branch, change, message):
    made = planned("members", PERSON | change)
    assert made.counts["reject"] == 1
    assert any(message in error for error in errors(made)), errors(made)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"出生年月": "1981.01"}, "出生年月 1981年1月 与身份号码里的 1980-01-01 不一致，请核对"),
        ({"性别": "女"}, "性别与身份号码不一致，请核对"),
        ({"性别": "1-男", "出生年月": "1980.01"}, None),
    ],
)
def test_an_id_number_is_held_against_birth_and_sex(planned, branch, change, message):
    made = planned("members", PERSON | change)
    warnings = [problem.message for problem in made.all_problems if problem.level == "warning"]
    assert warnings == ([message] if message else [])


HELD = {
    "会议类型": "主题党日",
    "召开党组织": "绵羊协会党支部",
    "召开时间": "2026年11月5日",
    "参加单位": NAME,
    "应到人数": 5,
    "实到人数": 4,
    "议题": "重温入党誓词",
}


def test_all_organizations_in_one_cell_took_part(brought_in, branch, reader, make):
    other = make.organization(name="孝义市象棋协会")
    make.former_name(organization=other, name="孝义市棋院")
    brought_in("meetings", HELD | {"参加单位": f"{NAME}、孝义市棋院"})
    assert {each.organization for each in Meeting.objects.get().participations.all()} == {reader, other}


def test_two_meetings_of_a_day_are_two(brought_in, branch, reader):
    for _ in range(2):
        brought_in("meetings", HELD, HELD | {"议题": "交纳党费"})
    assert Meeting.objects.count() == 2


def test_an_instructor_may_hold_an_activity(brought_in, reader, make):
    make.instructor(name="李文", region=reader.region)
    brought_in("meetings", HELD | {"召开党组织": "", "党建指导员": "李文", "会议类型": "其他"})
    assert Meeting.objects.get().instructor.name == "李文"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"召开党组织": ""}, "只填一项"),
        ({"实到人数": 6}, "实到人数不能多于应到人数"),
        ({"召开时间": "2026年11月"}, "没有写到日"),
        ({"参加单位": "孝义市没有的协会"}, "孝义市没有的协会"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_held_back(planned, branch, reader, change, message):
    made = planned("meetings", HELD | change)
    assert made.counts["reject"] == 1
    assert any(message in error for error in errors(made)), errors(made)


def test_a_meeting_nobody_took_part_in_is_a_warning(planned, branch, reader):
    made = planned("meetings", HELD | {"参加单位": ""})
    assert made.counts["create"] == 1
    assert any("活动覆盖" in problem.message for problem in made.all_problems)


def test_merchants_are_served_units(brought_in, branch):
    brought_in("served", {"商户名称": "武记商行", "所在市场": "博览城", "服务党组织": branch.name})
    unit = ServedUnit.objects.get()
    assert (unit.branch, unit.type, unit.location) == (branch, "merchant", "博览城")


# --- what the cells of a row, and the rows of a file, must agree about


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"从业人员总数": 16, "专职人员": 12, "兼职人员": 3},
            "专职人员 12 + 兼职人员 3 = 15，从业人员总数写的是 16，请核对",
        ),
        ({"从业人员总数": 16, "专职人员": 17}, "专职人员 17，从业人员总数写的是 16，请核对"),
        ({"从业人员总数": 3, "正式党员": 4}, "从业人员中的正式党员 4，多于从业人员总数 3，请核对"),
        ({"从业人员总数": 4, "正式党员": 4, "预备党员": 1}, "预备党员 1 = 5，多于从业人员总数 4，请核对"),
        ({"专职人员": 2, "正式党员": 4, "专职党员": 3}, "专职人员中的正式党员 3，多于专职人员 2，请核对"),
        ({"党员总数": 5, "正式党员": 3, "预备党员": 1}, "预备党员 1 = 4，党员总数写的是 5，请核对"),
        ({"党员总数": 5, "正式党员": 5, "已转入组织关系": 3, "未转入组织关系": 1}, "未转入组织关系 1 = 4，党员总数写的是 5"),
        ({"从业人员总数": 5, "党员总数": 3, "正式党员": 3, "入党积极分子人数": 4}, "= 7，多于从业人员总数 5"),
        (SOLE | {"是否建立党组织": "否"}, "填的是否，却写了党组织名称"),
        ({"是否建立党组织": "是", "正式党员": 1}, "却没有写党组织名称"),
        ({"未建立党组织原因": "没有党员", "正式党员": 1}, "写的是无党员，却填了党员数"),
        (SOLE | {"未建原因": "应建未建"}, "写了未建立党组织的原因，却又写了党组织名称"),
        (SOLE | {"本届起始": "2015-07", "届满日期": "2018-07"}, "本届起始 2015年7月 早于党组织成立时间 2016年7月"),
    ],
)
def test_numbers_that_do_not_add_up_are_warnings(planned, reader, row, message):
    made = planned("ledger", LED | row)
    assert errors(made) == []
    warnings = [problem.message for problem in made.all_problems if problem.level == "warning"]
    assert any(message in warning for warning in warnings), warnings


@pytest.mark.parametrize(
    "row",
    [
        {"从业人员总数": 15, "专职人员": 12, "兼职人员": 3, "正式党员": 4, "预备党员": 1, "党员总数": 5},
        {"从业人员总数": 15, "专职人员": 12, "正式党员": 2},
        {"是否建立党组织": "否", "未建立党组织原因": "无党员", "正式党员": 0},
        SOLE | {"是否建立党组织": "是"},
    ],
)
def test_numbers_that_add_up_pass_in_silence(planned, reader, row):
    assert [p.message for p in planned("ledger", LED | row).all_problems if p.level == "warning"] == []


def test_all_members_less_the_probationary_ones_are_full_members(brought_in, reader):
    made = brought_in("ledger", LED | {"党员总数": 5, "预备党员": 2})
    assert (Headcount.objects.get().members_all, errors(made)) == (3, [])


def test_one_name_for_two_secretaries_is_worth_a_look(planned, reader, make):
    make.organization(name="孝义市象棋协会")
    other = {"社会组织名称": "孝义市象棋协会", "党组织名称": "象棋协会党支部", "组建方式": "单独组建"}
    made = planned("ledger", SOLE | {"党组织书记": "赵新民"}, other | {"党组织书记": "赵新民"})
    assert [p.message for p in made.all_problems if p.level == "note" and "也叫这个名字" in p.message]


def test_the_roster_is_held_against_the_ledger(planned, branch, reader, make):
    make.headcount(organization=reader, on=date(2026, 10, 1), members_all=3, members_on_file=3)
    made = planned("members", PERSON | {"工作单位": NAME})
    notes = [p.message for p in made.all_problems if p.level == "note"]
    assert notes == [f"{NAME}：这份名册里组织关系在本单位的正式党员 1 人，台账里是 3 人，请核对"]


# --- periods, words and ranges


def test_a_grade_given_again_is_a_second_period(brought_in, reader):
    brought_in("ledger", LED | {"评估等级": "3A", "等级有效期": "2016-06-29至2021-06-29"})
    brought_in("ledger", LED | {"评估等级": "AAA等级", "有效期": "2022-01-01至2026-12-31"})
    grades = list(Grading.objects.order_by("start").values_list("grade", "start", "end"))
    assert grades == [("3A", "2016-06-29", "2021-06-29"), ("3A", "2022-01-01", "2026-12-31")]


def test_a_new_grade_ends_the_one_before(brought_in, reader):
    brought_in("ledger", LED | {"评估等级": "3A", "等级有效期起": "2021-01-01"})
    brought_in("ledger", LED | {"评估等级": "4A", "等级有效期起": "2024-01-01"})
    assert list(Grading.objects.order_by("start").values_list("grade", "end")) == [("3A", "2024-01-01"), ("4A", None)]


def test_a_better_date_for_a_period_is_no_second_one(brought_in, reader):
    brought_in("ledger", LED | {"评估等级": "3A", "等级有效期起": "2021"})
    brought_in("ledger", LED | {"评估等级": "3A", "等级有效期起": "2021-03-01"})
    assert Grading.objects.get().start == "2021-03-01"


def test_who_comes_back_to_a_branch_begins_a_second_period(brought_in, reader):
    joint = LED | {"党组织名称": "新义联合党支部", "组建方式": "联合组建"}
    brought_in("ledger", joint | {"纳入时间": "2016-07-01", "脱离时间": "2018-07-01"})
    brought_in("ledger", joint | {"纳入时间": "2020-07-01"})
    assert list(Coverage.objects.order_by("start").values_list("start", "end")) == [
        ("2016-07-01", "2018-07-01"),
        ("2020-07-01", None),
    ]


def test_a_verdict_of_its_own_words_keeps_them(brought_in, reader):
    brought_in("ledger", LED | {"年检年度": 2025, "年检结论": "优秀"})
    inspection = AnnualInspection.objects.get()
    assert (inspection.conclusion, inspection.as_written) == ("qualified", "优秀")


@pytest.mark.parametrize("heading", ["2018年度检结果", "2018年年检结论", "2018年度检查结果", "年检情况/2018年年检结果"])
def test_the_year_of_a_verdict_may_stand_in_its_heading(brought_in, reader, heading):
    assert errors(brought_in("ledger", LED | {heading: "合格"})) == []
    assert (AnnualInspection.objects.get().year, AnnualInspection.objects.get().conclusion) == (2018, "qualified")


def test_a_count_of_another_year_is_not_taken_for_this_years(planned, reader):
    assert planned("ledger", LED | {"2018年从业人员总数": 5}).steps[0].values.get("headcount.staff") is None


def test_an_unknown_verdict_is_asked_about_once_and_kept_as_written(planned, department, reader):
    row = LED | {"年检年度": 2025, "年检结论": "暂缓通过"}
    made = planned("ledger", row)
    assert [(p.level, p.question) for p in made.all_problems if p.question] == [("error", "暂缓通过")]
    answered = planned("ledger", row, choices=Choices(values={"inspection.conclusion": {"暂缓通过": "其他"}}))
    values = answered.steps[0].values
    assert (values["inspection.conclusion"], values["inspection.as_written"]) == ("other", "暂缓通过")
    assert errors(answered) == []


def test_an_unknown_grade_is_asked_about_once_and_kept_as_written(planned, brought_in, reader):
    row = LED | {"评估等级": "省级示范", "等级有效期": "2022-01-01至2026-12-31"}
    asked = [(p.level, p.question) for p in planned("ledger", row).all_problems if p.question]
    assert asked == [("error", "省级示范")]
    brought_in("ledger", row, choices=Choices(values={"grading.grade": {"省级示范": "其他"}}))
    grading = Grading.objects.get()
    assert (grading.grade, grading.as_written, str(grading)) == ("other", "省级示范", "省级示范")


def test_a_grade_that_is_left_out_or_spelt_another_way_keeps_no_word(brought_in, reader):
    dated = {"等级有效期起": "2022-01-01"}
    brought_in("ledger", LED | {"评估等级": "未参评"})
    assert not Grading.objects.exists()
    brought_in("ledger", LED | dated | {"评估等级": "AAA级"})
    assert Grading.objects.get().as_written == ""


def test_an_unknown_reason_holds_no_row_back(planned, reader):
    made = planned("ledger", LED | {"未建立党组织原因": "房子小", "正式党员": 1})
    assert [p.level for p in made.all_problems if p.question] == ["warning"]


def test_a_temporary_branch_is_a_branch_and_temporary(brought_in, reader):
    brought_in("ledger", SOLE | {"党组织类别": "临时党支部"})
    made = Branch.objects.get(name="读书协会党支部")
    assert (made.level, made.special) == ("branch", "temporary")


def test_a_kind_of_superior_names_none_and_is_told(planned, reader):
    made = planned("ledger", SOLE | {"党组织隶属关系": "属地管理"})
    assert errors(made) == []
    assert "“属地管理”没有写明是哪一个，这一格不导入" in [problem.message for problem in made.all_problems]


def test_a_term_may_stand_in_one_cell(brought_in, reader):
    brought_in("ledger", SOLE | {"本届起止": "2023.07—2026.07"})
    assert (Term.objects.get().start, Term.objects.get().due) == ("2023-07", "2026-07")


def test_a_term_lasts_as_long_as_the_row_says(brought_in, reader):
    brought_in("ledger", SOLE | {"本届起始": "2023.07", "任期年限": "5年"})
    assert Term.objects.get().due == "2028-07"


# --- instructors

SENT = {"姓名": "李文", "工作单位": "市委组织部", "派驻社会组织": NAME, "派驻起止": "2025-01-01至2027-12-31"}


def test_an_instructor_hangs_where_he_is_sent_to(brought_in, reader):
    assert errors(brought_in("instructors", SENT)) == []
    sent = Assignment.objects.get()
    assert (sent.instructor.region, sent.organization) == (reader.region, reader)
    assert (sent.start, sent.end) == ("2025-01-01", "2027-12-31")


def test_one_row_sends_him_to_several_and_a_further_row_to_more(brought_in, reader, make):
    for name in ("孝义市象棋协会", "孝义市书法协会"):
        make.organization(name=name)
    rows = [
        SENT | {"派驻社会组织": f"{NAME}、孝义市象棋协会"},
        SENT | {"派驻社会组织": "孝义市书法协会", "派驻起止": "2026-01"},
    ]
    for _ in range(2):
        made = brought_in("instructors", *rows)
        assert errors(made) == []
    assert {sent.organization.name for sent in Assignment.objects.filter(start="2025-01-01")} == {NAME, "孝义市象棋协会"}
    assert Assignment.objects.get(start="2026-01").organization.name == "孝义市书法协会"
    assert made.counts["same"] == 2


# --- the record of meetings


def test_a_meeting_of_several_kinds_comes_in_and_is_known_again(brought_in, planned, branch):
    row = {"会议类型": "组织生活会", "同时召开": "民主评议党员、主题党日", "党组织": branch.name, "召开日期": "2026-09-05"}
    row |= {"议题": "查摆问题", "议程": "一、自评", "有表决权应到": 5, "有表决权实到": 4, "所属教育": "“听党话、跟党走”教育"}
    brought_in("meetings", row)
    meeting = Meeting.objects.get()
    assert (meeting.also, meeting.voting_due, meeting.agenda) == ("appraisal,party_day", 5, "一、自评")
    assert str(meeting.education) == "“听党话、跟党走”教育"
    assert planned("meetings", row).counts["same"] == 1
