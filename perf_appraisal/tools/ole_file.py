"""Compound files of old Office programs: streams in chains of sectors, as a small file system.

No kept library bounds what a damaged file makes it read, so only what is needed of one stream is read here.
"""

import struct

from .table_limits import TableFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5

#: Streams by which a file says that it is protected as a whole.
_PROTECTED = frozenset({"encryptedpackage", "encryptioninfo"})


class OleFile:
    """A compound file, of which its directory is read at first."""

    def __init__(self, content: bytes) -> None:
        """Read the table of sectors and the directory.

        :param content: the file
        :raise TableFileError: if it is damaged, or protected
        :raise ValueError: or what else reading something damaged raises
        """
        self._content = content
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise TableFileError("damaged")
        self._size = 1 << shift
        first_directory, self._least, first_small, count_small, first_more = (
            *struct.unpack_from("<I4xI", content, 48),
            *struct.unpack_from("<III", content, 60),
        )
        self._next = self._read_chains(first_more)
        self._entries = self._read_directory(first_directory)
        self._next_small = _numbers(self._chain(first_small)) if count_small else []
        if not _PROTECTED.isdisjoint(self._entries):
            raise TableFileError("locked")

    def stream(self, *names: str) -> bytes:
        """Return the first stream that bears one of the names.

        :raise TableFileError: if there is none
        """
        name = next((name for name in names if name.lower() in self._entries), "")
        if not name:
            raise TableFileError("damaged")
        start, size = self._entries[name.lower()]
        if size >= self._least:
            return self._chain(start)[:size]
        small, pieces = self._chain(self._entries[""][0]), []
        for sector in self._walk(start, self._next_small):
            pieces.append(small[sector * 64 : sector * 64 + 64])
        return b"".join(pieces)[:size]

    def _read_chains(self, sector: int) -> list[int]:
        """Return for each sector the one that follows it.

        :param sector: the first of those that hold more of the table than the header does
        """
        tables = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        most = len(self._content) // self._size
        while sector <= most:
            more = _numbers(self._sector(sector))
            tables += more[:-1]
            sector = more[-1]
            if len(tables) > most + _IN_HEADER + self._size:
                raise TableFileError("damaged")
        needed = most * 4 // self._size + 2
        used = [table for table in tables if table <= most][:needed]
        return [number for table in used for number in _numbers(self._sector(table))]

    def _read_directory(self, sector: int) -> dict[str, tuple[int, int]]:
        """Return where each stream begins and how long it is, by its name; the root's by an empty one."""
        entries = {}
        directory = self._chain(sector)
        for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, place + 64)
            start, size = struct.unpack_from("<II", directory, place + 116)
            if kind in (_STREAM, _ROOT):
                name = directory[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
                entries.setdefault("" if kind == _ROOT else name, (start, size))
        return entries

    def _chain(self, start: int) -> bytes:
        return b"".join([self._sector(sector) for sector in self._walk(start, self._next)])

    def _walk(self, start: int, following: list[int]) -> list[int]:
        """Return the sectors of a chain; one that runs in a circle is damaged."""
        found: list[int] = []
        while start < len(following):
            found.append(start)
            if len(found) > len(following):
                raise TableFileError("damaged")
            start = following[start]
        return found

    def _sector(self, number: int) -> bytes:
        place = max(_HEADER, self._size) + number * self._size
        return self._content[place : place + self._size]


def _numbers(content: bytes) -> list[int]:
    """Return the numbers of sectors in a piece of a table.

    >>> _numbers(b'\\x01\\0\\0\\0\\xfe\\xff\\xff\\xff\\0')
    [1, 4294967294]
    """
    return list(struct.unpack_from(f"<{len(content) // 4}I", content))
