"""The whole corpus, and others by chance, are read as a careful clerk reads them."""

import pytest

from tests.corpus import books, score
from tests.corpus.__main__ import GOAL
from tests.corpus.score import FORMATS

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def corpus():
    return score.of()


def test_there_are_many_workbooks_of_every_format():
    drafts = list(books.made())
    assert len(drafts) >= 60
    assert {kind for _, kind, _ in drafts} == set(FORMATS)
    assert {draft.slug for _, _, draft in drafts} == {"organizations", "ledger", "members", "branches", "meetings"}


def test_the_same_seed_makes_the_same_files():
    (_, _, first), (_, _, second) = next(books.made(3)), next(books.made(3))
    assert FORMATS["csv"](first) == FORMATS["csv"](second)
    assert [line.cells for line in first.lines] != [line.cells for line in next(books.made(4))[2].lines]


@pytest.mark.parametrize("element", score.ELEMENTS)
def test_each_element_is_found_and_nothing_made_up(corpus, element):
    slips = [slip for slip in corpus.slips if slip[1] == element]
    assert corpus.right[element] > 0
    assert min(corpus.precision(element), corpus.recall(element)) >= GOAL, slips


def test_no_total_and_no_note_is_taken_for_data(corpus):
    assert corpus.imported == []


def test_workbooks_of_all_habits_at_once_are_read_as_well():
    found = score.of(books.more(20, seed=2))
    assert found.imported == []
    assert {element for element in score.ELEMENTS if min(found.precision(element), found.recall(element)) < GOAL} == set()
