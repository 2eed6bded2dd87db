"""Readers of steps and of shares: points lost for each step short of a target, or in proportion to it.

>>> parsed = Parsed('合格率95%得9分，每低1个百分点扣0.5分')
>>> read_steps(Cell.from_text(parsed.text, Decimal(9)), parsed), parsed.target, parsed.step_points
(True, Decimal('95'), Decimal('0.5'))
"""

import re
from dataclasses import replace
from decimal import Decimal

from .decimals import HUNDRED, ONE, ZERO
from .notation_base import Parsed
from .notation_cell import Cell
from .notation_clauses import Clause
from .notation_rules import add_rules, kept_sound, measured_cap
from .notation_words import COUNT, MEASURE, NUM, OVER, UNDER, UNIT, number

_STEP = re.compile(
    rf"(?P<before>.*?)每(?P<again>再)?(?P<way>{OVER}|{UNDER})(?:到|了|出|于|过)?[^0-9,%;]{{0,10}}?"
    rf"(?P<size>{COUNT})?(?:个(?=.))?(?P<uom>{MEASURE}|{UNIT})(?:的)?"
)
_FIRST = re.compile(rf"(?P<way>{OVER}|{UNDER}|未达到?|达不到|未完成|不达标)[^0-9,每]{{0,8}}")
_PER_CENT = re.compile(rf"(?<![0-9.])({NUM})%")
_PER_CENT_RANGE = re.compile(rf"{NUM}%?(?:-|~|至|到){NUM}%")
_QUANTITY = re.compile(rf"({NUM})({MEASURE}|%)")
_MORE = re.compile(rf"^(?:{OVER})|超额|超过|高于")
_APIECE = re.compile("每|单")
_GIVEN = re.compile("(?<!不)得|(?<![累合总共])[计记]")
_RATE = re.compile("[%率]|比例|占比|比重")


def read_steps(cell: Cell, parsed: Parsed) -> bool:
    """Read ``每少1%扣0.5``, ``达到98%得满分，每低1个百分点扣1分`` and ``超控制数扣3,每再超10%扣0.5``."""
    steps = [(clause, match) for clause in cell.of("deduct") if (match := _step_of(clause, cell, parsed))]
    if len(steps) != 1 or not cell.full or not kept_sound(cell, parsed, introduced=True):
        return False
    clause, match = steps[0]
    first = _first_of(clause, match, cell)
    others = [one for one in cell.amounts if one not in (clause, first)]
    base = [one for one in others if one.form in ("earn", "full", "bare", "share")]
    if any(not cell.earns_all(one) for one in base) or len(base) > 1:
        if not base or base[0].form != "earn":
            return False
        parsed.leave("base_differs", points=base[0].points, full=cell.full)
        return True
    texts = [one.case for one in (*base, *cell.of("keep", "rest"))] + [match["before"]]
    if any(_PER_CENT_RANGE.search(text) for text in texts):
        parsed.leave("target_range", text=parsed.text)
        return True
    _set_step(clause, match, first, cell, parsed)
    _set_target(match, texts, cell, parsed)
    clauses = (replace(one, form="share") if one in (clause, first) else one for one in cell.clauses)
    measured = replace(cell, clauses=tuple(clauses))
    limit_loss(measured, parsed)
    add_rules(measured, parsed, [one for one in others if one not in base])
    return True


def _step_of(clause: Clause, cell: Cell, parsed: Parsed) -> re.Match[str] | None:
    """Return how a clause counts in steps, ``None`` where it takes points for each occurrence."""
    match = _STEP.fullmatch(clause.case)
    if not match:
        return None
    measured = match["uom"] in ("%", "百分点") or parsed.target is not None or _first_of(clause, match, cell)
    return match if measured else None


def _first_of(clause: Clause, match: re.Match[str], cell: Cell) -> Clause | None:
    """Return the clause before a step that says what being short costs at all."""
    place = cell.clauses.index(clause)
    before = cell.clauses[place - 1] if place else None
    found = before and before.form == "deduct" and not before.unit and _FIRST.fullmatch(before.case)
    return before if found and match["again"] else None


def _set_step(clause: Clause, match: re.Match[str], first: Clause | None, cell: Cell, parsed: Parsed) -> None:
    parsed.method = "step"
    parsed.direction = "lower" if re.fullmatch(OVER, match["way"]) else "higher"
    parsed.step_size = number(match["size"] or "1")
    parsed.step_points = clause.points
    parsed.step_first_points = first.points if first else ZERO
    for mark in cell.of("round", "share"):
        parsed.step_rounding = mark.word if mark.form == "round" else "proportional"


