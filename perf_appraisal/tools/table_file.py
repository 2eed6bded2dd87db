"""Read the tables of an XLSX or CSV file as plain text, without ever running what stands in a cell.

>>> table = read_file('指标,分值\\n=1+1,5\\n'.encode('gb18030'), 'a.csv')
>>> table.encoding, table.sheets[0].rows
('gb18030', [['指标', '分值'], ['=1+1', '5']])
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .formulas import unguarded
from .table_limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Cells, Limits, TableFileError
from .xlsx_file import Workbook

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"

#: No line of a text file is longer, in characters, and no cell with line breaks in it: where a quote is never closed,
#: the rest of the file is one cell. Odoo lets Python read 500 MB as one.
_MAX_LINE = MAX_COLUMNS * MAX_TEXT
_MAX_CELL = 4 * MAX_TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of texts, all of one length; rows without any text stay, so that row numbers are right."""

    name: str
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file's sheets that hold anything; `encoding` is ``xlsx`` or that of a text file."""

    encoding: str
    sheets: list[Sheet]


class TextFile:
    """A CSV file: one sheet, with the same methods as a workbook."""

    def __init__(self, content: bytes, filename: str) -> None:
        """Find the encoding; nothing else is read.

        :raise TableFileError: if it is no text
        """
        self.encoding, self._text = _decode(content)
        self.names = [re.sub(r"\.[^.]*$", "", filename) or "CSV"]

    def rows(self, _name: str) -> list[list[str]]:
        """Return the texts of its only sheet.

        :raise TableFileError: if it is more than a table
        """
        cells = Cells(Limits())
        for number, row in enumerate(_csv_rows(self._text)):
            for column, text in enumerate(row):
                cells.add(number, column, unguarded(text))
            if number - cells.last > MAX_ROWS:
                break
        return cells.rows()


def open_file(content: bytes, filename: str = "") -> Workbook | TextFile:
    """Return a file with the names of its sheets, which are read when they are asked for.

    What kind of file it is is seen from its content, not from its name.

    :param content: the file
    :param filename: its name, for the name of a CSV file's only sheet
    :raise TableFileError: if it is empty, too large, protected, or no table
    """
    if not content:
        raise TableFileError("empty")
    if len(content) > MAX_BYTES:
        raise TableFileError("too_large")
    if content.startswith(_OLE):
        raise TableFileError("old_or_locked")
    return Workbook(content) if content.startswith(_ZIP) else TextFile(content, filename)


def read_file(content: bytes, filename: str = "") -> TableFile:
    """Return all sheets of a file; see :func:`open_file`.

    :raise TableFileError: if it is empty, too large, protected, or no table
    """
    file = open_file(content, filename)
    sheets = [Sheet(name, rows) for name in file.names if (rows := file.rows(name))]
    if not sheets:
        raise TableFileError("empty")
    return TableFile(file.encoding, sheets)


def _decode(content: bytes) -> tuple[str, str]:
    """Return encoding and text: UTF-8 with or without mark, UTF-16 with mark, else GB 18030.

    >>> _decode('分'.encode('utf-8-sig'))[0], _decode('分'.encode('utf-8'))[0], _decode('分值'.encode('gbk'))
    ('utf-8-sig', 'utf-8', ('gb18030', '分值'))
    """
    if content.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return encoding, text
    raise TableFileError("not_text")


def _csv_rows(text: str) -> Iterator[list[str]]:
    """Return the rows of a text whose first line shows what parts the columns."""
    first = next((line for line in _lines(text) if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(_lines(text), delimiter=delimiter):
            if any(len(cell) > _MAX_CELL for cell in row):
                raise TableFileError("not_text")
            yield row
    except csv.Error as error:
        raise TableFileError("not_text") from error


def _lines(text: str) -> Iterator[str]:
    """Return the lines of a text, one by one.

    :raise TableFileError: if one is longer than the longest row
    """
    stream = io.StringIO(text, newline="")
    while line := stream.readline(_MAX_LINE + 1):
        if len(line) > _MAX_LINE:
            raise TableFileError("too_large")
        yield line
