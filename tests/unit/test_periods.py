"""Properties of the calendar."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.periods import add_working_days, build_periods, count_working_days, month_of, period_at, working_days

DAY = datetime.timedelta(days=1)
years = st.integers(min_value=2000, max_value=2100)
start_days = st.integers(min_value=1, max_value=28)
dates = st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2090, 1, 1))


@given(years, start_days)
def test_each_kind_covers_the_year_without_gap_or_overlap(year: int, start_day: int) -> None:
    periods = build_periods(year, start_day)
    whole = periods[0]
    for kind, count in (("month", 12), ("quarter", 4), ("half", 2), ("year", 1)):
        parts = [period for period in periods if period.kind == kind]
        assert len(parts) == count
        assert (parts[0].start, parts[-1].end) == (whole.start, whole.end)
        assert all(one.end + DAY == other.start for one, other in pairwise(parts))


@given(years, start_days)
def test_years_follow_each_other(year: int, start_day: int) -> None:
    assert build_periods(year, start_day)[0].end + DAY == build_periods(year + 1, start_day)[0].start


@given(years, start_days)
def test_parents_come_first_and_hold_their_children(year: int, start_day: int) -> None:
    seen = {}
    for period in build_periods(year, start_day):
        if period.parent:
            parent = seen[period.parent]
            assert parent.start <= period.start
            assert period.end <= parent.end
        seen[period.key] = period
    assert len(seen) == 19


@given(dates, start_days)
def test_month_of_a_day_is_the_period_that_holds_it(day: datetime.date, start_day: int) -> None:
    year, month = month_of(day, start_day)
    period = period_at(build_periods(year, start_day), day)
    assert period is not None
    assert (period.year, period.number) == (year, month)


@given(dates)
def test_shortened_cycle_stays_inside_its_dates(start: datetime.date) -> None:
    end = start.replace(month=12, day=31)
    periods = build_periods(start.year, date_start=start, date_end=end)
    assert all(start <= period.start <= period.end <= end for period in periods)
    assert periods[0].start == start


@pytest.mark.parametrize("start_day", [0, 29, 31])
def test_months_begin_on_days_that_every_month_has(start_day: int) -> None:
    with pytest.raises(ValueError, match="1 to 28"):
        build_periods(2026, start_day)


def test_cycle_outside_its_year_is_refused() -> None:
    with pytest.raises(ValueError, match="no day"):
        build_periods(2026, date_start=datetime.date(2027, 5, 1))


@given(dates, st.integers(min_value=1, max_value=60), st.sets(dates, max_size=5))
def test_working_days_there_and_back(day: datetime.date, days: int, holidays: set[datetime.date]) -> None:
    is_working = working_days(holidays)
    start = add_working_days(day, 0, is_working)
    end = add_working_days(start, days, holidays)
    assert is_working(end)
    assert count_working_days(start, end, holidays) == days + 1
    assert add_working_days(end, -days, is_working) == start


def test_calendar_without_working_days_does_not_hang() -> None:
    with pytest.raises(ValueError, match="ten years"):
        add_working_days(datetime.date(2026, 1, 1), 1, lambda _day: False)


def test_make_up_saturday_is_worked() -> None:
    is_working = working_days({datetime.date(2026, 10, 5)}, {datetime.date(2026, 10, 10)})
    assert add_working_days(datetime.date(2026, 10, 9), 1, is_working) == datetime.date(2026, 10, 10)
