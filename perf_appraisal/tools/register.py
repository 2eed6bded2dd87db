"""What the entries of the ledger come to outside the sheets: bonuses less deductions, under all their caps.

Facts stand in the ledger uncut. Here the caps of rules and schemes are applied, and that of several honours in one
matter only the highest counts: the total is the same in whatever order the entries were posted and reversed.

Ten points in the third quarter are ten points of the year, once:

>>> honour = Entry(1, 'bonus', D(10), rule=7, period=3)
>>> register_total([honour])
RegisterTotal(bonus=Decimal('10.00'), deduction=Decimal('0.00'))
>>> register_total([honour]).points, register_total([honour], bonus_cap=D(3)).points
(Decimal('10.00'), Decimal('3.00'))

What was reversed counts nothing:

>>> register_total([honour, Entry(2, 'bonus', D(-10), rule=7, period=3, reverses=1)]).points
Decimal('0.00')

A cap of the whole cycle: at most 5, and -4 in each of two quarters; with a cap of each result they are two.

>>> def losses(cap_period):
...     lost = [Entry(n, 'deduction', D(-4), rule=8, period=n, max_points=D(5), cap_period=cap_period) for n in (1, 2)]
...     return register_total(lost).points
>>> losses('cycle'), losses('result')
(Decimal('-5.00'), Decimal('-8.00'))

Of one matter only the highest counts; a higher one that comes later adds the difference. A city's honour of 2, and a
province's of 5 for the same:

>>> city = Entry(1, 'bonus', D(2), rule=7, period=1, matter='Forest', highest_only=True)
>>> province = Entry(2, 'bonus', D(5), rule=9, period=4, matter=' Forest', highest_only=True)
>>> register_total([city]).points, register_total([city, province]).points
(Decimal('2.00'), Decimal('5.00'))

A veto has no points of its own:

>>> register_total([Entry(1, 'veto', D(0), rule=7, period=1)]).points
Decimal('0.00')
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from .decimals import ZERO, D, round_points
from .scoring import Claim, counting_claims

__all__ = ["D", "Entry", "RegisterTotal", "register_share", "register_total"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger about one appraisee, with what its rule says.

    :param number: tells entries apart
    :param kind: ``bonus``, ``deduction`` or ``veto``
    :param points: signed, as posted: a deduction below zero; of a reversal the opposite
    :param rule: id of the rule; 0 without one, then the entry stands alone under no cap
    :param period: id of the period that counts it
    :param matter: what it is about; with `highest_only`, of one matter only the highest counts
    :param max_points: cap of the rule; 0 is none
    :param cap_period: ``result``: the cap holds in each period; ``cycle``: over all of them
    :param reverses: number of the entry that it takes back
    """

    number: Hashable
    kind: str
    points: Decimal
    rule: int
    period: int
    matter: str = ""
    highest_only: bool = False
    max_points: Decimal = ZERO
    cap_period: str = "result"
    reverses: Hashable | None = None


class RegisterTotal(NamedTuple):
    """Bonus and deduction, both at least 0, rounded to two places."""

    bonus: Decimal
    deduction: Decimal

    @property
    def points(self) -> Decimal:
        """Return what both come to."""
        return self.bonus - self.deduction


def register_total(entries: Iterable[Entry], bonus_cap: Decimal = ZERO, deduction_cap: Decimal = ZERO) -> RegisterTotal:
    """Return what entries of one appraisee and cycle come to.

    :param entries: all that a result counts, with their reversals, in any order
    :param bonus_cap: most that the bonuses give together; 0 is no cap
    :param deduction_cap: most that the deductions take together; 0 is no cap
    """
    # of equals in one matter the first counts: an order that follows from the facts alone
    standing = sorted(_standing(entries), key=lambda entry: (entry.rule, entry.period, entry.points, entry.matter))
    claims = [Claim(entry.kind, abs(entry.points), entry.matter, entry.highest_only) for entry in standing]
    under: dict[Hashable, Decimal] = defaultdict(Decimal)
    caps: dict[Hashable, tuple[str, Decimal]] = {}
    for place, (entry, claim, counts) in enumerate(zip(standing, claims, counting_claims(claims), strict=True)):
        if not counts:
            continue
        over = entry.period if entry.cap_period == "result" else None
        key = (entry.kind, entry.rule, over) if entry.rule else (entry.kind, "alone", place)
        under[key] += claim.points
        caps[key] = (entry.kind, entry.max_points)
    sums = {"bonus": ZERO, "deduction": ZERO, "veto": ZERO}
    for key, (kind, cap) in caps.items():
        sums[kind] += min(under[key], cap) if cap else under[key]
    return RegisterTotal(_at_most(sums["bonus"], bonus_cap), _at_most(sums["deduction"], deduction_cap))


