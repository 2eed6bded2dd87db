"""A row's rule made ready for the readers: its clauses, and what stands in the cells beside it."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from .notation_base import normalise
from .notation_clauses import MARKS, Clause, read_clauses, read_piece
from .notation_cut import NUMBERED, Piece, cut, prepare, titled_kind
from .notation_lists import expand

#: A column's own word for its rules, and the kind that it means.
_KINDS = {
    "bonus": ("bonus", "加分", "奖分", "奖励", "加分项", "加分标准"),
    "deduction": ("deduction", "扣分", "减分", "扣分项", "扣减", "扣分标准"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A rule and what stands beside it.

    :param text: the rule in plain signs
    :param plain: the rule without its caps, floors and *highest only*
    :param clauses: its clauses in order
    :param full: full points; 0 in the register
    :param kind: ``bonus`` or ``deduction`` where the table has a column of its own for them, else what the table says
    :param name: the indicator's name
    :param condition: the standard, in plain signs; `note` likewise
    :param beside: clauses of condition and note
    """

    text: str
    plain: str
    clauses: tuple[Clause, ...]
    full: Decimal
    kind: str = ""
    name: str = ""
    condition: str = ""
    note: str = ""
    beside: tuple[Clause, ...] = field(default=())

    @classmethod
    def from_text(
        cls, text: str, full: Decimal, kind: str = "", name: str = "", condition: str = "", note: str = ""
    ) -> "Cell":
        """Return the cell of a rule as written in a table."""
        ready = prepare(text)
        plain = ""
        for piece in cut(ready):
            if read_piece(piece).form not in MARKS:
                plain += (piece.before if plain else "") + piece.text
        word = normalise(kind).lower() or titled_kind(text)
        return cls(
            text=ready.replace(NUMBERED, ""),
            plain=plain,
            clauses=_without_full(_expanded(read_clauses(text)), full),
            full=full,
            kind=next((kind for kind, words in _KINDS.items() if word in words), word),
            name=str(name or "").strip(),
            condition=normalise(condition),
            note=normalise(note),
            beside=tuple(_expanded([*read_clauses(condition), *read_clauses(note)])),
        )

    @property
    def condition_marks(self) -> bool:
        """Tell whether the condition only limits the rule (最多扣6分), so that it is no name for it."""
        return bool(self.condition) and read_piece(Piece(self.condition, "", 0)).form in MARKS

    @property
    def amounts(self) -> list[Clause]:
        """Return the clauses that give or take points.

        >>> cell = Cell.from_text('迟报扣1分，最多扣3分', Decimal(5))
        >>> [clause.form for clause in cell.amounts], [clause.form for clause in cell.clauses], cell.plain
        (['deduct'], ['deduct', 'cap'], '迟报扣1分')
        """
        return [clause for clause in self.clauses if clause.form not in (*MARKS, "rest", "keep")]

    def of(self, *forms: str) -> list[Clause]:
        """Return the clauses of some forms, in their order."""
        return [clause for clause in self.clauses if clause.form in forms]

    def earns_all(self, clause: Clause) -> bool:
        """Tell whether a clause gives the full points."""
        if clause.form == "bare":
            return (
                clause.points == self.full
                and bool(clause.case)
                and not (clause.unit or clause.word.startswith(("<", ">")))
            )
        return clause.form == "full" or (clause.form == "earn" and not clause.percent and clause.points == self.full)


def _expanded(clauses: list[Clause]) -> list[Clause]:
    """Return the clauses with one for each listed case where amounts are written for several at once."""
    return [one for clause in clauses for one in expand(clause)]


def _without_full(clauses: list[Clause], full: Decimal) -> tuple[Clause, ...]:
    """Return the clauses; full points that stand before all others (10分。每缺1页扣1分) are the total."""
    first = clauses[0] if len(clauses) > 1 else None
    if first and first.form == "bare" and first.points == full and not (first.case or first.unit or first.low):
        return replace(first, form="total"), *clauses[1:]
    return tuple(clauses)
