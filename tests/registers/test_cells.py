"""Cells as people write them become clean text, or say what is wrong."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoyi_partybuild.registers import cells
from xiaoyi_partybuild.registers.cells import CellError, Fault

TEXTS = [
    (None, ""),
    ("  孝义市\u00a0绵羊协会\u3000", "孝义市 绵羊协会"),
    ("ＡＢ１２．５／％", "AB12.5/%"),
    ("一\r\n二\x85三", "一\n二\n三"),
    ("零\u200b宽\x00字\ufeff", "零宽字"),
    (35, "35"),
    (35.0, "35"),
    (3.5, "3.5"),
    (True, "是"),
    (False, "否"),
    (date(2019, 3, 15), "2019-03-15"),
    (datetime(2019, 3, 15), "2019-03-15"),
    (datetime(2019, 3, 15, 9, 30), "2019-03-15 09:30"),
    (time(9, 30), "09:30:00"),
]


@pytest.mark.parametrize(("cell", "text"), TEXTS)
def test_a_cell_is_read_as_clean_text(cell, text):
    assert cells.as_text(cell) == text


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    assert cells.tidy(cells.tidy(text)) == cells.tidy(text)
    assert cells.one_line(cells.one_line(cells.tidy(text))) == cells.one_line(cells.tidy(text))


@pytest.mark.parametrize(
    ("written", "read"),
    [("太原\n钢铁", "太原钢铁"), ("王　强", "王强"), ("ABC\nDEF", "ABC DEF"), ("住所 12 号", "住所 12 号")],
)
def test_breaks_and_blanks_inside_names_are_layout(written, read):
    assert cells.one_line(cells.tidy(written)) == read


@pytest.mark.parametrize(
    ("cell", "told"), [(Fault("#N/A"), "公式错误 #N/A"), (1.41181e17, "只留下前 15 位"), (-(10**15), "只留下前 15 位")]
)
def test_failed_formulas_and_damaged_numbers_are_refused(cell, told):
    with pytest.raises(CellError, match=told):
        cells.as_text(cell)


@pytest.mark.parametrize(("cell", "text"), [(Fault("#N/A"), "#N/A"), (1.5e20, "1.5e+20"), (None, ""), ("甲\n乙", "甲乙")])
def test_any_cell_can_be_shown(cell, text):
    assert cells.shown(cell) == text


@pytest.mark.parametrize(
    ("words", "number"),
    [("三", 3), ("十", 10), ("二十一", 21), ("一百零五", 105), ("两千", 2000), ("百人", None)],
)
def test_spoken_numbers(words, number):
    assert cells.spoken_number(words) == number


@given(st.integers(0, 20_000))
def test_column_letters_and_back(index):
    assert cells.index_of(cells.letter(index)) == index


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters_are_the_spreadsheets(index, letters):
    assert cells.letter(index) == letters
