"""Targets of a year: their split over the quarters, and what is due in one period.

Two modes. *Period*: every quarter has a target of its own, and the four add up to the year's. *Cumulative*: each
quarter's target is what must be reached by its end, so that the fourth is the year's; a rate that must hold all year
(80 % in every quarter) is cumulative with four equal targets.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from .decimals import ZERO, to_decimal

PERIOD = "period"
CUMULATIVE = "cumulative"

#: Targets have four decimals, as their columns.
GRAIN = Decimal("0.0001")

#: Periods of a year in which a target may be due, by kind: how many of them make a year.
COUNTS = {"month": 12, "quarter": 4, "half": 2, "year": 1}

#: Marks in a unit of measure that tell a rate from an amount.
RATE_MARKS = "%％‰"


def is_rate(uom: str | None) -> bool:
    """Return whether a unit of measure tells a rate, the same for everybody and all year, not an amount to divide.

    >>> is_rate('%'), is_rate('km'), is_rate(None)
    (True, False, False)
    """
    return any(mark in (uom or "") for mark in RATE_MARKS)


def split_year(target: float | Decimal, mode: str = PERIOD, flat: bool = False) -> tuple[Decimal, ...]:
    """Return the targets of the four quarters, evenly.

    What rounding leaves over goes into the last quarter.

    :param target: target of the year
    :param mode: ``period`` or ``cumulative``
    :param flat: a rate: the same must hold in every quarter

    >>> [str(target) for target in split_year(10)], [str(target) for target in split_year(10, CUMULATIVE)]
    (['2.5000', '2.5000', '2.5000', '2.5000'], ['2.5000', '5.0000', '7.5000', '10.0000'])
    >>> sum(split_year(1.0003)), [str(target) for target in split_year(80, CUMULATIVE, flat=True)]
    (Decimal('1.0003'), ['80.0000', '80.0000', '80.0000', '80.0000'])
    """
    year = _grain(target)
    if flat and mode == CUMULATIVE:
        return (year,) * 4
    quarter = _grain(year / 4)
    if mode == CUMULATIVE:
        return (quarter, quarter * 2, quarter * 3, year)
    return (quarter, quarter, quarter, year - quarter * 3)


def split_problem(target: float | Decimal, mode: str, quarters: Sequence[float | Decimal]) -> str:
    """Return what is wrong with a split: ``sum``, ``order``, ``last``, or nothing.

    >>> split_problem(10, PERIOD, (2, 3, 3, 2)), split_problem(10, PERIOD, (2, 3, 3, 3))
    ('', 'sum')
    >>> [split_problem(10, CUMULATIVE, given) for given in ((2, 5, 8, 10), (5, 2, 8, 10), (2, 5, 8, 9))]
    ['', 'order', 'last']
    """
    year, given = _grain(target), [_grain(quarter) for quarter in quarters]
    if mode == PERIOD:
        return "" if sum(given) == year else "sum"
    if given != sorted(given):
        return "order"
    return "" if given[-1] == year else "last"


def target_in(
    kind: str,
    number: int,
    mode: str,
    year: float,
    month: float = 0.0,
    quarters: Sequence[float] = (0.0, 0.0, 0.0, 0.0),
) -> float:
    """Return the target that is due in one period.

    Without a split (four times 0) the year's target holds in every quarter and half, as it does in a month without a
    target of its own.

    :param kind: ``month``, ``quarter``, ``half`` or ``year``
    :param number: number of the period inside its year, from 1
    :param mode: ``period`` or ``cumulative``
    :param year: target of the line
    :param month: target of one month, 0 for none; in cumulative mode what every month adds
    :param quarters: targets of the four quarters

    >>> split = (1.0, 2.0, 3.0, 4.0)
    >>> [target_in('quarter', number, PERIOD, 10.0, 0.0, split) for number in (1, 2, 3, 4)]
    [1.0, 2.0, 3.0, 4.0]
    >>> [target_in('half', number, PERIOD, 10.0, 0.0, split) for number in (1, 2)]
    [3.0, 7.0]
    >>> [target_in('half', number, CUMULATIVE, 4.0, 0.0, split) for number in (1, 2)]
    [2.0, 4.0]
    >>> target_in('year', 1, PERIOD, 10.0, 0.0, split), target_in('quarter', 2, PERIOD, 10.0)
    (10.0, 10.0)
    >>> [target_in('month', 3, mode, 10.0, 2.0) for mode in (PERIOD, CUMULATIVE)], target_in('month', 3, PERIOD, 10.0)
    ([2.0, 6.0], 10.0)
    """
    if kind == "month":
        return month * (number if mode == CUMULATIVE else 1) if month else year
    if kind == "year" or not any(quarters):
        return year
    if kind == "quarter":
        return quarters[number - 1]
    first, last = quarters[2 * number - 2 : 2 * number]
    return last if mode == CUMULATIVE else first + last


def _grain(number: float | Decimal) -> Decimal:
    """Return a number as its column keeps it."""
    return to_decimal(number).quantize(GRAIN, ROUND_HALF_UP) or ZERO
