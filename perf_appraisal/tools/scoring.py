"""Turn facts into points: the only place where a score is computed.

Everything is a :class:`decimal.Decimal`; rounding is half up to two places and happens only at the line, the sheet's
percent and what is shown of a sheet's points. Nothing here knows Odoo or a database.

**Sheet.** The year sheet of 100 points on which everything was assessed and a 2-point line was missed loses 2.00:

>>> year = [SheetLine(D(8), D(8), D(8)), SheetLine(D(90), D(90), D(90)), SheetLine(D(0), D(2), D(2))]
>>> sheet_total(year)
SheetTotal(score=Decimal('98.00'), full=Decimal('100.00'), percent=Decimal('98.00'))

**Line.** Judged 4, bonus 2, deductions 5: nothing is left of the 4, the bonus stays.

>>> claims = (Claim('bonus', D(2)), Claim('deduction', D(3)), Claim('deduction', D(2)))
>>> line_score(LineFacts('judged', D(10), D(10), value=D(4), claims=claims))
Decimal('2.00')

*Ratio*: 15 of 10, at most 1.2 times full, no bonus cap; then with a bonus cap of 0.5.

>>> line_score(LineFacts('ratio', D(10), target=D(10), actual=D(15), ratio_cap=D('1.2')))
Decimal('12.00')
>>> line_score(LineFacts('ratio', D(10), target=D(10), actual=D(15), ratio_cap=D('1.2'), bonus_cap=D('0.5')))
Decimal('10.50')

*Ratio, lower is better*: 8 where 10 were allowed, 12 where 10 were; nothing at all is the cap.

>>> def lower(actual, target=10):
...     return line_score(LineFacts('ratio', D(10), target=D(target), actual=D(actual), direction='lower',
...                                 ratio_cap=D('1.2')))
>>> lower(8), lower(12), lower(0)
(Decimal('12.00'), Decimal('8.33'), Decimal('12.00'))

*Target 0*: where lower is better full for 0, else 0; where higher is better no plan is approved with it.

>>> lower(0, target=0), lower(1, target=0)
(Decimal('10.00'), Decimal('0.00'))
>>> line_score(LineFacts('ratio', D(10), target=D(0), actual=D(5)))
Decimal('0.00')

*Step*: 97.5 of 100, each whole 1 short costs 0.5; each begun step; in proportion; and a first step that costs 3.

>>> def step(actual, **more):
...     return line_score(LineFacts('step', D(10), target=D(100), actual=D(actual), step_size=D(1),
...                                 step_points=D('0.5'), **more))
>>> step('97.5'), step('97.5', step_rounding='ceil'), step('97.5', step_rounding='proportional')
(Decimal('9.00'), Decimal('8.50'), Decimal('8.75'))
>>> step('99.9', step_first_points=D(3)), step('100', step_first_points=D(3))
(Decimal('7.00'), Decimal('10.00'))

30 over a control number of 100: 3 for being over, and 0.5 for each further 10 percent.

>>> line_score(LineFacts('step', D(10), target=D(100), actual=D(130), direction='lower', step_size=D(10),
...                      step_points=D('0.5'), step_first_points=D(3), step_basis='percent_of_target'))
Decimal('5.50')

*At most so much is lost*: a step or a ratio line stops at full less its `loss_cap`, however far short it is; what is
deducted for other reasons comes on top. Who reported nothing has nothing.

>>> step(80), step(80, loss_cap=D(5)), step(98, loss_cap=D(5)), step(80, loss_cap=D(5), step_first_points=D(3))
(Decimal('0.00'), Decimal('5.00'), Decimal('9.00'), Decimal('5.00'))
>>> def share(actual, **more):
...     return line_score(LineFacts('ratio', D(10), target=D(10), actual=actual, loss_cap=D(4), **more))
>>> share(D(8)), share(D(1)), share(D(0)), share(None), share(D(15), ratio_cap=D('1.2'))
(Decimal('8.00'), Decimal('6.00'), Decimal('6.00'), Decimal('0.00'), Decimal('12.00'))
>>> share(D(40), direction='lower'), share(D(1), claims=(Claim('deduction', D(2)),))
(Decimal('6.00'), Decimal('4.00'))

*Threshold*: all or nothing.

>>> [str(line_score(LineFacts('threshold', D(10), threshold_value=D(80), actual=D(a)))) for a in ('80', '79.9')]
['10.00', '0.00']
>>> line_score(LineFacts('threshold', D(10), threshold_value=D(5), actual=D(4), direction='lower'))
Decimal('10.00')

*Efficacy*: 0.6 of full at the low mark, full at the high mark, in proportion between, clamped outside.

>>> def efficacy(actual):
...     return line_score(LineFacts('efficacy', D(10), low_value=D(60), high_value=D(100), actual=D(actual)))
>>> efficacy(60), efficacy(80), efficacy(100), efficacy(20), efficacy(130)
(Decimal('6.00'), Decimal('8.00'), Decimal('10.00'), Decimal('6.00'), Decimal('10.00'))

*Parts* start at 0 and *deduction* at full. Parts scale with the line (here full 8 of an indicator of 4), what a
single occurrence costs does not.

>>> parts = (Claim('part', D(1)), Claim('part', D(3)))
>>> line_score(LineFacts('parts', D(4), D(4), claims=parts[1:]))
Decimal('3.00')
>>> line_score(LineFacts('parts', D(8), D(4), claims=parts))
Decimal('8.00')
>>> line_score(LineFacts('deduction', D(10), D(5), claims=(Claim('deduction', D('0.5')),)))
Decimal('9.50')
>>> line_score(LineFacts('deduction', D(2), D(2), claims=(Claim('deduction', D(3)),), deduction_cap=D(1)))
Decimal('1.00')
>>> line_score(LineFacts('deduction', D(2), D(2), claims=(Claim('deduction', D(3)),), allow_negative=True))
Decimal('-1.00')

*Level*: the points given inside the level's range, which scales with the line.

>>> line_score(LineFacts('level', D(5), D(10), value=D('4.8'), level_min=D(9), level_max=D(10)))
Decimal('4.80')
>>> line_score(LineFacts('level', D(5), D(10), value=D(5), level_min=D(7), level_max=D(8)))
Decimal('4.00')

Of one matter only the largest counts where the rule says so:

>>> honours = (Claim('bonus', D(1), 'honour A', True), Claim('bonus', D(3), 'honour A', True))
>>> line_score(LineFacts('judged', D(10), value=D(8), claims=honours))
Decimal('11.00')
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from .decimals import HUNDRED, ONE, ZERO, D, claim_points, round_points, to_decimal
from .scoring_claims import Claim, claim_sums, counting_claims
from .scoring_sheet import SectionTotal, SheetLine, SheetTotal, section_totals, sheet_total

__all__ = [
    "LOSS_METHODS",
    "Claim",
    "D",
    "LineFacts",
    "SectionTotal",
    "SheetLine",
    "SheetTotal",
    "claim_points",
    "counting_claims",
    "level_range",
    "line_score",
    "round_points",
    "section_totals",
    "sheet_total",
    "to_decimal",
]


#: The methods that take points for a shortfall, which `loss_cap` limits.
LOSS_METHODS = ("ratio", "step")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """All that a line's score depends on.

    :param method: ``judged parts deduction level ratio step threshold efficacy``
    :param full: full points of the line in the plan
    :param indicator_full: full points of the indicator; levels and parts scale with full / indicator_full
    :param value: what was given, on the line's scale: the points for *judged*, the points of the level for *level*
    :param target: target of the period
    :param actual: what was reached; ``None`` means that nothing was reported, which scores 0
    :param direction: ``higher`` or ``lower``: which is better
    :param ratio_cap: most that a ratio gives, as a multiple of full; 0 is no cap
    :param step_size: size of a step, in the target's unit or in percent of the target (`step_basis`)
    :param step_points: points lost with each step
    :param step_first_points: points lost as soon as anything is short
    :param step_rounding: ``floor`` whole steps, ``ceil`` each begun step, ``proportional``
    :param loss_cap: most that a *step* or *ratio* line loses by being short, in points of the line; 0 is no cap
    :param threshold_value: mark to reach for *threshold*
    :param low_value: mark that earns `efficacy_base` of full
    :param high_value: mark that earns full
    :param bonus_cap: most that the line's bonuses give together; 0 is no cap
    :param deduction_cap: most that the line's deductions take together; 0 is no cap
    :param allow_negative: whether the line may fall below 0
    :param level_min: least points of the chosen level on the indicator's scale, when it binds `value`
    :param level_max: most points of the chosen level on the indicator's scale, when it binds `value`
    """

    method: str
    full: Decimal
    indicator_full: Decimal = ZERO
    value: Decimal | None = None
    target: Decimal | None = None
    actual: Decimal | None = None
    direction: str = "higher"
    ratio_cap: Decimal = ZERO
    step_size: Decimal = ZERO
    step_points: Decimal = ZERO
    step_first_points: Decimal = ZERO
    step_basis: str = "absolute"
    step_rounding: str = "floor"
    loss_cap: Decimal = ZERO
    threshold_value: Decimal = ZERO
    low_value: Decimal = ZERO
    high_value: Decimal = ZERO
    efficacy_base: Decimal = Decimal("0.6")
    bonus_cap: Decimal = ZERO
    deduction_cap: Decimal = ZERO
    allow_negative: bool = False
    claims: tuple[Claim, ...] = ()
    level_min: Decimal | None = None
    level_max: Decimal | None = None


def line_score(facts: LineFacts) -> Decimal:
    """Return the score of a line, rounded to two places half up.

    The method's value (a step or ratio line that reported loses at most its `loss_cap`) plus the achieved parts less
    the deductions is clipped to 0…full; bonuses, and what a ratio gives above full, come on top. An empty or zero cap
    means no cap, everywhere.

    :raise ValueError: if the method is not known
    """
    try:
        value_of = _METHODS[facts.method]
    except KeyError:
        raise ValueError(f"unknown method: {facts.method!r}") from None
    value = value_of(facts)
    full = facts.full
    if facts.loss_cap and facts.method in LOSS_METHODS and facts.actual is not None:
        value = max(value, full - facts.loss_cap)
    above = ZERO
    if value > full:
        # what exceeds full is a bonus under the bonus cap, never a cushion against deductions
        above, value = value - full if facts.method == "ratio" else ZERO, full
    bonus = above
    if facts.claims:
        sums = claim_sums(facts.claims)
        value += sums["part"] * _scale(facts) - _capped(sums["deduction"], facts.deduction_cap)
        bonus += sums["bonus"]
    if value > full:
        value = full
    elif value < ZERO and not facts.allow_negative:
        value = ZERO
    if bonus:
        value += _capped(bonus, facts.bonus_cap)
    return round_points(value)


def level_range(
    min_points: Decimal, max_points: Decimal, full: Decimal, indicator_full: Decimal
) -> tuple[Decimal, Decimal]:
    """Return the least and the most points that a level gives on a line, rounded to two places.

    :param min_points: least points of the level, on the indicator's scale
    :param max_points: most points of the level, on the indicator's scale
    :param full: full points of the line
    :param indicator_full: full points of the indicator

    >>> level_range(D(9), D(10), D(5), D(10))
    (Decimal('4.50'), Decimal('5.00'))
    >>> level_range(D(27), D(30), D(30), D(30))
    (Decimal('27.00'), Decimal('30.00'))
    """
    if not indicator_full:
        return round_points(min_points), round_points(max_points)
    return round_points(min_points * full / indicator_full), round_points(max_points * full / indicator_full)


def _capped(points: Decimal, cap: Decimal | None) -> Decimal:
    """Return the points, at most the cap; an empty or zero cap is none."""
    return min(points, cap) if cap else points


def _scale(facts: LineFacts) -> Decimal:
    """Return by how much the line is larger than its indicator."""
    return facts.full / facts.indicator_full if facts.indicator_full else ONE


def _value_judged(facts: LineFacts) -> Decimal:
    return facts.value or ZERO


def _value_parts(_facts: LineFacts) -> Decimal:
    return ZERO


def _value_deduction(facts: LineFacts) -> Decimal:
    return facts.full


def _value_level(facts: LineFacts) -> Decimal:
    value = facts.value
    if facts.level_min is None or facts.level_max is None:
        return value or ZERO
    low, high = level_range(facts.level_min, facts.level_max, facts.full, facts.indicator_full)
    # where nobody chose inside the range, nothing more than its lower end was given
    return low if value is None else max(low, min(value, high))


def _value_ratio(facts: LineFacts) -> Decimal:
    target, actual, full = facts.target or ZERO, facts.actual, facts.full
    if actual is None:
        return ZERO
    most = full * facts.ratio_cap if facts.ratio_cap else None
    if facts.direction == "lower":
        if target <= ZERO:
            return full if actual <= ZERO else ZERO
        if actual <= ZERO:
            return full if most is None else most
        value = full * target / actual
    elif target <= ZERO:
        return ZERO
    else:
        value = full * actual / target
    return value if most is None else min(value, most)


def _value_step(facts: LineFacts) -> Decimal:
    target, actual = facts.target or ZERO, facts.actual
    if actual is None:
        return ZERO
    short = actual - target if facts.direction == "lower" else target - actual
    size = facts.step_size
    if facts.step_basis == "percent_of_target":
        if target <= ZERO:
            return facts.full if facts.direction == "lower" and actual <= ZERO else ZERO
        # short / target * 100 / size, kept as one division so that whole steps stay whole
        short, size = short * HUNDRED, size * target
    if short <= ZERO:
        return facts.full
    return facts.full - facts.step_first_points - _steps(short, size, facts.step_rounding) * facts.step_points


def _steps(short: Decimal, size: Decimal, rounding: str) -> Decimal:
    """Return how many steps are short, whole, begun or in proportion."""
    if size <= ZERO:
        return ZERO
    if rounding == "proportional":
        return short / size
    whole, rest = divmod(short, size)
    return whole + ONE if rest and rounding == "ceil" else whole


def _value_threshold(facts: LineFacts) -> Decimal:
    if facts.actual is None:
        return ZERO
    if facts.direction == "lower":
        return facts.full if facts.actual <= facts.threshold_value else ZERO
    return facts.full if facts.actual >= facts.threshold_value else ZERO


def _value_efficacy(facts: LineFacts) -> Decimal:
    if facts.actual is None:
        return ZERO
    low, high = sorted((facts.low_value, facts.high_value))
    actual = facts.actual
    if facts.direction == "lower":
        low, high, actual = -high, -low, -actual
    base, full = facts.efficacy_base, facts.full
    if actual >= high:
        return full
    if actual <= low:
        return full * base
    return full * base + full * (ONE - base) * (actual - low) / (high - low)


_METHODS: dict[str, Callable[[LineFacts], Decimal]] = {
    "judged": _value_judged,
    "parts": _value_parts,
    "deduction": _value_deduction,
    "level": _value_level,
    "ratio": _value_ratio,
    "step": _value_step,
    "threshold": _value_threshold,
    "efficacy": _value_efficacy,
}
