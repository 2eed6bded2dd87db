"""Read a whole indicator table: which column is what, what a heading says, and what does not add up.

>>> rows = [
...     Row(2, '一、整治(8)', '岸线', Decimal(4)),
...     Row(3, '一、整治(8)', '岸线不报', Decimal(4), inside_above=True),
...     Row(4, '一、整治(8)', '采砂', Decimal(3)),
... ]
>>> [(row, notice.text) for row, notice in check_table(rows)]
[(2, 'The heading says 8 points, the rows come to 7 (整治).')]
>>> points_total(rows)
Decimal('7')
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .decimals import ZERO
from .notation_base import normalise
from .notation_columns import COLUMNS, REQUIRED, match_columns, missing_columns
from .notation_notices import Notice
from .notation_rows import PATH, is_sum, read_table, rows_above
from .notation_words import NUM

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "Heading",
    "Row",
    "above_of",
    "check_table",
    "check_totals",
    "find_header",
    "header_of",
    "is_total_row",
    "match_columns",
    "missing_columns",
    "points_total",
    "read_appraised",
    "read_heading",
    "read_table",
    "rows_above",
    "section_name",
    "section_names",
]

#: No header of one column is longer, in letters.
_SHORT = 12

#: Rows at the top of a sheet among which the header is looked for; titles often stand above it.
_HEADER_ROWS = 15

_SERIAL = re.compile(
    r"^(?:第?[一二三四五六七八九十百]+[章节部分]*|\(?[一二三四五六七八九十0-9]+\)|[0-9]+)(?:[、.:]|(?<=\)))"
)
_TOTAL = re.compile(
    rf"\((?:共|合计|满分)?(?P<per>每(?:个)?(?:部门|单位|乡镇|人))?(?P<total>{NUM})分?\)$|(?<![0-9.~至到-])(?P<bare>{NUM})分$"
)
_QUALIFIER = re.compile(r"^(?P<name>[^()]+?)(?:\((?P<qualifier>[^()]*)\))?$")
_COMMON_WORD = re.compile(
    r"全[县市区乡镇]|(?:全[县市区乡镇])?(?:各|全体|所有|全部)?"
    r"(?:县直|县级|市直|区直|乡镇|街道|责任|机关|事业|党群|政府|县委|工作|考核|被考核|直属|单位|部门|人员|干部|各)*"
    r"(?:单位|部门|乡镇|乡|镇|街道|人员|干部|职工|个人)"
)
_COMMON_ASIDE = re.compile(rf"\((?:{_COMMON_WORD.pattern})\)")
_PERSON_WORD = re.compile(r"人员|干部|职工|个人")
_COMMON_MARK = re.compile(r"通用|共性|全体|所有|common|all", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading.

    :param number: serial number at its beginning, e.g. 一
    :param title: the heading without number and total
    :param total: points that the heading names; ``None`` where it names none
    """

    text: str
    number: str
    title: str
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """What the checks over a whole table need of a row.

    :param number: row in the file, as the person sees it
    :param section: heading that the row stands under
    :param group: for whom it holds; rows for different units are added apart
    :param is_total: it only says what the rows above it come to
    """

    number: int
    section: str
    name: str
    full_points: Decimal
    code: str = ""
    group: str = ""
    inside_above: bool = False
    is_total: bool = False


def read_heading(text: str) -> Heading:
    """Return number, title and total of a section's heading.

    >>> heading = read_heading('一、提升河长制实效（３１）')
    >>> heading.number, heading.title, heading.total
    ('一', '提升河长制实效', Decimal('31'))
    >>> heading = read_heading('二、部门履职差异考核项目(每部门60)')
    >>> heading.title, heading.total
    ('部门履职差异考核项目', Decimal('60'))
    >>> read_heading('扣分项目').title, read_heading('扣分项目').total, read_heading('(二)日常工作').number
    ('扣分项目', None, '二')
    """
    plain = normalise(text)
    total = _TOTAL.search(plain)
    title = plain[: total.start()] if total else plain
    serial = _SERIAL.match(title)
    title = title[serial.end() :] if serial else title
    number = re.sub(r"[^一二三四五六七八九十百0-9]", "", serial[0]) if serial else ""
    return Heading(plain, number, title or plain, Decimal(total["total"] or total["bare"]) if total else None)


