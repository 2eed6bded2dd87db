"""Calendar of a cycle: the tree month → quarter → half → year, and working days.

The month may run from a day of the month before: with ``month_start_day=26`` January is December 26th to January 25th.

>>> tree = build_periods(2026, month_start_day=26)
>>> [(p.key, str(p.start), str(p.end)) for p in tree if p.key in ('2026', '2026-Q1', '2026-01')]
[('2026', '2025-12-26', '2026-12-25'), ('2026-Q1', '2025-12-26', '2026-03-25'), ('2026-01', '2025-12-26', '2026-01-25')]
>>> period_at(tree, datetime.date(2026, 12, 26)) is None
True
"""

import calendar
import datetime
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

KINDS = ("month", "quarter", "half", "year")

#: How many months a period of each kind has.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}

_PARENT_KIND = {"month": "quarter", "quarter": "half", "half": "year"}

#: Last start day for which the month begins in its own month; from the next day on it begins in the month before,
#: so that a period bears the name of the month that holds most of its days.
_LAST_OWN_DAY = 15

#: Longest search for a working day, in days: a calendar without any must not hang the server.
_LONGEST_SEARCH = 3660


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a cycle.

    :param kind: ``month``, ``quarter``, ``half`` or ``year``
    :param key: unique in the cycle, sorts by time inside its kind: ``2026-03``, ``2026-Q1``, ``2026-H1``, ``2026``
    :param year: year that the period belongs to, first part of its name
    :param number: number inside the year (1…12, 1…4, 1…2, 1), second part of its name
    :param start: first day
    :param end: last day
    :param parent: key of the period that holds this one; ``None`` for the year
    """

    kind: str
    key: str
    year: int
    number: int
    start: datetime.date
    end: datetime.date
    parent: str | None


def build_periods(
    year: int,
    month_start_day: int = 1,
    date_start: datetime.date | None = None,
    date_end: datetime.date | None = None,
) -> list[Period]:
    """Return the periods of a year, parents before children and each kind in the order of time.

    :param year: year of the cycle
    :param month_start_day: day on which a month begins, 1…28. From 16 on it is a day of the month before, so that
        December 26th belongs to January
    :param date_start: first day of a cycle that begins later; what ends before is left out, what holds it begins there
    :param date_end: last day of a cycle that ends earlier
    :raise ValueError: if the start day is not between 1 and 28, or no period is left

    >>> [p.key for p in build_periods(2026)][:8]
    ['2026', '2026-H1', '2026-H2', '2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2026-01']
    >>> february = next(p for p in build_periods(2028) if p.key == '2028-02')
    >>> str(february.end), february.parent
    ('2028-02-29', '2028-Q1')
    >>> [p.key for p in build_periods(2026, date_start=datetime.date(2026, 10, 1))]
    ['2026', '2026-H2', '2026-Q4', '2026-10', '2026-11', '2026-12']
    """
    if not 1 <= month_start_day <= 28:
        raise ValueError("a month begins on one of the days 1 to 28")
    periods = []
    for kind in reversed(KINDS):
        months = MONTHS[kind]
        for number in range(1, 12 // months + 1):
            start = _month_start(year, (number - 1) * months + 1, month_start_day)
            end = _month_start(year, number * months + 1, month_start_day) - datetime.timedelta(days=1)
            start, end = max(start, date_start or start), min(end, date_end or end)
            if start <= end:
                periods.append(
                    Period(kind, _key(kind, year, number), year, number, start, end, _parent(kind, year, number))
                )
    if not periods:
        raise ValueError("the cycle holds no day of its year")
    return periods


def month_of(day: datetime.date, month_start_day: int = 1) -> tuple[int, int]:
    """Return year and month that a day belongs to.

    >>> month_of(datetime.date(2025, 12, 26), 26), month_of(datetime.date(2025, 12, 25), 26)
    ((2026, 1), (2025, 12))
    >>> month_of(datetime.date(2026, 3, 4), 5), month_of(datetime.date(2026, 3, 4))
    ((2026, 2), (2026, 3))
    """
    shift = int(day.day >= month_start_day) - int(month_start_day <= _LAST_OWN_DAY)
    year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
    return year, month + 1


def period_at(periods: Iterable[Period], day: datetime.date, kind: str = "month") -> Period | None:
    """Return the period of a kind that holds the day, if there is one.

    >>> period_at(build_periods(2026, 26), datetime.date(2025, 12, 26), 'quarter').key
    '2026-Q1'
    """
    return next((p for p in periods if p.kind == kind and p.start <= day <= p.end), None)


def working_days(
    non_working: Container[datetime.date] = (),
    working: Container[datetime.date] = (),
    weekend: Container[int] = (5, 6),
) -> Callable[[datetime.date], bool]:
    """Return a predicate that tells working days.

    :param non_working: public holidays
    :param working: days worked although they fall on a weekend or holiday (make-up days)
    :param weekend: weekdays off, Monday being 0

    >>> works = working_days({datetime.date(2026, 10, 1)}, {datetime.date(2026, 10, 10)})
    >>> [works(datetime.date(2026, 10, day)) for day in (1, 2, 3, 10)]
    [False, True, False, True]
    """

    def is_working(day: datetime.date) -> bool:
        return day in working or (day.weekday() not in weekend and day not in non_working)

    return is_working


def add_working_days(
    day: datetime.date,
    days: int,
    calendar_days: Callable[[datetime.date], bool] | Container[datetime.date] = (),
) -> datetime.date:
    """Return the day that is so many working days later (earlier for a negative number).

    The day itself does not count. With 0 it is the day itself or, where that is off, the next working day.

    :param day: day to count from
    :param days: number of working days
    :param calendar_days: a predicate that tells working days, or the set of days off beside Saturday and Sunday
    :raise ValueError: if there is no such day within ten years

    >>> friday = datetime.date(2026, 4, 3)
    >>> str(add_working_days(friday, 1)), str(add_working_days(friday, 1, {datetime.date(2026, 4, 6)}))
    ('2026-04-06', '2026-04-07')
    >>> str(add_working_days(datetime.date(2026, 4, 4), 0)), str(add_working_days(friday, -5))
    ('2026-04-06', '2026-03-27')
    """
    is_working = calendar_days if callable(calendar_days) else working_days(calendar_days)
    step = datetime.timedelta(days=-1 if days < 0 else 1)
    left = abs(days)
    for _attempt in range(_LONGEST_SEARCH):
        if not left and is_working(day):
            return day
        day += step
        if left and is_working(day):
            left -= 1
    raise ValueError("the calendar has no such working day within ten years")


def count_working_days(
    start: datetime.date,
    end: datetime.date,
    calendar_days: Callable[[datetime.date], bool] | Container[datetime.date] = (),
) -> int:
    """Return how many working days there are from the first to the last day, both included.

    >>> count_working_days(datetime.date(2026, 4, 3), datetime.date(2026, 4, 9), {datetime.date(2026, 4, 6)})
    4
    """
    is_working = calendar_days if callable(calendar_days) else working_days(calendar_days)
    return sum(is_working(start + datetime.timedelta(days=n)) for n in range((end - start).days + 1))


def _month_start(year: int, month: int, month_start_day: int) -> datetime.date:
    """Return the first day of a month; month 13 is January of the next year."""
    months = year * 12 + month - 1 - int(month_start_day > _LAST_OWN_DAY)
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(month_start_day, calendar.monthrange(year, month + 1)[1]))


def _key(kind: str, year: int, number: int) -> str:
    return {"month": f"{year}-{number:02}", "quarter": f"{year}-Q{number}", "half": f"{year}-H{number}"}.get(
        kind, str(year)
    )


def _parent(kind: str, year: int, number: int) -> str | None:
    parent = _PARENT_KIND.get(kind)
    if parent is None:
        return None
    return _key(parent, year, (number - 1) * MONTHS[kind] // MONTHS[parent] + 1)
