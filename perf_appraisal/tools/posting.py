"""What a document that became final writes to the score ledger."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Posting"]


class Posting(NamedTuple):
    """One signed entry to be: facts uncut, and nothing of the document but where it stands.

    Its names are columns of the ledger. What all postings have in common with their period (cycle, company), who posts
    and the number of the posting are added by the ledger.

    :param appraisee_id: who is judged
    :param unit_id: the unit at the time of the document
    :param period_id: the period that counts it
    :param kind: what kind of entry it is, such as ``sheet``
    :param points: points, signed
    :param date: day of the fact
    :param res_model: model of the document
    :param res_id: id of the document

    >>> sheet = Posting(1, 2, 3, "sheet", Decimal("9.50"), date(2025, 1, 31), "perf.appraisal", 4, section_id=5)
    >>> sheet._replace(points=-sheet.points, reason="Wrong").points
    Decimal('-9.50')
    """

    appraisee_id: int
    unit_id: int
    period_id: int
    kind: str
    points: Decimal | float
    date: date
    res_model: str
    res_id: int
    section_id: int | None = None
    indicator_id: int | None = None
    rule_id: int | None = None
    rating_type_id: int | None = None
    origin: str | None = None
    matter: str | None = None
    full_points: Decimal | float | None = None
    self_points: Decimal | float | None = None
    review_points: Decimal | float | None = None
    reason: str | None = None
    reversal_of_id: int | None = None
