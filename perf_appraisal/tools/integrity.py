"""What in many scores gives cause to look closer: signs, never judgements."""

from collections.abc import Callable, Mapping
from operator import ge, le, lt
from typing import NamedTuple

__all__ = ["Limits", "signs_of"]


class Limits(NamedTuple):
    """From where on a figure is a sign; 0 is no limit.

    :param least_sheets: fewer decided sheets, or fewer that were due, say nothing
    :param full_share: percent of the lines that were given full points
    :param spread: percent points by which sheets differ, as a standard deviation
    :param self_gap: percent points by which self-scores lie above the leader's
    :param verified_gap: percent of the points that verification took off what the leader had given
    :param on_time: percent of the sheets that were handed in by their day
    """

    least_sheets: int = 5
    full_share: float = 90.0
    spread: float = 1.0
    self_gap: float = 5.0
    verified_gap: float = 5.0
    on_time: float = 80.0


def signs_of(figures: Mapping[str, float | None], limits: Limits) -> tuple[str, ...]:
    """Return what the figures of a leader or a unit are a sign of.

    - ``nice``: nearly all points in full, and hardly a difference between people ("nice guy", 老好人)
    - ``inflated``: people score themselves well above what their leader finds
    - ``unverified``: verification found less than the leader had given
    - ``late``: too many sheets are not handed in by their day

    A figure that is not known is no sign.

    >>> signs_of({"sheets": 40, "full_share": 97.5, "spread": 0.4, "self_gap": 0.1}, Limits())
    ('nice',)
    >>> signs_of({"sheets": 40, "full_share": 97.5, "spread": 4.0, "self_gap": 6.0}, Limits())
    ('inflated',)
    >>> signs_of({"sheets": 0, "due": 12, "on_time": 0.0}, Limits())
    ('late',)
    >>> signs_of({"sheets": 12, "due": 4, "on_time": 0.0}, Limits())
    ()
    >>> signs_of({"sheets": 4, "full_share": 100, "spread": 0.0, "verified_gap": 12.0}, Limits())
    ('unverified',)
    >>> signs_of({"sheets": 4, "full_share": 100, "spread": 0.0, "verified_gap": 12.0}, Limits(verified_gap=0))
    ()
    """

    def lies(name: str, holds: Callable[[float, float], bool]) -> bool:
        figure, limit = figures.get(name), getattr(limits, name)
        return figure is not None and bool(limit) and holds(figure, limit)

    many, many_due = ((figures.get(name) or 0) >= limits.least_sheets for name in ("sheets", "due"))
    found = {
        "nice": many and lies("full_share", ge) and lies("spread", le),
        "inflated": many and lies("self_gap", ge),
        "unverified": lies("verified_gap", ge),
        "late": many_due and lies("on_time", lt),
    }
    return tuple(name for name, is_sign in found.items() if is_sign)
