"""The parts of an XLSX workbook, as far as its tables need them: each sees its tags, and keeps what is wanted.

>>> part = StringsPart(Limits())
>>> for step in ("si", "t"): part.start(step, {})
>>> part.text("分值")
>>> for step in ("t", "si"): part.end(step)
>>> part.strings
['分值']
"""

import datetime

from openpyxl.utils.datetime import from_ISO8601

from .packed_xml import Enough, Part
from .table_limits import KEPT, MAX_NAME, MAX_ROWS, MAX_STRINGS, MAX_TEXT, SHOWN, Cells, Limits, TableFileError
from .xlsx_cells import column_of, merged_cells, natural, shown, shown_number

_TRUE = ("1", "true")


class RelationsPart(Part):
    """What a part refers to: ``{id: (kind, target)}``."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See a relation; addresses outside the file are none."""
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            self.limits.spend("work", KEPT)
            kind = attributes["Type"].rpartition("/")[2]
            self.found[attributes["Id"][:MAX_NAME]] = (kind[:MAX_NAME], attributes["Target"][:MAX_NAME])


class BookPart(Part):
    """Names of sheets with the ids of their relations, which are hidden, and whether days count from 1904."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self.sheets: list[tuple[str, str]] = []
        self.hidden: set[str] = set()
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See a sheet, or from which day the workbook counts."""
        if tag == "sheet":
            relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
            self.limits.spend("work", KEPT)
            name = attributes["name"][:MAX_NAME]
            self.sheets.append((name, relation[:MAX_NAME]))
            if attributes.get("state", "visible") != "visible":
                self.hidden.add(name)
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904") in _TRUE


class StylesPart(Part):
    """Own number formats by their id, and the ids used by the styles of cells."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self.codes: dict[str, str] = {}
        self.used: list[str] = []
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See a number format, or which one a style of cells has."""
        if tag == "numFmt":
            self.limits.spend("work", KEPT)
            self.codes[attributes["numFmtId"][:MAX_NAME]] = attributes["formatCode"][:MAX_NAME]
        elif tag == "cellXfs":
            self._inside = True
        elif tag == "xf" and self._inside:
            self.limits.spend("work", KEPT)
            self.used.append(attributes.get("numFmtId", "0")[:MAX_NAME])

    def end(self, tag: str) -> None:
        """See the end of what is wanted."""
        if tag == "cellXfs":
            raise Enough


class TextPart(Part):
    """Texts in pieces; how a text is to be spoken is no part of it."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self._pieces: list[str] = []
        self._length = 0
        self._listens = self._spoken = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See where a text begins."""
        if tag == "rPh":
            self._spoken = True
        elif tag == "t":
            self._listens = not self._spoken

    def end(self, tag: str) -> None:
        """See where a text ends."""
        if tag == "rPh":
            self._spoken = False
        elif tag == "t":
            self._listens = False

    def text(self, text: str) -> None:
        """Keep a piece of a text."""
        if self._listens and self._length < MAX_TEXT:
            self._pieces.append(text)
            self._length += len(text)

    def _take(self) -> str:
        """Return the text so far, and begin the next."""
        text = "".join(self._pieces)
        self._pieces, self._length = [], 0
        return text


class StringsPart(TextPart):
    """The texts that cells share."""

    def __init__(self, limits: Limits) -> None:
        """Begin without any."""
        super().__init__(limits)
        self.strings: list[str] = []

    def end(self, tag: str) -> None:
        """Keep a text when it is complete."""
        super().end(tag)
        if tag == "si":
            text = self._take()
            self.limits.spend("characters", len(text))
            self.strings.append(text)
            if len(self.strings) > MAX_STRINGS:
                raise TableFileError("too_large")


class SheetPart(TextPart):
    """The cells of a sheet; where nothing was calculated yet, the formula as it is written."""

    def __init__(self, limits: Limits, strings: list[str], formats: list[str], epoch: datetime.datetime) -> None:
        """Begin an empty sheet.

        :param strings: the texts that cells share
        :param formats: the number formats by the style of a cell
        :param epoch: the day from which dates count
        """
        super().__init__(limits)
        self.cells = Cells(limits)
        self._strings, self._formats, self._epoch = strings, formats, epoch
        self._row = self._column = -1
        self._empty_rows = 0
        self._cell: dict[str, str] = {}
        self._value = self._formula = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See where a row, a cell or what it holds begins."""
        if tag == "c":
            place = attributes.get("r")
            self._column = column_of(place.rstrip("0123456789")) if place else self._column + 1
            self._cell, self._value, self._formula = attributes, "", ""
        elif tag in ("v", "f"):
            self._listens = True
        elif tag == "row":
            self._row = natural(attributes["r"], 1) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.cells.hide_row(self._row)
            self._empty_rows += 1
            if self._empty_rows > MAX_ROWS:  # a sheet formatted to its very end
                raise Enough
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            self.cells.hide_columns(natural(attributes["min"], 1) - 1, natural(attributes["max"], 1) - 1)
        elif tag == "mergeCell":
            self.cells.merge(*merged_cells(attributes["ref"]))
        else:
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """See where a cell or what it holds ends."""
        if tag == "v":
            self._listens, self._value = False, self._take()
        elif tag == "f":
            self._listens, self._formula = False, f"={self._take()}"
        elif tag == "is":
            self._value = self._take()
        elif tag == "c":
            self._add_cell()
        else:
            super().end(tag)

    def _add_cell(self) -> None:
        if text := self._shown() if self._value else self._formula:
            self.cells.add(self._row, self._column, text)
            self._empty_rows = 0

    def _shown(self) -> str:
        """Return what the cell shows."""
        self.limits.spend("work", SHOWN)
        kind, value = self._cell.get("t", "n"), self._value
        if kind == "s":
            return self._strings[natural(value)]
        if kind == "b":
            return str(bool(int(value))).upper()
        if kind == "d":
            return shown(from_ISO8601(value), "")
        if kind == "n":
            style = natural(self._cell.get("s", "0"))
            return shown_number(value, self._formats[style] if style < len(self._formats) else "", self._epoch)
        return value
