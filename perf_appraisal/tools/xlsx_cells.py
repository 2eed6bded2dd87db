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


def shown_number(text: str, number_format: str, epoch: datetime.datetime) -> str:
    """Return what a cell with a number shows.

    >>> epoch = datetime.datetime(1899, 12, 30)
    >>> shown_number('43312', 'yyyy-mm-dd', epoch), shown_number('0.8', '0%', epoch)
    ('2018-07-31', '80%')
    """
    if number_format in _PLAIN and text.isdecimal() and text.isascii() and not text.startswith("0"):
        return text  # most numbers are
    number = float(text) if any(letter in text for letter in ".Ee") else int(text)
    if number_format and is_date_format(number_format):
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
