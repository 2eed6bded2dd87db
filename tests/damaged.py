"""Damaged and oversized tables, made from a sound workbook and a number: the same number makes the same file.

    kind, content = damaged.make(7, base)

Files of the kinds in `HARMFUL` hold more than a table, or no table at all, and must be refused. The others are damaged
here or there: what can still be read of them may be read.
"""

import bz2
import io
import random
import re
import struct
import zipfile
from functools import lru_cache

import workbooks

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
STRINGS, STYLES, SHEET = "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KINSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

#: What a part of a workbook is asked to be and cannot.
ODD_REFERENCES = ("", "A", "1", "A0", "a1", "XFE1", "XFD1048576", "A-1", "$A$1", "A99999999999", "AAAA1", "Ａ１")
ODD_NUMBERS = ("nan", "inf", "1e999", "-1e999", "9" * 5000, "1_0", "", " ", "-1", "0x10", "1.2.3", "٣", "1e-400", "é")
REPEATED = ("number-rows-repeated", "number-columns-repeated", "number-rows-spanned")
ODD_KINDS = ("s", "b", "d", "e", "str", "inlineStr", "n", "zz", "")


# === ARCHIVES === #


def pack(parts, method=zipfile.ZIP_DEFLATED):
    """Return an archive of parts, ``{name: bytes}``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def unpack(content):
    """Return the parts of an archive: ``{name: bytes}``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def book(sheet=b"<sheetData/>", strings=b"", styles=b"", sheets=1, rels=b"", before=b""):
    """Return the parts of a small workbook, every one of whose sheets is the same part.

    :param before: what stands before the root of the sheet
    """
    names = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="r1"/>' for number in range(1, sheets + 1))
    kinds = {"r1": ("worksheet", "worksheets/sheet1.xml"), "r2": ("sharedStrings", "sharedStrings.xml")}
    kinds["r3"] = ("styles", "styles.xml")
    related = "".join(
        f'<Relationship Id="{key}" Type="{KINSHIP}/{kind}" Target="{target}"/>' for key, (kind, target) in kinds.items()
    )
    return {
        "[Content_Types].xml": TYPES,
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{KINSHIP}"><sheets>{names}</sheets></workbook>'.encode(),
        RELATIONS: b"<Relationships>" + related.encode() + rels + b"</Relationships>",
        STRINGS: b"<sst>" + strings + b"</sst>",
        STYLES: b"<styleSheet>" + styles + b"</styleSheet>",
        SHEET: before + b"<worksheet>" + sheet + b"</worksheet>",
    }


def cells(inner):
    """Return the data of a sheet."""
    return b"<sheetData>" + inner + b"</sheetData>"


def replaced(rng, base, change):
    """Return the archive with one of its parts changed, and its checksum right."""
    parts = unpack(base)
    name = rng.choice([name for name in parts if name.startswith(("xl/", "content")) and parts[name]])
    parts[name] = change(parts[name])
    return pack(parts)


# === DAMAGE === #


def flipped(rng, content, most=20):
    """Return the content with some of its bits turned over."""
    result = bytearray(content)
    for _turn in range(rng.randint(1, most)):
        result[rng.randrange(len(result))] ^= 1 << rng.randrange(8)
    return bytes(result)


def overwritten(rng, content):
    """Return the content with a piece of noise in it."""
    place = rng.randrange(len(content))
    noise = rng.randbytes(rng.randint(1, 300))
    return content[:place] + noise + content[place + len(noise) :]


def cut_out(rng, content):
    """Return the content without a piece of it."""
    place = rng.randrange(len(content))
    return content[:place] + content[place + rng.randint(1, 2000) :]


def without_part(rng, base):
    """Return the archive without one of its parts."""
    parts = unpack(base)
    del parts[rng.choice(list(parts))]
    return pack(parts)


def renamed_part(rng, base):
    """Return the archive with a part under a wrong name, or in the place of another one."""
    parts = unpack(base)
    name = rng.choice(list(parts))
    wrong = [name.upper(), f"../{name}", f"/etc/{name}", name.replace("/", "\\"), f"{name}\x00.xml", ""]
    content = parts.pop(name)
    return pack({**parts, rng.choice([*wrong, *parts]): content})


