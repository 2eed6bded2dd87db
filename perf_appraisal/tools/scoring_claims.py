"""What is claimed on a line beside its method: which claims count, and what they come to under the caps of rules.

>>> rule = {'rule': 1, 'max_points': D(3)}
>>> claim_sums([Claim('deduction', D(2), **rule), Claim('deduction', D(2), **rule), Claim('bonus', D(1))])
{'bonus': Decimal('1'), 'deduction': Decimal('3'), 'part': Decimal('0')}
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .decimals import ZERO, D, claim_points

__all__ = ["Claim", "D", "claim_points", "claim_sums", "counting_claims"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One bonus, deduction or achieved part of a line.

    :param kind: ``bonus``, ``deduction`` or ``part``
    :param points: points, at least 0; see :func:`claim_points`. A part's points are on the indicator's scale
    :param matter: what it is about; with `highest_only`, of one matter only the largest claim counts
    :param accepted: a refused claim stays in the list and counts nothing
    :param rule: whatever tells rules apart; claims of one rule share its `max_points`
    :param max_points: cap of the rule over the claims of this line; 0 or ``None`` is no cap
    """

    kind: str
    points: Decimal
    matter: str = ""
    highest_only: bool = False
    accepted: bool = True
    rule: Hashable = None
    max_points: Decimal | None = None


def counting_claims(claims: Sequence[Claim]) -> list[bool]:
    """Tell for each claim whether it counts: it is accepted and, with `highest_only`, the largest of its matter.

    Works on the claims of one line as well as on those of a whole sheet. Of equals the first counts; a claim without
    a matter stands alone; bonuses and deductions about one matter do not displace each other.

    >>> counting_claims([Claim('bonus', D(1), 'A', True), Claim('bonus', D(3), ' A ', True),
    ...                  Claim('bonus', D(2), 'A', True, accepted=False), Claim('deduction', D(1), 'A', True),
    ...                  Claim('bonus', D(1), '', True)])
    [False, True, False, True, True]
    """
    best: dict[tuple[str, str], int] = {}
    counts = []
    for index, claim in enumerate(claims):
        counts.append(claim.accepted)
        matter = claim.matter.strip() if claim.matter else ""
        if not (claim.accepted and claim.highest_only and matter):
            continue
        known = best.setdefault((claim.kind, matter), index)
        if known != index:
            lower = known if claim.points > claims[known].points else index
            counts[lower] = False
            best[claim.kind, matter] = index if lower == known else known
    return counts


def claim_sums(claims: Sequence[Claim]) -> dict[str, Decimal]:
    """Return the counting points per kind, each rule under its own cap."""
    sums = {"bonus": ZERO, "deduction": ZERO, "part": ZERO}
    capped: dict[tuple[str, Hashable], tuple[Decimal, Decimal]] = {}
    for index, (claim, counts) in enumerate(zip(claims, counting_claims(claims), strict=True)):
        if not counts:
            continue
        if claim.max_points:
            key = (claim.kind, ("claim", index) if claim.rule is None else claim.rule)
            points = capped[key][0] if key in capped else ZERO
            capped[key] = (points + claim.points, claim.max_points)
        else:
            sums[claim.kind] += claim.points
    for (kind, _rule), (points, cap) in capped.items():
        sums[kind] += min(points, cap)
    return sums
