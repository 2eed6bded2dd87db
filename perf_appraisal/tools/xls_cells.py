"""What the cells of an XLS workbook hold: texts of one or two bytes a letter, packed numbers, errors.

>>> read_text(b'\\x02\\x01\\x06R<P', 1), read_text(b'\\x02\\0\\0ab', 2)
('分值', 'ab')
"""

import struct

from .table_limits import Limits, TableFileError

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

_WIDE, _PHONETIC, _RICH = 0x1, 0x4, 0x8


class Texts:
    """The shared texts, read one after the other over the borders of their records."""

    def __init__(self, pieces: list[bytes]) -> None:
        """Begin with the first piece.

        :param pieces: what the records hold, without the numbers at the very beginning
        """
        self._pieces = pieces
        self._index = self._place = 0

    def take(self, limits: Limits) -> str:
        """Return the next text; how it looks and is spoken is passed over.

        :raise TableFileError: if the pieces end before it does, or it is more than a table holds
        """
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        spoken = struct.unpack("<I", self._take(4))[0] if flags & _PHONETIC else 0
        limits.spend("characters", length)
        found = ""
        while True:
            width = 2 if flags & _WIDE else 1
            left = self._left()
            count = min(length - len(found), left // width)
            found += _decoded(self._take(count * width), width)
            if len(found) >= length:
                break
            self._next()
            flags = flags & ~_WIDE | self._take(1)[0] & _WIDE
        self._skip(runs * 4 + spoken)
        return found

    def _left(self) -> int:
        return len(self._pieces[self._index]) - self._place

    def _next(self) -> None:
        self._index, self._place = self._index + 1, 0
        if self._index >= len(self._pieces):
            raise TableFileError("damaged")

    def _take(self, count: int) -> bytes:
        """Return the next bytes, which lie in one record."""
        if count and not self._left():
            self._next()
        piece = self._pieces[self._index][self._place : self._place + count]
        if len(piece) < count:
            raise TableFileError("damaged")
        self._place += count
        return piece

    def _skip(self, count: int) -> None:
        """Pass over bytes, which may go on in the next records."""
        while count > self._left():
            count -= self._left()
            self._next()
        self._place += count


def read_text(data: bytes, size: int) -> str:
    """Return a text of a record of its own.

    :param data: its length, how wide its letters are, and the letters
    :param size: how many bytes its length takes: 1 or 2
    """
    length = int.from_bytes(data[:size], "little")
    width = 2 if data[size] & _WIDE else 1
    return _decoded(data[size + 1 : size + 1 + length * width], width)


def _decoded(content: bytes, width: int) -> str:
    """Return letters; halves of wide ones are left as a sign that they were damaged."""
    if width == 1:
        return content.decode("latin-1")
    text = content.decode("utf-16-le", "surrogatepass")
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def rk_number(data: bytes) -> float:
    """Return a number that was packed into four bytes: a whole one or half of a float, perhaps a hundredth of it.

    >>> rk_number(struct.pack('<i', 12 << 2 | 2)), rk_number(struct.pack('<i', 250 << 2 | 3))
    (12, 2.5)
    """
    (packed,) = struct.unpack("<i", data)
    number = packed >> 2 if packed & 2 else struct.unpack("<d", struct.pack("<ii", 0, packed & ~3))[0]
    return number / 100 if packed & 1 else number


def error_text(code: int) -> str:
    """Return how a cell shows that its formula failed.

    >>> error_text(42), error_text(99)
    ('#N/A', '#VALUE!')
    """
    return _ERRORS.get(code, "#VALUE!")
