"""Files of every kind are read as plain text or refused by name."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.table_file import read_file
from tools.table_limits import MAX_ROWS, MAX_UNPACKED, TableFileError


def workbook(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(TableFileError) as caught:
        read_file(content)
    return caught.value.code


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_by_name(content: bytes) -> None:
    try:
        table = read_file(content)
    except TableFileError as error:
        assert error.code in {
            "empty",
            "too_large",
            "too_many_rows",
            "too_many_columns",
            "locked",
            "too_old",
            "damaged",
            "not_text",
        }
    else:
        assert all(isinstance(text, str) for sheet in table.sheets for row in sheet.rows for text in row)


@given(
    st.lists(st.lists(st.sampled_from(["", "=1+1", "-2/例", "a,b", 'say "x"', "一\n二", "@x"]), min_size=1), min_size=1)
)
def test_workbook_and_text_file_say_the_same(rows: list[list[str]]) -> None:
    book = workbook(*rows)
    for cell in (cell for row in book.active.iter_rows() for cell in row if cell.value):
        cell.data_type = "s"
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [["a", "b"], *rows])
    book.active.insert_rows(1)
    book.active["A1"], book.active["B1"] = "a", "b"
    one, other = read_file(saved(book)).sheets[0].rows, read_file(text.encode()).sheets[0].rows
    assert [[cell for cell in row if cell] for row in one] == [[cell for cell in row if cell] for row in other]


def test_a_formula_that_was_never_calculated_is_kept_as_text() -> None:
    assert read_file(saved(workbook(["x", "=SUM(A1:A9)"]))).sheets[0].rows == [["x", "=SUM(A1:A9)"]]


def test_sheets_without_text_are_left_out() -> None:
    book = workbook(["x"])
    book.create_sheet("empty")
    assert [sheet.name for sheet in read_file(saved(book)).sheets] == ["Sheet"]
    assert code_of(saved(openpyxl.Workbook())) == "empty"


def test_damaged_workbooks_are_refused() -> None:
    content = saved(workbook(["x"] * 10))
    assert code_of(content[:-100]) == "damaged"
    assert code_of(content[: len(content) // 2]) == "damaged"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert code_of(stream.getvalue()) == "damaged"


def test_workbook_that_unpacks_to_more_than_memory_is_refused_before_it_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (MAX_UNPACKED + 1))
    assert code_of(stream.getvalue()) == "too_large"


def test_too_many_rows_are_refused() -> None:
    assert code_of(b"a\n" * (MAX_ROWS + 1)) == "too_many_rows"


def test_control_characters_that_a_database_refuses_are_taken_out() -> None:
    assert read_file(b"a\x07b,c\n").sheets[0].rows == [["ab", "c"]]
