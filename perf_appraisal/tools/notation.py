"""Read the scoring rules of real indicator tables: one cell in, method, rules and levels out.

Real tables are dirty. What cannot be read becomes *judged* with its text kept and a warning; nothing is guessed in
silence and no row is lost. Chinese and ASCII punctuation, full-width digits and spaces are all the same here.

>>> show_parsed(parse('0..8', 8))
'judged 8'
>>> show_parsed(parse('1+3', 4, condition='台账1;执法3'))
'parts 4 | part 台账 1, part 执法 3'
>>> show_parsed(parse('-0.5/次', 5, note='扣完为止'))
'deduction 5 | deduction 0.5/次'
>>> show_parsed(parse('好9-10;中7-8;差<=6', 10))
'level 10 | 好 9-10, 中 7-8, 差 0-6'
>>> show_parsed(parse('>=80%得10否则0', 10)), show_parsed(parse('5或0', 5))
('threshold 10 higher 80%', 'level 5 | 达到 5-5, 未达到 0-0')
>>> show_parsed(parse('实际案件数/10*15', 15)), show_parsed(parse('退养完成比例*4', 4))
('ratio 15 higher 10', 'ratio 4 higher 100%')
>>> show_parsed(parse('超控制数扣3,每再超10%扣0.5', 10))
'step 10 lower first 3, 0.5 per 10 percent_of_target floor'
>>> show_parsed(parse('功效系数法(60,100)', 10))
'efficacy 10 60..100'
>>> show_parsed(parse('省-3;市-2;县-1 每件', 0))
'deduction register | deduction 省 3/件, deduction 市 2/件, deduction 县 1/件'
>>> show_parsed(parse('市扣分*2', 0))
'deduction register | deduction 市扣分 1/分 x2'
>>> show_parsed(parse('+0.05/人, 最多0.5', 0))
'judged register | bonus 0.05/人 max 0.5'
>>> show_parsed(parse('一票否优', 0))
'deduction register | deduction 一票否优 0 veto no_top_grade'
>>> parsed = parse('按扣分比例折算', 0, 'deduction')
>>> parsed.method, parsed.understood, parsed.text, [notice.code for notice in parsed.warnings]
('judged', False, '按扣分比例折算', ['unreadable'])
>>> [notice.text for notice in parse('1+1', 3).warnings]
['The parts add up to 2, the full points are 3.']
"""

import re
from decimal import Decimal

from .decimals import ZERO
from .notation_base import (
    MESSAGES,
    NUM,
    UNIT,
    Cell,
    LevelSpec,
    Notice,
    Parsed,
    RuleSpec,
    normalise,
    read_points,
    show,
)
from .notation_forms import READERS

__all__ = [
    "MESSAGES",
    "LevelSpec",
    "Notice",
    "Parsed",
    "RuleSpec",
    "normalise",
    "parse",
    "read_points",
    "show",
    "show_parsed",
]

_FLOOR = re.compile(r"扣完(?:本项|该项|此项)?(?:的)?(?:分值?)?为止|扣至(?:0|零)分?为止")
_CAP = re.compile(
    rf"(?:累计|总计|合计|全年)*(?:最多|最高|至多|上限为?|不超过|不得超过|封顶|max|at most)(?:累计)?(?:加|扣|得|计)?"
    rf"(?P<cap>{NUM})(?![0-9.]*[%\-])分?(?![^;,]*得)(?:封顶|为止)?|(?P<top>{NUM})分?封顶",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r"(?:按|取|只计|只取|就)(?:其中)?(?:最高|高)(?:的|者|项|分|值|一项|一次|档次?|级别|等次|媒体层级|层级)*(?:计分?|计算|加分|扣分)*"
    r"|不重复(?:计算|计分|加分|扣分)|不累计(?:计分|加分|扣分)?"
)
_INSIDE = re.compile(r"(?:同上|上)(?:一|述)?(?:项|行|栏).*?(?:内扣|分内|第[0-9一二三四五六七八九十]+小?项)")
_UNEVEN = re.compile(r"不平|合计[^;,]*但标|与[^;,]*不符")
_NOTE_AMOUNT = re.compile(rf"(?<![0-9A-Za-z])[+-]({NUM})分?(?:/{UNIT})?")
_ONLY = re.compile(r"(?:^|[;,])(仅[^;,]+)")

#: A longer text is prose, not a notation; patterns are not let loose on it.
_LONGEST = 300
_TARGET = re.compile(rf"目标(?:值|数)?(?:[:为是])?({NUM})(%|{UNIT})?")


