"""Words that the readers of rule notations share: what a cell came to, what must be said about it, clean text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .decimals import ONE, ZERO, to_decimal

#: A number without sign, and a unit of counting such as 次, 件, 人 or 个乡镇.
NUM = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
UNIT = r"[^\W0-9]{1,6}"

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
    "amount_in_note": "The note names another amount, which is not applied: %(text)s",
    "note_uneven": "The source itself says that it does not add up: %(text)s",
    "only_for": "The row may hold for some only: %(text)s",
    "inside_above": "The row deducts inside the row above it and is not added to the total.",
    "nothing_above": "The row deducts inside the row above it, but there is no such row.",
    "no_name": "The row has no name: its number stands in for it.",
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


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A bonus, deduction or part as the notation gives it.

    :param kind: ``bonus``, ``deduction`` or ``part``
    :param points: points of one occurrence, at least 0
    :param uom: what is counted (次, 件, …)
    :param max_points: cap of the rule; 0 is no cap
    :param veto: ``none``, ``no_top_grade`` or ``worst_grade``
    """

    kind: str
    name: str
    points: Decimal
    uom: str = ""
    multiplier: Decimal = ONE
    max_points: Decimal = ZERO
    highest_only: bool = False
    veto: str = "none"


@dataclass(frozen=True, slots=True)
class LevelSpec:
    """A level and the points that it gives."""

    name: str
    min_points: Decimal
    max_points: Decimal


@dataclass(slots=True)
class Parsed:
    """What a row's rule came to.

    :param text: the rule as it stands in the table
    :param is_register: full points 0: never a sheet line, its rules apply in full when something happens
    :param inside_above: deducts inside the row above it and is not added to the total
    :param floor_at_zero: the text says so (扣完为止); without it a line stops at 0 all the same
    :param understood: false when the method is *judged* only because the text could not be read
    """

    text: str
    full_points: Decimal = ZERO
    method: str = "judged"
    rules: list[RuleSpec] = field(default_factory=list)
    levels: list[LevelSpec] = field(default_factory=list)
    uom: str = ""
    target: Decimal | None = None
    direction: str = "higher"
    ratio_cap: Decimal = ONE
    threshold_value: Decimal | None = None
    step_size: Decimal = ZERO
    step_points: Decimal = ZERO
    step_first_points: Decimal = ZERO
    step_basis: str = "absolute"
    step_rounding: str = "floor"
    low_value: Decimal | None = None
    high_value: Decimal | None = None
    bonus_cap: Decimal = ZERO
    deduction_cap: Decimal = ZERO
    floor_at_zero: bool = False
    is_register: bool = False
    inside_above: bool = False
    understood: bool = True
    warnings: list[Notice] = field(default_factory=list)

    def warn(self, code: str, **args: object) -> None:
        """Add a warning, once."""
        notice = Notice.of(code, **args)
        if notice not in self.warnings:
            self.warnings.append(notice)


@dataclass(frozen=True, slots=True)
class Cell:
    """A rule's text and what stands beside it, cleaned; what the readers read.

    :param text: the rule without its caps and floors
    :param kind: the table's own column, ``bonus``, ``deduction``, …, or empty
    :param cap: cap that the text names for its bonuses or deductions
    :param highest: of several only the highest counts
    """

    text: str
    full: Decimal
    kind: str = ""
    name: str = ""
    condition: str = ""
    note: str = ""
    cap: Decimal = ZERO
    highest: bool = False

    @property
    def segments(self) -> list[str]:
        """Return the pieces between commas and semicolons.

        >>> Cell('省-3;市-2,县-1', ZERO).segments
        ['省-3', '市-2', '县-1']
        """
        return split(self.text, ";,、")


_TABLE = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "—": "-",
        "‐": "-",
        "×": "*",
        "✕": "*",
        "÷": "/",
        "≥": ">=",
        "≧": ">=",
        "≤": "<=",
        "≦": "<=",
        "。": ";",
        "⁓": "~",
        "〜": "~",
        "\u200b": "",
        "\ufeff": "",
        "'": "",
        "’": "",
        "‘": "",
    }
)


def normalise(text: object) -> str:
    """Return the text with full-width forms, odd dashes and Chinese punctuation made plain.

    Spaces are taken out except those between Latin words.

    >>> normalise(' each  missed meeting, max 5 ')
    'each missed meeting,max5'
    >>> normalise('省－３；市－２， 县−1／件'), normalise('≥80％得10'), normalise(None)
    ('省-3;市-2,县-1/件', '>=80%得10', '')
    """
    if text is None or text is False:
        return ""
    plain = unicodedata.normalize("NFKC", str(text)).translate(_TABLE)
    plain = re.sub(r"\s+", " ", plain.strip())
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", plain).strip(";,")


def split(text: str, separators: str) -> list[str]:
    """Return the non-empty pieces of a text.

    >>> split('a;;b', ';')
    ['a', 'b']
    """
    return [piece for piece in re.split(f"[{re.escape(separators)}]", text) if piece]


def show(number: Decimal) -> str:
    """Return a number as a person writes it.

    >>> show(Decimal('10.50')), show(Decimal('1E+2')), show(Decimal('0.00'))
    ('10.5', '100', '0')
    """
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_points(points: float | str | Decimal | None) -> Decimal | None:
    """Return full points as written in a table, ``None`` where they are not one number of at least 0.

    >>> read_points('１０分'), read_points(2.5), read_points('城区10/乡镇8'), read_points('-3')
    (Decimal('10'), Decimal('2.5'), None, None)
    """
    if isinstance(points, str):
        points = re.sub(r"分$", "", normalise(points))
        if not points:
            return None
    try:
        number = to_decimal(points)
    except ValueError:
        return None
    return number if number >= ZERO else None


def first_text(texts: Iterable[str]) -> str:
    """Return the first text that is not empty."""
    return next((text for text in texts if text), "")
