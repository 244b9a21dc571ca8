"""Rule numbers: dated, sourced, and never able to stop the pages."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from orgs import parameters
from orgs.models import Parameter
from orgs.rule_numbers import DEFAULTS

ON = date(2026, 11, 23)


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_default_makes_sense_itself(key):
    assert DEFAULTS[key].accepts(DEFAULTS[key].value)
    assert DEFAULTS[key].source


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("obliged_members", "三", "value"),
        ("obliged_members", "0", "value"),
        ("obliged_members", "-1", "value"),
        ("headcount_basis", "some", "value"),
        ("count_temporary", "2", "value"),
        ("unknown", "1", "key"),
    ],
)
def test_values_that_make_no_sense_are_refused_where_they_are_entered(db, key, value, field):
    with pytest.raises(ValidationError) as error:
        Parameter(key=key, value=value, since=ON, source="测试").full_clean()
    assert list(error.value.message_dict) == [field]


def test_a_stored_value_that_makes_no_sense_does_not_count(make):
    make.parameter(key="obliged_members", value="三")
    make.parameter(key="unknown", value="1")
    assert parameters.as_of(ON).number("obliged_members") == 3


def test_the_newest_value_up_to_the_day_counts(make):
    make.parameter(key="joint_units", value="6", since=date(2020, 1, 1))
    make.parameter(key="joint_units", value="7", since=date(2030, 1, 1))
    assert parameters.as_of(ON).number("joint_units") == 6
    assert parameters.as_of(date(2019, 12, 31)).number("joint_units") == 5


def test_all_parameters_take_one_query(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert parameters.as_of(ON).flag("count_regional")
