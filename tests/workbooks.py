"""Workbooks of old and other kinds, made by hand: XLS as Excel 97 wrote it, ODS as LibreOffice writes it."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape, quoteattr

import xlwt
from xlwt.CompoundDoc import XlsDoc

ODS_KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = ' xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"'


# === XLS === #


def xls(rows, formats=None, spans=(), hidden_rows=(), hidden_columns=(), hidden_sheet=""):
    """Return an XLS workbook of one sheet.

    :param rows: lists of values
    :param dict formats: number formats by ``(row, column)``, counted from 0
    :param spans: merged cells: column, first and last row
    :param str hidden_sheet: name of a hidden sheet that stands before it
    """
    book = xlwt.Workbook(encoding="utf-8")
    if hidden_sheet:
        hidden = book.add_sheet(hidden_sheet)
        hidden.visibility = 1
        for column, value in enumerate(rows[0]):
            hidden.write(0, column, value)
    sheet = book.add_sheet("考核表")
    merged = {(first, column): last for column, first, last in spans}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = xlwt.easyxf(num_format_str=(formats or {}).get((row, column), "General"))
            if (row, column) in merged:
                sheet.write_merge(row, merged[row, column], column, column, value, style)
            elif value not in (None, ""):
                sheet.write(row, column, value, style)
    for row in hidden_rows:
        sheet.row(row).hidden = True
    for column in hidden_columns:
        sheet.col(column).hidden = True
    stream = io.BytesIO()
    book.active_sheet = len(book._Workbook__worksheets) - 1
    book.save(stream)
    return stream.getvalue()


def record(kind, data=b""):
    """Return one record of an XLS workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def xls_of(*, shared=(), sheet=(), version=0x600, locked=False):
    """Return an XLS workbook of records made by hand.

    :param shared: records of what sheets share; `sheet` those of the only sheet
    """
    begin = record(0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    begin += record(0x2F, bytes(6)) if locked else b""
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 1, 0) + b"S")
    place = len(begin) + len(name) + sum(map(len, shared)) + 4
    name = record(0x85, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"S")
    of_sheet = record(0x809, struct.pack("<HHHHII", version, 0x10, 0, 0, 0, 0)) + b"".join(sheet) + record(0x0A)
    return compound(begin + name + b"".join(shared) + record(0x0A) + of_sheet)


def compound(stream):
    """Return a compound file of one stream, the workbook."""
    file = io.BytesIO()
    XlsDoc().save(file, stream)
    return file.getvalue()


def text_cell(row, column, text):
    """Return the record of a cell with a text."""
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


# === ODS === #


def ods(rows, spans=(), hidden_rows=(), hidden_columns=(), hidden_sheet=""):
    """Return an ODS workbook of one sheet; see :func:`xls`. A value may be a ready cell of XML, as bytes."""
    covering = {(first, column): last - first + 1 for column, first, last in spans}
    columns = "".join(
        f"<table:table-column{_visible(column in hidden_columns)}/>" for column in range(max(map(len, rows)))
    )
    lines = ""
    for row, values in enumerate(rows):
        cells = "".join(ods_cell(value, covering.get((row, column), 1)) for column, value in enumerate(values))
        lines += f"<table:table-row{_visible(row in hidden_rows)}>{cells}</table:table-row>"
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    table = f'<table:table table:name="考核表">{columns}{lines}{blank}</table:table>'
    styles = ""
    if hidden_sheet:
        styles = '<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/>'
        styles += "</style:style></office:automatic-styles>"
        head = "".join(ods_cell(value) for value in rows[0])
        table = (
            f'<table:table table:name={quoteattr(hidden_sheet)} table:style-name="h"><table:table-row>{head}'
            f"</table:table-row></table:table>{table}"
        )
    return ods_of(f"{styles}<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>")


def ods_cell(value, rows=1):
    """Return a cell of an ODS workbook."""
    if isinstance(value, bytes):
        return value.decode()
    span = f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
    if value in (None, ""):
        return f"<table:table-cell{span}/>"
    if isinstance(value, int | float):
        number = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell{span} {number}><text:p>{value}</text:p></table:table-cell>"
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell{span} office:value-type="string">{lines}</table:table-cell>'


def ods_of(inner, manifest="<manifest/>"):
    """Return an ODS workbook whose content is this XML."""
    content = f"<office:document-content{SPACES}>{inner}</office:document-content>"
    return packed({"content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def ods_sheet(inner):
    """Return an ODS workbook with one sheet of this XML."""
    return ods_of(
        f'<office:body><office:spreadsheet><table:table table:name="S">{inner}</table:table>'
        "</office:spreadsheet></office:body>"
    )


def packed(parts):
    """Return an ODS archive, which says first what it is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), ODS_KIND)
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _visible(hidden):
    return ' table:visibility="collapse"' if hidden else ""
