"""Add the lines of a sheet up: points, percent, and the points of each section."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .decimals import CENT, HUNDRED, NOISE, ZERO, D, round_points

__all__ = [
    "D",
    "SectionTotal",
    "SheetLine",
    "SheetTotal",
    "mean_and_spread",
    "section_totals",
    "sheet_percent",
    "sheet_total",
]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """What a line brings into its sheet.

    :param score: points of the line
    :param full: full points of the line
    :param weight: points that the line carries on the sheet, usually equal to `full`
    :param assessed: whether the line was assessed; *not proved* is assessed with 0
    """

    score: Decimal
    full: Decimal
    weight: Decimal
    assessed: bool = True


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """What a sheet comes to.

    :param score: sum of score / full x weight, two places
    :param full: sum of the weights that count, two places
    :param percent: 100 x score / full, two places; ``None`` when nothing was assessed (missing)
    """

    score: Decimal
    full: Decimal
    percent: Decimal | None


class SectionTotal(NamedTuple):
    """Points and full points of one section of a sheet."""

    score: Decimal
    full: Decimal


def sheet_total(lines: Iterable[SheetLine], na_policy: str = "exclude", bonus_cap: Decimal = ZERO) -> SheetTotal:
    """Return points and percent of a sheet.

    :param lines: the sheet's lines
    :param na_policy: ``exclude`` leaves out what was not assessed, ``full`` counts it full
    :param bonus_cap: how many percent points the sheet may reach above 100; 0 is no cap

    A sheet of 1000 points with 1030, at most 20 percent points above 100:

    >>> sheet_total([SheetLine(D(1030), D(1000), D(1000))], bonus_cap=D(20)).percent
    Decimal('103.00')
    >>> sheet_total([SheetLine(D(1300), D(1000), D(1000))], bonus_cap=D(20)).percent
    Decimal('120.00')

    What was not assessed is left out, or counts full; nothing assessed at all is missing:

    >>> lines = [SheetLine(D(6), D(8), D(8)), SheetLine(D(0), D(2), D(2), assessed=False)]
    >>> sheet_total(lines)
    SheetTotal(score=Decimal('6.00'), full=Decimal('8.00'), percent=Decimal('75.00'))
    >>> sheet_total(lines, na_policy='full')
    SheetTotal(score=Decimal('8.00'), full=Decimal('10.00'), percent=Decimal('80.00'))
    >>> sheet_total(lines[1:], na_policy='full')
    SheetTotal(score=Decimal('0.00'), full=Decimal('0.00'), percent=None)

    Weights may differ from full points:

    >>> sheet_total([SheetLine(D(3), D(5), D(20)), SheetLine(D(10), D(10), D(80))]).percent
    Decimal('92.00')
    """
    score, full = _weighed(_counting_lines(lines, na_policy))
    return SheetTotal(round_points(score), round_points(full), sheet_percent(score, full, bonus_cap))


def sheet_percent(score: Decimal, full: Decimal, bonus_cap: Decimal = ZERO) -> Decimal | None:
    """Return the points of a sheet in percent of its full points, two places; ``None`` when nothing was assessed.

    :param bonus_cap: as in :func:`sheet_total`

    >>> sheet_percent(D(1300), D(1000), D(20)), sheet_percent(D(6), D(9)), sheet_percent(D(0), D(0))
    (Decimal('120.00'), Decimal('66.67'), None)
    """
    if not full:
        return None
    percent = HUNDRED * score / full
    return round_points(min(percent, HUNDRED + bonus_cap) if bonus_cap else percent)


def mean_and_spread(percents: Iterable[Decimal]) -> tuple[Decimal, Decimal]:
    """Return mean and standard deviation of the sheets of many, two places; zeros when there are none.

    >>> mean_and_spread([D(90), D(80), D(100)])
    (Decimal('90.00'), Decimal('8.16'))
    >>> mean_and_spread([])
    (Decimal('0.00'), Decimal('0.00'))
    """
    counts = Counter(percents)
    if not counts:
        return round_points(ZERO), round_points(ZERO)
    number = counts.total()
    mean = sum((value * count for value, count in counts.items()), ZERO) / number
    variance = sum(((value - mean) ** 2 * count for value, count in counts.items()), ZERO) / number
    return round_points(mean), round_points(variance.sqrt())


def section_totals(
    lines: Iterable[tuple[Hashable, SheetLine]], na_policy: str = "exclude"
) -> dict[Hashable, SectionTotal]:
    """Return the points of each section so that they add up to the sheet's points to the cent.

    Each section gets its points cut to cents; the cents then missing go to the sections with the largest remainders
    (the earlier of equals). Sections in which nothing counts are left out.

    :param lines: pairs of a section's key and a line, in the sheet's order
    :param na_policy: as in :func:`sheet_total`

    >>> third = SheetLine(D(1), D(3), D(1))
    >>> section_totals([('a', third), ('b', third), ('c', third), ('d', SheetLine(D(1), D(1), D(1), False))])
    {'a': SectionTotal(score=Decimal('0.34'), full=Decimal('1.00')), 'b': SectionTotal(score=Decimal('0.33'), \
full=Decimal('1.00')), 'c': SectionTotal(score=Decimal('0.33'), full=Decimal('1.00'))}
    """
    pairs = list(lines)
    counting = _counting_lines([line for _key, line in pairs], na_policy)
    sections: dict[Hashable, list[SheetLine]] = {}
    for (key, _line), line in zip(pairs, counting, strict=True):
        if line.assessed:
            sections.setdefault(key, []).append(line)
    sums = {key: _weighed(section) for key, section in sections.items()}
    scores = _to_cents({key: score for key, (score, _full) in sums.items()})
    fulls = _to_cents({key: full for key, (_score, full) in sums.items()})
    return {key: SectionTotal(scores[key], fulls[key]) for key in sums}


def _counting_lines(lines: Iterable[SheetLine], na_policy: str) -> list[SheetLine]:
    """Return the lines with those not assessed made full, where the policy says so and anything was assessed."""
    if na_policy not in ("exclude", "full"):
        raise ValueError(f"unknown policy for lines that were not assessed: {na_policy!r}")
    rows = list(lines)
    if na_policy == "full" and any(line.assessed for line in rows):
        return [line if line.assessed else SheetLine(line.full, line.full, line.weight) for line in rows]
    return rows


def _weighed(lines: Iterable[SheetLine]) -> tuple[Decimal, Decimal]:
    """Return the sum of score / full x weight and the sum of the weights of the assessed lines, not rounded."""
    score = full = ZERO
    for line in lines:
        if line.assessed and line.full:
            full += line.weight
            score += line.score if line.weight == line.full else line.score * line.weight / line.full
    return score, full


def _to_cents(points: dict[Hashable, Decimal]) -> dict[Hashable, Decimal]:
    """Round so that the parts add up to the rounded sum: largest remainder."""
    whole = {key: value.quantize(CENT) for key, value in points.items()}
    if whole == points:
        return whole
    exact = {key: value.quantize(NOISE, ROUND_HALF_UP) for key, value in points.items()}
    cents = {key: (value / CENT).to_integral_value("ROUND_FLOOR") for key, value in exact.items()}
    missing = int(round_points(sum(points.values(), ZERO)) / CENT - sum(cents.values(), ZERO))
    by_remainder = sorted(exact, key=lambda key: cents[key] - exact[key] / CENT)
    for key in by_remainder[:missing]:
        cents[key] += 1
    return {key: (value * CENT).quantize(CENT) for key, value in cents.items()}
