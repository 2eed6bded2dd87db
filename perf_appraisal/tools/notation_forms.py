"""Readers of short notations; each takes a cell and fills what it understood.

A reader returns whether the whole text is of its form. What it leaves to a person it says as a warning.
"""

import re
from decimal import Decimal

from .decimals import HUNDRED, ONE, ZERO
from .notation_asked import asked_of
from .notation_base import LevelSpec, Parsed, RuleSpec, split
from .notation_cell import Cell
from .notation_levels import finish_levels
from .notation_rules import is_unread
from .notation_words import NUM, UNIT

_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?|月)?(?:[0-9]{1,2}:[0-9:]+)?|[0-9]{1,2}月[0-9]{1,2}日(?:[0-9]{1,2}:[0-9:]+)?"
    r"|[0-9]{1,2}-?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:-?[0-9]{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-?[0-9]{1,4}",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\(?(?:按照?|在)?(?P<low>{NUM})分?(?:\.{{2,3}}|~|至|到|-|to)(?P<top>{NUM})分?(?:之间|范围内|内)*\)?(?:打分|评定|评分|计分|赋分|给分)?"
)
_CHOICE = re.compile(rf"{NUM}分?(?:(?:或|or|/){NUM}分?)+")
_PART = re.compile(rf"(?P<name>[^0-9+\-=<>*/]*?)[:(]?(?P<points>{NUM})分?\)?")
_JOINT = re.compile(rf".+\+.+=(?P<points>{NUM})分?")
_WHOLE = "(?:[本该此]项)?(?:分值|满分|标准分值?|基本分值?|指标分值?|应得分值?|权重分?值?)"
_QUOTIENT = re.compile(
    rf"(?:[^0-9/*=]{{0,8}}=)?\(?(?P<actual>[^0-9/*=]*)/(?:(?P<target>{NUM})(?P<uom>%|{UNIT})?|[^0-9/*=]+?)\)?"
    rf"\*(?:(?P<points>{NUM})分?|{_WHOLE})"
)
_QUOTIENT_LAST = re.compile(
    rf"(?:[^0-9/*=]{{0,8}}=)?(?:(?P<points>{NUM})分?|{_WHOLE})\*\(?(?P<actual>[^0-9/*=()]*)"
    rf"/(?:(?P<target>{NUM})(?P<uom>%|{UNIT})?|[^0-9/*=()]+?)\)?"
)
_EXPLAINED = re.compile("(?:其中)?[A-Za-z](?:为|是|:|=|代表|表示)[^0-9/*]+")
_SHARE = re.compile(
    rf"(?:[^0-9/*=]{{0,8}}=)?(?P<actual>[^0-9*/=]*(?:比例|率|进度|百分比|度))\*(?:(?P<points>{NUM})分?|{_WHOLE})"
)
_SHARE_LAST = re.compile(
    rf"(?:[^0-9/*=]{{0,8}}=)?(?:(?P<points>{NUM})分?|{_WHOLE})\*(?P<actual>[^0-9*/=]*(?:比例|率|进度|百分比|度))"
)
_EFFICACY = re.compile(
    rf"功效系数法?(?:计分|计算|得分)?[:(,]*(?:低|低值|下限|不满意值|不允许值)?[:=为]?(?P<low>{NUM})%?(?:[,、;~至]|\.\.|-)"
    rf"(?:高|高值|上限|满意值)?[:=为]?(?P<high>{NUM})%?\)?"
)
_LOW_MARK = re.compile(rf"(?:下限|低值|低限|不允许值|不满意值|最低值|最低标准)(?:为|是|=|:)?({NUM})%?(?!分)")
_HIGH_MARK = re.compile(rf"(?:上限|(?<!最)高值|高限|(?<!不)满意值|最高值|最高标准)(?:为|是|=|:)?({NUM})%?(?!分)")
_TIMES = re.compile(
    rf"(?P<name>[^;,]*(?:扣分|扣减分|失分|丢分))(?:的)?(?:\*(?P<times>{NUM})|(?P<double>双倍扣?分?|加倍扣?分?))"
)


def read_empty(cell: Cell, parsed: Parsed) -> bool:
    """Read an empty cell: the scorer judges."""
    if cell.text:
        return False
    parsed.leave("empty")
    return True


def read_date(cell: Cell, parsed: Parsed) -> bool:
    """Read ``2018-01-03``: a spreadsheet made a date of something like ``1-3``; a person must look."""
    if not _DATE.fullmatch(cell.text.replace(" ", "")):
        return False
    parsed.leave("date_cell", text=parsed.text)
    return True


def read_range(cell: Cell, parsed: Parsed) -> bool:
    """Read ``0..8``: the scorer gives 0 to 8."""
    match = _RANGE.fullmatch(cell.plain)
    if not match or Decimal(match["low"]) >= Decimal(match["top"]):
        return False
    low, top = Decimal(match["low"]), Decimal(match["top"])
    if top != cell.full:
        parsed.warn("range_top", top=top, full=cell.full)
    if low:
        parsed.warn("range_low", low=low)
    return True


def read_choice(cell: Cell, parsed: Parsed) -> bool:
    """Read ``5或0``: one of fixed amounts, mostly all or nothing."""
    if not _CHOICE.fullmatch(cell.plain) or not cell.full:
        return False
    points = [Decimal(piece) for piece in re.findall(NUM, cell.plain)]
    if points != sorted(points, reverse=True) and not re.search("或|or", cell.plain):
        parsed.leave("unnamed_amounts", text=parsed.text)
        return True
    names = [f"{number}分" for number in points]
    if len(points) == 2 and not points[1]:
        names = ["达到", "未达到"]
    parsed.levels = [LevelSpec(name, number, number) for name, number in zip(names, points, strict=True)]
    finish_levels(cell, parsed)
    return True


