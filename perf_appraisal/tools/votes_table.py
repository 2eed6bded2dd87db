"""Read a table of counted votes: a row for each of those who are rated, a column for each answer.

>>> rows = [['Protocol of 5 July'], ['Unit', 'Attitude: good', 'Attitude: poor', 'Remark'],
...         ['East', '12', '3票', 'x'], ['', '', '', '']]
>>> table = read_votes(rows, {'rated': ['Unit']}, {'1-1': 'Attitude: good', '1-2': 'Attitude: poor'})
>>> table.rows[0].number, table.rows[0].rated, table.rows[0].numbers, table.unknown, table.absent
(3, 'East', {'1-1': 12.0, '1-2': 3.0}, ('Remark',), ())
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .notation_base import normalise

#: Rows at the top of a sheet among which the header is looked for.
_HEADER_ROWS = 15

_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(?:票|张|份|人|分|%)?")


@dataclass(frozen=True, slots=True)
class VotesRow:
    """One row of the table.

    :param texts: what stands in the columns that say who is rated
    :param numbers: the numbers by column
    :param unread: texts that are no number, by column
    """

    number: int
    texts: dict[str, str]
    numbers: dict[str, float] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def rated(self) -> str:
        """Who is rated, as it is written."""
        return self.texts.get("rated", "")


@dataclass(frozen=True, slots=True)
class VotesTable:
    """What a table says; columns whose header was not understood, and columns that are not there."""

    rows: tuple[VotesRow, ...] = ()
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def read_votes(
    rows: Sequence[Sequence[str]], labels: Mapping[str, Iterable[str]], columns: Mapping[str, str]
) -> VotesTable:
    """Return what the rows below the header say; rows in which nothing stands are left out.

    :param labels: names of the columns that say who is rated; ``rated`` must be there
    :param columns: name of each column of numbers

    >>> read_votes([['a', 'b']], {'rated': ['Unit']}, {'1': 'good'}).rows
    ()
    >>> read_votes([['Unit', 'good'], ['East', 'many']], {'rated': ['Unit']}, {'1': 'good'}).rows[0].unread
    {'1': 'many'}
    """
    who = {_plain(name): key for key, names in labels.items() for name in names}
    asked = {_plain(name): key for key, name in columns.items()}
    heads = [[_plain(text) for text in row] for row in rows[:_HEADER_ROWS]]
    likely = (
        place for place, head in enumerate(heads) if not asked.keys().isdisjoint(head) and "rated" in _places(head, who)
    )
    place = next(likely, None)
    if place is None:
        return VotesTable()
    header, found, numbers = rows[place], _places(heads[place], who), _places(heads[place], asked)
    known = {*found.values(), *numbers.values()}
    return VotesTable(
        rows=tuple(
            _row(number, texts, found, numbers)
            for number, texts in enumerate(rows[place + 1 :], place + 2)
            if any(texts[index].strip() for index in known)
        ),
        unknown=tuple(text.strip() for index, text in enumerate(header) if text.strip() and index not in known),
        absent=tuple(name for key, name in columns.items() if key not in numbers),
    )


def _row(number: int, texts: Sequence[str], found: Mapping[str, int], numbers: Mapping[str, int]) -> VotesRow:
    """Return what one row says."""
    row = VotesRow(number, {key: texts[index].strip() for key, index in found.items()})
    for key, index in numbers.items():
        if text := texts[index].strip():
            match = _NUMBER.fullmatch(re.sub(r"\s+", "", normalise(text)))
            if match:
                row.numbers[key] = float(match[1])
            else:
                row.unread[key] = text
    return row


def _places(head: Sequence[str], keys: Mapping[str, str]) -> dict[str, int]:
    """Return where the columns stand; of several with one name the first."""
    found: dict[str, int] = {}
    for index, name in enumerate(head):
        if name in keys:
            found.setdefault(keys[name], index)
    return found


def _plain(header: str) -> str:
    """Return a header in plain signs."""
    return re.sub(r"[\W_]+", "", normalise(header)).lower()