def _set_target(match: re.Match[str], texts: list[str], cell: Cell, parsed: Parsed) -> None:
    """Set target, unit and what a percent is of."""
    marks = {Decimal(found) for text in texts for found in _PER_CENT.findall(text)}
    if len(marks) == 1:
        parsed.target, parsed.uom = marks.pop(), "%"
    elif marks:
        parsed.target = None
    if match["uom"] == "百分点":
        parsed.step_basis, parsed.uom = "absolute", "%"
        return
    if match["uom"] != "%":
        parsed.uom = parsed.uom or match["uom"]
        return
    rate = parsed.uom == "%" or _RATE.search(match["before"] + cell.name)
    parsed.step_basis = "absolute" if rate else "percent_of_target"
    if rate:
        parsed.uom = "%"
        if parsed.target != HUNDRED:
            parsed.warn("percent_points", text=parsed.text)
    elif _RATE.search(cell.condition):
        parsed.warn("percent_basis", text=parsed.text)


def read_shares(cell: Cell, parsed: Parsed) -> bool:
    """Read ``完成的得满分，未完成的按比例得分``: full points x actual ÷ target."""
    clauses = cell.amounts
    shares = [clause for clause in clauses if clause.form == "share"]
    base = [clause for clause in clauses if cell.earns_all(clause)]
    more = [clause for clause in shares if _MORE.search(clause.case) and clause.word in ("加", "得", "计")]
    below = [clause for clause in shares if clause not in more]
    others = [clause for clause in clauses if clause not in (*shares, *base)]
    if not cell.full or len(below) != 1 or len(base) > 1 or len(more) > 1 or not kept_sound(cell, parsed):
        return False
    if any(clause.form not in ("bonus", "deduct", "zero") for clause in others) or _MORE.search(below[0].case):
        return False
    parsed.method = "ratio"
    parsed.ratio_cap = ZERO if more else ONE
    if not base and not others and not below[0].case:
        parsed.target, parsed.uom = HUNDRED, "%"
    elif base:
        marks = _QUANTITY.findall(base[0].case)
        if len(marks) == 1:
            parsed.target, parsed.uom = Decimal(marks[0][0]), marks[0][1]
    add_rules(cell, parsed, others)
    return True


def limit_loss(cell: Cell, parsed: Parsed) -> None:
    """Read what a line of steps or shares loses at most (``最多扣5分``), and what a share gives at most.

    >>> parsed = Parsed('按比例扣分，最多扣5分', method='ratio')
    >>> limit_loss(Cell.from_text(parsed.text, Decimal(9)), parsed)
    >>> parsed.loss_cap
    Decimal('5')
    """
    caps = [(cap, measured_cap(cap, cell)) for cap in cell.of("cap")]
    beside = "unclear" if cell.of("deduct", "zero") else "own"
    caps += [
        (cap, "unclear" if _APIECE.search(cap.word) else beside)
        for cap in cell.beside
        if cap.form == "cap" and not re.search("[加奖]", cap.word)
    ]
    taken = parsed.method == "step" or any(share.word in ("扣", "减") for share in cell.of("share"))
    for cap, kind in caps:
        if kind == "unclear":
            parsed.warn("loss_cap", text=cap.text)
        elif kind and (re.search("[扣减]", cap.word) or (taken and not _gives(cap, cell, parsed))):
            _set_loss_cap(cap, cell, parsed)
        elif kind and cap.points < cell.full:
            parsed.warn("points_differ", points=cap.points, full=cell.full)
        elif kind and parsed.method == "ratio":
            parsed.ratio_cap = cap.points / cell.full


def _gives(cap: Clause, cell: Cell, parsed: Parsed) -> bool:
    """Tell whether a cap that names no deduction limits what the line gives, not what it loses."""
    return bool(_GIVEN.search(cap.text)) or (parsed.method == "ratio" and cap.points >= cell.full)


def _set_loss_cap(cap: Clause, cell: Cell, parsed: Parsed) -> None:
    """Set the most that a line loses; where two are written the first holds, and one above the full points is none."""
    if cap.points > cell.full:
        parsed.warn("points_differ", points=cap.points, full=cell.full)
    elif parsed.loss_cap and parsed.loss_cap != cap.points:
        parsed.warn("rest_unread", text=cap.text)
    else:
        parsed.loss_cap = cap.points
        if parsed.method == "step" and not cell.of("deduct", "zero", "bonus"):
            parsed.deduction_cap = cap.points
