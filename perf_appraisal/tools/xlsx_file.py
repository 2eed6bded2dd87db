"""Read the sheets of an XLSX workbook as plain text: part by part, streamed, and never more than a table holds.

Nothing is unpacked or parsed before the directory of the archive was looked at, no part is kept in memory as a whole,
and no sheet is read before it is asked for.
"""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from .table_limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PARTS,
    MAX_RATIO,
    MAX_SHEETS,
    MAX_TAG,
    MAX_UNPACKED,
    RATIO_FROM,
    Limits,
    TableFileError,
)
from .xlsx_parts import BookPart, Enough, Part, RelationsPart, SheetPart, StringsPart, StylesPart

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_BLOCK = 64 * 1024

#: All that Python's readers of archives, XML, numbers and dates raise at something damaged.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    ArithmeticError,
    LookupError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
)


class Workbook:
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
        with _telling_damage():
            _check_directory(content)
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            _check_parts(self._archive, len(content))
            self._read_names()

    @property
    def names(self) -> list[str]:
        """Return the names of the sheets in their order; hidden ones, too."""
        return list(self._paths)

    def rows(self, name: str) -> list[list[str]]:
        """Return the texts of a sheet, as its cells show them; rows of one length, none of them left out.

        :param name: one of :attr:`names`
        :raise TableFileError: if it is damaged, or more than a table
        """
        with _telling_damage():
            if self._strings is None:
                self._strings = self._read_strings()
                self._formats = self._read_formats()
            sheet = SheetPart(self._limits, self._strings, self._formats, self._epoch)
            self._parse(self._paths[name], sheet)
            return sheet.cells.rows()

    # === PARTS === #

    def _parse(self, path: str, part: Part) -> None:
        """Let a part see its tags and texts."""
        with self._archive.open(path) as stream:
            _parse(stream.read, part, self._limits)

    def _read_names(self) -> None:
        """Read where the sheets are, and from which day dates count."""
        root = self._read_relations("")
        book_path = next((path for kind, path in root.values() if kind == "officeDocument"), "xl/workbook.xml")
        relations = self._read_relations(book_path)
        book = BookPart(self._limits)
        self._parse(book_path, book)
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


# === READING === #


@contextmanager
def _telling_damage() -> Iterator[None]:
    """Turn whatever goes wrong at something damaged into the one error that says so."""
    try:
        yield
    except _UNREADABLE as error:
        raise TableFileError("damaged") from error


def _check_directory(content: bytes) -> None:
    """Refuse an archive whose list of parts would fill the memory by itself."""
    if len(content) > MAX_BYTES or content.count(_ENTRY) > MAX_PARTS:
        raise TableFileError("too_large")


def _check_parts(archive: zipfile.ZipFile, size: int) -> None:
    """Refuse what the directory says to be far more than a table, or packed in a way that workbooks never are.

    A part never gives more than the directory says: reading stops there.

    :param size: of the archive, in bytes
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or unpacked > max(RATIO_FROM, MAX_RATIO * size):
        raise TableFileError("too_large")
    usual = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    if any(entry.compress_type not in usual or entry.flag_bits & _ENCRYPTED for entry in entries):
        raise TableFileError("damaged")


def _parse(read: Callable[[int], bytes], part: Part, limits: Limits) -> None:
    """Read XML block by block; what it declares, and tags too long or too deep, are refused.

    >>> part = StringsPart(Limits())
    >>> _parse(io.BytesIO('<sst><si><t>分值</t></si></sst>'.encode()).read, part, Limits())
    >>> part.strings
    ['分值']

    :param read: gives the next bytes
    :raise TableFileError: if it makes more work than a table
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = _BLOCK
    depth, left, begin, finish = 0, limits.left, part.start, part.end

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        left["work"] -= 4 + len(attributes)
        if left["work"] < 0 or depth > MAX_DEPTH:
            raise TableFileError("too_large" if left["work"] < 0 else "damaged")
        begin(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        finish(tag.rpartition(":")[2] if ":" in tag else tag)

    def refuse(*_declaration: object) -> None:
        raise TableFileError("damaged")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = refuse  # and with it every entity
    given = 0
    try:
        while block := read(_BLOCK):
            limits.spend("octets", len(block))
            parser.Parse(block, False)
            given += len(block)
            if given - parser.CurrentByteIndex > MAX_TAG:  # with each block its end would be looked for from its begin
                raise TableFileError("damaged")
        parser.Parse(b"", True)
    except Enough:
        while block := read(_BLOCK):  # at its very end the archive tells whether the part is whole
            limits.spend("octets", len(block))
