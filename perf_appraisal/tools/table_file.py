"""Read the tables of an XLSX or CSV file as plain text, without ever running what stands in a cell.

>>> table = read_file('指标,分值\\n=1+1,5\\n'.encode('gb18030'), 'a.csv')
>>> table.encoding, table.sheets[0].rows
('gb18030', [['指标', '分值'], ['=1+1', '5']])
"""

import csv
import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from .decimals import to_decimal
from .notation_notices import show

#: Largest file, in bytes, and what an XLSX may unpack to: real tables are far smaller.
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024

#: Most rows and columns of a sheet, and the longest cell, in characters.
MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_TEXT = 32767

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    OSError,
    EOFError,
    NotImplementedError,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TableFileError(Exception):
    """A file that cannot be read as a table.

    :param code: ``empty``, ``too_large``, ``too_many_rows``, ``old_or_locked``, ``damaged``, ``not_text``
    """

    def __init__(self, code: str) -> None:
        """Keep the code; who shows it chooses the words."""
        super().__init__(code)
        self.code = code


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


def read_file(content: bytes, filename: str = "") -> TableFile:
    """Return the sheets of a file.

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
    if content.startswith(_ZIP):
        encoding, sheets = "xlsx", _read_xlsx(content)
    else:
        encoding, text = _decode(content)
        sheets = [Sheet(re.sub(r"\.[^.]*$", "", filename) or "CSV", _read_rows(_csv_rows(text)))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise TableFileError("empty")
    return TableFile(encoding, sheets)


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
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            # spreadsheets and Odoo's own export put an apostrophe before what must not become a formula
            yield [re.sub(r"^'(?=[=+\-@])", "", cell) for cell in row]
    except csv.Error as error:
        raise TableFileError("not_text") from error


def _read_xlsx(content: bytes) -> list[Sheet]:
    """Return the sheets of a workbook: what its cells show, never a formula's work."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise TableFileError("too_large")
        values = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sources = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets = []
        for sheet in values.worksheets:
            source = sources[sheet.title]
            sheet.reset_dimensions()
            source.reset_dimensions()
            rows = zip(sheet.iter_rows(), source.iter_rows(), strict=False)
            sheets.append(Sheet(sheet.title, _read_rows(_cell_texts(*pair) for pair in rows)))
    except _UNREADABLE as error:
        raise TableFileError("damaged") from error
    return sheets


def _cell_texts(values: Iterable[Any], sources: Iterable[Any]) -> list[str]:
    """Return a row's texts; a formula that was never calculated is shown as it is written."""
    return [
        _cell_text(source.value if value.value is None else value.value, value.number_format or "")
        for value, source in zip(values, sources, strict=False)
    ]


def _cell_text(value: Any, number_format: str) -> str:
    """Return what a cell shows.

    >>> _cell_text(0.8, '0%'), _cell_text(5.0, 'General'), _cell_text(0.1 + 0.2, ''), _cell_text(None, '')
    ('80%', '5', '0.3', '')
    >>> _cell_text(1.0, '000'), _cell_text(1.1, '0.00'), _cell_text(12.0, '0')
    ('001', '1.10', '12')
    >>> _cell_text(datetime.datetime(2018, 7, 31), 'yyyy-mm-dd')
    '2018-07-31'
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = to_decimal(value)
        if re.fullmatch(r"0{2,}|0\.0+", number_format):
            return _padded(number, number_format)
        return f"{show(number * Decimal(100))}%" if number_format.rstrip().endswith("%") else show(number)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)


def _padded(number: Decimal, number_format: str) -> str:
    """Return a number as long as its format says, as numbers of rows are written (001, 1.10)."""
    whole, _point, places = number_format.partition(".")
    text = format(round(number, len(places)), "f")
    return text.zfill(len(whole)) if not places else text


def _read_rows(rows: Iterable[list[str]]) -> list[list[str]]:
    """Return clean rows of one length, without empty rows at the end."""
    result: list[list[str]] = []
    last = 0
    for row in rows:
        texts = [_CONTROL.sub("", text).strip()[:MAX_TEXT] for text in row[:MAX_COLUMNS]]
        result.append(texts)
        if any(texts):
            last = len(result)
            if last > MAX_ROWS:
                raise TableFileError("too_many_rows")
        elif len(result) - last > MAX_ROWS:
            break  # a sheet formatted to its very end holds nothing more
    width = max((len(row) for row in result[:last]), default=0)
    return [row + [""] * (width - len(row)) for row in result[:last]]
