"""One parser for written dates, precision kept, and the arithmetic of months and periods."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaoyi_partybuild.access import dates
from xiaoyi_partybuild.access.dates import PartialDate


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019", "2019"),
        ("2019年", "2019"),
        ("2019年3月", "2019-03"),
        ("2019.03", "2019-03"),
        ("2019-3", "2019-03"),
        ("201903", "2019-03"),
        ("2019/3/5", "2019-03-05"),
        ("2019年3月5日", "2019-03-05"),
        ("2019 年 3 月 5 日", "2019-03-05"),
        ("20190305", "2019-03-05"),
        ("2007-07-31 00:00:00", "2007-07-31"),
        (" 2019-03-05 ", "2019-03-05"),
        (date(2019, 3, 5), "2019-03-05"),
        (datetime(2019, 3, 5, 8, 0), "2019-03-05"),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_people_write_them_and_keep_their_precision(written, read):
    assert dates.read(written) == read


@pytest.mark.parametrize("written", ["昨天", "2019-13", "2019-02-30", "19-3-5", "1019-03-05", "3/5/2019", "2019-3-5-1"])
def test_what_is_no_date_is_refused_with_a_sentence_that_quotes_it(written):
    with pytest.raises(ValueError, match=f"“{written}”"):
        dates.read(written)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_reading_back_what_was_written_gives_the_same_date(day):
    assert dates.read(dates.read(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("value", "first", "last", "spoken"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31), "2020年"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "2020年2月"),
        ("2020-02-03", date(2020, 2, 3), date(2020, 2, 3), "2020-02-03"),
    ],
)
def test_a_partial_date_spans_days_and_is_spoken_as_precisely_as_it_is_known(value, first, last, spoken):
    partial = PartialDate(value)
    assert (partial.first, partial.last, partial.spoken) == (first, last, spoken)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 11, 23), -11, date(2025, 12, 23)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_are_added_within_the_calendar(day, months, result):
    assert dates.add_months(day, months) == result


def test_the_day_asked_for_is_the_last_day_of_what_was_written():
    today = date(2026, 11, 23)
    assert dates.day_asked({}, today=today) == today
    assert dates.day_asked({"on": "2019年12月"}, today=today) == date(2019, 12, 31)
    with pytest.raises(ValueError, match="不是能识别的日期"):
        dates.day_asked({"on": "去年"}, today=today)


@pytest.mark.parametrize(
    ("start", "end", "on", "holds"),
    [
        (None, None, "2020-01-01", True),
        ("2020-01", None, "2020-01-01", True),
        ("2020-01-02", None, "2020-01-01", False),
        (None, "2020-01-01", "2020-01-01", False),
        (None, "2020-01-02", "2020-01-01", True),
        ("2019", "2021", "2020-12-31", True),
        ("2019", "2021", "2021-01-01", False),
    ],
)
def test_periods_are_half_open(make, start, end, on, holds):
    from orgs.models import StatusPeriod

    make.status(start=start, end=end)
    found = StatusPeriod.objects.filter(dates.in_force(date.fromisoformat(on)))
    assert found.exists() is holds


def test_a_form_refuses_a_nonsense_date_with_the_sentence(db):
    from django.core.exceptions import ValidationError

    from orgs.models import Organization

    with pytest.raises(ValidationError, match="不是有效的日期"):
        Organization._meta.get_field("registered_on").clean("2019-02-30", None)
