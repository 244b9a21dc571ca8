"""A file is planned and written in pieces; where one ends makes no difference."""

import pytest

from branches.models import Branch, Coverage
from orgs.models import Headcount, Organization
from tests.registers import books
from tests.registers.declared import LEDGER, SOCIETIES
from tests.registers.test_plan import BAND, HEADER, MERGED, row
from xiaoyi_partybuild.access.scoping import SYSTEM
from xiaoyi_partybuild.access.undo import undo
from xiaoyi_partybuild.registers import reading


@pytest.fixture
def in_pieces(monkeypatch):
    """Do something with whole files, then with pieces of one row and of two; returns what came of it."""

    def make(work):
        found = []
        for size in (2_000, 1, 2):
            monkeypatch.setattr(reading, "PIECE", size)
            found.append(work())
        return found

    return make


def told(plan):
    rows = [(step.number, step.action, step.title, step.changes, step.problems) for step in plan.steps]
    return plan.counts, plan.digest, plan.set_aside, plan.absent, [(*rest, problems) for *rest, problems in rows]


SOCIETY_ROWS = [
    row(), row("乙协会", 2, kind="政府"), row("甲协会", 1), row("乙协会", None), row(None, None), row("老协会", None),
    row("新名协会", 9), row("老协会", 9), row("丙协会", 3), row("丙协会", 4), row("丁协会", None), row("丁协会", None),
]  # fmt: skip

LEDGER_ROWS = [
    ["甲协会", 5, 3, "联合支部", "2016", None, "√", "2016", "√"],
    ["乙协会", 2, 3, "联合支部", "2017", None, "√", "2017"],
    ["丙协会", None, None, "联合支部", "2018", None, "√", "2018", None, "√"],
    ["丁协会", None, None, "老支部", "2019", "√", None, "2019-05"],
    ["甲协会", 6, 3],
    ["戊协会", None, None, "老支部", "2020", None, "√"],
]


def test_a_plan_is_the_same_wherever_its_pieces_end(in_pieces, planned, make, home):
    make.organization(name="老协会", credit_code=row(number=9)[1], region=home)
    whole, *others = in_pieces(lambda: told(planned(books.xlsx([HEADER, *SOCIETY_ROWS]), SOCIETIES)))
    assert whole[0] == {"create": 4, "update": 1, "same": 0, "reject": 7, "absent": 0}
    assert others == [whole, whole]


def test_objects_that_several_rows_speak_about_are_the_same_wherever_pieces_end(in_pieces, imported, make, home):
    for name in ("甲协会", "乙协会", "丙协会", "丁协会", "戊协会"):
        make.organization(name=name, region=home)
    make.branch(name="老支部", region=home, start=None)

    def there_and_back():
        done = imported(books.xlsx([*BAND, *LEDGER_ROWS], merged=MERGED), LEDGER.slug)
        rows = [sorted(model.objects.values_list(*names)) for model, *names in TABLES]
        undo(done.batch, by=SYSTEM)
        return done.plan.counts, [problem.message for problem in done.plan.all_problems], rows

    whole, *others = in_pieces(there_and_back)
    assert (whole[0]["update"], whole[0]["reject"]) == (4, 2)
    assert [len(rows) for rows in whole[2]] == [1, 2, 4]
    assert others == [whole, whole]


TABLES = (
    (Headcount, "organization__name", "members_all"),
    (Branch, "name", "start"),
    (Coverage, "organization__name", "branch__name", "start"),
)


def test_what_was_put_away_comes_back_as_it_was(monkeypatch, planned, make, home):
    monkeypatch.setattr(reading, "PIECE", 1)
    known = make.organization(name="老协会", credit_code=row(number=9)[1], region=home)
    plan = planned(books.xlsx([HEADER, row(), row("老协会", 9), row("乙协会", 2)]), SOCIETIES)
    first, second, third = (step.written[0].instance for step in plan.steps)
    assert (first.pk, first._state.adding, first.region) == (None, True, home)
    assert (second.pk, second._state.adding, second.legal_representative) == (known.pk, False, "张三")
    assert isinstance(third, Organization)
    assert [step.number for step in plan.steps] == [2, 3, 4]
    assert plan.steps[1].title == "老协会"
    assert (plan.row(3).cells[0], plan.row(2).cells[0]) == ("老协会", "甲协会")