def read_parts(cell: Cell, parsed: Parsed) -> bool:
    """Read ``1+3``: fixed sub-items; their names stand in the text or in the condition."""
    texts = cell.plain.split("+")
    pieces = [piece for piece in map(_PART.fullmatch, texts) if piece]
    if len(pieces) < 2 or len(pieces) < len(texts):
        return False
    points = [Decimal(piece["points"]) for piece in pieces]
    names = [piece["name"] for piece in pieces]
    if any(map(re.compile("[扣加减]$").search, names)):
        return False  # a sign in the words of a case: 未按3+X配备的扣2分
    if not all(names):
        names = _part_names(cell.condition, points)
    parsed.method = "parts"
    parsed.rules = [
        RuleSpec("part", name, number, max_points=number) for name, number in zip(names, points, strict=True)
    ]
    if sum(points) != cell.full:
        parsed.warn("parts_sum", sum=sum(points, ZERO), full=cell.full)
    return True


def _part_names(condition: str, points: list[Decimal]) -> list[str]:
    """Return names for the parts from a condition that splits into as many, else numbers."""
    for separators in (";", "/", "、", ",", ";,"):
        names = split(condition, separators)
        if len(names) == len(points):
            return [_without_points(name, number) for name, number in zip(names, points, strict=True)]
    return [str(index) for index in range(1, len(points) + 1)]


def _without_points(name: str, points: Decimal) -> str:
    """Return a part's name without the points repeated at its end."""
    match = re.fullmatch(rf"(.*?[^0-9.:(]):?\(?({NUM})分?\)?", name)
    return match[1] if match and Decimal(match[2]) == points else name


def read_joint_task(cell: Cell, parsed: Parsed) -> bool:
    """Read ``省1篇+市2篇=5``, which gives points for tasks only together: it stays judged."""
    if not _JOINT.fullmatch(cell.plain):
        return False
    parsed.leave("joint_task", text=parsed.text)
    return True


def read_efficacy(cell: Cell, parsed: Parsed) -> bool:
    """Read ``功效系数法(60,100)``: from a low mark to a high mark."""
    if "功效系数" not in cell.text:
        return False
    match = _EFFICACY.fullmatch(cell.plain)
    lows, highs = _LOW_MARK.findall(cell.text), _HIGH_MARK.findall(cell.text)
    if not match and len(lows) == len(highs) == 1:
        low, high = Decimal(lows[0]), Decimal(highs[0])
    else:
        low, high = (Decimal(match["low"]), Decimal(match["high"])) if match else (ZERO, ZERO)
    if low >= high:
        parsed.leave("marks_missing", text=parsed.text)
        return True
    parsed.method = "efficacy"
    parsed.low_value, parsed.high_value = low, high
    return True


def read_formula(cell: Cell, parsed: Parsed) -> bool:
    """Read ``实际/10*15`` and ``完成比例*5``: full points x actual ÷ target."""
    pieces = [piece for piece in cell.plain.replace(";", ",").split(",") if not _EXPLAINED.fullmatch(piece)]
    quotients = [match for piece in pieces if (match := _formula(piece))]
    shares = [clause.text for clause in cell.of("share", "full") if not is_unread(clause)]
    if len(quotients) != 1 or not cell.full or len(pieces) > 1 and set(pieces) - set(shares) - {quotients[0][0]}:
        return False
    match = quotients[0]
    parsed.method = "ratio"
    if match.re in (_SHARE, _SHARE_LAST):
        parsed.target, parsed.uom = HUNDRED, "%"
    elif match["target"]:
        parsed.target, parsed.uom = Decimal(match["target"]), match["uom"] or ""
    if match["points"] and Decimal(match["points"]) != cell.full:
        parsed.warn("points_differ", points=Decimal(match["points"]), full=cell.full)
    return True


def _formula(piece: str) -> re.Match[str] | None:
    patterns = (_QUOTIENT, _QUOTIENT_LAST, _SHARE, _SHARE_LAST)
    return next((match for pattern in patterns if (match := pattern.fullmatch(piece))), None)


def read_times(cell: Cell, parsed: Parsed) -> bool:
    """Read ``市扣分*2``: points lost elsewhere count as often again."""
    rules = []
    for piece in split(cell.plain, ";,"):
        match = _TIMES.fullmatch(piece)
        if not match:
            return False
        rules.append(RuleSpec("deduction", match["name"], ONE, "分", multiplier=Decimal(match["times"] or 2)))
    parsed.method = "deduction"
    parsed.rules = rules
    return bool(rules)


def read_asked(cell: Cell, parsed: Parsed) -> bool:
    """Read ``视情扣1-2分`` and whatever else no rule can hold: it stays judged, the clause is named."""
    found = next(filter(None, map(asked_of, [*cell.plain.split(";"), cell.plain])), None)
    found = found or next(filter(None, (asked_of(clause.text, alone=True) for clause in cell.of("rest"))), None)
    if not found:
        return False
    parsed.leave(found[0], text=found[1])
    return True


def read_bare_number(cell: Cell, parsed: Parsed) -> bool:
    """Read ``10``: the scorer judges from 0 to 10."""
    match = re.fullmatch(rf"({NUM})分?", cell.plain)
    if not match or not cell.full or (cell.kind in ("bonus", "deduction") and Decimal(match[1]) < cell.full):
        return False
    parsed.warn("bare_number", text=parsed.text)
    if Decimal(match[1]) != cell.full:
        parsed.warn("range_top", top=Decimal(match[1]), full=cell.full)
    return True
