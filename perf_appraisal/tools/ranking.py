"""Places and grades among those who are compared: by what is shown, so that equals share a place.

>>> places({'a': D('93.10'), 'b': D('90.00'), 'c': D('90.00'), 'd': D('80.00')})
{'a': 1, 'b': 2, 'c': 2, 'd': 4}

Of fourteen people 20 % are two, however it is rounded down:

>>> quota(14, D(20)), quota(14, D(20), 'half_up'), quota(14, D(20), 'ceil'), quota(14, ZERO)
(2, 3, 3, None)

Grades are given from the top, as far as points and quota reach; who is tied at the edge of a quota falls with his
equals:

>>> ladder = [Grade(D(90), 2), Grade(D(75)), Grade(ZERO)]
>>> grades({'a': D(95), 'b': D(94), 'c': D(92), 'd': D(70)}, ladder)
{'a': 0, 'b': 0, 'c': 1, 'd': 2}
>>> grades({'a': D(95), 'b': D(92), 'c': D(92), 'd': D(70)}, ladder)
{'a': 0, 'b': 1, 'c': 1, 'd': 2}

A veto bars from the top, takes one grade, or leaves the worst; who has no grade is in no quota:

>>> vetoes = {'a': 'no_top_grade', 'b': 'one_grade_down', 'c': 'worst_grade', 'd': 'no_grade', 'e': 'direct_top'}
>>> grades({name: D(95) for name in 'abcdef'} | {'e': D(50)}, ladder, vetoes)
{'a': 1, 'b': 1, 'c': 2, 'd': None, 'e': 0, 'f': 0}
>>> grades({'a': D(70)}, ladder, {'a': 'no_top_grade'})
{'a': 2}

A grade whose conditions somebody does not meet is not his; the last one asks for nothing:

>>> grades({'a': D(95), 'b': D(94)}, ladder, unmet={'a': {0}, 'b': {0, 1, 2}})
{'a': 1, 'b': 2}
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple, TypeVar

from .decimals import HUNDRED, ZERO, D

__all__ = ["ZERO", "D", "Grade", "best_of", "grades", "places", "quota"]

Key = TypeVar("Key", bound=Hashable)

_ROUNDINGS = {"floor": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "ceil": ROUND_CEILING}


class Grade(NamedTuple):
    """A grade, from the best down.

    :param least: points from which it is given
    :param most: how many may have it; none: as many as reach it
    """

    least: Decimal = ZERO
    most: int | None = None


def places(points: Mapping[Key, Decimal]) -> dict[Key, int]:
    """Return the place of each by his shown points, the most first; equals share the better one: 1, 2, 2, 4."""
    first: dict[Decimal, int] = {}
    for place, shown in enumerate(sorted(points.values(), reverse=True), 1):
        first.setdefault(shown, place)
    return {key: first[shown] for key, shown in points.items()}


def quota(people: int, percent: Decimal, rounding: str = "floor") -> int | None:
    """Return how many may have a grade; none where it has no quota.

    :param people: how many should take part
    :param percent: of them; 0 is no quota
    :param rounding: ``floor``, ``half_up`` or ``ceil``
    """
    if not percent:
        return None
    return int((people * percent / HUNDRED).quantize(D(1), _ROUNDINGS[rounding]))


def grades(
    points: Mapping[Key, Decimal],
    ladder: Sequence[Grade],
    vetoes: Mapping[Key, str] | None = None,
    unmet: Mapping[Key, Collection[int]] | None = None,
) -> dict[Key, int | None]:
    """Return the grade of each as its place on the ladder, none where he has none.

    :param points: shown points of all in one quota
    :param ladder: the grades, the best first; the last has neither points nor quota
    :param vetoes: ``no_top_grade``, ``one_grade_down``, ``worst_grade``, ``no_grade`` or ``direct_top``, by who has one
    :param unmet: places on the ladder whose conditions somebody does not meet
    """
    missed = unmet or {}
    barred = {key: best_of(points[key], ladder, veto) for key, veto in (vetoes or {}).items() if key in points}
    direct = {key for key, veto in (vetoes or {}).items() if veto == "direct_top"}
    given: dict[Key, int | None] = {key: None for key, best in barred.items() if best is None}
    for place, grade in enumerate(ladder):
        reaching = {
            key: (key in direct, shown)
            for key, shown in points.items()
            if key not in given and (shown >= grade.least or key in direct) and place >= (barred.get(key) or 0)
        }
        if place == len(ladder) - 1:
            chosen = list(reaching)
        else:
            able = {key: shown for key, shown in reaching.items() if place not in missed.get(key, ())}
            chosen = _within(able, grade.most)
        given.update(dict.fromkeys(chosen, place))
    return {key: given.get(key) for key in points}


def _within(reaching: Mapping[Key, tuple[bool, Decimal]], most: int | None) -> list[Key]:
    """Return who of those who reach a grade is inside its quota: those tied at its edge are not."""
    ordered = sorted(reaching, key=lambda key: reaching[key], reverse=True)
    if most is None or len(ordered) <= most:
        return ordered
    edge = reaching[ordered[most]]
    return [key for key in ordered[:most] if reaching[key] > edge]


def best_of(shown: Decimal, ladder: Sequence[Grade], veto: str) -> int | None:
    """Return the best grade that somebody may have in spite of a veto, as its place; none: no grade at all.

    :param shown: his shown points
    :param veto: as for :func:`grades`
    """
    last = len(ladder) - 1
    own = next((place for place, grade in enumerate(ladder) if shown >= grade.least), last)
    return {
        "no_top_grade": min(1, last),
        "one_grade_down": min(own + 1, last),
        "worst_grade": last,
        "no_grade": None,
        "direct_top": 0,
    }.get(veto, 0)