def section_name(text: str) -> str:
    """Return a heading as it is written, without the points that it names.

    >>> section_name(' 一、提升实效（31） '), section_name('二、履职(每部门60)'), section_name('Routine (part 2)')
    ('一、提升实效', '二、履职', 'Routine (part 2)')
    >>> section_name('（一）环境卫生 20分'), read_heading('（一）环境卫生 20分').total
    ('（一）环境卫生', Decimal('20'))
    """
    if read_heading(text).total is None:
        return text.strip()
    return re.sub(r"\s*(?:[(（][^()（）]*[)）]|[:：]?\s*[0-9０-９.．]+\s*分)\s*$", "", text.strip())


def section_names(text: str) -> list[str]:
    """Return the headings of a row, the broadest first, without the points that they name.

    >>> section_names('一、环境(30分) / 道路（10）'), section_names('')
    (['一、环境', '道路'], [])
    """
    return [name for part in text.split(PATH) if (name := section_name(part))]


def read_appraised(text: str) -> tuple[str, bool, bool]:
    """Return whom a row names, whether that is everybody, and whether they are persons.

    >>> read_appraised('县农粮局(重点考核部门)'), read_appraised('县级责任单位(通用)')
    (('县农粮局', False, False), ('县级责任单位', True, False))
    >>> read_appraised('县直单位/乡镇'), read_appraised('工作人员(个人)'), read_appraised('')
    (('县直单位/乡镇', True, False), ('工作人员', True, True), ('', True, False))
    >>> read_appraised('琴江镇')
    ('琴江镇', False, False)
    >>> [read_appraised(text)[1] for text in ('全部单位', '全县各单位', '各乡镇(街道)、县直各单位', '有关单位')]
    [True, True, True, False]
    """
    plain = normalise(text)
    match = _QUALIFIER.fullmatch(plain)
    name, qualifier = (match["name"], match["qualifier"] or "") if match else (plain, "")
    common = (
        not plain
        or bool(_COMMON_MARK.search(qualifier))
        or all(_COMMON_WORD.fullmatch(_COMMON_ASIDE.sub("", word)) for word in re.split("[/、,;]", name) if word)
    )
    return name, common, common and bool(_PERSON_WORD.search(plain))


def find_header(sheets: Sequence[Sequence[Sequence[str]]]) -> tuple[int, int]:
    """Return the index of the sheet that looks most like an indicator table, and that of its header row.

    >>> find_header([[['Remarks']], [['2018 table', ''], ['指标', '分值', '计分规则'], ['a', '5', '0..5']]])
    (1, 1)
    """
    best = (-1000, 0, 0)
    for place, rows in enumerate(sheets):
        for index in range(min(len(rows), _HEADER_ROWS)):
            found = match_columns(header_of(rows, index))
            missing = len(missing_columns(list(found)))
            best = max(best, (len(found) - missing * 100, -place, -index))
    return -best[1], -best[2]


def header_of(rows: Sequence[Sequence[str]], index: int) -> list[str]:
    """Return the texts of a header; one of two rows goes on in the row above where its last row is empty.

    >>> rows = [['指标', '分值', '考核标准', ''], ['', '', '加分', '扣分'], ['a', '5', '', '迟到扣1分']]
    >>> header_of(rows, 1), header_of(rows, 0)
    (['指标', '分值', '加分', '扣分'], ['指标', '分值', '考核标准', ''])
    """
    texts = list(rows[index])
    above = rows[index - 1] if index else ()
    short = [text for text in texts if text and len(text) <= _SHORT and not re.search("[0-9]", text)]
    filled = len(list(filter(None, texts)))
    if len(short) < 2 or len(short) < filled or sum(map(bool, above)) < 2:
        return texts
    return [text or upper for text, upper in zip(texts, above, strict=True)]


def is_total_row(name: str, rule_value: str) -> bool:
    """Tell whether a row is only the sum of others.

    >>> is_total_row('合 计', ''), is_total_row('合计', '0..5'), is_total_row('小计：', ''), is_total_row('总结', '')
    (True, False, True, False)
    """
    return not normalise(rule_value) and is_sum(name)


def points_total(rows: Iterable[Row]) -> Decimal:
    """Return the sum of the full points, without rows that deduct inside the row above them."""
    return sum((row.full_points for row in rows if not row.inside_above), ZERO)


def check_table(rows: Sequence[Row], expected: Decimal | None = None) -> list[tuple[int, Notice]]:
    """Return what does not fit over the whole table, each with the row to show it at.

    :param rows: rows in the order of the file
    :param expected: full points of the scheme that each group of rows must come to, when they are known
    """
    issues = [*_check_duplicates(rows), *_check_inside(rows), *_check_sections(rows)]
    if expected is not None:
        issues += _check_groups(rows, expected)
    return sorted(issues, key=lambda issue: issue[0])


