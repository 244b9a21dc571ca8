"""A file's row that means nobody stored: whom it may mean is asked, with a name to take over by one click."""

from datetime import date

import pytest

from orgs import merging, naming, repeating
from tests.factories import valid_credit_code
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.registers import plan, register
from xiaoyi_partybuild.registers.workbook import Sheet

ON = date(2026, 11, 23)
HEADER = ["社会组织名称", "统一社会信用代码", "成立登记日期", "所属乡镇（街道）", "社会组织类型"]
REST = ["2019年3月", "新义街道", "社会团体"]


@pytest.fixture
def planned(department):
    def build(*names, slug="organizations", code=lambda number: None):
        rows = [[name, code(number), *REST] for number, name in enumerate(names)]
        sheets = [Sheet("名册", rows=list(enumerate([HEADER, *rows])))]
        return plan.build(sheets, [register.get(slug)], by=department, on=ON)

    return build


@pytest.fixture
def stored(make, home):
    return [make.organization(name=name, region=home) for name in ("孝义市绵羊养殖协会", "孝义市养老协会")]


def asked(step):
    return [(one.level, one.message, one.proposal) for one in step.problems if "名册里" in one.message]


def test_a_new_row_that_is_likely_a_stored_one_is_asked_about_and_goes_in_all_the_same(stored, planned):
    ((step, other),) = (planned("绵羊养殖协会", "孝义市书法协会").steps,)
    assert asked(step) == [
        (
            "warning",
            "和名册里的“孝义市绵羊养殖协会”可能是同一个（只差地名前缀），请核对；是同一个就改用名册里的名称",
            "孝义市绵羊养殖协会",
        )
    ]
    assert (step.action, other.action, asked(other)) == ("create", "create", [])


def test_the_proposed_name_finds_the_stored_one(stored, planned):
    (step,) = planned("绵羊养殖协会").steps
    (again,) = planned(asked(step)[0][2]).steps
    assert again.action == "update"
    assert asked(again) == []


def test_a_right_code_of_its_own_speaks_against_it(stored, planned):
    (step,) = planned("养老协会", code=lambda number: valid_credit_code(77)).steps
    assert asked(step)[0][1].startswith("和名册里的“孝义市养老协会”可能是同一个（只差地名前缀，但信用代码不同）")
    (step,) = planned("孝义市养老服务协会").steps
    assert asked(step) == []


def test_the_ledger_proposes_the_name_on_the_register(stored, planned):
    first, second, third = planned("绵羊养殖协会", "养老服务协会", "孝义市书法协会", slug="ledger").steps
    assert {step.action for step in (first, second, third)} == {"reject"}
    assert asked(first)[0][1:] == (
        "名册里没有这个社会组织；是不是“孝义市绵羊养殖协会”（只差地名前缀）？是就改用名册里的名称，不是就先把它导入名册",
        "孝义市绵羊养殖协会",
    )
    assert asked(second)[0][2] == "孝义市养老协会"
    assert asked(third) == [("error", "名册里没有这个社会组织，请核对名称和代码，或先把它导入名册", None)]


def test_the_ledger_names_several_and_proposes_none(make, home, planned):
    for name in ("孝义市养老协会", "孝义市养老商会"):
        make.organization(name=name, region=home, credit_code=None)
    (step,) = planned("养老研究会", slug="ledger").steps
    ((_, message, proposal),) = asked(step)
    assert proposal is None
    assert "“孝义市养老协会”" in message
    assert "“孝义市养老商会”" in message


def test_a_merged_rows_name_and_code_mean_the_one_that_stays(make, home, planned, stored):
    twin = make.organization(name="绵羊养殖户协会", region=home)
    merging.merge(stored[0], twin, by=SYSTEM, fields={}, clashes={})
    for name, code in (("绵羊养殖户", twin.credit_code), ("绵羊养殖户协会", None), ("绵羊养殖户协会", twin.credit_code)):
        (step,) = planned(name, code=lambda number, code=code: code).steps
        kept = [one.message for one in step.problems if one.message.endswith("这里不改")]
        assert kept == [
            f"名册里写的是“{value}”，这里不改" for value in ("孝义市绵羊养殖协会", stored[0].credit_code)[: 2 if code else 1]
        ]
        assert step.action == "update"
        assert not {"organization.name", "organization.credit_code"} & {one.target for one in step.changes}
    (step,) = planned("绵羊养殖户协会", slug="ledger").steps
    assert step.action == "same"


