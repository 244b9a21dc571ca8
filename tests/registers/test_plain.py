"""The short way of reading: what a column calls plain is read as it stands, with nothing to tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import valid_credit_code
from xiaoyi_partybuild.registers import register
from xiaoyi_partybuild.registers.cells import CellError

SIGNS = "甲乙会原名曾用（）()…。，、-—/＋0123456789eE+.XAaN无 \n\t　０Ａ'＇"
COLUMNS = [column for one in register.REGISTRY.values() for column in one.columns]
TEXTS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=20),
    st.text(min_size=1, max_size=20),
    st.integers(0, 99_999).map(valid_credit_code),
    st.sampled_from(["孝义市乙协会（原孝义市甲协会）", "1.41181E+17", "暂无", "n/a", "13800138000", "2019年3月"]),
)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{type(column).__name__} {column.target}")
@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_plain_texts_are_their_own_values(column, text):
    if column.is_plain(text):
        try:
            assert column.read(text) == text
        except CellError as error:
            pytest.fail(f"{text!r}: {error}")
        assert (column.doubt(text, text), column.left_out(text), column.further(text)) == (None, "", {})


def test_most_texts_are_plain():
    columns = {column.target: column for column in register.get("organizations").columns}
    assert columns["organization.name"].is_plain("孝义市物流行业协会")
    assert columns["organization.address"].is_plain("孝义市府前街（东段）12号")
    assert columns["organization.credit_code"].is_plain(valid_credit_code(7))
    assert not columns["organization.name"].is_plain("孝义市物流行业协会（原货运协会）")
    assert not columns["organization.credit_code"].is_plain(valid_credit_code(7)[:17] + "I")
