"""What many answers come to: in public reviews, democratic ratings and the evaluation by leaders.

A group of respondents answers on dimensions; each answer is one of the choices of the rating, worth 0 to 100 percent,
or says nothing ("don't know") and leaves the mean. Numbers of answers are all that is needed: whose answers they are,
and which of them stood on one ballot, nobody has to know.

>>> satisfied, fairly, not_at_all = Decimal(100), Decimal(70), Decimal(30)
>>> attitude = dimension_mean({satisfied: 6, fairly: 3, not_at_all: 1}, least=5)
>>> attitude.answers, attitude.mean
(10, Decimal('84'))
>>> effect = dimension_mean({satisfied: 1, fairly: 1}, least=5)  # too few: as if nobody had answered
>>> effect is None
True
>>> own_staff = group_mean([(Decimal(60), attitude), (Decimal(40), effect)])
>>> own_staff
Decimal('84')
>>> total([(Decimal(3), own_staff), (Decimal(2), Decimal(90)), (Decimal(5), None)], "reweight")
Decimal('86.4')
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Mean", "dimension_mean", "group_mean", "shown_number", "total"]

#: Live numbers of answers go up in such steps, so that no single answer moves one.
LIVE_STEP = 10

#: What a group counts that is missing, by the missing policy; those that are not named are left out.
_MISSING = {"zero": Decimal(0), "full": Decimal(100)}


class Mean(NamedTuple):
    """What the answers on one dimension come to.

    :param answers: how many there are, without those that say nothing
    :param mean: in percent of the best choice
    """

    answers: int
    mean: Decimal


def dimension_mean(votes: Mapping[Decimal, int], least: int = 1) -> Mean | None:
    """Return the mean of a group's answers on one dimension; ``None`` where there are too few to be shown.

    :param votes: number of answers by what the choice is worth; answers that say nothing are not among them
    :param least: with fewer answers it counts as if nobody had answered, so that no number that is shown tells of them

    >>> dimension_mean({}) is None
    True
    """
    answers = sum(votes.values())
    if answers < max(least, 1):
        return None
    return Mean(answers, sum((worth * number for worth, number in votes.items()), Decimal(0)) / answers)


def group_mean(dimensions: Iterable[tuple[Decimal, Mean | None]]) -> Decimal | None:
    """Return the mean of a group over the dimensions that were answered; the weights of the others are shared out.

    :param dimensions: weight and mean of each dimension
    """
    answered = [(weight, found.mean) for weight, found in dimensions if found]
    return _weighted(answered)


def total(groups: Iterable[tuple[Decimal, Decimal | None]], policy: str) -> Decimal | None:
    """Return the score of whoever is rated, in percent; ``None`` when no group says anything.

    :param groups: weight and mean of each group that rates him; no mean: it is missing
    :param policy: ``reweight`` shares out the weight of missing groups, ``zero`` and ``full`` count them so

    >>> total([(Decimal(1), Decimal(80)), (Decimal(1), None)], "zero")
    Decimal('40')
    >>> total([(Decimal(1), Decimal(80)), (Decimal(1), None)], "full")
    Decimal('90')
    >>> total([(Decimal(1), None)], "full") is None
    True
    """
    known = [(weight, mean) for weight, mean in groups]
    if all(mean is None for _weight, mean in known):
        return None
    filled = [(weight, _MISSING.get(policy) if mean is None else mean) for weight, mean in known]
    return _weighted((weight, mean) for weight, mean in filled if mean is not None)


def shown_number(answers: int) -> int:
    """Return a number of answers as it is shown while more may come: rounded down to full tens.

    >>> shown_number(9), shown_number(10), shown_number(29)
    (0, 10, 20)
    """
    return answers - answers % LIVE_STEP


def _weighted(rows: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return the weighted mean of ``(weight, mean)``, nothing where no weight is left."""
    rows = list(rows)
    weights = sum((weight for weight, _mean in rows), Decimal(0))
    if not weights:
        return None
    return sum((weight * mean for weight, mean in rows), Decimal(0)) / weights
