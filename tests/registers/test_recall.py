"""Rows known again from an earlier import are not read again, and the plan is the one that reading them would make."""

import json
from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from orgs.models import FormerName, Organization, Region, StatusPeriod
from tests import factories
from tests.registers import books
from tests.registers.declared import LEDGER
from tests.registers.test_plan import BAND, code
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import undo
from xiaoyi_partybuild.registers import apply, meaning, plan, planner, reading, register, store
from xiaoyi_partybuild.registers.choices import CREATE_ONLY, Choices
from xiaoyi_partybuild.registers.models import Upload
from xiaoyi_partybuild.registers.workbook import Sheet

TODAY = date(2026, 11, 22)
NAMED = [
    "社会组织名称",
    "统一社会信用代码",
    "登记证号",
    "社会组织类型",
    "法定代表人",
    "所属乡镇（街道）",
    "登记状态",
    "曾用名",
]
HEADER = ["序号", *NAMED, "成立登记日期"]


def row(
    name="甲协会", number=1, person="张三", *, certificate=None, kind="社会团体", town="新义街道", state=None, former=None
):
    return [name, code(number) if number else None, certificate, kind, person, town, state, former, "2015-06"]


def sheet(rows, header=HEADER):
    told = [[0, header], *([place, [place, *one]] for place, one in enumerate(rows, start=1))]
    made = Sheet("名册")
    made.rows.add(json.dumps(told).encode(), len(told))
    return made


def planned(rows, *, by=SYSTEM, again=True, on=TODAY, choices=None, header=HEADER):
    declared = register.get("organizations")
    return plan.build([sheet(rows, header)], [declared], by=by, on=on, again=again, choices=choices or Choices())


def taken_in(rows, *, by=SYSTEM, **options):
    made = planned(rows, by=by, **options)
    apply.write(apply.receive(b"-", "名册.xlsx", by=by, register="organizations"), made, by=by)
    return made


def read(made):
    """The numbers of the rows that were read."""
    return [step.number for step in made.steps if step.values or step.action != "same"]


def told(made):
    steps = [
        (one.number, one.action, one.problems, [(of.part, of.instance.pk, of.new, of.old) for of in one.written])
        for one in made.steps
    ]
    return json.dumps([steps, made.counts, made.digest, made.absent, made.set_aside], default=str, ensure_ascii=False)


@pytest.fixture(autouse=True)
def place(uploads, regions):
    """The store in a place of its own, and the townships."""


ROWS = [row(), row("乙协会", 2), row("丙协会", None, certificate="孝社证字第3号"), row("丁协会", 4, state="活动异常")]


@pytest.fixture
def first(place):
    """An import of which all rows are known again: the last one hung something on its organization, and was read twice."""
    taken_in(ROWS)
    return taken_in(ROWS)


def test_a_row_that_made_more_than_one_object_is_read_once_more():
    taken_in(ROWS)
    assert read(planned(ROWS)) == [5]


def test_rows_that_nothing_has_changed_are_not_read(first):
    again = planned(ROWS)
    assert read(again) == []
    assert again.counts == {"create": 0, "update": 0, "same": 4, "reject": 0, "absent": 0}
    assert told(again) == told(planned(ROWS, again=False))


def test_known_rows_show_their_cells_as_written(first):
    again = planned([row("甲协会 "), *ROWS[1:]])
    assert read(again) == [2]
    step = again.steps[1]
    assert (step.title, step.letters["organization.name"]) == ("乙协会", "B")
    upload = apply.receive(b"-", "名册.xlsx", by=SYSTEM, register="organizations")
    apply.keep_review(upload, again)
    (_, shown, *_) = store.Review(upload).marked("same")[:4]
    assert shown["cells"] == {
        "organization.name": "乙协会", "organization.credit_code": code(2), "organization.type": "社会团体",
        "organization.legal_representative": "张三", "organization.region": "新义街道",
        "organization.registered_on": "2015-06",
    }  # fmt: skip


def test_only_what_differs_is_read_wherever_it_stands(first):
    assert read(planned([ROWS[3], row("乙协会", 2, "李四"), ROWS[0]])) == [3]
    moved = [HEADER[0], HEADER[5], *HEADER[1:5], *HEADER[6:]]
    assert read(planned([[one[4], *one[:4], *one[5:]] for one in ROWS], header=moved)) == []


def test_who_is_missing_and_who_stands_twice_is_told_all_the_same(first):
    made = planned([ROWS[0], ROWS[1], ROWS[1]])
    assert told(made) == told(planned([ROWS[0], ROWS[1], ROWS[1]], again=False))
    assert (made.counts["reject"], made.counts["absent"]) == (1, 2)


def by_hand(**values):
    def change():
        organization = Organization.objects.get(name="乙协会")
        for name, value in values.items():
            setattr(organization, name, value)
        factories.saved(organization)

    return change


def a_state_by_hand():
    factories.saved(StatusPeriod(organization=Organization.objects.get(name="乙协会"), status="abnormal", start="2020"))


def a_namesake():
    factories.organization(name="甲协会", credit_code=code(9))


def a_former_name():
    factories.saved(FormerName(organization=Organization.objects.get(name="乙协会"), name="丙协会"))


