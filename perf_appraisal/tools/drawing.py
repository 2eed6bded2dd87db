"""Random draws that anybody can repeat: from pool, weights and seed, always the same names.

Each step takes one candidate with a chance in proportion to its weight among those that are left. The numbers come from
SHA-256 of seed and step, so that neither another version of Python nor another program draws other names.

>>> pool = [Candidate(key, 1) for key in range(1, 6)]
>>> draw(pool, {"": 2}, "2026-11-30 / seven of spades")
[4, 5]
>>> draw(reversed(pool), {"": 2}, "2026-11-30 / seven of spades")
[4, 5]
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

__all__ = ["Candidate", "draw", "visit_weight"]

#: Bits of a number that SHA-256 gives.
_BITS = 256

#: Whoever was never visited weighs as much as who was visited so many days ago.
NEVER_VISITED = 730


class Candidate(NamedTuple):
    """One of the pool.

    :param key: what it is, once in the pool
    :param weight: whole number above 0; twice the weight, twice the chance at each step
    :param stratum: the group out of which a number of its own is drawn
    :param rank: those of a lower rank are drawn before any of a higher one
    """

    key: int
    weight: int
    stratum: str = ""
    rank: int = 0


def visit_weight(days: int | None) -> int:
    """Return the weight of a unit by the days since it was visited last; ``None``: never.

    >>> visit_weight(0), visit_weight(90), visit_weight(None)
    (1, 90, 730)
    """
    return NEVER_VISITED if days is None else max(days, 1)


def draw(pool: Iterable[Candidate], counts: Mapping[str, int], seed: str) -> list[int]:
    """Return the keys that are drawn, stratum after stratum and in the order in which they are drawn.

    :param pool: the candidates, in any order
    :param counts: how many are drawn of each stratum; where there are fewer, all are
    :param seed: any text; it is written down before the draw
    :raise ValueError: for a weight that is no whole number above 0, or a key that stands in the pool twice

    Of a lower rank all come before any of a higher one:

    >>> draw([Candidate(1, 1, "t", 1), Candidate(2, 1, "t"), Candidate(3, 1, "t", 1)], {"t": 1}, "x")
    [2]
    >>> sorted(draw([Candidate(1, 5, "a"), Candidate(2, 5, "b")], {"a": 3, "b": 1}, "x"))
    [1, 2]
    """
    candidates = sorted(pool)
    if len({candidate.key for candidate in candidates}) != len(candidates):
        raise ValueError("a candidate stands in the pool twice")
    if any(type(candidate.weight) is not int or candidate.weight < 1 for candidate in candidates):
        raise ValueError("a weight is a whole number above 0")
    drawn: list[int] = []
    for stratum in sorted(counts):
        left = [candidate for candidate in candidates if candidate.stratum == stratum]
        for step in range(min(counts[stratum], len(left))):
            first = min(candidate.rank for candidate in left)
            eligible = [candidate for candidate in left if candidate.rank == first]
            chosen = _pick(eligible, f"{seed}/{stratum}/{step}")
            left.remove(chosen)
            drawn.append(chosen.key)
    return drawn


def _pick(candidates: list[Candidate], text: str) -> Candidate:
    """Return one candidate, with a chance in proportion to its weight.

    :param text: seed and step
    """
    place = _number_below(sum(candidate.weight for candidate in candidates), text)
    for candidate in candidates:
        place -= candidate.weight
        if place < 0:
            return candidate
    raise AssertionError("the weights add up to more than the place")


def _number_below(limit: int, text: str) -> int:
    """Return a whole number from 0 to below a limit, each equally likely.

    What lies above the last full multiple of the limit is thrown away, and the next number taken.

    :param limit: above 0
    """
    for attempt in count():
        number = int.from_bytes(hashlib.sha256(f"{text}/{attempt}".encode()).digest(), "big")
        if number < 2**_BITS - 2**_BITS % limit:
            return number % limit
    raise AssertionError("unreachable")