def parse(
    rule_value: str,
    full_points: float | str | Decimal | None,
    rule_kind: str = "",
    name: str = "",
    condition: str = "",
    note: str = "",
) -> Parsed:
    """Return what a row of an indicator table means.

    :param rule_value: the rule as written, e.g. ``-0.5/次``
    :param full_points: full points of the row; 0 makes a register indicator
    :param rule_kind: the table's own word for the kind: ``levels``, ``deduction``, ``bonus``, ``ratio`` or empty;
        gives an amount without a sign its sign
    :param name: name of the indicator, for rules without a name of their own
    :param condition: the standard; names parts, and rules without a name
    :param note: remarks; they may name a target, a floor, or say that the row deducts inside the one above
    """
    parsed = Parsed(text=str(rule_value or "").strip())
    full = read_points(full_points)
    if full is None:
        parsed.warn("full_unreadable", text=str(full_points or "").strip())
        parsed.understood = False
    parsed.full_points = full or ZERO
    parsed.is_register = full == ZERO
    cell = _cell(parsed, rule_kind, name, condition, note)
    _read_note_target(cell, parsed)
    _read_rule(cell, parsed)
    _read_remarks(cell, parsed)
    return parsed


def _cell(parsed: Parsed, kind: str, name: str, condition: str, note: str) -> Cell:
    """Return the cleaned cell, with floors, caps and *highest only* taken out of the rule's text."""
    text = normalise(parsed.text)
    beside = f"{normalise(condition)};{normalise(note)}"
    parsed.floor_at_zero = bool(_FLOOR.search(text) or _FLOOR.search(beside))
    highest = bool(_HIGHEST.search(text) or _HIGHEST.search(beside))
    text = _HIGHEST.sub("", _FLOOR.sub("", text))
    cap = _CAP.search(text)
    if cap:
        text = text.replace(cap[0], "", 1)
    return Cell(
        text=re.sub(r"[;,]+(?=[;,]|$)|^[;,]+|\(\)", "", text),
        full=parsed.full_points,
        kind=normalise(kind).lower(),
        name=str(name or "").strip(),
        condition=normalise(condition),
        note=normalise(note),
        cap=Decimal(cap["cap"] or cap["top"]) if cap else ZERO,
        highest=highest,
    )


def _read_note_target(cell: Cell, parsed: Parsed) -> None:
    """Take a target from the note."""
    match = _TARGET.search(cell.note) or _TARGET.search(cell.condition)
    if match:
        parsed.target, parsed.uom = Decimal(match[1]), match[2] or ""


def _read_rule(cell: Cell, parsed: Parsed) -> None:
    """Let the readers try in their order; what none can read is judged."""
    noted, unit = parsed.target, parsed.uom
    if not cell.text:
        parsed.warn("empty")
        parsed.understood = False
        return
    before = list(parsed.warnings)
    for reader in READERS if len(cell.text) <= _LONGEST else ():
        if reader(cell, parsed):
            break
        parsed.warnings = list(before)
    else:
        parsed.understood = False
        parsed.warn("unreadable", text=parsed.text)
    parsed.uom = parsed.uom or unit
    if parsed.method in ("ratio", "step"):
        if parsed.target is None:
            parsed.warn("target_missing", text=parsed.text)
        elif noted is not None and noted != parsed.target:
            parsed.warn("target_differs", rule=parsed.target, note=noted)


def _read_remarks(cell: Cell, parsed: Parsed) -> None:
    """Say what the note adds that no field can hold."""
    parsed.inside_above = bool(_INSIDE.search(cell.note))
    if parsed.inside_above:
        parsed.warn("inside_above")
    if _UNEVEN.search(cell.note):
        parsed.warn("note_uneven", text=cell.note)
    known = {rule.points for rule in parsed.rules}
    for remark in (cell.note, cell.condition):
        others = [match[0] for match in _NOTE_AMOUNT.finditer(remark) if Decimal(match[1]) not in known]
        if others:
            parsed.warn("amount_in_note", text=remark)
        only = _ONLY.search(remark)
        if only:
            parsed.warn("only_for", text=only[1])


def show_parsed(parsed: Parsed) -> str:
    """Return in one line what was understood, for previews and tests."""
    head = [parsed.method, "register" if parsed.is_register else show(parsed.full_points)]
    if parsed.method in ("ratio", "threshold"):
        mark = parsed.target if parsed.method == "ratio" else parsed.threshold_value
        head.append(f"{parsed.direction} {'?' if mark is None else show(mark)}{parsed.uom}")
    elif parsed.method == "step":
        first = f"first {show(parsed.step_first_points)}, " if parsed.step_first_points else ""
        each = f"{show(parsed.step_points)} per {show(parsed.step_size)}"
        head.append(f"{parsed.direction} {first}{each} {parsed.step_basis} {parsed.step_rounding}")
    elif parsed.method == "efficacy":
        head.append(f"{show(parsed.low_value or ZERO)}..{show(parsed.high_value or ZERO)}")
    details = [_show_rule(rule) for rule in parsed.rules]
    details += [f"{level.name} {show(level.min_points)}-{show(level.max_points)}" for level in parsed.levels]
    return " ".join(head) + (" | " + ", ".join(details) if details else "")


def _show_rule(rule: RuleSpec) -> str:
    words = [rule.kind, rule.name, show(rule.points) + (f"/{rule.uom}" if rule.uom else "")]
    if rule.multiplier != 1:
        words.append(f"x{show(rule.multiplier)}")
    if rule.max_points and rule.kind != "part":
        words.append(f"max {show(rule.max_points)}")
    if rule.veto != "none":
        words.append(f"veto {rule.veto}")
    return " ".join(word for word in words if word)