def register_share(
    entries: Iterable[Entry],
    before: Iterable[Entry] = (),
    bonus_cap: Decimal = ZERO,
    deduction_cap: Decimal = ZERO,
) -> RegisterTotal:
    """Return what entries of one result add to what others have come to already.

    So a cap of the whole cycle is used up once, of one matter a higher honour that comes later adds the difference,
    and what is taken back after its period was settled is made good in the period of the reversal, as far as it had
    counted. Below zero: more is taken back than given.

    :param entries: those that one result counts
    :param before: those that earlier results counted, or the results of which this one is made
    :param bonus_cap: most that the bonuses of one result give together; 0 is no cap
    :param deduction_cap: most that the deductions of one result take together; 0 is no cap

    A cycle's cap of 5: after 4 in the first quarter, 4 in the second cost 1 more.

    >>> lost = [Entry(n, 'deduction', D(-4), rule=8, period=n, max_points=D(5), cap_period='cycle') for n in (1, 2)]
    >>> register_share(lost[1:], lost[:1])
    RegisterTotal(bonus=Decimal('0.00'), deduction=Decimal('1.00'))

    A deduction of the first quarter, which is final, is taken back in the second:

    >>> back = Entry(3, 'deduction', D(4), rule=8, period=2, reverses=1)
    >>> register_share([back], lost[:1]).points
    Decimal('4.00')

    Of a bonus of 10 a cap had let 3 count: no more than these are lost.

    >>> honour, taken = Entry(1, 'bonus', D(10), rule=7, period=1), Entry(2, 'bonus', D(-10), 7, period=2, reverses=1)
    >>> register_share([taken], [honour], bonus_cap=D(3)).points
    Decimal('-3.00')
    """
    earlier, own = list(before), list(entries)
    if not earlier:
        return register_total(own, bonus_cap, deduction_cap)
    settled = {entry.number: entry.period for entry in earlier}
    fresh = [entry for entry in own if entry.reverses not in settled]
    counted, both = register_total(earlier), register_total([*earlier, *fresh])
    bonus = _at_most(both.bonus - counted.bonus, bonus_cap)
    deduction = _at_most(both.deduction - counted.deduction, deduction_cap)
    for period in sorted({settled[entry.reverses] for entry in own if entry.reverses in settled}):
        there = [entry for entry in earlier if period in (entry.period, settled.get(entry.reverses))]
        back = [entry for entry in own if settled.get(entry.reverses) == period]
        was, left = register_total(there), register_total([*earlier, *back])
        bonus -= max(counted.bonus - left.bonus - _cut(was.bonus, bonus_cap), ZERO)
        deduction -= max(counted.deduction - left.deduction - _cut(was.deduction, deduction_cap), ZERO)
    return RegisterTotal(round_points(bonus), round_points(deduction))


def _cut(points: Decimal, cap: Decimal) -> Decimal:
    """Return how much of points a cap has cut off."""
    return max(points - cap, ZERO) if cap else ZERO


def _standing(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that are neither reversals nor reversed."""
    listed = list(entries)
    taken_back = {entry.reverses for entry in listed if entry.reverses is not None}
    return [entry for entry in listed if entry.reverses is None and entry.number not in taken_back]


def _at_most(points: Decimal, cap: Decimal) -> Decimal:
    """Return the points rounded, at most the cap."""
    return round_points(min(points, cap) if cap else points)