def a_region_renamed():
    region = Region.objects.last()
    region.name = "改名镇"
    factories.saved(region)


def all_undone():
    undo(Upload.objects.exclude(batch=None).first().batch, by=SYSTEM)


EVENTS = [
    (by_hand(legal_representative="王五"), [3]),
    (by_hand(remark="别处写的"), [3]),
    (by_hand(name="丙协会"), [3, 4]),
    (a_state_by_hand, [3]),
    (a_namesake, [2]),
    (a_former_name, [3, 4]),
    (a_region_renamed, [2, 3, 4, 5]),
    (all_undone, [2, 3, 4, 5]),
]


@pytest.mark.parametrize(("event", "rows"), EVENTS)
def test_what_has_changed_since_is_read(first, event, rows):
    event()
    assert read(planned(ROWS)) == rows
    assert told(planned(ROWS)) == told(planned(ROWS, again=False))


def test_another_person_another_policy_another_heading_and_another_release_read_everything(first, department, monkeypatch):
    everything = [2, 3, 4, 5]
    assert read(planned(ROWS, by=department)) == everything
    assert read(planned(ROWS, choices=Choices(policy=CREATE_ONLY))) == everything
    assert read(planned(ROWS, header=[*HEADER[:4], "类别", *HEADER[5:]])) == []
    assert read(planned(ROWS, header=[*HEADER[:5], "", *HEADER[6:]])) == everything
    monkeypatch.setattr(meaning, "_release", lambda: "the next one")
    assert read(planned(ROWS)) == everything


def test_what_parallel_writers_number_early_and_store_late_is_noticed(first):
    upload = Upload.objects.filter(state=Upload.State.DONE).latest("pk")
    head = store.known_head(upload)
    head["moment"][1] -= 1
    store.keep_known(upload, head, store.known(upload))
    assert read(planned(ROWS)) == [2, 3, 4, 5]


def test_where_several_rows_speak_about_one_object_all_are_read(registers, home):
    factories.organization(name="甲协会", region=home)
    rows = [*BAND, ["甲协会", 5, 3, "联合支部", "2016", None, "√", "2016", "√"]]
    for _ in range(2):
        assert (
            apply.import_file(books.xlsx(rows), "台账.xlsx", by=SYSTEM, on=TODAY, register=LEDGER.slug).plan.recall is None
        )


# --- whatever happens in between

numbers = st.sampled_from([None, None, 1, 2, 3, 4])
rows = st.builds(
    row,
    st.sampled_from(["甲协会", "乙协会", "乙 协会", "AB协会", "ab协会", "丙协会", "丁协会（原甲协会）"]),
    numbers,
    st.sampled_from(["张三", "李四", "/"]),
    certificate=st.sampled_from([None, None, "孝社证字第1号", "孝社证字第2号"]),
    kind=st.sampled_from(["社会团体", "社团", "民非", "政府"]),
    town=st.sampled_from(["新义街道", "新义街道", "不知道哪里"]),
    state=st.sampled_from([None, None, "正常", "活动异常", "注销"]),
    former=st.sampled_from([None, None, None, "丙协会", "老协会"]),
)
files = st.lists(rows, min_size=1, max_size=6)
HANDS = {
    "name": ["甲协会", "丙协会", "新名协会"],
    "credit_code": [code(1), code(4), None],
    "certificate_number": ["孝社证字第1号", ""],
    "legal_representative": ["王五", ""],
}


@st.composite
def by_hands(draw):
    field = draw(st.sampled_from([*HANDS, "new", "state", "former"]))
    return field, draw(st.integers(0, 9)), draw(st.sampled_from(HANDS.get(field, ["甲协会", "乙协会"])))


def carry_out(field, place, value):
    stored = list(Organization._base_manager.order_by("pk"))
    with suppress(Exception), transaction.atomic():  # what the database refuses was not done
        if field == "new" or not stored:
            return factories.organization(name=value, credit_code=None)
        one = stored[place % len(stored)]
        if field == "state":
            return factories.saved(StatusPeriod(organization=one, status="abnormal", start="2020"))
        if field == "former":
            return factories.saved(FormerName(organization=one, name=value))
        setattr(one, field, value)
        return factories.saved(one)


class Rollback(Exception):
    pass


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), file=files, piece=st.sampled_from([1, 2, 2_000]))
def test_the_plan_is_the_one_that_reading_would_make(monkeypatch, data, file, piece):
    monkeypatch.setattr(reading, "PIECE", piece)
    monkeypatch.setattr(planner, "AT_ONCE", 1)  # names that differ in capitals find each other within a piece only
    with suppress(Rollback), transaction.atomic():
        for _ in range(4):
            made = planned(file)
            assert told(made) == told(planned(file, again=False))
            if data.draw(st.booleans(), label="written"):
                apply.write(apply.receive(b"-", "名册.xlsx", by=SYSTEM, register="organizations"), made, by=SYSTEM)
            for edit in data.draw(st.lists(by_hands(), max_size=2)):
                carry_out(*edit)
            kept = data.draw(st.permutations(file), label="kept")[data.draw(st.integers(0, 1), label="dropped") :]
            file = [
                *kept,
                *data.draw(st.lists(st.one_of(rows, st.sampled_from(file)), min_size=1, max_size=3), label="more"),
            ]
        raise Rollback
