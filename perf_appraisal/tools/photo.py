"""Photographs with nothing in them but the picture: not where, when and with what they were taken, and no preview.

>>> picture = b"\\xff\\xd8" + segment(0xE0, b"JFIF\\0..") + segment(0xDB, b"table") + b"\\xff\\xd9"
>>> taken = picture[:2] + segment(0xE1, b"Exif\\0\\0 somewhere") + picture[2:] + b"a film behind it"
>>> bare(taken) == picture
True
>>> bare(b"\\xff\\xd8 torn")
Traceback (most recent call last):
    ...
ValueError: no whole photograph
>>> is_photo(picture), is_photo(b"text"), tells_place(b"text"), tells_place(b"\\0\\0\\0\\x18ftypheic")
(True, False, False, True)
"""

import re

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"

#: How other pictures and films begin: TIFF, WebP and AVI, GIF, BMP, Matroska.
_OTHER_PICTURES = (b"II*\0", b"MM\0*", b"RIFF", b"GIF8", b"BM", b"\x1a\x45\xdf\xa3")

#: Application segments of a JPEG that say how to show it.
_SHOWN_BY = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}

_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE

#: The next marker behind compressed data, in which 0xFF stands before 0x00 and restart marks only.
_MARKER = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")

#: Chunks of a PNG that say how to show it; those with a capital are the picture itself.
_PNG_SHOWN_BY = frozenset({b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"pHYs", b"sBIT", b"bKGD"})


def is_photo(data):
    """Return whether this is a JPEG or a PNG.

    :param bytes data: content of a file
    """
    return data.startswith((JPEG, PNG))


def tells_place(data):
    """Return whether this is a picture or a film of a kind that is not made bare here, and may tell where it was taken.

    :param bytes data: content of a file
    """
    return data[4:8] == b"ftyp" or data.startswith(_OTHER_PICTURES)


def bare(data):
    """Return a photograph without anything but the picture; done twice it is the same.

    :param bytes data: a JPEG or a PNG
    :raise ValueError: when it is neither, or cut short before its picture begins
    """
    try:
        return _bare_png(data) if data.startswith(PNG) else _bare_jpeg(data)
    except IndexError:
        raise ValueError("no whole photograph") from None


def segment(marker, content):
    """Return a segment of a JPEG.

    :param int marker: its kind
    :param bytes content: what is in it
    """
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content


def _bare_jpeg(data):
    kept, at = [data[:2]], 2
    while at < len(data):
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        marker = data[at + 1]
        if marker == _END:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != 0xFF or end < at + 4 or end > len(data):
            raise ValueError("no whole photograph")
        if marker == _START_OF_SCAN:
            found = _MARKER.search(data, end)
            end = found.start() if found else len(data)
        if _is_picture(marker, data[at + 4 : at + 16]):
            kept.append(data[at:end])
        at = end
    return b"".join(kept) + bytes((0xFF, _END))


def _is_picture(marker, begins):
    if marker in _SHOWN_BY:
        return begins.startswith(_SHOWN_BY[marker])
    return marker != _COMMENT and not 0xE0 <= marker <= 0xEF


def _bare_png(data):
    kept, at, kind = [PNG], len(PNG), b""
    while kind != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if end > len(data):
            raise ValueError("no whole photograph")
        if kind[:1].isupper() or kind in _PNG_SHOWN_BY:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)
