"""Archives of XML, as workbooks of today are: looked at before anything is unpacked, and read tag by tag.

What a part holds is counted while it is read; no part is kept in memory as a whole.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from .table_limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_PARTS,
    MAX_RATIO,
    MAX_TAG,
    MAX_UNPACKED,
    RATIO_FROM,
    Limits,
    TableFileError,
)

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


class Enough(Exception):
    """The rest of a part holds nothing."""


class Part:
    """What is wanted of a part: it sees its tags, without their prefixes, and its texts."""

    def __init__(self, limits: Limits) -> None:
        """Count against what the file may still hold."""
        self.limits = limits

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See where a tag begins."""

    def end(self, tag: str) -> None:
        """See where a tag ends."""

    def text(self, text: str) -> None:
        """See a piece of text."""


@contextmanager
def telling_damage() -> Iterator[None]:
    """Turn whatever goes wrong at something damaged into the one error that says so."""
    try:
        yield
    except _UNREADABLE as error:
        raise TableFileError("damaged") from error


def check_directory(content: bytes) -> None:
    """Refuse an archive whose list of parts would fill the memory by itself."""
    if len(content) > MAX_BYTES or content.count(_ENTRY) > MAX_PARTS:
        raise TableFileError("too_large")


def check_parts(archive: zipfile.ZipFile, size: int) -> None:
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


def parse(read: Callable[[int], bytes], part: Part, limits: Limits) -> None:
    """Read XML block by block; what it declares, and tags too long or too deep, are refused.

    >>> import io
    >>> part, texts = Part(Limits()), []
    >>> part.text = texts.append
    >>> parse(io.BytesIO('<a><b>分值</b></a>'.encode()).read, part, Limits())
    >>> texts
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
