"""Damaged and oversized tables end in a sentence, soon and in little memory."""

import csv
import gc
import io
import sys
import time
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from tools.table_file import TableFileError, read_file

sys.path.append(str(Path(__file__).resolve().parents[1]))

import damaged
import workbooks

SECONDS = 4.0  # a shared machine is slow at times; `./dev bench files` holds each to two
MEMORY = 200 * 2**20
CODES = {"empty", "too_large", "too_many_rows", "too_many_columns", "locked", "too_old", "damaged", "not_text"}


OLD_ROWS = [["指标名称", "分值", "日期"], ["公路建设", 5.5, "2026-01-02"], ["=1+1", "TRUE", ""], ["", 1, ""]]


@pytest.fixture(scope="module")
def base() -> bytes:
    book = openpyxl.Workbook()
    for row in (["指标名称", "分值", "日期"], ["公路建设", 5.5, "2026-01-02"], ["=1+1", True, None]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00%"
    book.create_sheet("perf")["A1"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def outcome(content: bytes) -> str:
    """Return how reading ends: the code of the refusal, or nothing; never anything else, and soon."""
    started = time.process_time()
    try:
        read_file(content, "a.xlsx")
        code = ""
    except TableFileError as error:
        code = error.code
    assert time.process_time() - started < SECONDS
    assert code in CODES | {""}
    return code


@pytest.mark.parametrize("kind", damaged.KINDS)
def test_a_file_is_read_or_refused_by_name(kind: str, base: bytes) -> None:
    place = list(damaged.KINDS).index(kind)
    for turn in range(8):
        found, content = damaged.make(turn * len(damaged.KINDS) + place, base)
        assert found == kind
        assert outcome(content) or kind in damaged.DAMAGE


@pytest.mark.parametrize("kind", damaged.KINDS)
@pytest.mark.parametrize("saved", [workbooks.xls, workbooks.ods])
def test_a_file_of_another_kind_is_read_or_refused_by_name(kind: str, saved) -> None:
    place, sound = list(damaged.KINDS).index(kind), saved(OLD_ROWS, spans=[(0, 2, 3)])
    for turn in range(4):
        found, content = damaged.make(turn * len(damaged.KINDS) + place, sound)
        assert found == kind
        assert outcome(content) or kind in damaged.DAMAGE


@pytest.mark.parametrize("kind", damaged.TOO_MUCH)
def test_more_than_a_table_is_refused(kind: str) -> None:
    assert outcome(damaged.too_much(kind))


@pytest.mark.parametrize(
    "kind",
    ["blank", "lines", "long strings", "used strings", "one string", "attribute", "corners"]
    + ["ods repeated", "ods letters", "xls long strings", "xls merged"],
)
def test_more_than_a_table_takes_little_memory(kind: str) -> None:
    content = damaged.too_much(kind)
    gc.collect()
    tracemalloc.start(1)
    try:
        with pytest.raises(TableFileError):
            read_file(content, "a.xlsx")
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", damaged.no_tables())
def test_no_table_is_refused(kind: str) -> None:
    before = csv.field_size_limit(500 * 2**20)  # as Odoo sets it
    try:
        assert outcome(damaged.no_tables()[kind])
    finally:
        csv.field_size_limit(before)


def test_sound_workbooks_are_read(base: bytes) -> None:
    rows = [["指标名称", "分值", "日期"], ["公路建设", "550%", "2026-01-02"], ["=1+1", "TRUE", ""]]
    assert [sheet.rows for sheet in read_file(base).sheets] == [rows, [["x"]]]
