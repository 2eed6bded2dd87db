"""Templates of schemes: what results are made of in real counties, to begin with and to be changed.

Points add up to the full points, and every origin of bonuses and deductions counts once.
"""

# The terms are read before there is anybody to translate them for.
# pylint: disable=prefer-env-translation
from typing import NamedTuple

from odoo.tools import LazyTranslate
from odoo.tools.translate import LazyGettext

from ..const import ORIGINS

_lt = LazyTranslate(__name__)

#: All that counts beside the components.
_ALL = frozenset({origin for origin, _name in ORIGINS} | {"inspection"})


class Part(NamedTuple):
    """A component of a template.

    :param name: a lazy translation
    :param source: as of ``perf.scheme.component``
    :param weight: points; none of bonuses and deductions
    :param period: kind of period of whose result it is a part
    :param of: kind of the sheets or results of which it is the mean
    :param value: which score of the sheets, or which of the results
    :param takes: origins of the bonuses and deductions that it counts
    :param apart: whether it is of sections of its own
    """

    name: LazyGettext
    source: str
    weight: float = 0.0
    period: str = "year"
    of: str = ""
    value: str = ""
    takes: frozenset = frozenset()
    bonus_cap: float = 0.0
    deduction_cap: float = 0.0
    apart: bool = False


class Template(NamedTuple):
    """What a scheme begins with.

    :param hint: what it is good for, a lazy translation
    """

    hint: LazyGettext
    parts: tuple
    full_score: float = 100.0


def _beside(period="year", takes=_ALL, **values):
    """Return what counts bonuses and deductions of a kind of period."""
    return Part(_lt("Bonuses and Deductions"), "adjustment", period=period, takes=takes, **values)


_PUBLIC = _lt("Public Review")
_DEMOCRATIC = _lt("Democratic Rating")
_MONTHS = (Part(_lt("Monthly Sheets"), "sheet", 100, period="quarter", of="month"), _beside("quarter"))
_QUARTER = (Part(_lt("Quarterly Sheet"), "sheet", 100, period="quarter", of="quarter"), _beside("quarter"))
_QUARTERS = _lt("Quarterly Results")

#: For units: key → template.
UNIT_TEMPLATES = {
    "quarters": Template(
        _lt("Each quarter its sheet, the year the mean of its quarters: the simplest one."),
        (*_QUARTER, Part(_QUARTERS, "result", 100, of="quarter", value="total"), _beside()),
    ),
    "goals": Template(
        _lt(
            "The unit's own score counts a little, the confirmed goals the most, the public its share. What"
            " verification finds is deducted under a cap of its own."
        ),
        (
            Part(_lt("Self-score"), "sheet", 10, of="quarter", value="self"),
            Part(_lt("Goals"), "sheet", 70, of="quarter", value="final"),
            Part(_PUBLIC, "rating", 20),
            _beside(takes=_ALL - {"inspection"}),
            Part(
                _lt("Verification Deductions"),
                "adjustment",
                takes=frozenset({"inspection"}),
                deduction_cap=20.0,
            ),
        ),
    ),
    "public": Template(
        _lt(
            "Work and public review; 85 : 15 or 70 : 30 are set in the next step. The groups that are asked, such as"
            " 3 : 2 : 2 : 3 of own staff, county leaders, peer units and delegates, are set in each rating."
        ),
        (
            Part(_lt("Work"), "sheet", 80, of="quarter", value="final"),
            Part(_PUBLIC, "rating", 20),
            _beside(),
        ),
    ),
    "thousand": Template(
        _lt("A thousand points: work, inspections as a score of their own, and several ratings."),
        (
            Part(_lt("Work"), "sheet", 500, of="quarter", value="final"),
            Part(_lt("Inspections"), "inspection", 100),
            Part(_lt("Leaders' Evaluation"), "rating", 150),
            Part(_DEMOCRATIC, "rating", 100),
            Part(_PUBLIC, "rating", 150),
            _beside(),
        ),
        1000.0,
    ),
    "annual": Template(
        _lt("The quarters count a fifth, the annual sheet the most; bonuses and deductions of the year count once."),
        (
            *_QUARTER,
            Part(_QUARTERS, "result", 20, of="quarter", value="base"),
            Part(_lt("Annual Sheet"), "sheet", 60, of="year", value="final"),
            Part(_PUBLIC, "rating", 20),
            _beside(),
        ),
    ),
    "boards": Template(
        _lt(
            "Two tables of 100 points each, such as party building and business: each is a section of the sheet, and"
            " counts with its share."
        ),
        (
            Part(_lt("First Board"), "sheet", 30, of="quarter", value="final", apart=True),
            Part(_lt("Second Board"), "sheet", 70, of="quarter", value="final", apart=True),
            _beside(),
        ),
    ),
}

#: For people: key → template.
PERSON_TEMPLATES = {
    "months": Template(
        _lt("Each quarter the mean of its months, the year the mean of its quarters: the simplest one."),
        (*_MONTHS, Part(_QUARTERS, "result", 100, of="quarter", value="total"), _beside()),
    ),
    "rating": Template(
        _lt("Quarters and a democratic rating at the end of the year; bonuses of the year have a cap."),
        (
            *_MONTHS,
            Part(_QUARTERS, "result", 60, of="quarter", value="base"),
            Part(_DEMOCRATIC, "rating", 40),
            _beside(bonus_cap=3.0),
        ),
    ),
    "unit": Template(
        _lt("The result of the unit counts for each of its people: for heads and leaders in charge."),
        (
            *_MONTHS,
            Part(_QUARTERS, "result", 70, of="quarter", value="base"),
            Part(_lt("Result of the Unit"), "unit_result", 30),
            _beside(),
        ),
    ),
}

#: Kind of scheme → its templates.
TEMPLATES = {"unit": UNIT_TEMPLATES, "employee": PERSON_TEMPLATES}