def check_totals(rows: Sequence[Row]) -> list[tuple[int, Notice]]:
    """Return where a printed total is neither what the rows since the last one come to nor what all of them do.

    :param rows: rows in the order of the file, totals among them

    >>> rows = [Row(2, '', 'x', Decimal(4)), Row(3, '', '合计', Decimal(5), is_total=True)]
    >>> [(row, notice.text) for row, notice in check_totals(rows)]
    [(3, 'The printed total is 5, the rows come to 4.')]
    """
    issues: list[tuple[int, Notice]] = []
    everything: list[Row] = []
    since: list[Row] = []
    for row in rows:
        if not row.is_total:
            everything.append(row)
            since.append(row)
        elif row.full_points:
            sums = (points_total(since), points_total(everything))
            if row.full_points not in sums:
                nearest = min(sums, key=lambda total: abs(total - row.full_points))
                issues.append((row.number, Notice.of("printed_total", printed=row.full_points, sum=nearest)))
            since = []
    return issues


def _check_duplicates(rows: Sequence[Row]) -> list[tuple[int, Notice]]:
    issues = []
    names: dict[tuple[str, ...], int] = {}
    codes: dict[tuple[str, ...], int] = {}
    for row in rows:
        first = names.setdefault((row.group, normalise(row.section), normalise(row.name)), row.number)
        if first != row.number:
            issues.append((row.number, Notice.of("duplicate_name", row=first)))
        if row.code:
            first = codes.setdefault((row.group, normalise(row.code)), row.number)
            if first != row.number:
                issues.append((row.number, Notice.of("duplicate_code", row=first)))
    return issues + _check_headings(rows)


def _check_headings(rows: Sequence[Row]) -> list[tuple[int, Notice]]:
    """Say where two headings of one section bear the same number."""
    issues = []
    headings: dict[tuple[str, ...], Heading] = {}
    for row in rows:
        parts = row.section.split(PATH)
        for depth, part in enumerate(parts):
            heading = read_heading(part)
            key = (*parts[:depth], heading.number)
            known = headings.setdefault(key, heading) if heading.number else heading
            if known.text != heading.text:
                issues.append((row.number, Notice.of("duplicate_section", one=known.text, other=heading.text)))
                headings[key] = heading
    return issues


def _check_inside(rows: Sequence[Row]) -> list[tuple[int, Notice]]:
    return [
        (row.number, Notice.of("nothing_above"))
        for index, row in enumerate(rows)
        if row.inside_above and above_of(rows, index) is None
    ]


def above_of(rows: Sequence[Row], index: int) -> int | None:
    """Return the index of the row inside which a row deducts, if there is one in its section and for the same group.

    >>> above_of([Row(2, 'A', 'x', ZERO), Row(3, 'A', 'y', ZERO, inside_above=True)], 1)
    0
    """
    row = rows[index]
    for above in range(index - 1, -1, -1):
        other = rows[above]
        if other.section != row.section:
            return None
        if other.group == row.group and not other.inside_above:
            return above
    return None


def _check_sections(rows: Sequence[Row]) -> list[tuple[int, Notice]]:
    """Compare each heading's total with its rows: all together or, where rows are for different units, each unit's."""
    sections: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        parts = row.section.split(PATH)
        for depth in range(1, len(parts) + 1):
            sections.setdefault(tuple(map(normalise, parts[:depth])), []).append(row)
    issues = []
    for path, members in sections.items():
        heading = read_heading(path[-1])
        if heading.total is None or points_total(members) == heading.total:
            continue
        groups: dict[str, list[Row]] = {}
        for row in members:
            groups.setdefault(row.group, []).append(row)
        for group, part in groups.items():
            total = points_total(part)
            if total != heading.total:
                args = {"heading": heading.total, "sum": total, "group": group or heading.title}
                issues.append((part[0].number, Notice.of("section_total", **args)))
    return issues


def _check_groups(rows: Sequence[Row], expected: Decimal) -> list[tuple[int, Notice]]:
    """Compare each unit's own rows and the common ones together with the scheme's full points."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault("" if read_appraised(row.group)[1] else row.group, []).append(row)
    common = groups.pop("", [])
    parts = {group: common + part for group, part in groups.items()} or {"": common}
    issues = []
    for group, part in parts.items():
        total = points_total(part)
        if total and total != expected:  # a register's rows have no points
            row = (groups.get(group) or part)[0]
            args = {"group": group or row.group, "sum": total, "full": expected}
            issues.append((row.number, Notice.of("table_total", **args)))
    return issues
