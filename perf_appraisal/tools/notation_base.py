"""Words that the readers of rule notations share: what a cell came to, what must be said about it, clean text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .decimals import LARGEST, ONE, ZERO, to_decimal
from .notation_notices import Notice
from .notation_words import NUM


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
    :param deduction_cap: most that all deductions cost together, steps among them
    :param loss_cap: most that a *step* or *ratio* line loses by being short, at most the full points; 0 is no cap
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
    loss_cap: Decimal = ZERO
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

    def leave(self, code: str, **args: object) -> None:
        """Leave the whole rule to the scorer, and say why."""
        self.method, self.understood = "judged", False
        self.rules, self.levels = [], []
        self.bonus_cap = self.deduction_cap = self.loss_cap = ZERO
        self.warn(code, **args)


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


_FULL_POINTS = re.compile(
    rf"\(?(?:满分|共计?|总分|合计|计|标准分|基本分|分值|权重)?(?:为)?[:(]?(?P<points>{NUM})\)?(?:\(?分\)?)?\)?"
)


def read_points(points: float | str | Decimal | None) -> Decimal | None:
    """Return full points as written in a table, ``None`` where they are not one number of at least 0.

    >>> read_points('１０分'), read_points(2.5), read_points('城区10/乡镇8'), read_points('-3'), read_points('9' * 400)
    (Decimal('10'), Decimal('2.5'), None, None, None)
    >>> read_points('（9分）'), read_points('满分10分'), read_points('6 分'), read_points('20%'), read_points('1月5日')
    (Decimal('9'), Decimal('10'), Decimal('6'), None, None)
    """
    if isinstance(points, str):
        match = _FULL_POINTS.fullmatch(normalise(points))
        if not match:
            return None
        points = match["points"]
    try:
        number = to_decimal(points)
    except ValueError:
        return None
    return number if ZERO <= number <= LARGEST else None


def first_text(texts: Iterable[str]) -> str:
    """Return the first text that is not empty."""
    return next((text for text in texts if text), "")
