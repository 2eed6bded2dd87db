"""The same table reads the same whether it is saved as XLSX, XLS or ODS, and what cannot be read is refused by name."""

import datetime
import io
import struct
import sys
from pathlib import Path

import openpyxl
import pytest
from tools.notation_rows import read_table
from tools.notation_table import find_header, header_of, match_columns
from tools.table_file import Sheet, read_file
from tools.table_limits import TableFileError

sys.path.append(str(Path(__file__).resolve().parents[1]))

import workbooks

ROWS = [
    ["某镇 2026 年考核表", "", "", "", ""],
    ["序号", "指标", "分值", "评分标准", "考核单位"],
    [1, "道路", 12.5, "①有垃圾的，每处扣1分\n②有积水的，每处扣2分", "城管局"],
    [2, "沟渠", 8, "堵塞不得分", ""],
    ["", "合计", 20.5, "", ""],
]
SHOWN = [[str(value) for value in row] for row in ROWS]
SPANS = [(4, 2, 3)]


def xlsx(rows, spans=(), hidden_rows=(), hidden_columns=(), hidden_sheet=""):
    book = openpyxl.Workbook()
    sheet = book.active
    if hidden_sheet:
        sheet.title, sheet.sheet_state = hidden_sheet, "hidden"
        sheet.append(rows[0])
        sheet = book.create_sheet("考核表")
        book.active = 1
    sheet.title = "考核表"
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for column, first, last in spans:
        sheet.merge_cells(start_row=first + 1, end_row=last + 1, start_column=column + 1, end_column=column + 1)
    for row in hidden_rows:
        sheet.row_dimensions[row + 1].hidden = True
    for column in hidden_columns:
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column + 1)].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MAKERS = {"xlsx": xlsx, "xls": workbooks.xls, "ods": workbooks.ods}


@pytest.fixture(params=MAKERS)
def make(request):
    return MAKERS[request.param]


def only_sheet(content: bytes) -> Sheet:
    (sheet,) = read_file(content).sheets
    return sheet


def code_of(content: bytes) -> str:
    with pytest.raises(TableFileError) as caught:
        read_file(content)
    return caught.value.code


def test_texts_numbers_and_merged_cells_are_the_same(make) -> None:
    sheet = only_sheet(make(ROWS, spans=SPANS))
    assert sheet.rows == SHOWN
    assert (4, 3, 4) in sheet.spans
    assert read_file(make(ROWS)).encoding in MAKERS


def test_lead_unit_of_a_merged_cell_holds_for_all_its_rows(make) -> None:
    sheet = only_sheet(make(ROWS, spans=SPANS))
    _place, header = find_header([sheet.rows])
    columns = match_columns(header_of(sheet.rows, header))
    rows = [row for row in read_table(sheet.rows, header + 1, columns, sheet.spans) if row.kind == "row"]
    assert [row.cells["lead_unit"] for row in rows] == ["城管局", "城管局"]
    rows = [row for row in read_table(sheet.rows, header + 1, columns) if row.kind == "row"]
    assert [row.cells["lead_unit"] for row in rows] == ["城管局", ""], "an empty cell that is not merged is empty"


def test_hidden_rows_columns_and_sheets_are_named(make) -> None:
    content = make(ROWS, hidden_rows=[3], hidden_columns=[1, 4], hidden_sheet="去年")
    shown, hidden = read_file(content).sheets
    assert (shown.name, hidden.name) == ("考核表", "去年"), "hidden sheets stand last"
    assert (set(shown.hidden_rows), set(shown.hidden_columns)) == ({4}, {1, 4})
    assert shown.rows == SHOWN


def test_numbers_of_an_xls_show_as_their_formats_say() -> None:
    day = datetime.datetime(2026, 1, 3)
    values = [[1, 1.1, 0.85, day, 2.50, -3, 1e10, 0.1 + 0.2]]
    formats = dict.fromkeys([(0, 0)], "000") | {(0, 1): "0.00", (0, 2): "0%", (0, 3): "YYYY-MM-DD"}
    (row,) = only_sheet(workbooks.xls(values, formats)).rows
    assert row == ["001", "1.10", "85%", "2026-01-03", "2.5", "-3", "10000000000", "0.3"]


