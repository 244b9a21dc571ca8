"""How well likely duplicates are told apart on published lists, where the codes know the truth."""

from pathlib import Path

import pytest

from benchmarks import likeness as benchmark
from orgs.likeness import Level

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (DATA / "registers").is_dir(), reason=f"the published lists do not lie in {DATA.name}/ beside the project"
)


@pytest.fixture(scope="module")
def measured():
    return benchmark.measure(DATA)


def test_the_published_lists_are_what_the_measure_takes_them_for(measured):
    assert (measured.names, measured.renamed) == (2919, 210)


def test_what_is_called_likely_mostly_is(measured):
    assert measured.precision(Level.LIKELY) > 0.8
    assert measured.recall(Level.LIKELY) > 0.25


def test_of_four_million_pairs_of_different_schools_a_handful_is_shown(measured):
    assert measured.alike_in_one_list <= 25
