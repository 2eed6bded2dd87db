"""Read the scoring rules of real indicator tables: one cell in, method, rules and levels out.

Real tables are dirty. What cannot be read becomes *judged* with its text kept and a warning; nothing is guessed in
silence and no row is lost. Chinese and ASCII punctuation, full-width digits and spaces are all the same here.

:data:`NOTATIONS` is the table of all notations, in the order in which they are tried.

>>> show_parsed(parse('0..8', 8))
'judged 8'
>>> show_parsed(parse('1+3', 4, condition='台账1;执法3'))
'parts 4 | part 台账 1, part 执法 3'
>>> show_parsed(parse('未按期报送的，每次扣1分，最多扣3分；弄虚作假的，不得分', 5))
'deduction 5 | deduction 未按期报送 1/次 max 3, deduction 弄虚作假 5'
>>> show_parsed(parse('办结率98%得满分，每低1个百分点扣1分，最多扣5分', 10))
'step 10 higher 1 per 1 absolute floor loses at most 5'
>>> show_parsed(parse('市扣分*2', 0))
'deduction register | deduction 市扣分 1/分 x2'
>>> parsed = parse('按扣分比例折算', 0, 'deduction')
>>> parsed.method, parsed.understood, parsed.text, [notice.code for notice in parsed.warnings]
('judged', False, '按扣分比例折算', ['unreadable'])
>>> [notice.text for notice in parse('1+1', 3).warnings]
['The parts add up to 2, the full points are 3.']
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from . import notation_forms as forms
from . import notation_levels as levels
from . import notation_rules as rules
from . import notation_steps as steps
from .decimals import ZERO
from .notation_base import LevelSpec, Parsed, RuleSpec, normalise, read_points
from .notation_cell import Cell
from .notation_clauses import LONGEST, read_clauses
from .notation_notices import MESSAGES, Notice, show
from .notation_remarks import read_note_target, read_remarks

__all__ = [
    "MESSAGES",
    "NOTATIONS",
    "LevelSpec",
    "Notation",
    "Notice",
    "Parsed",
    "RuleSpec",
    "names_cap",
    "normalise",
    "parse",
    "read_points",
    "show",
    "show_parsed",
]

#: A longer text is prose, and a longer number none of points; patterns are not let loose on them.
_LONGEST = 2000
_NO_NUMBER = re.compile("[0-9０-９]{30}")


@dataclass(frozen=True, slots=True)
class Notation:
    """One way of writing rules: what it is, an example, and who reads it.

    :param title: what such a rule does, for the handbook
    :param example: a rule as it may stand in a table
    :param full: full points of the example's row; 0 is the register
    :param reader: fills a :class:`Parsed` from a cell and returns whether the cell is of this form
    """

    title: str
    example: str
    full: str
    reader: Callable[[Cell, Parsed], bool]
    kind: str = ""
    condition: str = ""


#: In this order: the narrower form first. What is left over is judged, and said to be unread.
NOTATIONS: tuple[Notation, ...] = (
    Notation("Nothing is written", "", "5", forms.read_empty),
    Notation("A date that a spreadsheet made", "2018-01-03", "3", forms.read_date),
    Notation("The scorer judges within a range", "0..8", "8", forms.read_range),
    Notation("One of fixed amounts", "5或0", "5", forms.read_choice),
    Notation("Sub-items, each earned by itself", "1+3", "4", forms.read_parts, condition="台账1;执法3"),
    Notation("Points for several tasks only together", "省1篇+市2篇=5", "5", forms.read_joint_task),
    Notation("Efficacy coefficient from a low to a high mark", "功效系数法（60，100）", "10", forms.read_efficacy),
    Notation("Points lost elsewhere, counted again", "市扣分×2", "0", forms.read_times),
    Notation("In proportion, as a formula", "实际件数÷10件×15", "15", forms.read_formula),
    Notation("Only a number", "10", "10", forms.read_bare_number),
    Notation(
        "Amounts whose cases the standard names", "-3/-1", "5", rules.read_unnamed, condition="未报扣3分；迟报扣1分"
    ),
    Notation("What a person must decide", "屡犯的，酌情扣1-3分", "5", forms.read_asked),
    Notation("In proportion, in words", "完成10件得满分，未完成的按比例得分", "10", steps.read_shares),
    Notation("Steps short of a target", "办结率达到98%得满分，每低1个百分点扣0.5分", "10", steps.read_steps),
    Notation("All or nothing at a mark", "满意率90%以上得5分，否则不得分", "5", levels.read_threshold),
    Notation(
        "Numbered parts that come to the full points", "1.有制度，2分；2.有台账，3分", "5", levels.read_named_parts
    ),
    Notation("Levels", "优秀得10分，良好得8分，一般得5分，较差不得分", "10", levels.read_levels),
    Notation(
        "Amounts for each occurrence",
        "迟报的，每次扣0.5分，最多扣2分；漏报的，扣3分；瞒报的，不得分",
        "5",
        rules.read_amounts,
    ),
)


def parse(
    rule_value: str,
    full_points: float | str | Decimal | None,
    rule_kind: str = "",
    name: str = "",
    condition: str = "",
    note: str = "",
) -> Parsed:
    """Return what a row of an indicator table means.

    :param rule_value: the rule as written, e.g. ``-0.5/次``
    :param full_points: full points of the row; 0 makes a register indicator
    :param rule_kind: the table's own word for the kind: ``levels``, ``deduction``, ``bonus``, ``ratio`` or empty;
        gives an amount without a sign its sign
    :param name: name of the indicator, for rules without a name of their own
    :param condition: the standard; names parts, and rules without a name
    :param note: remarks; they may name a target, a floor, a cap, or say that the row deducts inside the one above
    """
    parsed = Parsed(text=str(rule_value or "").strip())
    full = read_points(full_points)
    if full is None:
        parsed.warn("full_unreadable", text=str(full_points or "").strip())
        parsed.understood = False
    parsed.full_points = full or ZERO
    parsed.is_register = full == ZERO
    long = len(parsed.text) > _LONGEST or bool(_NO_NUMBER.search(parsed.text))
    beside = [_NO_NUMBER.sub("", str(text or ""))[:_LONGEST] for text in (condition, note)]
    cell = Cell.from_text("" if long else parsed.text, parsed.full_points, rule_kind, name, *beside)
    read_note_target(cell, parsed)
    if long or any(len(clause.text) > LONGEST for clause in cell.clauses):
        parsed.leave("unreadable", text=parsed.text)
    else:
        _read_rule(cell, parsed)
    read_remarks(cell, parsed)
    return parsed


def _read_rule(cell: Cell, parsed: Parsed) -> None:
    """Let the readers try in their order; what none can read is judged."""
    noted, unit = parsed.target, parsed.uom
    parsed.floor_at_zero = any(clause.form == "floor" for clause in (*cell.clauses, *cell.beside))
    before = list(parsed.warnings)
    for notation in NOTATIONS:
        if notation.reader(cell, parsed):
            break
        parsed.warnings = list(before)
        parsed.rules, parsed.levels = [], []
    else:
        _leave_unread(cell, parsed)
    if parsed.understood and cell.full == ZERO and not parsed.rules:
        parsed.leave("unreadable", text=parsed.text)
    if parsed.method == "ratio":
        steps.limit_loss(cell, parsed)
    parsed.uom = parsed.uom or unit
    _check_marks(cell, parsed)
    if parsed.method in ("ratio", "step"):
        if parsed.target is None:
            parsed.warn("target_missing", text=parsed.text)
        elif noted is not None and noted != parsed.target:
            parsed.warn("target_differs", rule=parsed.target, note=noted)


def names_cap(text: str, points: Decimal) -> bool:
    """Tell whether a text says that at most so many points are taken or given.

    >>> [names_cap(text, Decimal(5)) for text in ('每低1%扣1分，最多扣5分。', '最多扣4分', '扣5分')]
    [True, False, False]
    """
    short = len(text) <= _LONGEST and not _NO_NUMBER.search(text)
    return short and any(clause.form == "cap" and clause.points == points for clause in read_clauses(text))


def _leave_unread(cell: Cell, parsed: Parsed) -> None:
    """Leave a rule to the scorer and name the clause that could not be read, where there are several."""
    unread = [clause.text for clause in cell.clauses if rules.is_unread(clause)]
    if unread and len(cell.clauses) > 1:
        parsed.leave("clause_unread", text=unread[0])
    else:
        parsed.leave("unreadable", text=parsed.text)


def _check_marks(cell: Cell, parsed: Parsed) -> None:
    """Say which totals differ from the row's own points, and which caps and roundings no reader used."""
    used = {rule.max_points for rule in parsed.rules}
    used |= {parsed.bonus_cap, parsed.deduction_cap, parsed.loss_cap, cell.full}
    noticed = {value for notice in parsed.warnings for _name, value in notice.args}
    for clause in cell.clauses if parsed.understood else ():
        if clause.form == "total" and clause.points != cell.full:
            parsed.warn("points_differ", points=clause.points, full=cell.full)
        unused = clause.form == "cap" and clause.points not in used and parsed.method != "ratio"
        unused = unused and noticed.isdisjoint((clause.text, show(clause.points)))
        if unused or (clause.form == "round" and parsed.method != "step"):
            parsed.warn("rest_unread", text=clause.text)