def swapped_parts(rng, base):
    """Return the archive with two of its parts in each other's place."""
    parts = unpack(base)
    one, other = rng.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return pack(parts)


def odd_values(rng, base):
    """Return the workbook with places, kinds, styles and numbers of cells that none has."""
    parts = unpack(base)
    odd = {
        rb' r="[^"]*"': lambda: f' r="{rng.choice(ODD_REFERENCES)}"',
        rb' t="[^"]*"': lambda: f' t="{rng.choice(ODD_KINDS)}"',
        rb' s="[^"]*"': lambda: f' s="{rng.choice(ODD_NUMBERS)}"',
        rb"<v>[^<]*</v>": lambda: f"<v>{rng.choice(ODD_NUMBERS)}</v>",
        rb' office:value="[^"]*"': lambda: f' office:value="{rng.choice(ODD_NUMBERS)}"',
        rb' table:number-[a-z-]*="[^"]*"': lambda: f' table:{rng.choice(REPEATED)}="{rng.choice(ODD_NUMBERS)}"',
        rb' (?:r:id|Id|sheetId|Target|name|numFmtId)="[^"]*"': lambda: "",
    }
    pattern, odd_value = rng.choice(list(odd.items()))
    share = rng.choice((0.01, 0.2, 1))
    for name in parts:
        if name.endswith((".xml", ".rels")):
            parts[name] = re.sub(
                pattern, lambda match: odd_value().encode() if rng.random() < share else match[0], parts[name]
            )
    return pack(parts)


