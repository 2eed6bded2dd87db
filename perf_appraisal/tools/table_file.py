"""Read the tables of an XLSX, XLS, ODS or CSV file as plain text, without ever running what stands in a cell.

>>> table = read_file('指标,分值\\n=1+1,5\\n'.encode('gb18030'), 'a.csv')
>>> table.encoding, table.sheets[0].rows
('gb18030', [['指标', '分值'], ['=1+1', '5']])
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .formulas import unguarded
from .ods_file import KIND, OdsWorkbook
from .ole_file import SIGNATURE
from .table_limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Cells, Limits, SheetFile, TableFileError
from .xls_file import XlsWorkbook
from .xlsx_file import Workbook

_ZIP = b"PK\x03\x04"

#: So many bytes at the beginning of an archive tell whether it is an ODS workbook.
_HEAD = 200

#: Web pages and other marked-up texts, which some programs save under the name of a workbook.
_MARKED_UP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|meta|head|style)", re.IGNORECASE)

#: A separated file shows in so many lines at its beginning what parts its columns; titles have none of it.
_FIRST_LINES = 30

#: No line of a text file is longer, in characters, and no cell with line breaks in it: where a quote is never closed,
#: the rest of the file is one cell. Odoo lets Python read 500 MB as one.
_MAX_LINE = MAX_COLUMNS * MAX_TEXT
_MAX_CELL = 4 * MAX_TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of texts, all of one length; rows without any text stay, so that row numbers are right.

    :param hidden_rows: numbers of the rows that are not shown, from 1
    :param hidden_columns: indexes of the columns that are not shown, from 0
    :param spans: cells merged over several rows: index of the column, numbers of the first and the last row
    """

    name: str
    rows: list[list[str]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spans: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file's sheets that hold anything, hidden ones last; `encoding` is its kind, or that of a text file."""

    encoding: str
    sheets: list[Sheet]


class TextFile(SheetFile):
    """A CSV file: one sheet, with the same methods as a workbook."""

    hidden: frozenset[str] = frozenset()

    def __init__(self, content: bytes, filename: str) -> None:
        """Find the encoding; nothing else is read.

        :raise TableFileError: if it is no text
        """
        self.encoding, self._text = _decode(content)
        if _MARKED_UP.match(self._text):
            raise TableFileError("not_text")
        self.names = [re.sub(r"\.[^.]*$", "", filename) or "CSV"]

    def cells(self, _name: str) -> Cells:
        """Return the texts of its only sheet.

        :raise TableFileError: if it is more than a table
        """
        cells = Cells(Limits())
        for number, row in enumerate(_csv_rows(self._text)):
            for column, text in enumerate(row):
                cells.add(number, column, unguarded(text))
            if number - cells.last > MAX_ROWS:
                break
        return cells


def open_file(content: bytes, filename: str = "") -> Workbook | OdsWorkbook | XlsWorkbook | TextFile:
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
    if content.startswith(SIGNATURE):
        return XlsWorkbook(content)
    if not content.startswith(_ZIP):
        return TextFile(content, filename)
    return OdsWorkbook(content) if KIND in content[:_HEAD] else Workbook(content)


def read_file(content: bytes, filename: str = "") -> TableFile:
    """Return all sheets of a file; see :func:`open_file`.

    :raise TableFileError: if it is empty, too large, protected, or no table
    """
    file = open_file(content, filename)
    sheets = [_sheet(name, file.cells(name)) for name in sorted(file.names, key=file.hidden.__contains__)]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise TableFileError("empty")
    return TableFile(file.encoding, sheets)


def _sheet(name: str, cells: Cells) -> Sheet:
    hidden = frozenset(row + 1 for row in cells.hidden_rows)
    spans = tuple((column, first + 1, last + 1) for column, first, last in cells.spans)
    return Sheet(name, cells.rows(), hidden, frozenset(cells.hidden_columns), spans)


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
    """Return the rows of a text whose first lines show what parts the columns.

    >>> list(_csv_rows('某县考核表\\n指标;分值;细则\\na;5;"迟到,扣1分"'))
    [['某县考核表'], ['指标', '分值', '细则'], ['a', '5', '迟到,扣1分']]
    """
    first = [re.sub('"[^"]*"', "", line) for line in islice(_lines(text), _FIRST_LINES)]
    delimiter = max(",;\t", key=lambda sign: sum(line.count(sign) for line in first))
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
