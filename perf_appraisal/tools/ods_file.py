"""Read the sheets of an ODS workbook as plain text, streamed, and never more than a table holds.

All sheets are one part of the archive; rows and cells that repeat are counted as often as they are put in.
"""

import io
import re
import zipfile

from .packed_xml import Part, check_directory, check_parts, parse, telling_damage
from .table_limits import (
    MAX_COLUMNS,
    MAX_NAME,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    SHOWN,
    Cells,
    Limits,
    SheetFile,
    TableFileError,
)
from .xlsx_cells import natural, shown

#: What the archive says of itself.
KIND = b"application/vnd.oasis.opendocument.spreadsheet"

#: What may stand in a cell beside its text: remarks and drawings, which have texts of their own.
_BESIDE = frozenset({"annotation", "frame", "shapes", "custom-shape", "text-box", "rect", "line", "caption", "control"})
_PADDED = re.compile(r"0[0-9]+|[0-9]+\.[0-9]*0")


class OdsWorkbook(SheetFile):
    """A workbook whose sheets were read when it was opened."""

    encoding = "ods"

    def __init__(self, content: bytes) -> None:
        """Read all sheets.

        :param content: the file
        :raise TableFileError: if it is no workbook, protected, or more than a table
        """
        limits = Limits()
        with telling_damage():
            check_directory(content)
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                check_parts(archive, len(content))
                if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise TableFileError("locked")
                part = ContentPart(limits)
                with archive.open("content.xml") as stream:
                    parse(stream.read, part, limits)
        self._sheets = part.sheets
        self.hidden = part.hidden

    @property
    def names(self) -> list[str]:
        """Return the names of the sheets in their order; hidden ones, too."""
        return list(self._sheets)

    def cells(self, name: str) -> Cells:
        """Return the texts of a sheet, as its cells show them.

        :param name: one of :attr:`names`
        """
        return self._sheets[name]


class ContentPart(Part):
    """The tables of a workbook, with the styles that hide them."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self.sheets: dict[str, Cells] = {}
        self.hidden: set[str] = set()
        self._hiding: set[str] = set()
        self._style = ""
        self._cells = Cells(limits)
        self._inside = self._beside = 0
        self._row, self._rows, self._column = 0, 1, 0
        self._columns = 0
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._length = 0
        self._listens = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See where a table, a row, a cell or a text begins."""
        if self._beside or tag in _BESIDE:
            self._beside += 1
        elif tag in _STARTS:
            _STARTS[tag](self, attributes)

    def end(self, tag: str) -> None:
        """See where a row, a cell or a text ends."""
        if self._beside:
            self._beside -= 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._add_cell()
        elif tag == "table-row":
            self._row += self._rows
        elif tag == "p":
            self._listens = False

    def text(self, text: str) -> None:
        """Keep a piece of a cell's text."""
        if self._listens and not self._beside and self._length < MAX_TEXT:
            self._pieces.append(text)
            self._length += len(text)

    # === TAGS === #

    def _start_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")[:MAX_NAME]

    def _start_table_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self._hiding.add(self._style)

    def _start_table(self, attributes: dict[str, str]) -> None:
        name = attributes.get("table:name", "")[:MAX_NAME] or str(len(self.sheets) + 1)
        if len(self.sheets) >= MAX_SHEETS:
            raise TableFileError("too_large")
        self._cells = self.sheets.setdefault(name, Cells(self.limits))
        self._row = self._columns = 0
        if attributes.get("table:style-name") in self._hiding:
            self.hidden.add(name)

    def _start_column(self, attributes: dict[str, str]) -> None:
        count = natural(attributes.get("table:number-columns-repeated", "1"), 1)
        if _is_hidden(attributes):
            self._cells.hide_columns(self._columns, self._columns + count - 1)
        self._columns += count

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows = natural(attributes.get("table:number-rows-repeated", "1"), 1)
        self._column = 0
        if _is_hidden(attributes):
            for row in range(self._row, min(self._row + self._rows, MAX_ROWS)):
                self._cells.hide_row(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._pieces, self._length = attributes, [], 0
        rows = natural(attributes.get("table:number-rows-spanned", "1"), 1)
        self._cells.merge(self._column, self._row, self._row + rows - 1)

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        if self._pieces:
            self._pieces.append("\n")
        self._listens = True

    def _start_break(self, _attributes: dict[str, str]) -> None:
        self.text("\n")

    def _start_space(self, attributes: dict[str, str]) -> None:
        self.text(" " * min(natural(attributes.get("text:c", "1")), MAX_COLUMNS))

    # === CELLS === #

    def _add_cell(self) -> None:
        """Put the cell in wherever it repeats; empty ones only count."""
        count = natural(self._cell.get("table:number-columns-repeated", "1"), 1)
        text = self._shown()
        if text.strip():
            for row in range(self._row, self._row + self._rows):
                for column in range(self._column, self._column + count):
                    self.limits.spend("work", SHOWN)
                    self._cells.add(row, column, text)
        self._column += count

    def _shown(self) -> str:
        """Return what the cell shows; a number as it is, save where it is written longer (001, 1.10)."""
        written = "".join(self._pieces)
        kind, value = self._cell.get("office:value-type", ""), self._cell.get("office:value", "")
        if kind == "date" and (date := self._cell.get("office:date-value", "")):
            return date.removesuffix("T00:00:00").replace("T", " ")
        if kind == "percentage" and value:
            return shown(float(value), "0%")
        if kind in ("float", "currency") and value and not _PADDED.fullmatch(written.strip()):
            number = float(value)
            return shown(int(number) if number.is_integer() and abs(number) < 2**53 else number, "")
        return written or value or _formula(self._cell.get("table:formula", ""))


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("table:visibility", "visible") in ("collapse", "filter")


def _formula(text: str) -> str:
    """Return a formula that was never calculated as other workbooks write it.

    >>> _formula('of:=SUM([.A1:.A9])'), _formula('')
    ('=SUM(A1:A9)', '')
    """
    return re.sub(r"\[\.|(?<=:)\.|\]", "", text.partition(":")[2] if text.startswith("of:") else text)


_STARTS = {
    "style": ContentPart._start_style,
    "table-properties": ContentPart._start_table_properties,
    "table": ContentPart._start_table,
    "table-column": ContentPart._start_column,
    "table-row": ContentPart._start_row,
    "table-cell": ContentPart._start_cell,
    "covered-table-cell": ContentPart._start_cell,
    "p": ContentPart._start_paragraph,
    "line-break": ContentPart._start_break,
    "s": ContentPart._start_space,
    "tab": ContentPart._start_break,
}
