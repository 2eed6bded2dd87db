"""What a file with a table may hold at most, counted while it is read.

>>> cells = Cells(Limits())
>>> cells.add(0, 1, ' 分值\\x07 '), cells.add(2, 0, '5'), cells.add(9, 9, '  ')
(None, None, None)
>>> cells.rows()
[['', '分值'], ['', ''], ['5', '']]
"""

import re

#: Largest file, in bytes, and what an XLSX may unpack to: real tables are far smaller.
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024

#: An XLSX that unpacks to more than a few megabytes and to so many times its size was made to harm.
MAX_RATIO = 200
RATIO_FROM = 4 * 1024 * 1024

#: Most parts and sheets of an XLSX; the longest tag, in bytes, and name, in characters; how deep tags lie.
MAX_PARTS = 2000
MAX_SHEETS = 250
MAX_TAG = 256 * 1024
MAX_NAME = 255
MAX_DEPTH = 64

#: How much work the tags of an XLSX may make: four for a tag, one for an attribute, more for what a cell shows, and for
#: what is kept in mind. All of it takes about a second, and is that of more than 100 000 cells.
MAX_WORK = 2_500_000
SHOWN = 10
KEPT = 40

#: Most rows and columns of a sheet, and the longest cell, in characters.
MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_TEXT = 32767

#: Most texts that cells share, and most characters of shared texts and of the cells of all sheets.
MAX_STRINGS = MAX_ROWS * MAX_COLUMNS
MAX_CHARACTERS = 10_000_000

#: Most cells of all sheets together, empty ones beside and between the others included.
MAX_CELLS = 4 * MAX_ROWS * MAX_COLUMNS

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TableFileError(Exception):
    """A file that cannot be read as a table.

    :param code: ``empty``, ``too_large``, ``too_many_rows``, ``too_many_columns``, ``locked``, ``too_old``,
        ``damaged``, ``not_text``
    """

    def __init__(self, code: str) -> None:
        """Keep the code; who shows it chooses the words."""
        super().__init__(code)
        self.code = code


class Limits:
    """How much one file may still hold."""

    def __init__(self) -> None:
        """Begin with all that a table may hold."""
        self.left = {"octets": MAX_UNPACKED, "work": MAX_WORK, "characters": MAX_CHARACTERS, "cells": MAX_CELLS}

    def spend(self, what: str, amount: int) -> None:
        """Count what was read.

        :param what: ``octets`` unpacked, ``work``, ``characters``, ``cells``
        :raise TableFileError: if it is more than any table holds
        """
        self.left[what] -= amount
        if self.left[what] < 0:
            raise TableFileError("too_large")


class Cells:
    """The texts of one sheet, put in wherever they stand."""

    def __init__(self, limits: Limits) -> None:
        """Begin a sheet of the file whose limits these are."""
        self.limits = limits
        self.texts: dict[int, dict[int, str]] = {}
        self.last = -1
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.spans: list[tuple[int, int, int]] = []

    def hide_columns(self, first: int, last: int) -> None:
        """Note that columns are not shown, counted from 0; those beyond the largest table do not matter."""
        self.hidden_columns.update(range(max(first, 0), min(last, MAX_COLUMNS - 1) + 1))

    def hide_row(self, row: int) -> None:
        """Note that a row is not shown, counted from 0."""
        if row < MAX_ROWS:
            self.hidden_rows.add(row)

    def merge(self, column: int, first: int, last: int) -> None:
        """Note that a cell covers several rows, all counted from 0."""
        if first < last and column < MAX_COLUMNS and first < MAX_ROWS:
            last = min(last, MAX_ROWS - 1)
            self.limits.spend("work", KEPT)
            self.limits.spend("cells", last - first)
            self.spans.append((column, first, last))

    def add(self, row: int, column: int, text: str) -> None:
        """Put in a text; one of spaces only is none.

        :param row: counted from 0
        :param column: counted from 0
        :raise TableFileError: if it stands beyond the largest table
        """
        text = clean(text)
        if not text:
            return
        if row >= MAX_ROWS:
            raise TableFileError("too_many_rows")
        if column >= MAX_COLUMNS:
            raise TableFileError("too_many_columns")
        self.limits.spend("characters", len(text))
        self.texts.setdefault(row, {})[column] = text
        self.last = row

    def rows(self) -> list[list[str]]:
        """Return rows of one length, without empty ones at the end."""
        height = max(self.texts, default=-1) + 1
        width = max((max(row) for row in self.texts.values()), default=-1) + 1
        self.limits.spend("cells", height * width)
        result = [[""] * width for _row in range(height)]
        for number, row in self.texts.items():
            for column, text in row.items():
                result[number][column] = text
        return result


def clean(text: str) -> str:
    """Return a text without what a database refuses, without spaces around it, and not longer than a cell."""
    return _CONTROL.sub("", text).strip()[:MAX_TEXT]


class SheetFile:
    """A file of sheets, of whatever kind."""

    def cells(self, name: str) -> Cells:
        """Return the texts of a sheet.

        :raise TableFileError: if it is damaged, or more than a table
        """
        raise NotImplementedError

    def rows(self, name: str) -> list[list[str]]:
        """Return the texts of a sheet in rows of one length, none of them left out.

        :raise TableFileError: if it is damaged, or more than a table
        """
        return self.cells(name).rows()
