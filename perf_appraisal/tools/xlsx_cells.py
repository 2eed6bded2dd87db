"""What the cells of an XLSX workbook show."""

import datetime
import re
from decimal import Decimal
from functools import lru_cache

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from .decimals import to_decimal
from .notation_notices import show

_PLAIN = ("", "General")


def natural(text: str, first: int = 0) -> int:
    """Return a number that counts places.

    :raise ValueError: if it lies before the first one
    """
    number = int(text)
    if number < first:
        raise ValueError(text)
    return number


@lru_cache(maxsize=1024)
def column_of(letters: str) -> int:
    """Return the place of a column.

    >>> column_of('A'), column_of('Z'), column_of('AA'), column_of('XFD')
    (0, 25, 26, 16383)
    """
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise ValueError(letters)
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def merged_cells(text: str) -> tuple[int, int, int]:
    """Return the column, the first and the last row of merged cells, counted from 0.

    >>> merged_cells('B4:C6'), merged_cells('A1')
    ((1, 3, 5), (0, 0, 0))
    """
    match = re.fullmatch("([A-Z]+)([0-9]+)(?::[A-Z]+([0-9]+))?", text)
    if not match:
        raise ValueError(text)
    column, first, last = match.groups()
    return column_of(column), natural(first, 1) - 1, natural(last or first, 1) - 1


def shown_number(text: str, number_format: str, epoch: datetime.datetime) -> str:
    """Return what a cell with a number shows.

    >>> epoch = datetime.datetime(1899, 12, 30)
    >>> shown_number('43312', 'yyyy-mm-dd', epoch), shown_number('0.8', '0%', epoch)
    ('2018-07-31', '80%')
    """
    if number_format in _PLAIN and text.isdecimal() and text.isascii() and not text.startswith("0"):
        return text  # most numbers are
    return shown_value(float(text) if any(letter in text for letter in ".Ee") else int(text), number_format, epoch)


def shown_value(number: float, number_format: str, epoch: datetime.datetime) -> str:
    """Return what a cell with a number, or with the number of a day, shows.

    >>> epoch = datetime.datetime(1899, 12, 30)
    >>> shown_value(43312.0, 'yyyy-mm-dd', epoch), shown_value(1e300, 'yyyy', epoch), shown_value(5.0, '000', epoch)
    ('2018-07-31', '#VALUE!', '005')
    """
    if number_format not in _PLAIN and is_date_format(number_format):
        try:
            return shown(from_excel(number, epoch), number_format)
        except (OverflowError, ValueError):
            return "#VALUE!"
    return shown(number, number_format)


def shown(value: object, number_format: str) -> str:
    """Return what a cell shows.

    >>> shown(0.8, '0%'), shown(5.0, 'General'), shown(0.1 + 0.2, '')
    ('80%', '5', '0.3')
    >>> shown(1.0, '000'), shown(1.1, '0.00'), shown(12.0, '0')
    ('001', '1.10', '12')
    >>> shown(datetime.datetime(2018, 7, 31), 'yyyy-mm-dd')
    '2018-07-31'
    """
    if isinstance(value, int | float):
        number = to_decimal(value)
        if re.fullmatch(r"0{2,}|0\.0+", number_format):
            return _padded(number, number_format)
        return f"{show(number * Decimal(100))}%" if number_format.rstrip().endswith("%") else show(number)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)


def _padded(number: Decimal, number_format: str) -> str:
    """Return a number as long as its format says, as numbers of rows are written (001, 1.10)."""
    whole, _point, places = number_format.partition(".")
    text = format(round(number, len(places)), "f")
    return text.zfill(len(whole)) if not places else text