def test_nobody_is_told_of_organizations_out_of_reach(make, abroad, planned):
    make.organization(name="孝义市绵羊养殖协会", region=abroad)
    (step,) = planned("绵羊养殖协会").steps
    assert asked(step) == []


def test_a_file_asks_three_queries_more_however_many_rows_it_has(stored, planned, queries_of):
    planned("绵羊养殖协会")
    with_few = queries_of(lambda: planned("绵羊养殖协会"))
    assert queries_of(lambda: planned(*(f"{number}号绵羊养殖协会" for number in range(30)))) == with_few


# --- two rows of one file


ALIKE = [
    (["孝义市绵羊养殖协会", "绵羊养殖协会"], "和第 2 行的“孝义市绵羊养殖协会”可能是同一个（只差地名前缀）"),
    (["绵羊养殖协会", "孝义市绵羊养殖协会"], "和第 2 行的“绵羊养殖协会”可能是同一个（只差地名前缀）"),
    (["孝义市绵羊养殖协会", "孝义市绵羊养殖学会"], "（只差后缀“协会”“学会”）"),
    (["孝义市绵羊养殖协会", "孝义市民办绵羊养殖协会"], "（只差“民办”）"),
    (["孝义市绵羊养殖协会", "新义街道绵羊养殖协会"], None),
    (["孝义市绵羊养殖协会", "孝义市绵羊养殖医院"], None),
    (["孝义市第一养老院", "孝义市第二养老院"], None),
    (["孝义市商会", "孝义市书法协会"], None),
]


@pytest.mark.parametrize(("names", "said"), ALIKE, ids=lambda one: "-".join(one) if isinstance(one, list) else "")
def test_the_later_of_two_rows_that_are_alike_is_told(planned, home, names, said):
    first, second = planned(*names).steps
    told = [one for one in second.problems if "和第 2 行" in one.message]
    assert [one.message for one in first.problems if "可能是同一个" in one.message] == []
    assert [(one.level, said in one.message) for one in told] == ([("warning", True)] if said else [])
    assert (first.action, second.action) == ("create", "create")


def test_a_third_row_is_told_of_the_first_and_strangers_between_them_do_not_matter(planned, home):
    made = planned("孝义市绵羊养殖协会", "孝义市书法协会", "绵羊养殖协会", "孝义市绵羊养殖研究会")
    told = {step.number: [one.message[:6] for one in step.problems if "可能是同一个" in one.message] for step in made.steps}
    assert told == {2: [], 3: [], 4: ["和第 2 行"], 5: ["和第 2 行"]}


def test_two_right_codes_speak_against_a_repetition(planned, home):
    made = planned("孝义市绵羊养殖协会", "孝义市绵羊养殖学会", code=lambda number: valid_credit_code(70 + number))
    assert not any("可能是同一个" in one.message for one in made.all_problems)


def test_rows_that_are_stored_already_are_left_to_the_list_of_duplicates(planned, make, home):
    for name in ("孝义市绵羊养殖协会", "绵羊养殖协会"):
        make.organization(name=name, region=home)
    assert not any("可能是同一个" in one.message for one in planned("孝义市绵羊养殖协会", "绵羊养殖协会").all_problems)


def test_the_work_for_many_rows_of_one_name_in_many_places_stays_small(monkeypatch):
    earlier, compared = repeating.Earlier(naming.Places((f"14{n:04}", f"甲{n}乡") for n in range(500))), []
    monkeypatch.setattr(repeating.likeness, "compare", lambda *pair: compared.append(pair))
    for number in range(500):
        earlier.likely_one(number, f"甲{number}乡老年协会")
    assert len(compared) <= 2 * 500
