"""What an import has to say about a row, by code; the English sentences are those that callers translate."""

from dataclasses import dataclass
from decimal import Decimal

#: Every warning, by code. Callers that translate must know each code and its arguments.
MESSAGES = {
    "empty": "No rule is given: the scorer judges.",
    "unreadable": "The rule “%(text)s” could not be read: the scorer judges, the text is kept.",
    "joint_task": "“%(text)s” gives points for several tasks together without dividing them: the scorer judges.",
    "marks_missing": "“%(text)s” names no low and high mark: the scorer judges.",
    "target_missing": "“%(text)s” names no target: the plan must set one.",
    "full_unreadable": "The full points “%(text)s” are not one number.",
    "range_top": "The points go up to %(top)s, the full points are %(full)s.",
    "range_low": "The points begin at %(low)s: the scorer can still give less.",
    "parts_sum": "The parts add up to %(sum)s, the full points are %(full)s.",
    "level_top": "The best level gives %(top)s, the full points are %(full)s.",
    "level_above": "A level gives %(top)s, more than the full points %(full)s: the scorer judges.",
    "level_overlap": "The levels “%(one)s” and “%(other)s” overlap.",
    "points_differ": "The rule gives %(points)s, the full points are %(full)s.",
    "target_differs": "The rule says target %(rule)s, the note says %(note)s: the rule's is taken.",
    "strict_mark": "“%(text)s” excludes the mark itself; here the mark counts as reached.",
    "percent_basis": "“%(text)s” may mean percent of the target or percentage points: percent of the target is taken.",
    "kind_differs": "The column says %(column)s, the rule says %(rule)s: the rule is taken.",
    "base_judged": "What the line earns without “%(text)s” is not written: the scorer judges.",
    "bare_number": "“%(text)s” is only a number: the scorer judges from 0 to that number.",
    "date_cell": "“%(text)s” is a date, perhaps made by a spreadsheet from something like 1-3: the scorer judges.",
    "discretion": "“%(text)s” leaves the points open: the scorer judges.",
    "progression": "“%(text)s” goes on without saying how far: the scorer judges.",
    "multiple": "“%(text)s” multiplies or halves other points: the scorer judges.",
    "percent_of": "“%(text)s” takes or gives a percentage of other points: the scorer judges.",
    "gives_back": "“%(text)s” gives points back: the scorer judges.",
    "elsewhere": "“%(text)s” refers to another paper: the scorer judges.",
    "consequence": "“%(text)s” has other consequences than points: the scorer judges.",
    "relative": "“%(text)s” depends on how others did: the scorer judges.",
    "persons": "“%(text)s” holds for a person beside the unit: the scorer judges.",
    "unnamed_amounts": "“%(text)s” does not say which amount is for what: the scorer judges.",
    "clause_unread": "The clause “%(text)s” could not be read: the scorer judges, the whole text is kept.",
    "base_differs": "The line begins with %(points)s of %(full)s points, the rest is not written: the scorer judges.",
    "target_range": "The target in “%(text)s” is a range: the scorer judges.",
    "else_unsaid": "What is earned otherwise than by “%(text)s” is not written: 0 is taken.",
    "forms_mixed": "“%(text)s” both gives and takes points: check how they go together.",
    "case_missing": "“%(text)s” does not say for what.",
    "measured_claims": "“%(text)s” counts in percent without one target: each step is claimed as an occurrence.",
    "cap_scope": "“%(text)s” is taken as the cap of all such points together.",
    "loss_cap": "“%(text)s” limits several deductions together, or each by itself: this limit is not applied.",
    "rest_unread": "“%(text)s” is kept in the text alone.",
    "percent_points": "“%(text)s” may mean percent of the target or percentage points: percentage points are taken.",
    "note_more": "The note says more than the rule: %(text)s",
    "amount_in_note": "The note names another amount, which is not applied: %(text)s",
    "note_uneven": "The source itself says that it does not add up: %(text)s",
    "only_for": "The row may hold for some only: %(text)s",
    "inside_above": "The row deducts inside the row above it and is not added to the total.",
    "nothing_above": "The row deducts inside the row above it, but there is no such row.",
    "no_name": "The row has no name: its number stands in for it.",
    "name_above": "The row has no name: that of row %(row)s is taken; perhaps both are one indicator.",
    "points_missing": "The row has no points of its own: perhaps it belongs to the row above it.",
    "hidden_row": "The row is hidden in the file.",
    "frequency_unread": "“%(text)s” is not one kind of period: that of the import is taken.",
    "unit_unknown": "No unit is known as “%(text)s”: say under Unit Names which it is.",
    "lead_unknown": "No lead unit is known as “%(text)s”: say under Unit Names which it is.",
    "remembered": "Read as it was corrected before; the file says: %(text)s",
    "points_nowhere": "The table has no column of points: the row counts in the register, outside the table's points.",
    "printed_total": "The printed total is %(printed)s, the rows come to %(sum)s.",
    "total_row": "The row looks like a total and is left out.",
    "section_total": "The heading says %(heading)s points, the rows come to %(sum)s (%(group)s).",
    "table_total": "The rows of %(group)s come to %(sum)s points instead of %(full)s.",
    "duplicate_name": "The same name stands in row %(row)s.",
    "duplicate_code": "The same number stands in row %(row)s.",
    "duplicate_section": "The headings “%(one)s” and “%(other)s” bear the same number.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to show to the person who imports.

    :param code: key of :data:`MESSAGES`
    :param args: values for the placeholders of the message

    >>> Notice.of('parts_sum', sum='2', full='3').text
    'The parts add up to 2, the full points are 3.'
    """

    code: str
    args: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **args: object) -> "Notice":
        """Return the notice with each argument as text, numbers as a person writes them."""
        texts = ((key, show(arg) if isinstance(arg, Decimal) else str(arg)) for key, arg in args.items())
        return cls(code, tuple(texts))

    @property
    def text(self) -> str:
        """Return the English sentence."""
        return MESSAGES[self.code] % dict(self.args)


def show(number: Decimal) -> str:
    """Return a number as a person writes it.

    >>> show(Decimal('10.50')), show(Decimal('1E+2')), show(Decimal('0.00'))
    ('10.5', '100', '0')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