def odd_cells(rng, _base):
    """Return a table whose cells hold what no indicator has: endless numbers, dates out of time, very long texts."""
    header = [
        "序号",
        "指标名称",
        "考评标准",
        "分值",
        "评分办法",
        "牵头单位",
        "目标值",
        "一季度",
        "完成时限",
        "配合单位",
    ]
    odd = ["9" * 400, "1e308", "-" * 2000, "0.0000000001", "9999-99-99", "0000年00月", "每" * 3000, "(" * 3000]
    odd += [
        "每低1个百分点扣0.5分，" * 150,
        "，" * 3000,
        "\ufffe\ufeff\u202e",
        "=1+1",
        "每次扣" + "1" * 600 + "分",
        "1-" * 900,
    ]
    rows = [header] + [[rng.choice(odd) if rng.random() < 0.6 else "公路建设" for _name in header] for _row in range(9)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


def odd_format(rng, _base):
    """Return a workbook with a number format that takes ages to be understood."""
    code = rng.choice(("[", '"', "0.", "[h", "\\", "0")) * rng.randint(1, 60_000)
    styles = f"<numFmt numFmtId='164' formatCode='{code}'/><cellXfs><xf numFmtId='164'/></cellXfs>"
    return pack(book(cells(b"<row>" + b'<c s="0"><v>1.5</v></c>' * 50 + b"</row>"), styles=styles.encode()))


def text(rng, _base):
    """Return a table as a text, whatever its name says."""
    encoding = rng.choice(("utf-8", "utf-8-sig", "utf-16", "gb18030"))
    return f"指标名称,分值\n公路建设,{rng.randint(1, 9)}\n".encode(encoding)


def odd_records(rng, base):
    """Return an old workbook of which some records say that they are another kind, longer or shorter."""
    if not base.startswith(OLD):
        return odd_values(rng, base) if base.startswith(b"PK") else text(rng, base)
    kinds = (0x85, 0xFC, 0xFD, 0x204, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x208, 0x7D, 0xE5, 0x809, 0x0A, 0x3C)
    content = bytearray(base)
    for _turn in range(rng.randint(1, 40)):
        place = rng.randrange(512, len(content) - 4)
        struct.pack_into("<HH", content, place, rng.choice(kinds), rng.choice((0, 2, 8, 20, 0xFFFF)))
    return bytes(content)


# === TOO MUCH === #


#: What workbooks that hold far more than a table are filled with, by kind and size (1 to 3).
ROW, CELL = b'<row r="1"><c r="A1"><v>1</v></c></row>', b"<c><v>1</v></c>"
CORNER = b'<row r="5000"><c r="BH5000"><v>1</v></c></row>'
FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
INLINE = b'<row><c t="inlineStr"><is><t>&x;</t></is></c></row>'
LONG = b"<si><t>" + b"x" * 32_000 + b"</t></si>"
USED = b"<row>" + b'<c t="s"><v>0</v></c>' * 60 + b"</row>"
ATTRIBUTES = b"<row %s/>" % b" ".join(b'a%d=""' % key for key in range(20_000))
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
LAUGHS = b"<!DOCTYPE w [<!ENTITY l0 'ha'>" + LAUGHS + b"<!ENTITY x '&l9;'>]>"
OUTSIDE = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MANY = 400_000
OLD = b"\xd0\xcf\x11\xe0"
ODS_TEXT = "<table:table-cell ><text:p>x</text:p></table:table-cell>"
XLS_NUMBER = workbooks.record(0x203, struct.pack("<HHHd", 1, 1, 0, 1.5))
XLS_NUMBERS = workbooks.record(0xBD, struct.pack("<HH", 1, 0) + struct.pack("<Hi", 0, 6) * 50 + struct.pack("<H", 49))


def _ods(inner):
    """Return an ODS workbook with one sheet of this XML."""
    return workbooks.ods_sheet(inner)


def _ods_sheets(inner, count):
    """Return an ODS workbook with many sheets of this XML."""
    sheets = "".join(f'<table:table table:name="S{number}">{inner}</table:table>' for number in range(count))
    return workbooks.ods_of(f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>")


TOO_MUCH = {
    "blank": lambda size: book(cells(b" " * (50_000_000 * size))),
    "lines": lambda size: book(cells(b"\n" * (38_000_000 + size))),
    "cells": lambda size: book(cells(ROW * MANY * size)),
    "columns": lambda size: book(cells((b"<row>" + CELL * 16_384 + b"</row>") * 30 * size)),
    "rows": lambda size: book(cells((b"<row>" + CELL + b"</row>") * (6000 * size))),
    "strings": lambda size: book(strings=b"<si><t>a</t></si>" * MANY * size),
    "long strings": lambda size: book(strings=LONG * (500 * size)),
    "used strings": lambda size: book(cells(USED * 1000 * size), strings=LONG),
    "one string": lambda size: book(strings=b"<si><t>" + b"x" * (38_000_000 + size) + b"</t></si>"),
    "pieces": lambda size: book(strings=b"<si>" + b"<r><t>a</t></r>" * MANY * size + b"</si>"),
    "styles": lambda size: book(cells(ROW), styles=b"<cellXfs>" + b'<xf numFmtId="1"/>' * MANY * size + b"</cellXfs>"),
    "formats": lambda size: book(cells(ROW), styles=b'<numFmt formatCode="' + b"[" * 300_000 * size + b'"/>'),
    "attribute": lambda size: book(b'<sheetData a="' + b"x" * (12_000_000 * size) + b'"/>'),
    "attributes": lambda size: book(cells(ATTRIBUTES * 60 * size)),
    "comment": lambda size: book(b"<!--" + b"x" * (12_000_000 * size) + b"-->"),
    "deep": lambda size: book(b"<a>" * MANY * size + b"</a>" * MANY * size),
    "laughs": lambda _size: book(cells(INLINE), before=LAUGHS),
    "outside": lambda _size: book(cells(INLINE), before=OUTSIDE),
    "far": lambda _size: book(cells(FAR)),
    "sheets": lambda size: book(cells(ROW), sheets=10_000 * size),
    "corners": lambda size: book(cells(CORNER), sheets=50 * size),
    "relations": lambda size: book(rels=b'<Relationship Id="a" Type="a/b" Target="c"/>' * MANY * size),
    "parts": lambda size: {f"xl/{number}": b"" for number in range(20_000 * size)},
    "ods rows": lambda _size: _ods(
        '<table:table-row table:number-rows-repeated="99999">' + ODS_TEXT + "</table:table-row>"
    ),
    "ods columns": lambda _size: _ods(
        "<table:table-row>" + ODS_TEXT.replace(" ", ' table:number-columns-repeated="16384" ', 1) + "</table:table-row>"
    ),
    "ods cells": lambda size: _ods(("<table:table-row>" + ODS_TEXT * 59 + "</table:table-row>") * (4500 * size)),
    "ods repeated": lambda size: _ods_sheets(
        '<table:table-row table:number-rows-repeated="4999"><table:table-cell table:number-columns-repeated="59" '
        "><text:p>x</text:p></table:table-cell></table:table-row>",
        40 * size,
    ),
    "ods letters": lambda size: _ods(
        "<table:table-row><table:table-cell ><text:p>"
        + "x" * (13_000_000 * size)
        + "</text:p></table:table-cell></table:table-row>"
        + (
            "<table:table-row>"
            + ("<table:table-cell ><text:p>" + "y" * 32_000 + "</text:p></table:table-cell>") * 50
            + "</table:table-row>"
        )
        * 8
    ),
    "ods deep": lambda size: _ods("<table:g>" * MANY * size + "</table:g>" * MANY * size),
    "ods sheets": lambda size: _ods_sheets("", 9000 * size),
    "xls strings": lambda _size: workbooks.xls_of(
        shared=[workbooks.record(0xFC, struct.pack("<II", 2**31, 2**31 - 1) + bytes(8000))]
    ),
    "xls long strings": lambda size: workbooks.xls_of(
        shared=[
            workbooks.record(0xFC, struct.pack("<II", 9000, 9000) + struct.pack("<HB", 8000, 0) + b"x" * 8000),
            *[workbooks.record(0x3C, struct.pack("<HB", 8000, 0) + b"x" * 8000)] * (400 * size + 900),
        ]
    ),
    "xls cells": lambda size: workbooks.xls_of(sheet=[XLS_NUMBER] * (230_000 * size)),
    "xls packed cells": lambda size: workbooks.xls_of(sheet=[XLS_NUMBERS] * (20_000 * size)),
    "xls far": lambda _size: workbooks.xls_of(sheet=[workbooks.text_cell(65_535, 0, "x")]),
    "xls wide": lambda _size: workbooks.xls_of(sheet=[workbooks.text_cell(0, 255, "x")]),
    "xls empty records": lambda size: workbooks.xls_of(sheet=[workbooks.record(0x5D)] * (700_000 * size)),
    "xls merged": lambda size: workbooks.xls_of(
        sheet=[workbooks.record(0xE5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 4999, 0, 0) * 1000)]
        * (20 * size)
    ),
    "file": lambda size: {"xl/media/image1.png": random.Random(size).randbytes(11_000_000 * size)},
}


@lru_cache(maxsize=128)
def too_much(kind, size=1):
    """Return a workbook that holds far more than a table.

    :param str kind: one of `TOO_MUCH`
    :param int size: 1 to 3
    """
    filler = random.Random(size).randbytes(250_000)  # what unpacks to so many times its size is refused for that
    made = TOO_MUCH[kind](size)
    if isinstance(made, dict):
        return pack({"xl/media/image2.png": filler, **made})
    if made.startswith(OLD):
        return made
    parts = unpack(made)
    del parts["mimetype"]
    return workbooks.packed({**parts, "Pictures/1.png": filler})


def liar(rng, _base):
    """Return a workbook whose directory says that a large part is small, or the other way round."""
    content = bytearray(too_much(rng.choice(("cells", "strings"))) if rng.random() < 0.7 else pack(book()))
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        struct.pack_into("<L", content, place + 24, rng.choice((0, 100, 2**16, 2**31, 2**32 - 1)))
    return bytes(content)


def locked(rng, base):
    """Return the workbook with parts that are said to be encrypted, or packed in an unknown way."""
    if base.startswith(OLD):
        return workbooks.xls_of(locked=True)
    content, place = bytearray(base), -1
    offset, value = rng.choice(((8, 1), (10, 9), (10, 12), (10, 14), (10, 99)))
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        struct.pack_into("<H", content, place + offset, value)
    return bytes(content)


# === TEXTS AND OTHER FILES === #


@lru_cache(maxsize=1)
def no_tables():
    """Return files that are no table, by kind."""
    return {
        "nothing": b"",
        "squeezed": pack({**book(), SHEET: b" " * 30_000_000}, zipfile.ZIP_BZIP2),
        "plain squeezed": bz2.compress(b" " * 50_000_000),
        "blanks": b" \n" * 100_000,
        "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "older workbook": workbooks.xls_of(version=0x500),
        "locked workbook": workbooks.xls_of(locked=True),
        "web page": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "picture": b"\x89PNG\r\n\x1a\n\x00\x00\xff" * 50,
        "zeros": bytes(3000),
        "empty archive": pack({}),
        "letter": pack({"[Content_Types].xml": TYPES, "word/document.xml": b"<w/>"}),
        "sheet of others": pack({"mimetype": b"application/vnd.oasis.opendocument", "content.xml": b"<o/>"}),
        "start of an archive": b"PK\x03\x04",
        "half of a letter": "指标,分值\n公路,5".encode("utf-16")[:-1],
        "without mark": "指标,分值\n公路,5".encode("utf-16-le"),
        "marked wrongly": b"\xef\xbb\xbf" + "指标,分值".encode("gb18030"),
        "letters of elsewhere": b"\xff" * 500,
        "long line": b"a" * 9_000_000,
        "wide letters": ("\U00020000" * 2_000_000).encode("gb18030"),
        "commas": b"," * 9_000_000 + b"x",
        "open quote": b'a,b\n"' + b"x,\n" * 3_000_000,
        "lines": b"a,b\n" * 2_000_000,
        "many columns": b"\n".join([b"x," * 70] * 50),
    }


#: What can only be done to an archive is done to one.
ARCHIVED = frozenset(
    {
        "bits of a part",
        "noise in a part",
        "part cut",
        "part cut out",
        "part missing",
        "part renamed",
        "parts swapped",
        "odd values",
    }
)
DAMAGE = {
    "bits": flipped,
    "bit": lambda rng, base: flipped(rng, base, 1),
    "noise": overwritten,
    "cut": lambda rng, base: base[: rng.randrange(len(base))],
    "cut out": cut_out,
    "twice": lambda rng, base: base[: rng.randrange(len(base))] + base,
    "bits of a part": lambda rng, base: replaced(rng, base, lambda part: flipped(rng, part)),
    "noise in a part": lambda rng, base: replaced(rng, base, lambda part: overwritten(rng, part)),
    "part cut": lambda rng, base: replaced(rng, base, lambda part: part[: rng.randrange(len(part))]),
    "part cut out": lambda rng, base: replaced(rng, base, lambda part: cut_out(rng, part)),
    "part missing": without_part,
    "part renamed": renamed_part,
    "parts swapped": swapped_parts,
    "odd values": odd_values,
    "odd records": odd_records,
    "odd cells": odd_cells,
    "format": odd_format,
    "text": text,
    "too much, and bits": lambda rng, _base: flipped(rng, too_much(rng.choice(list(TOO_MUCH)))),
}
HARMFUL = {
    "too much": lambda rng, _base: too_much(rng.choice(list(TOO_MUCH)), rng.choice((1, 1, 1, 1, 2, 3))),
    "liar": liar,
    "locked": locked,
    "no table": lambda rng, _base: rng.choice(list(no_tables().values())),
}
KINDS = {**DAMAGE, **HARMFUL}


def make(number, base):
    """Return the kind of a damaged file, and the file.

    :param int number: from which it is made
    :param bytes base: a sound workbook
    """
    rng = random.Random(number)
    kind = list(KINDS)[number % len(KINDS)]
    if kind in ARCHIVED and not base.startswith(b"PK"):
        return kind, KINDS["odd records"](rng, base)
    return kind, KINDS[kind](rng, base)
