"""Read the sheets of an XLSX workbook as plain text: part by part, streamed, and never more than a table holds.

Nothing is unpacked or parsed before the directory of the archive was looked at, no part is kept in memory as a whole,
and no sheet is read before it is asked for.

>>> Workbook(b'PK')
Traceback (most recent call last):
...
tools.table_limits.TableFileError: damaged
"""

import io
import posixpath
import zipfile

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from .packed_xml import Part, check_directory, check_parts, parse, telling_damage
from .table_limits import MAX_SHEETS, Cells, Limits, SheetFile, TableFileError
from .xlsx_parts import BookPart, RelationsPart, SheetPart, StringsPart, StylesPart


class Workbook(SheetFile):
    """A workbook, of which nothing is read at first but the names of its sheets."""

    encoding = "xlsx"

    def __init__(self, content: bytes) -> None:
        """Look at the directory and read the names of the sheets.

        :param content: the file
        :raise TableFileError: if it is no workbook, or more than a table
        """
        self._limits = Limits()
        self._strings: list[str] | None = None
        self._formats: list[str] = []
        with telling_damage():
            check_directory(content)
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            check_parts(self._archive, len(content))
            self._read_names()

    @property
    def names(self) -> list[str]:
        """Return the names of the sheets in their order; hidden ones, too."""
        return list(self._paths)

    def cells(self, name: str) -> Cells:
        """Return the texts of a sheet, as its cells show them.

        :param name: one of :attr:`names`
        :raise TableFileError: if it is damaged, or more than a table
        """
        with telling_damage():
            if self._strings is None:
                self._strings = self._read_strings()
                self._formats = self._read_formats()
            sheet = SheetPart(self._limits, self._strings, self._formats, self._epoch)
            self._parse(self._paths[name], sheet)
            return sheet.cells

    # === PARTS === #

    def _parse(self, path: str, part: Part) -> None:
        """Let a part see its tags and texts."""
        with self._archive.open(path) as stream:
            parse(stream.read, part, self._limits)

    def _read_names(self) -> None:
        """Read where the sheets are, and from which day dates count."""
        root = self._read_relations("")
        book_path = next((path for kind, path in root.values() if kind == "officeDocument"), "xl/workbook.xml")
        relations = self._read_relations(book_path)
        book = BookPart(self._limits)
        self._parse(book_path, book)
        self.hidden = book.hidden
        self._epoch = CALENDAR_MAC_1904 if book.from_1904 else CALENDAR_WINDOWS_1900
        self._part_paths = {kind: path for kind, path in relations.values() if kind in ("sharedStrings", "styles")}
        self._paths = {name: relations[key][1] for name, key in book.sheets if relations[key][0] == "worksheet"}
        if len(self._paths) > MAX_SHEETS:
            raise TableFileError("too_large")

    def _read_relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Return what a part, or with an empty path the archive, refers to: ``{id: (kind, path)}``."""
        folder, name = posixpath.split(path)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self._archive.NameToInfo and not path:
            return {}
        relations = RelationsPart(self._limits)
        self._parse(place, relations)
        return {
            key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, (kind, target) in relations.found.items()
        }

    def _read_strings(self) -> list[str]:
        """Return the texts that cells share."""
        part = StringsPart(self._limits)
        if "sharedStrings" in self._part_paths:
            self._parse(self._part_paths["sharedStrings"], part)
        return part.strings

    def _read_formats(self) -> list[str]:
        """Return the number formats by the style of a cell."""
        part = StylesPart(self._limits)
        if "styles" in self._part_paths:
            self._parse(self._part_paths["styles"], part)
        return [part.codes.get(key) or BUILTIN_FORMATS.get(int(key), "") for key in part.used]
