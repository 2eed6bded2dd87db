"""Read the sheets of an old XLS workbook (Excel 97 to 2003, WPS) as plain text, and never more than a table holds.

A workbook is one stream of records; nothing but the names of its sheets, its texts and its formats is read at first.
"""

import struct
from collections.abc import Callable, Iterator

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from .ole_file import OleFile
from .packed_xml import telling_damage
from .table_limits import KEPT, MAX_NAME, MAX_SHEETS, MAX_STRINGS, SHOWN, Cells, Limits, SheetFile, TableFileError
from .xls_cells import Texts, error_text, read_text, rk_number
from .xlsx_cells import shown_value

BOF, EOF, CONTINUE, FILEPASS = 0x809, 0x0A, 0x3C, 0x2F
BOUNDSHEET, DATEMODE, FORMAT, XF, SST = 0x85, 0x22, 0x41E, 0xE0, 0xFC
LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, BOOLERR = 0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x205
FORMULA, STRING, ROW, COLINFO, MERGEDCELLS = 0x06, 0x207, 0x208, 0x7D, 0xE5

_VERSION = 0x600
_WORKSHEET = 0
_HIDDEN_ROW = 0x20

#: How much work a record is, and what one of its cells shows.
_RECORD = 4
_CELL = SHOWN + 4


def records(stream: bytes, place: int, limits: Limits) -> Iterator[tuple[int, bytes]]:
    """Return the records from a place on to the end of their part; parts inside it are left out.

    >>> stream = struct.pack('<HHHHH2sHH', BOF, 2, _VERSION, NUMBER, 2, b'ab', EOF, 0)
    >>> list(records(stream, 0, Limits())) == [(NUMBER, b'ab')]
    True

    :raise TableFileError: if they make more work than a table, or are older than Excel 97
    """
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, place)
        data = stream[place + 4 : place + 4 + length]
        place += 4 + length
        limits.spend("work", _RECORD)
        if kind == BOF:
            depth += 1
            if depth == 1 and struct.unpack_from("<H", data)[0] != _VERSION:
                raise TableFileError("too_old")
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, data
        elif not depth:
            raise TableFileError("damaged")


class XlsWorkbook(SheetFile):
    """A workbook, of which nothing is read at first but what its sheets share."""

    encoding = "xls"

    def __init__(self, content: bytes) -> None:
        """Read the names of the sheets, the texts and the formats.

        :param content: the file
        :raise TableFileError: if it is no workbook, protected, older than 1997, or more than a table
        """
        self._limits = Limits()
        self._places: dict[str, int] = {}
        self.hidden: set[str] = set()
        self._strings: list[str] = []
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []
        self._epoch = CALENDAR_WINDOWS_1900
        with telling_damage():
            self._stream = OleFile(content).stream("Workbook", "Book")
            self._read_book()

    @property
    def names(self) -> list[str]:
        """Return the names of the sheets in their order; hidden ones, too."""
        return list(self._places)

    def cells(self, name: str) -> Cells:
        """Return the texts of a sheet, as its cells show them.

        :param name: one of :attr:`names`
        :raise TableFileError: if it is damaged, or more than a table
        """
        sheet = _SheetReader(self._limits, self._strings, self._shown)
        with telling_damage():
            for kind, data in records(self._stream, self._places[name], self._limits):
                sheet.see(kind, data)
        return sheet.cells

    # === BOOK === #

    def _read_book(self) -> None:
        """Read what the sheets share."""
        texts: list[bytes] = []
        last = 0
        for kind, data in records(self._stream, 0, self._limits):
            if kind == FILEPASS:
                raise TableFileError("locked")
            if kind == SST or (kind == CONTINUE and last == SST):
                texts.append(data)
                kind = SST
            elif kind in _OF_BOOK:
                self._limits.spend("work", KEPT)
                _OF_BOOK[kind](self, data)
            last = kind
        self._strings = self._read_strings(texts)

    def _read_strings(self, pieces: list[bytes]) -> list[str]:
        """Return the texts that cells share."""
        if not pieces:
            return []
        (count,) = struct.unpack_from("<I", pieces[0], 4)
        if count > MAX_STRINGS:
            raise TableFileError("too_large")
        texts = Texts([pieces[0][8:], *pieces[1:]])
        found = []
        for _number in range(count):
            self._limits.spend("work", SHOWN)
            found.append(texts.take(self._limits))
        return found

    def _see_sheet(self, data: bytes) -> None:
        place, hidden, kind = struct.unpack_from("<IBB", data)
        if kind != _WORKSHEET:
            return
        name = read_text(data[6:], 1)[:MAX_NAME]
        self._places[name] = place
        if hidden:
            self.hidden.add(name)
        if len(self._places) > MAX_SHEETS:
            raise TableFileError("too_large")

    def _see_dates(self, data: bytes) -> None:
        self._epoch = CALENDAR_MAC_1904 if struct.unpack_from("<H", data)[0] else CALENDAR_WINDOWS_1900

    def _see_format(self, data: bytes) -> None:
        self._formats[struct.unpack_from("<H", data)[0]] = read_text(data[2:], 2)[:MAX_NAME]

    def _see_style(self, data: bytes) -> None:
        self._styles.append(struct.unpack_from("<H", data, 2)[0])

    def _shown(self, number: float, style: int) -> str:
        """Return what a cell with a number shows."""
        key = self._styles[style] if style < len(self._styles) else 0
        return shown_value(number, self._formats.get(key) or BUILTIN_FORMATS.get(key, ""), self._epoch)


