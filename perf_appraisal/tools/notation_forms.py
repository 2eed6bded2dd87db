"""Readers of the notations met in real tables; each takes a cell and fills what it understood.

A reader returns whether the whole text is of its form. What it leaves to a person it says as a warning.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from .decimals import HUNDRED, ONE, ZERO
from .notation_base import NUM, UNIT, Cell, LevelSpec, Parsed, RuleSpec, first_text, split

_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_COUNT = rf"(?:{NUM}|[{''.join(_DIGITS)}])"

_RANGE = re.compile(rf"(?P<low>{NUM})分?(?:\.{{2,3}}|~|至|到|-)(?P<top>{NUM})分?")
_CHOICE = re.compile(rf"{NUM}分?(?:(?:或|or|/){NUM}分?)+")
_PART = re.compile(rf"(?P<name>[^0-9+\-=<>*/]*?)[:(]?(?P<points>{NUM})分?\)?")
_JOINT = re.compile(rf".+\+.+=(?P<points>{NUM})分?")
_QUOTIENT = re.compile(
    rf"\(?(?P<actual>[^0-9/*]*)/(?:(?P<target>{NUM})(?P<uom>%|{UNIT})?|[^0-9/*]+?)\)?\*(?P<points>{NUM})分?"
)
_SHARE = re.compile(rf"(?P<actual>.*(?:比例|率|进度|百分比))\*(?P<points>{NUM})分?")
_BY_SHARE = re.compile(r"按(?:照)?(?:实际)?(?:完成|达标|落实)(?:情况)?(?:比例|率|进度)(?:得|计|给|折算得)分")
_THRESHOLD = re.compile(
    rf"(?P<what>[^0-9<>]*?)(?P<op>>=|<=|>|<|达到|达|不低于|不少于|低于|不超过|不高于|超过|高于)?"
    rf"(?P<mark>{NUM})(?P<uom>%|{UNIT}?)(?P<side>及?以上|及?以下)?,?(?:的)?,?"
    rf"(?:得|计|=)(?P<points>{NUM}|满)分?[,;]?(?:否则|未达到?的?|其他|不达标的?)(?:得|计)?(?:0分?|零分|不得分|不计分)"
)
_OVER = "超过|超出|超|高于|高出|高|增加|上升|多"
_UNDER = "低于|降低|下降|减少|少于|少|低|欠|差|短"
_FIRST = (
    rf"(?:(?P<first_way>{_OVER}|{_UNDER}|未达到?|达不到|未完成)"
    rf"(?:控制数|控制目标|目标值?|任务数?|指标)?(?:的)?扣(?P<first>{NUM})分?[,;])?"
)
_STEP = re.compile(
    rf"{_FIRST}每(?:再)?(?P<way>{_OVER}|{_UNDER})(?:控制数|目标值?|任务数?)?(?P<size>{_COUNT})?"
    rf"(?P<uom>%|个?百分点|{UNIT}?)(?:再)?扣(?P<points>{NUM})分?(?P<rest>[,;].*)?"
)
_LEVEL = re.compile(
    rf"(?P<name>.*?)[:(]?(?:(?P<low>{NUM})(?:-|~|至)(?P<high>{NUM})|(?P<op><=|>=|<|>)(?P<mark>{NUM})|=?(?P<points>{NUM}))分?\)?"
)
_AMOUNT = re.compile(
    rf"(?P<name>.*?)(?P<sign>[+-]|扣减?|减|加|奖)(?P<points>{NUM})分?(?:(?:/|每)每?(?:一|1)?(?P<uom>{UNIT}))?"
)
_PLAIN = re.compile(rf"(?P<points>{NUM})分?(?:(?:/|每)每?(?P<uom>{UNIT}))?")
_TIMES = re.compile(
    rf"(?P<name>.*(?:扣分|扣减分|失分|丢分))(?:的)?(?:\*(?P<times>{NUM})|(?P<double>双倍扣?分?|加倍扣?分?))"
)
_EACH = re.compile(rf"每(?:出现|发现|发生|缺|少|迟到|多|有|查实|增加)*(?P<count>{_COUNT})?(?P<uom>{UNIT})$")
_VETO = {"一票否优": "no_top_grade", "一票否决": "worst_grade"}


def _number(text: str) -> Decimal:
    """Return a number in digits, or one Chinese numeral up to ten."""
    return Decimal(_DIGITS.get(text, text))


def read_range(cell: Cell, parsed: Parsed) -> bool:
    """Read ``0..8``: the scorer gives 0 to 8."""
    match = _RANGE.fullmatch(cell.text)
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
    if not _CHOICE.fullmatch(cell.text):
        return False
    points = [Decimal(piece) for piece in re.findall(NUM, cell.text)]
    names = [f"{number}分" for number in points]
    if len(points) == 2 and not points[1]:
        names = ["达到", "未达到"]
    parsed.levels = [LevelSpec(name, number, number) for name, number in zip(names, points, strict=True)]
    _finish_levels(cell, parsed)
    return True


def read_parts(cell: Cell, parsed: Parsed) -> bool:
    """Read ``1+3``: fixed sub-items; their names stand in the text or in the condition."""
    texts = cell.text.split("+")
    pieces = [piece for piece in map(_PART.fullmatch, texts) if piece]
    if len(pieces) < 2 or len(pieces) < len(texts):
        return False
    points = [Decimal(piece["points"]) for piece in pieces]
    names = [piece["name"] for piece in pieces]
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
    match = _JOINT.fullmatch(cell.text)
    if not match:
        return False
    parsed.understood = False
    parsed.warn("joint_task", text=parsed.text)
    return True


def read_ratio(cell: Cell, parsed: Parsed) -> bool:
    """Read ``实际/10*15`` and ``完成比例*5``: full points x actual ÷ target."""
    match = _QUOTIENT.fullmatch(cell.text) or _SHARE.fullmatch(cell.text)
    by_share = _BY_SHARE.fullmatch(cell.text)
    if not match and not by_share:
        return False
    parsed.method = "ratio"
    if not match or match.re is not _QUOTIENT:
        parsed.target, parsed.uom = HUNDRED, "%"
    elif match["target"]:
        parsed.target, parsed.uom = Decimal(match["target"]), match["uom"] or ""
    if match and Decimal(match["points"]) != cell.full:
        parsed.warn("points_differ", points=Decimal(match["points"]), full=cell.full)
    return True


def read_threshold(cell: Cell, parsed: Parsed) -> bool:
    """Read ``>=80%得10否则0``: all or nothing."""
    match = _THRESHOLD.fullmatch(cell.text)
    if not match or not (match["op"] or match["side"]):
        return False
    operator = match["op"] or ""
    lower = operator in ("<=", "<", "低于", "不超过", "不高于") or (match["side"] or "").endswith("以下")
    if operator in (">", "<", "低于", "超过", "高于"):
        parsed.warn("strict_mark", text=operator + match["mark"])
    parsed.method = "threshold"
    parsed.direction = "lower" if lower else "higher"
    parsed.threshold_value = parsed.target = Decimal(match["mark"])
    parsed.uom = match["uom"] or ""
    if match["points"] != "满" and Decimal(match["points"]) != cell.full:
        parsed.warn("points_differ", points=Decimal(match["points"]), full=cell.full)
    return True


def read_efficacy(cell: Cell, parsed: Parsed) -> bool:
    """Read ``功效系数法(60,100)``: from a low mark to a high mark."""
    if "功效系数" not in cell.text:
        return False
    marks = [Decimal(mark) for mark in re.findall(NUM, cell.text.replace("..", "~"))]
    if len(marks) != 2 or marks[0] == marks[1]:
        parsed.understood = False
        parsed.warn("marks_missing", text=parsed.text)
        return True
    parsed.method = "efficacy"
    parsed.low_value, parsed.high_value = marks
    parsed.direction = "higher" if marks[0] < marks[1] else "lower"
    return True


def read_step(cell: Cell, parsed: Parsed) -> bool:
    """Read ``每少1%扣0.5`` and ``超控制数扣3,每再超10%扣0.5``."""
    match = _STEP.fullmatch(cell.text)
    if not match:
        return False
    percent, points_of_percent = match["uom"] == "%", match["uom"].endswith("百分点")
    if not (percent or points_of_percent or match["first"] or parsed.target is not None):
        return False  # without a target it is a deduction for each occurrence
    parsed.method = "step"
    parsed.direction = "lower" if match["way"] in _OVER.split("|") else "higher"
    parsed.step_size = _number(match["size"] or "1")
    parsed.step_points = Decimal(match["points"])
    parsed.step_first_points = Decimal(match["first"] or 0)
    parsed.step_basis = "percent_of_target" if percent else "absolute"
    rest = match["rest"] or ""
    if re.search(r"不足.*按.*[算计扣]", rest):
        parsed.step_rounding = "ceil"
    elif "比例" in rest:
        parsed.step_rounding = "proportional"
    elif rest:
        return False
    if percent and re.search(r"[%率]", cell.name + cell.condition + parsed.uom):
        parsed.warn("percent_basis", text=parsed.text)
    if not percent:
        parsed.uom = "%" if points_of_percent else parsed.uom or match["uom"]
    return True


def read_levels(cell: Cell, parsed: Parsed) -> bool:
    """Read ``好9-10;中7-8;差<=6`` and ``省级=3;市级=2;县级=1``."""
    matches = [_LEVEL.fullmatch(piece) for piece in cell.segments]
    if not cell.full or len(matches) < 2 or not all(matches):
        return False
    levels = []
    for match in filter(None, matches):
        level = _level(match, cell.full, parsed)
        if not level or re.search(r"[+-]$|扣$|加$", match["name"]):
            return False
        levels.append(level)
    parsed.levels = levels
    _finish_levels(cell, parsed)
    return True


def _level(match: re.Match[str], full: Decimal, parsed: Parsed) -> LevelSpec | None:
    """Return one level, ``None`` where its range runs backwards or a fixed amount has no name."""
    name = match["name"].rstrip("=:")
    if match["low"]:
        low, high = Decimal(match["low"]), Decimal(match["high"])
        return LevelSpec(name or f"{low}-{high}", low, high) if low <= high else None
    if match["mark"]:
        mark, operator = Decimal(match["mark"]), match["op"]
        if operator in "<>":
            parsed.warn("strict_mark", text=match[0])
        low, high = (ZERO, mark) if operator.startswith("<") else (mark, max(full, mark))
        return LevelSpec(name or f"{operator}{mark}", low, high)
    points = Decimal(match["points"])
    return LevelSpec(name, points, points) if name else None


def _finish_levels(cell: Cell, parsed: Parsed) -> None:
    """Set the method and say which levels do not fit."""
    top = max(level.max_points for level in parsed.levels)
    if top > cell.full:
        parsed.understood = False
        parsed.warn("level_above", top=top, full=cell.full)
        return
    parsed.method = "level"
    if top < cell.full:
        parsed.warn("level_top", top=top, full=cell.full)
    ordered = sorted(parsed.levels, key=lambda level: (level.min_points, level.max_points))
    for one, other in pairwise(ordered):
        if one.max_points > other.min_points or one.max_points == other.max_points == other.min_points:
            parsed.warn("level_overlap", one=one.name, other=other.name)


def read_amounts(cell: Cell, parsed: Parsed) -> bool:
    """Read amounts for each occurrence: ``-0.5/次``, ``省-3;市-2;县-1``, ``市扣分*2``, ``每缺一次扣0.5``, vetoes."""
    rules: list[RuleSpec] = []
    for piece in cell.segments:
        rule = _amount(piece, cell)
        if rule is None:
            return False
        rules.append(rule)
    if not rules:
        return False
    rules = _share_unit(rules)
    kinds = {rule.kind for rule in rules}
    if cell.kind in ("bonus", "deduction") and kinds != {cell.kind}:
        parsed.warn("kind_differs", column=cell.kind, rule="/".join(sorted(kinds)))
    if kinds == {"deduction"}:
        parsed.method = "deduction"
    elif cell.full:
        parsed.warn("base_judged", text=parsed.text)
    parsed.rules = _capped_rules(rules, kinds, cell, parsed)
    return True


def _amount(piece: str, cell: Cell) -> RuleSpec | None:
    """Return the rule that one piece of text gives."""
    if piece in _VETO:
        return RuleSpec("deduction", piece, ZERO, veto=_VETO[piece])
    if match := _TIMES.fullmatch(piece):
        times = Decimal(match["times"] or 2)
        return RuleSpec("deduction", match["name"], ONE, "分", multiplier=times)
    if match := _AMOUNT.fullmatch(piece):
        kind = "bonus" if match["sign"] in "+加奖" else "deduction"
        return _occurrence(kind, match["name"].rstrip(":,"), match["points"], match["uom"], cell)
    if cell.kind in ("bonus", "deduction") and (match := _PLAIN.fullmatch(piece)):
        return _occurrence(cell.kind, "", match["points"], match["uom"], cell)
    return None


def _occurrence(kind: str, name: str, points: str, uom: str | None, cell: Cell) -> RuleSpec | None:
    """Return a rule for each occurrence; ``None`` where the text counts in other steps than one."""
    each = _EACH.search(name)
    if each:
        if each["count"] and _number(each["count"]) != ONE:
            return None
        uom = uom or each["uom"]
    elif "每" in name:
        return None
    if not Decimal(points):
        return None
    # on a sheet the indicator's name stands above the rule; in the register the rule stands alone
    named = first_text((name, cell.condition, cell.name) if cell.full else (name, cell.name, cell.condition))
    return RuleSpec(kind, named, Decimal(points), uom or "", highest_only=cell.highest)


def _share_unit(rules: list[RuleSpec]) -> list[RuleSpec]:
    """Give the unit written once at the end (``省-3;市-2;县-1每件``) to the amounts before it."""
    last = rules[-1]
    if len(rules) == 1 or not last.uom or any(rule.uom for rule in rules[:-1]):
        return rules
    return [_replace(rule, uom=last.uom) for rule in rules]


def _capped_rules(rules: list[RuleSpec], kinds: set[str], cell: Cell, parsed: Parsed) -> list[RuleSpec]:
    """Put the cap on the only rule, or on all of one kind together."""
    if not cell.cap:
        return rules
    if len(rules) == 1:
        return [_replace(rules[0], max_points=cell.cap)]
    if "bonus" in kinds:
        parsed.bonus_cap = cell.cap
    if "deduction" in kinds:
        parsed.deduction_cap = cell.cap
    return rules


def _replace(rule: RuleSpec, **values: object) -> RuleSpec:
    fields = {name: getattr(rule, name) for name in RuleSpec.__slots__}
    return RuleSpec(**(fields | values))


def read_bare_number(cell: Cell, parsed: Parsed) -> bool:
    """Read ``10``: the scorer judges from 0 to 10."""
    match = re.fullmatch(rf"({NUM})分?", cell.text)
    if not match or not cell.full:
        return False
    parsed.warn("bare_number", text=parsed.text)
    if Decimal(match[1]) != cell.full:
        parsed.warn("range_top", top=Decimal(match[1]), full=cell.full)
    return True


#: In this order: the narrower form first.
READERS: tuple[Callable[[Cell, Parsed], bool], ...] = (
    read_range,
    read_choice,
    read_parts,
    read_joint_task,
    read_efficacy,
    read_threshold,
    read_step,
    read_levels,
    read_amounts,
    read_ratio,
    read_bare_number,
)