def show_parsed(parsed: Parsed) -> str:
    """Return in one line what was understood, for previews and tests."""
    head = [parsed.method, "register" if parsed.is_register else show(parsed.full_points)]
    if parsed.method in ("ratio", "threshold"):
        mark = parsed.target if parsed.method == "ratio" else parsed.threshold_value
        head.append(f"{parsed.direction} {'?' if mark is None else show(mark)}{parsed.uom}")
    elif parsed.method == "step":
        first = f"first {show(parsed.step_first_points)}, " if parsed.step_first_points else ""
        each = f"{show(parsed.step_points)} per {show(parsed.step_size)}"
        head.append(f"{parsed.direction} {first}{each} {parsed.step_basis} {parsed.step_rounding}")
    elif parsed.method == "efficacy":
        head.append(f"{show(parsed.low_value or ZERO)}..{show(parsed.high_value or ZERO)}")
    if parsed.loss_cap:
        head.append(f"loses at most {show(parsed.loss_cap)}")
    details = [_show_rule(rule) for rule in parsed.rules]
    details += [f"{level.name} {show(level.min_points)}-{show(level.max_points)}" for level in parsed.levels]
    return " ".join(head) + (" | " + ", ".join(details) if details else "")


def _show_rule(rule: RuleSpec) -> str:
    words = [rule.kind, rule.name, show(rule.points) + (f"/{rule.uom}" if rule.uom else "")]
    if rule.multiplier != 1:
        words.append(f"x{show(rule.multiplier)}")
    if rule.max_points and rule.kind != "part":
        words.append(f"max {show(rule.max_points)}")
    if rule.veto != "none":
        words.append(f"veto {rule.veto}")
    return " ".join(word for word in words if word)
