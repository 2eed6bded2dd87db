"""Read a table of what is to be entered in the register: a unit, a rule, a quantity and a matter in each row.

>>> rows = [['一季度扣分'], ['单位名称', '扣分项目', '次数', '事由', '日期', '文号'],
...         ['城关镇', '会议无故缺席', '2次', '经济工作会', '2026.3.5', ''], ['', '', '', '', '', '']]
>>> row, = read_rows(rows)
>>> row.number, row.unit, row.rule, row.quantity, row.matter, row.date.isoformat()
(3, '城关镇', '会议无故缺席', Decimal('2'), '经济工作会', '2026-03-05')
"""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .decimals import LARGEST, ONE, ZERO, to_decimal
from .notation_base import normalise

#: Header names by column; compared without spaces, case, punctuation and what stands in brackets.
COLUMNS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split())
    for column, names in {
        "unit": "unit 单位 单位名称 被考评单位 被考核单位 乡镇部门 部门",
        "rule": "rule 规则 计分规则 加减分规则 加减分项目 扣分项目 加分项目 项目 事项",
        "quantity": "quantity 数量 次数 件数 篇数",
        "points": "points 分数 分值 扣分 加分",
        "matter": "matter 事由 事项 内容 情况 说明",
        "date": "date 日期 时间 发生日期",
        "document": "document documentnumber 文号 文件 依据",
    }.items()
}

#: Rows at the top of a sheet among which the header is looked for.
_HEADER_ROWS = 15

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the table: texts as they stand there, and what they say where that can be read.

    :param quantity: how much; 1 where the cell is empty, 0 where it holds no number above zero
    :param points: what it comes to, for tables that say this instead; 0 where they do not
    :param date: the day; none where the cell is empty or holds none
    """

    number: int
    unit: str
    rule: str
    quantity_text: str
    quantity: Decimal
    points_text: str
    points: Decimal
    matter: str
    date_text: str
    date: datetime.date | None
    document: str


def match_columns(headers: Sequence[str], labels: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return the index of each known column.

    :param labels: further names of the columns, as in the language of a screen, by which they are looked for first

    >>> match_columns(['单位', '规则(简称)', 'Quantity', 'Anlass'], {'matter': 'Anlass'})
    {'unit': 0, 'rule': 1, 'quantity': 2, 'matter': 3}

    A name of the screen goes before what others call a column:

    >>> labels = {'rule': '计分规则', 'matter': '事项'}
    >>> match_columns(['单位', '计分规则', '数量', '事项'], labels)
    {'unit': 0, 'rule': 1, 'quantity': 2, 'matter': 3}
    >>> match_columns(['单位', '事项', '数量', '事由'], labels)
    {'unit': 0, 'rule': 1, 'quantity': 2, 'matter': 3}
    """
    plain = [_plain(header) for header in headers]
    found: dict[str, int] = {}
    for column, names in COLUMNS.items():
        wanted = [_plain((labels or {}).get(column, column)), *names]
        hits = [index for name in wanted for index, header in enumerate(plain) if header == name]
        if free := [index for index in hits if index not in found.values()]:
            found[column] = free[0]
    return found


def read_rows(rows: Sequence[Sequence[str]], labels: Mapping[str, str] | None = None) -> list[RegisterRow]:
    """Return what the rows below the header say; only rows in which nothing known stands are left out.

    >>> [(row.quantity, row.date, row.date_text) for row in read_rows([['Unit', 'Quantity', 'Date'],
    ...                                             ['A', '', ''], ['B', 'many', '2026-13-01']])]
    [(Decimal('1'), None, ''), (Decimal('0'), None, '2026-13-01')]
    >>> read_rows([['a', 'b'], ['c', 'd']])
    []
    """
    found = [match_columns(row, labels) for row in rows[:_HEADER_ROWS]]
    header = max(range(len(found)), key=lambda index: len(found[index]), default=0)
    if not found or "unit" not in found[header]:
        return []
    read = []
    for number, texts in enumerate(rows[header + 1 :], header + 2):
        cells = {column: texts[index].strip() for column, index in found[header].items()}
        if any(cells.values()):
            read.append(_read_row(number, cells))
    return read


def _plain(header: str) -> str:
    """Return a header in plain signs."""
    return re.sub(r"[\W_]+", "", re.sub(r"\([^)]*\)$", "", normalise(header))).lower()


def _read_row(number: int, cells: dict[str, str]) -> RegisterRow:
    quantity, points, date = (cells.get(column, "") for column in ("quantity", "points", "date"))
    return RegisterRow(
        number=number,
        unit=cells["unit"],
        rule=cells.get("rule", ""),
        quantity_text=quantity,
        quantity=_quantity(quantity),
        points_text=points,
        points=_quantity(points) if points else ZERO,
        matter=cells.get("matter", ""),
        date_text=date,
        date=_day(date),
        document=cells.get("document", ""),
    )


def _quantity(text: str) -> Decimal:
    """Return the one number of a cell, 1 for an empty one, 0 for whatever is no number above zero.

    A table of deductions may write them below zero.
    """
    if not text:
        return ONE
    numbers = [abs(to_decimal(number)) for number in _NUMBER.findall(normalise(text))]
    return numbers[0] if len(numbers) == 1 and numbers[0] < LARGEST else ZERO


def _day(text: str) -> datetime.date | None:
    """Return the day of a cell, if it holds one."""
    match = _DATE.search(normalise(text))
    try:
        return datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
