"""Read a table of indicators that region or city handed down: which column is what, and what each row says.

>>> rows = [['2026年市对县指标'], ['序号', '指标名称', '计量单位', '分值', '目标值', '牵头单位', '配合单位',
...          '完成时限'], ['1', '公路建设', 'km', '10', '40公里', '交通局', '东镇、西镇', '2026-11-30']]
>>> row, = read_rows(rows)
>>> row.number, row.name, row.full_score, row.target, row.lead_unit, row.assist_units
(3, '公路建设', Decimal('10'), Decimal('40'), '交通局', '东镇、西镇')
>>> row.deadline.isoformat(), row.problems
('2026-11-30', [])
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .decimals import LARGEST, ZERO, to_decimal
from .notation_base import normalise

#: Header names by column; compared without spaces, case, punctuation and what stands in brackets. Longer names first.
COLUMNS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split())
    for column, names in {
        "code": "code 序号 编号 指标编号 no number",
        "name": "name 指标名称 考核指标 考评指标 指标 名称 indicator 考核内容 工作任务 任务",
        "requirement": "requirement 工作要求 目标任务 考核要求 要求 标准 standard",
        "uom": "uom 计量单位 unitofmeasure",
        "full_score": "full_score 分值 满分 标准分 权重 fullpoints points",
        "target": "target 年度目标值 年度目标 目标值 目标 全年目标",
        "target_q1": "target_q1 一季度 第一季度 1季度 q1",
        "target_q2": "target_q2 二季度 第二季度 2季度 q2",
        "target_q3": "target_q3 三季度 第三季度 3季度 q3",
        "target_q4": "target_q4 四季度 第四季度 4季度 q4",
        "lead_unit": "lead_unit 牵头单位 主责单位 责任单位 牵头部门 leadunit",
        "assist_units": "assist_units 配合单位 协助单位 协办单位 参与单位 assistingunits",
        "level": "level 级别 层级 下达单位 来源",
        "deadline": "deadline 完成时限 时限 截止日期 完成时间",
    }.items()
}

#: Columns without which a file is no such table.
REQUIRED = ("name",)

#: Rows at the top of a sheet among which the header is looked for.
_HEADER_ROWS = 15

_AMOUNTS = ("full_score", "target", "target_q1", "target_q2", "target_q3", "target_q4")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})")
_REGION = re.compile(r"自治区|区级|省|region|province", re.IGNORECASE)


@dataclass(slots=True)
class SuperiorRow:
    """One row of the table; `problems` are the names of the columns that could not be read."""

    number: int
    name: str
    code: str = ""
    requirement: str = ""
    uom: str = ""
    full_score: Decimal = ZERO
    target: Decimal = ZERO
    quarters: tuple[Decimal, ...] = ()
    lead_unit: str = ""
    assist_units: str = ""
    level: str = "city"
    deadline: datetime.date | None = None
    problems: list[str] = field(default_factory=list)


def match_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return the index of each known column.

    >>> match_columns(['编号', '考核指标', '分值(分)', '目标值', '一季度', '牵头单位'])
    {'code': 0, 'name': 1, 'full_score': 2, 'target': 3, 'target_q1': 4, 'lead_unit': 5}
    """
    plain = [re.sub(r"[\W_]+", "", re.sub(r"\([^)]*\)$", "", normalise(header))).lower() for header in headers]
    found: dict[str, int] = {}
    for column, names in COLUMNS.items():
        wanted = [name.replace("_", "") for name in names]
        hits = [index for name in wanted for index, header in enumerate(plain) if header == name]
        free = [index for index in hits if index not in found.values()]
        if free:
            found[column] = free[0]
    return found


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the row with the names of the columns, if there is one.

    >>> find_header([['Title'], ['Name', 'Target']]), find_header([['a'], ['b']])
    (1, None)
    >>> find_header([['标题'], ['名称', '协助单位']])
    1
    """
    best = max(range(min(len(rows), _HEADER_ROWS)), key=lambda index: len(match_columns(rows[index])), default=None)
    if best is None or any(column not in match_columns(rows[best]) for column in REQUIRED):
        return None
    return best


def read_rows(rows: Sequence[Sequence[str]]) -> list[SuperiorRow]:
    """Return what the rows below the header say; only rows in which nothing known stands are left out.

    >>> row, = read_rows([['指标', '目标值', '层级', '一季度', '二季度', '三季度', '四季度'],
    ...                   ['满意度', '九成', '自治区', '80', '80', '85', '90']])
    >>> row.problems, row.level, [str(quarter) for quarter in row.quarters]
    (['target'], 'region', ['80', '80', '85', '90'])
    >>> [(row.name, row.number) for row in read_rows([['指标', '目标值'], ['', '40'], ['', ''], ['道路', '5']])]
    [('', 2), ('道路', 4)]
    """
    header = find_header(rows)
    if header is None:
        return []
    columns = match_columns(rows[header])
    found = []
    for number, texts in enumerate(rows[header + 1 :], header + 2):
        cells = {column: texts[index].strip() for column, index in columns.items()}
        if any(cells.values()):
            found.append(_read_row(number, cells))
    return found


def _read_row(number: int, cells: dict[str, str]) -> SuperiorRow:
    problems: list[str] = []
    amounts = {column: _amount(column, cells, problems) for column in _AMOUNTS}
    deadline = _day(cells, problems)
    quarters = tuple(amounts[column] for column in _AMOUNTS[2:])
    target = amounts["target"]
    uom = cells.get("uom", "") or ("%" if re.search("[%％]", cells.get("target", "")) else "")
    return SuperiorRow(
        number=number,
        name=cells["name"],
        code=cells.get("code", ""),
        requirement=cells.get("requirement", ""),
        uom=uom,
        full_score=amounts["full_score"],
        target=target,
        quarters=quarters if any(quarters) else (),
        lead_unit=cells.get("lead_unit", ""),
        assist_units=cells.get("assist_units", ""),
        level="region" if _REGION.search(cells.get("level", "")) else "city",
        deadline=deadline,
        problems=problems,
    )


def _amount(column: str, cells: dict[str, str], problems: list[str]) -> Decimal:
    """Return the one number of a cell; none, several, or an endless one, is a problem unless the cell is empty."""
    text = normalise(cells.get(column, ""))
    if not text:
        return ZERO
    numbers = [to_decimal(number) for number in _NUMBER.findall(text)]
    if len(numbers) != 1 or abs(numbers[0]) > LARGEST:
        problems.append(column)
        return ZERO
    return numbers[0]


def _day(cells: dict[str, str], problems: list[str]) -> datetime.date | None:
    text = cells.get("deadline", "")
    match = _DATE.search(text)
    try:
        day = datetime.date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if text and not day:
        problems.append("deadline")
    return day