def test_numbers_of_an_ods_show_as_they_are_written() -> None:
    def cell(kind: str, value: str, shown: str) -> bytes:
        name = "date-value" if kind == "date" else "value"
        named = f'office:value-type="{kind}" office:{name}="{value}"'
        return f"<table:table-cell {named}><text:p>{shown}</text:p></table:table-cell>".encode()

    cells = [
        cell("float", "1", "001"),
        cell("float", "1.1", "1.10"),
        cell("percentage", "0.855", "86%"),
        cell("date", "2026-01-03", "1月3日"),
        cell("float", "2.5", "3"),
        cell("currency", "-3", "¥-3.00"),
    ]
    (row,) = only_sheet(workbooks.ods([cells])).rows
    assert row == ["001", "1.10", "85.5%", "2026-01-03", "2.5", "-3"]


def test_remarks_spaces_and_breaks_inside_a_cell_of_an_ods() -> None:
    cell = (
        "<table:table-cell><office:annotation><text:p>remark</text:p></office:annotation>"
        '<text:p>a<text:s text:c="2"/>b<text:line-break/><text:span>c</text:span></text:p>'
        "<text:p>d</text:p></table:table-cell>"
    )
    repeated = '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
    sheet = only_sheet(workbooks.ods_sheet(f"<table:table-row>{cell}{repeated}</table:table-row>"))
    assert sheet.rows == [["a  b\nc\nd", "x", "x"]]


def test_what_an_xls_calculated_is_read() -> None:
    head = struct.pack("<HHH", 0, 0, 0)
    formulas = [
        workbooks.record(0x06, head + struct.pack("<d", 2.5) + bytes(8)),
        workbooks.record(0x06, struct.pack("<HHH", 0, 1, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)),
        workbooks.record(0x207, struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")),
        workbooks.record(0x06, struct.pack("<HHH", 0, 2, 0) + b"\1\0\1\0\0\0\xff\xff" + bytes(8)),
        workbooks.record(0x06, struct.pack("<HHH", 0, 3, 0) + b"\2\0\x2a\0\0\0\xff\xff" + bytes(8)),
        workbooks.record(0xBD, struct.pack("<HHHiHiH", 0, 4, 0, 5 << 2 | 2, 0, 150 << 2 | 3, 5)),
    ]
    sheet = only_sheet(workbooks.xls_of(sheet=formulas))
    assert sheet.rows == [["2.5", "合计", "TRUE", "#N/A", "5", "1.5"]]


@pytest.mark.parametrize("cut", [9, 10, 11, 12, 13, 14])
def test_shared_texts_of_an_xls_go_on_in_the_next_record(cut: int) -> None:
    texts = ["每次扣1分", "abc", ""]
    data = b"".join(
        struct.pack("<HB", len(text), wide) + (text.encode("utf-16-le") if wide else text.encode("latin-1"))
        for text, wide in zip(texts, (1, 0, 0), strict=True)
    )
    first, rest = data[: 3 + (cut - 9) * 2], data[3 + (cut - 9) * 2 :]
    inside = len(first) < 3 + 2 * len(texts[0])
    pieces = [
        workbooks.record(0xFC, struct.pack("<II", 3, 3) + first),
        workbooks.record(0x3C, (b"\1" if inside else b"") + rest),
    ]
    cells = [workbooks.record(0xFD, struct.pack("<HHHI", 0, place, 0, place)) for place in range(len(texts))]
    sheet = only_sheet(workbooks.xls_of(shared=pieces, sheet=cells))
    assert sheet.rows == [["每次扣1分", "abc"]]


def test_protected_and_too_old_files_say_so() -> None:
    assert code_of(workbooks.xls_of(locked=True)) == "locked"
    assert code_of(workbooks.xls_of(version=0x500)) == "too_old"
    assert code_of(workbooks.ods_of("<a/>", manifest="<m><encryption-data/></m>")) == "locked"
    encrypted = workbooks.compound(b"x" * 5000).replace(
        "Workbook".encode("utf-16-le"), "encryptedpackage".encode("utf-16-le")[:16]
    )
    assert code_of(encrypted) in {"locked", "damaged"}


@pytest.mark.parametrize("text", ["<html><table><tr><td>1", '<?xml version="1.0"?><Workbook/>', " \n<!DOCTYPE html>"])
def test_a_web_page_under_the_name_of_a_workbook_is_refused(text: str) -> None:
    assert code_of(text.encode()) == "not_text"


def test_title_above_a_separated_file_is_passed_over() -> None:
    for sign in ",;\t":
        lines = [
            "关于印发某县考核办法的通知",
            sign.join(["指标", "分值", "评分标准"]),
            sign.join(["甲", "5", '"迟到，每次扣1分"']),
        ]
        sheet = only_sheet("\n".join(lines).encode())
        assert find_header([sheet.rows]) == (0, 1)
        assert sheet.rows[2] == ["甲", "5", "迟到，每次扣1分"]
