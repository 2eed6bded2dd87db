"""What the rows of an indicator table are: indicators, further rules of one, headings, totals, footnotes.

>>> table = [
...     ['序号', '项目', '分值', '评分标准'],
...     ['1', '值守', '5', '脱岗的，每次扣1分'],
...     ['', '', '', '漏记的，每次扣0.5分'],
...     ['', '小计', '5', ''],
...     ['制表：', '', '审核：', ''],
... ]
>>> [(row.numbers, row.kind) for row in read_table(table, 1, {'code': 0, 'name': 1, 'full_points': 2, 'rule_value': 3})]
[((2, 3), 'row'), ((4,), 'total'), ((5,), 'signature')]
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .notation_base import normalise
from .notation_columns import RULES, SECTIONS, match_columns
from .notation_notices import Notice
from .notation_words import NUM

#: Columns of which what stands in one row holds for the rows below that leave them empty.
_MERGED = (*SECTIONS, "appraised")

#: Columns of which a merged cell holds for all the rows that it covers.
_COVERING = frozenset({"appraised", "lead_unit", "frequency"})

#: Parts the headings of a section that stands in another one.
PATH = " / "

_SUM = re.compile(
    rf"(?:合计|总计|小计|总分|共计|total|subtotal|sum)(?:[:(]?(?:共|计)?(?P<points>{NUM})分?\)?)?:?", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"(?:备?注|说明|附注|附件?|注释|备考|note|remark)s?[0-9一二三四五六七八九十]?[:.、]", re.IGNORECASE
)
_MARKED = re.compile("[*※★☆▲△#]")
_SIGNS = "签字|签名|盖章|公章"
_WHO = (
    "(?:填表|制表|填报|审核|审批|复核|校对|负责|经办|联系|统计|报送|考核|检查|督查|编制)(?:人员?|员|单位|部门|领导|组长|日期|时间|电话)?"
    "|(?:联系)?电话|日期|时间"
)
_LABEL = re.compile(
    rf"[^0-9,;]{{1,24}}[:](?:[0-9 ]*年[0-9 ]*月[0-9 ]*日?)?|[0-9]*年[0-9]*月[0-9]*日?|(?:{_WHO}):.{{0,60}}"
    rf"|.{{0,16}}(?:{_SIGNS})(?:\))?[:]?.{{0,8}}"
)
_CHAPTER = re.compile(r"\(?第?[一二三四五六七八九十]{1,3}[、.)章节部分]?")
_HEADING = re.compile(r"(?:第?[一二三四五六七八九十百]+[章节部分]*[、.:]|\([一二三四五六七八九十]+\)).{1,40}")


@dataclass(slots=True)
class TableRow:
    """A row of the file, or several that are one indicator.

    :param numbers: numbers of its rows in the file, from 1
    :param kind: ``row`` (an indicator), ``total``, ``heading``, ``footnote``, ``signature``, ``header`` (a
        further or repeated one), ``title`` (above it) or ``other`` (nothing in any column that is read)
    :param cells: its texts by column
    :param notices: what must be said of it
    """

    numbers: tuple[int, ...]
    kind: str
    cells: dict[str, str] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def is_sum(text: str) -> bool:
    """Tell whether a cell says that its row is only the sum of others.

    >>> is_sum('合 计'), is_sum('小计：'), is_sum('小计（40分）'), is_sum('总结')
    (True, True, True, False)
    """
    return bool(_sum_in(text))


def _sum_in(text: str) -> re.Match[str] | None:
    return _SUM.fullmatch(normalise(text))


def read_table(
    rows: Sequence[Sequence[str]],
    header_row: int,
    columns: Mapping[str, int],
    spans: Iterable[tuple[int, int, int]] = (),
) -> list[TableRow]:
    """Return the rows below the header that say anything; each row of the file is in exactly one of them.

    A section or unit that stands only in the first of its rows (a merged cell, or a heading of its own) holds for the
    rows below it. A rule without name and points is a further rule of the row above it.

    >>> rows = read_table([['A', 'x', '5'], ['', 'y', '2'], ['', '', ''], ['B', '', '']], 0, {'section': 0, 'name': 1})
    >>> [(row.numbers, row.kind, row.cells['section']) for row in rows]
    [((1,), 'row', 'A'), ((2,), 'row', 'A'), ((4,), 'heading', 'B')]

    :param rows: the texts of the sheet
    :param header_row: number of the header's last row, from 1
    :param columns: index of each column
    :param spans: merged cells: index of the column, first and last row
    """
    found: list[TableRow] = []
    kept = dict.fromkeys(_MERGED, "")
    covered = _covered(rows, columns, spans)
    chapters = _chapters(rows, header_row, columns)
    ended = False
    for number, texts in enumerate(rows[header_row:], header_row + 1):
        if not any(texts):
            continue
        cells = {column: texts[index] or covered.get((number, index), "") for column, index in columns.items()}
        kind = "heading" if number in chapters else _kind(texts, cells, columns, ended)
        if kind == "other" and number == header_row + 1:
            kind = "header"
        ended = ended or kind == "footnote"
        if kind == "total" and not cells.get("full_points"):
            cells["full_points"] = next((match["points"] for text in texts if (match := _sum_in(text))), None) or ""
        if kind in ("row", "heading", "more"):
            kept = _keep(kept, cells, kind)
        if kind == "more" and found and found[-1].kind == "row":
            _add(found[-1], number, cells)
        else:
            found.append(_row(number, "row" if kind == "more" else kind, _placed({**cells, **kept}), found))
    return found


def _placed(cells: dict[str, str]) -> dict[str, str]:
    """Return the texts of a row with its headings as one."""
    path = section_path(cells)
    return {column: text for column, text in cells.items() if column not in SECTIONS} | {"section": path}


def rows_above(rows: Sequence[Sequence[str]], header_row: int, parted: bool = False) -> list[TableRow]:
    """Return the rows above the first indicator: the title, and the header.

    >>> [(row.numbers, row.kind) for row in rows_above([['2026 table', ''], ['', ''], ['指标', '分值'], ['a', '5']], 3)]
    [((1,), 'title'), ((3,), 'header')]

    :param parted: the header is two rows, of which `header_row` is the last
    """
    return [
        TableRow((number,), "header" if number >= header_row - parted else "title")
        for number, texts in enumerate(rows[:header_row], 1)
        if any(texts)
    ]


def section_path(cells: Mapping[str, str]) -> str:
    """Return the headings that a row stands under, the broadest first, as one text.

    >>> section_path({'section': '一、环境', 'section_2': '道路'}), section_path({'section_2': '道路'})
    ('一、环境 / 道路', '道路')
    """
    return PATH.join(cells[column] for column in SECTIONS if cells.get(column))


def _covered(
    rows: Sequence[Sequence[str]], columns: Mapping[str, int], spans: Iterable[tuple[int, int, int]]
) -> dict[tuple[int, int], str]:
    """Return what merged cells say in the rows below their first, by number of the row and index of the column."""
    indexes = {columns[column] for column in _COVERING & columns.keys()}
    return {
        (number, index): rows[first - 1][index]
        for index, first, last in spans
        if index in indexes and first <= len(rows)
        for number in range(first + 1, min(last, len(rows)) + 1)
    }


def _chapters(rows: Sequence[Sequence[str]], header_row: int, columns: Mapping[str, int]) -> set[int]:
    """Return the numbers of rows that only head those below: a Chinese numeral, a name, perhaps points, and no rule.

    >>> columns = {'code': 0, 'name': 1, 'full_points': 2, 'rule_value': 3}
    >>> _chapters([['一', '党建', '30', ''], ['1', '学习', '30', '缺一次扣1分'], ['二', '办文', '9', '']], 0, columns)
    {1}
    """
    if not {"code", "name"} <= columns.keys():
        return set()
    bare = [columns[column] for column in (*RULES, "condition") if column in columns]
    found, waiting = set(), 0
    for number, texts in enumerate(rows[header_row:], header_row + 1):
        ruled = any(texts[index] for index in bare)
        numbered = _CHAPTER.fullmatch(normalise(texts[columns["code"]])) and texts[columns["name"]]
        if waiting and ruled:
            found.add(waiting)
        if any(texts):
            waiting = number if numbered and not ruled else 0
    return found


def _kind(texts: Sequence[str], cells: Mapping[str, str], columns: Mapping[str, int], ended: bool) -> str:
    """Return what a row is; ``more`` is a further rule of the row above it.

    :param ended: whether the table's footnotes have begun
    """
    filled = [normalise(text) for text in texts if text]
    rules = [cells[column] for column in RULES if cells.get(column) and not is_sum(cells[column])]
    if any(map(is_sum, filled)) and not rules:
        return "total"
    if _is_signature(filled):
        return "signature"
    marked = len(filled) == 1 and _MARKED.match(filled[0])
    if _FOOTNOTE.match(filled[0]) or marked or (ended and not rules and not cells.get("full_points")):
        return "footnote"
    if len(filled) > 1 and dict(columns).items() <= match_columns(texts).items():
        return "header"
    if len(filled) == 1 and _HEADING.fullmatch(filled[0]):
        return "heading"
    named = any(cells.get(column) for column in ("name", "full_points", "condition"))
    if not rules and not named and (any(cells.get(column) for column in SECTIONS) or not cells.get("code")):
        return "heading" if any(cells.get(column) for column in SECTIONS) else "other"
    more = rules and not any(cells.get(column) for column in ("name", "full_points", "code"))
    return "more" if more else "row"


def _is_signature(filled: Sequence[str]) -> bool:
    """Tell whether a row is only labels to be filled in by hand."""
    ends = any(re.search(rf"[:日]$|{_SIGNS}|^(?:{_WHO}):", text) for text in filled)
    return ends and all(_LABEL.fullmatch(text) for text in filled)


def _keep(kept: dict[str, str], cells: Mapping[str, str], kind: str) -> dict[str, str]:
    """Return section and unit as they hold from this row on; below a new heading no narrower one holds any longer."""
    below = dict(kept)
    for place, column in enumerate(SECTIONS):
        if cells.get(column) and cells[column] != kept[column]:
            below |= dict.fromkeys(SECTIONS[place:], "")
    kept = {column: cells.get(column) or below[column] for column in _MERGED}
    if kind == "heading" and not any(cells.get(column) for column in SECTIONS):
        text = cells.get("name") or next((text for text in cells.values() if text), kept["section"])
        points = re.fullmatch(rf"\(?({NUM})分?\)?", normalise(cells.get("full_points", "")))
        kept["section"] = f"{text}（{points[1]}）" if points and text != cells["full_points"] else text
        kept |= dict.fromkeys(SECTIONS[1:], "")
    return kept


def _add(row: TableRow, number: int, cells: Mapping[str, str]) -> None:
    """Add the rules and remarks of a further row to an indicator."""
    row.numbers = (*row.numbers, number)
    _join_rules(dict(cells), row.cells, row.cells.get("rule_value", ""))
    for column in ("condition", "note"):
        if cells.get(column):
            row.cells[column] = "；".join(filter(None, [row.cells.get(column), cells[column]]))


def _row(number: int, kind: str, cells: dict[str, str], above: Sequence[TableRow]) -> TableRow:
    """Return a row of its own, with what is missing in it said."""
    row = TableRow((number,), kind, cells)
    if kind == "total":
        cells |= {"name": "合计", "rule_value": "", "appraised": "", "lead_unit": ""}
    if kind != "row":
        return row
    if any(column in cells for column in RULES):
        _join_rules(dict(cells), cells, "")
    target = cells.pop("target", "")
    if target:
        cells["note"] = "；".join(filter(None, [cells.get("note"), f"目标值{target}"]))
    upper = next((one for one in reversed(above) if one.kind == "row"), None)
    if not cells.get("name") and "name" in cells:
        _name(row, upper)
    if not cells.get("full_points"):
        row.notices.append(Notice.of("points_missing" if "full_points" in cells else "points_nowhere"))
    return row


def _name(row: TableRow, upper: TableRow | None) -> None:
    """Give a row without a name that of the row above it, in the same section; else say that it has none."""
    if upper and upper.cells.get("section") == row.cells.get("section") and upper.cells.get("name"):
        row.cells["name"] = upper.cells["name"]
        row.notices.append(Notice.of("name_above", row=upper.numbers[0]))
    else:
        row.notices.append(Notice.of("no_name"))


def _join_rules(source: Mapping[str, str], cells: dict[str, str], before: str) -> None:
    """Put the texts of all columns of rules into the rule, each line with its sign where it has no verb."""
    texts = [source.get(column, "") for column in RULES]
    if sum(map(bool, texts)) == 1 and not before and not texts[0] and "rule_kind" not in source:
        cells["rule_kind"] = "加分" if texts[1] else "扣分"
    elif any(texts[1:]):
        texts = [texts[0], _signed(texts[1], "+"), _signed(texts[2], "-")]
    for column in RULES[1:]:
        cells.pop(column, None)
    cells["rule_value"] = "\n".join(filter(None, [before, *texts]))


def _signed(text: str, sign: str) -> str:
    """Return a text that is only a number with its sign."""
    return f"{sign}{text}" if re.match(r"[0-9.]+分?(?:/|$)", text) else text