_OF_BOOK = {
    BOUNDSHEET: XlsWorkbook._see_sheet,
    DATEMODE: XlsWorkbook._see_dates,
    FORMAT: XlsWorkbook._see_format,
    XF: XlsWorkbook._see_style,
}


class _SheetReader:
    """The cells of a sheet, record by record."""

    def __init__(self, limits: Limits, strings: list[str], shown: Callable[[float, int], str]) -> None:
        """Begin an empty sheet.

        :param strings: the texts that cells share
        :param shown: gives what a number of a style shows
        """
        self.cells = Cells(limits)
        self._limits, self._strings, self._shown = limits, strings, shown
        self._waiting: tuple[int, int] | None = None

    def see(self, kind: int, data: bytes) -> None:
        """See a record."""
        if kind == STRING and self._waiting:
            self.cells.add(*self._waiting, read_text(data, 2))
            self._waiting = None
        elif kind == ROW:
            row, flags = struct.unpack_from("<H10xH", data)
            if flags & _HIDDEN_ROW:
                self.cells.hide_row(row)
        elif kind == COLINFO:
            first, last, flags = struct.unpack_from("<HH4xH", data)
            if flags & 1:
                self.cells.hide_columns(first, last)
        elif kind == MERGEDCELLS:
            for first, last, column in struct.iter_unpack("<HHH2x", data[2 : 2 + len(data[2:]) // 8 * 8]):
                self.cells.merge(column, first, last)
        elif kind in _OF_SHEET:
            self._limits.spend("work", _CELL)
            row, column, style = struct.unpack_from("<HHH", data)
            _OF_SHEET[kind](self, row, column, style, data)

    def _number(self, row: int, column: int, style: int, data: bytes) -> None:
        self.cells.add(row, column, self._shown(struct.unpack_from("<d", data, 6)[0], style))

    def _short_number(self, row: int, column: int, style: int, data: bytes) -> None:
        self.cells.add(row, column, self._shown(rk_number(data[6:10]), style))

    def _short_numbers(self, row: int, column: int, _style: int, data: bytes) -> None:
        for place in range(4, len(data) - 7, 6):
            self._limits.spend("work", _CELL)
            (style,) = struct.unpack_from("<H", data, place)
            self.cells.add(row, column, self._shown(rk_number(data[place + 2 : place + 6]), style))
            column += 1

    def _shared_text(self, row: int, column: int, _style: int, data: bytes) -> None:
        self.cells.add(row, column, self._strings[struct.unpack_from("<I", data, 6)[0]])

    def _text(self, row: int, column: int, _style: int, data: bytes) -> None:
        self.cells.add(row, column, read_text(data[6:], 2))

    def _truth(self, row: int, column: int, _style: int, data: bytes) -> None:
        value, wrong = data[6], data[7]
        self.cells.add(row, column, error_text(value) if wrong else str(bool(value)).upper())

    def _formula(self, row: int, column: int, style: int, data: bytes) -> None:
        """Read what was calculated; a text stands in the record behind it."""
        self._waiting = None
        if data[12:14] != b"\xff\xff":
            self._number(row, column, style, data)
        elif data[6] == 0:
            self._waiting = (row, column)
        elif data[6] in (1, 2):
            self._truth(row, column, style, data[:6] + bytes((data[8], data[6] - 1)))


_OF_SHEET = {
    NUMBER: _SheetReader._number,
    RK: _SheetReader._short_number,
    MULRK: _SheetReader._short_numbers,
    LABELSST: _SheetReader._shared_text,
    LABEL: _SheetReader._text,
    RSTRING: _SheetReader._text,
    BOOLERR: _SheetReader._truth,
    FORMULA: _SheetReader._formula,
}
