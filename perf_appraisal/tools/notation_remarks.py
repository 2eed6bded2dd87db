"""What the condition and the note say of a rule: targets, floors and caps that hold, and what no field can keep.

>>> parsed = Parsed('-1/次', Decimal(9))
>>> read_remarks(Cell.from_text(parsed.text, Decimal(9), note='夜间的加倍；同上项9分内扣'), parsed)
>>> [notice.code for notice in parsed.warnings]
['inside_above', 'note_more']
"""

import re
from decimal import Decimal

from .notation_asked import PERSONS, asked_of
from .notation_base import Parsed
from .notation_cell import Cell
from .notation_clauses import read_clauses
from .notation_words import GIVES, NUM, OBJECT, POINT, TAKES, UNIT

_INSIDE = re.compile(r"(?:同上|上)(?:一|述)?(?:项|行|栏).*?(?:内扣|分内|第[0-9一二三四五六七八九十]+小?项)")
_UNEVEN = re.compile(r"不平|合计[^;,]*但标|与[^;,]*不符")
_AMOUNT = re.compile(
    rf"(?<![0-9A-Za-z])[+-](?P<signed>{NUM})分?(?:/{UNIT})?|(?:{TAKES}|{GIVES}){OBJECT}(?P<verbal>{NUM}){POINT}?(?![0-9.%])"
)
_ONLY = re.compile(r"(?:^|[;,])(仅[^;,]+)")
_TARGET = re.compile(rf"目标(?:值|数)?(?:[:为是])?({NUM})(%|{UNIT})?")
_MORE = re.compile(
    rf"(?:{PERSONS})[^;,]{{0,4}}[扣减加奖]|[扣减加奖][^;,0-9]{{0,4}}(?:{PERSONS})|遵从|从[重轻高低严宽]|优先适用|择[一重]|除外|免予|免扣|不纳入"
    r"|(?:可|暂|均)不[扣计加考]|不作(?:要求|考核)|不予(?:扣|计|加|考)|不参[与加](?:本|该|此|考|评)|不适用|不计分?(?=$|[;,])"
    r"|折[算合]|换算|另行?(?:处理|处分|问责|追责|扣|加分|计分)"
    rf"|不计入|不作为|一票否|否决|视为|评定?为[^;,]{{0,6}}档|同时(?:出现|扣|给)|gets? (?:zero|nothing)|per ?cent"
)


def read_note_target(cell: Cell, parsed: Parsed) -> None:
    """Take a target from the note, else from the condition."""
    match = _TARGET.search(cell.note) or _TARGET.search(cell.condition)
    if match:
        parsed.target, parsed.uom = Decimal(match[1]), match[2] or ""


def read_remarks(cell: Cell, parsed: Parsed) -> None:
    """Say what note and condition add that no field can hold."""
    parsed.inside_above = bool(_INSIDE.search(cell.note))
    if parsed.inside_above:
        parsed.warn("inside_above")
    if _UNEVEN.search(cell.note):
        parsed.warn("note_uneven", text=cell.note)
    for remark in (cell.note, cell.condition):
        _read_amounts(remark, parsed)
        only = _ONLY.search(remark)
        if only:
            parsed.warn("only_for", text=only[1])
        if _says_more(remark, parsed):
            parsed.warn("note_more", text=remark)


def _read_amounts(remark: str, parsed: Parsed) -> None:
    """Say which amounts a remark names besides those of the rule and its caps."""
    known = (
        {rule.points for rule in parsed.rules}
        | {rule.max_points for rule in parsed.rules}
        | {parsed.bonus_cap, parsed.deduction_cap, parsed.loss_cap}
    )
    for match in _AMOUNT.finditer(remark):
        if Decimal(match["signed"] or match["verbal"]) not in known:
            parsed.warn("amount_in_note", text=remark)


def _takes_all(remark: str, parsed: Parsed) -> bool:
    """Tell whether a remark takes all points in some case, beside a rule that does not."""
    if parsed.method not in ("deduction", "step", "ratio", "level"):
        return False
    if any(not level.min_points for level in parsed.levels):
        return False
    named = "".join(rule.name for rule in parsed.rules if rule.points == parsed.full_points)
    return any(clause.form == "zero" and clause.case not in named for clause in read_clauses(remark))


def _says_more(remark: str, parsed: Parsed) -> bool:
    """Tell whether a remark changes what the rule gives: for some, by other papers, with other consequences."""
    if _MORE.search(remark) or _takes_all(remark, parsed):
        return True
    found = next(filter(None, (asked_of(text, alone=True) for text in remark.split(";"))), None)
    if not found or found[0] in ("elsewhere", "relative"):
        return False
    multiplied = found[0] == "multiple" and any(rule.multiplier != 1 for rule in parsed.rules)
    return not multiplied
