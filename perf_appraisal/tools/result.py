"""What a period comes to for one appraisee: its components by weight, then bonuses and deductions outside them.

**Base.** Sheets 96, 90 and 93 weigh 60, a rating of 85 weighs 40:

>>> sheets, rating = Component(D(60), mean([D(96), D(90), D(93)])), Component(D(40), D(85))
>>> result([sheets, rating], [Adjustment(D('3.5'), D(2), bonus_cap=D(3))])
Result(base=Decimal('89.80'), total=Decimal('90.80'), percent=Decimal('90.80'), points=(Decimal('55.80'), \
Decimal('34.00')), bonuses=(Decimal('3.00'),), deductions=(Decimal('2.00'),))

**Missing.** What is missing is left out and its weight shared out, or counts as zero, or in full:

>>> def without_rating(policy):
...     missing = Component(D(40), None, policy)
...     return result([sheets, missing], [Adjustment(D('3.5'), D(2), bonus_cap=D(3))]).total
>>> without_rating('reweight'), without_rating('zero'), without_rating('full')
(Decimal('94.00'), Decimal('56.80'), Decimal('96.80'))
>>> result([Component(D(50), D(90)), Component(D(30), None), Component(D(20), None, 'zero')]).base
Decimal('64.29')

**Composed** of self-score 10, final score 70 and public review 20; a bonus, verification capped by itself, a deduction:

>>> parts = [Component(D(10), D(92)), Component(D(70), D(88)), Component(D(20), D('81.5'))]
>>> apart = [Adjustment(bonus=D(3)), Adjustment(deduction=D(23), deduction_cap=D(20)), Adjustment(deduction=D(2))]
>>> composed = result(parts, apart)
>>> composed.points, composed.bonuses, composed.deductions, composed.total
((Decimal('9.20'), Decimal('61.60'), Decimal('16.30')), (Decimal('3.00'), Decimal('0.00'), Decimal('0.00')), \
(Decimal('0.00'), Decimal('20.00'), Decimal('2.00')), Decimal('68.10'))

**Of 1000 points**, and never below zero:

>>> result([Component(D(500), D(90)), Component(D(100), D(80)), Component(D(400), D(95))], full=D(1000))[:3]
(Decimal('910.00'), Decimal('910.00'), Decimal('91.00'))
>>> result([Component(D(100), D(10))], [Adjustment(deduction=D(30))]).total
Decimal('0.00')

**Shown points add up** to what is shown of the base, whatever the weights:

>>> thirds = [Component(D('33.3'), D('90.004')), Component(D('33.3'), D('90.004')), Component(D('33.4'), D('90.004'))]
>>> shown = result(thirds)
>>> shown.points, sum(shown.points) == shown.base
((Decimal('29.97'), Decimal('29.97'), Decimal('30.06')), True)
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from .decimals import CENT, HUNDRED, ZERO, D, round_points

__all__ = ["Adjustment", "Component", "D", "Result", "mean", "result", "shown_parts"]

#: What a component counts that is missing, in percent; those that are not named are left out.
_MISSING = {"zero": ZERO, "full": HUNDRED}


class Component(NamedTuple):
    """A part of the base.

    :param weight: points that it may give; what is left of all weights is the whole
    :param raw: in percent; none where it is missing
    :param missing: ``reweight`` shares out its weight then, ``zero`` and ``full`` count it so
    """

    weight: Decimal
    raw: Decimal | None
    missing: str = "reweight"


class Adjustment(NamedTuple):
    """Bonuses and deductions that count in full beside the base, each under its cap; 0 is no cap.

    One of them is below 0 where more was taken back than given.
    """

    bonus: Decimal = ZERO
    deduction: Decimal = ZERO
    bonus_cap: Decimal = ZERO
    deduction_cap: Decimal = ZERO


class Result(NamedTuple):
    """What a period comes to, rounded once: whatever is shown is this.

    :param base: of the components; none where nothing is known of any
    :param total: with bonuses and deductions, at least 0
    :param percent: of the full points
    :param points: of each component, adding up to the base
    :param bonuses: of each adjustment, as far as its cap lets it
    :param deductions: the same
    """

    base: Decimal | None
    total: Decimal | None
    percent: Decimal | None
    points: tuple[Decimal, ...]
    bonuses: tuple[Decimal, ...]
    deductions: tuple[Decimal, ...]


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """Return the mean of what is known, nothing where nothing is.

    >>> mean([D(96), D(90), D(93)]), mean([])
    (Decimal('93'), None)
    """
    return sum(values, ZERO) / len(values) if values else None


def result(components: Iterable[Component], adjustments: Iterable[Adjustment] = (), full: Decimal = HUNDRED) -> Result:
    """Return what components and adjustments come to.

    :param components: with weights above zero
    :param adjustments: each entry of the ledger is in one of them
    :param full: full points of the scheme

    >>> result([Component(D(100), None)]).total is None
    True
    """
    parts = list(components)
    bonuses, deductions = [], []
    for part in adjustments:
        bonuses.append(round_points(_capped(part.bonus, part.bonus_cap)))
        deductions.append(round_points(_capped(part.deduction, part.deduction_cap)))
    raws = [_MISSING.get(part.missing) if part.raw is None else part.raw for part in parts]
    left = sum((part.weight for part, raw in zip(parts, raws, strict=True) if raw is not None), ZERO)
    if not left or all(part.raw is None for part in parts):
        return Result(None, None, None, tuple(ZERO for _part in parts), tuple(bonuses), tuple(deductions))
    exact = [
        ZERO if raw is None else full * part.weight * raw / HUNDRED / left
        for part, raw in zip(parts, raws, strict=True)
    ]
    base = round_points(sum(exact, ZERO))
    total = max(base + sum(bonuses, ZERO) - sum(deductions, ZERO), ZERO.quantize(CENT))
    percent = round_points(HUNDRED * total / full)
    return Result(base, total, percent, tuple(shown_parts(exact, base)), tuple(bonuses), tuple(deductions))


def shown_parts(exact: Sequence[Decimal], whole: Decimal) -> list[Decimal]:
    """Return parts in cents that add up to the whole: those with the largest remainders get a cent more.

    :param exact: the parts
    :param whole: what they add up to, rounded to cents

    >>> third = D(100) / 3
    >>> shown_parts([third, third, third], D('100.00'))
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    shown = [part.quantize(CENT, ROUND_FLOOR) for part in exact]
    missing = int((whole - sum(shown, ZERO)) / CENT)
    by_remainder = sorted(range(len(exact)), key=lambda place: (shown[place] - exact[place], place))
    for place in by_remainder[:missing]:
        shown[place] += CENT
    return shown


def _capped(points: Decimal, cap: Decimal) -> Decimal:
    """Return points, at most the cap if there is one."""
    return min(points, cap) if cap else points
