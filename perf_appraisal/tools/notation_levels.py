"""Readers of levels: bands, marks that are reached or not, and parts that are earned one by one.

>>> parsed = Parsed('优得9分，差不得分')
>>> read_levels(Cell.from_text(parsed.text, Decimal(9)), parsed), [level.name for level in parsed.levels]
(True, ['优', '差'])
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from .decimals import ZERO
from .notation_base import LevelSpec, Parsed, RuleSpec
from .notation_cell import Cell
from .notation_clauses import Clause
from .notation_rules import add_rules, kept_sound, make_rules
from .notation_words import NUM, UNIT

_LOWER = ("<=", "<", "低于", "不超过", "不高于", "小于", "少于")
_STRICT = (">", "<", "低于", "超过", "高于", "大于", "小于", "少于")
_OPERATOR = ">=|<=|>|<|达到|达|不低于|不少于|大于等于|低于|不超过|不高于|超过|高于|大于|小于|少于"
_MARKED = re.compile(
    rf"(?P<what>[^0-9<>]*?)(?P<op>{_OPERATOR})?(?P<mark>{NUM})(?P<uom>%|{UNIT}?)(?P<side>及?以上|及?以下|以内)?(?:的)?"
)
_ELSE = re.compile(
    r"否则|其他|其它|其余|反之|(?:or )?else|otherwise|if not|不达标|达不到.{0,4}|不足|低于"
    r"|(?:未|没有|没)(?:能)?(?:达到?|完成)?(?:的|标准|要求|目标|标|到)*",
    re.IGNORECASE,
)


def read_threshold(cell: Cell, parsed: Parsed) -> bool:
    """Read ``>=80%得10否则0``: all or nothing at a mark."""
    clauses = cell.amounts
    earned = [clause for clause in clauses if cell.earns_all(clause) or clause.form == "earn"]
    others = [clause for clause in clauses if clause not in earned]
    if not cell.full or len(earned) != 1 or len(others) > 1 or not kept_sound(cell, parsed):
        return False
    one = earned[0]
    match = _MARKED.fullmatch(one.case)
    if one.unit or one.low is not None or one.percent or not match or not (match["op"] or match["side"]):
        return False
    if others and not _is_complement(others[0], match["mark"]):
        return False
    _set_threshold(match, one, cell, parsed)
    if not others:
        parsed.warn("else_unsaid", text=one.case)
    return True


def _is_complement(clause: Clause, mark: str) -> bool:
    """Tell whether a clause gives nothing to what does not reach the mark."""
    numbers = re.findall(NUM, clause.case)
    return clause.form == "zero" and (numbers == [mark] or bool(_ELSE.fullmatch(clause.case)))


def _set_threshold(match: re.Match[str], clause: Clause, cell: Cell, parsed: Parsed) -> None:
    operator = match["op"] or ""
    lower = operator in _LOWER or (match["side"] or "").endswith(("以下", "以内"))
    if operator in _STRICT:
        parsed.warn("strict_mark", text=operator + match["mark"])
    parsed.method = "threshold"
    parsed.direction = "lower" if lower else "higher"
    parsed.threshold_value = parsed.target = Decimal(match["mark"])
    parsed.uom = match["uom"] or ""
    if not cell.earns_all(clause):
        parsed.warn("points_differ", points=clause.points, full=cell.full)


def read_named_parts(cell: Cell, parsed: Parsed) -> bool:
    """Read ``1.有制度，2分；2.有台账，3分``: parts that come to the full points together."""
    clauses = cell.amounts
    parts = [clause for clause in clauses if clause.form in ("earn", "bare")]
    others = [clause for clause in clauses if clause not in parts]
    if len(parts) < 2 or not all(_is_part(clause) for clause in parts) or not kept_sound(cell, parsed):
        return False
    total = sum((clause.points for clause in parts), ZERO)
    if total != cell.full or any(clause.form not in ("zero", "deduct") for clause in others):
        return False
    part_of = {clause.sentence: clause for clause in parts}
    inside = len(part_of) == len(parts) and all(clause.sentence in part_of for clause in others)
    if inside and {clause.sentence for clause in others} == set(part_of):
        _lose_inside(part_of, others, cell, parsed)
        return True
    zeros = [clause for clause in others if clause.form == "zero"]
    if zeros and not inside:
        return False
    parsed.method = "parts"
    parsed.rules = [
        RuleSpec("part", clause.case, clause.points, max_points=clause.points) for clause in parts if clause.points
    ]
    if len(zeros) < len(others):
        add_rules(cell, parsed, [clause for clause in others if clause.form == "deduct"])
        parsed.warn("forms_mixed", text=parsed.text)
    return True


def _lose_inside(part_of: dict[int, Clause], others: list[Clause], cell: Cell, parsed: Parsed) -> None:
    """Read ``1.台账（3分）：每缺1本扣1分；2.公示（2分）：未公示不得分``: each part is lost by its own deductions."""
    parsed.method = "deduction"
    count = Counter(clause.sentence for clause in others)
    for clause in others:
        part = part_of[clause.sentence]
        cost = replace(clause, form="deduct", points=part.points) if clause.form == "zero" else clause
        (rule,) = make_rules(cell, parsed, [replace(cost, case=",".join(filter(None, [part.case, clause.case])))])
        alone = count[clause.sentence] == 1
        parsed.rules.append(replace(rule, max_points=rule.max_points or part.points) if alone else rule)
        if not alone:
            parsed.warn("forms_mixed", text=parsed.text)


def _is_part(clause: Clause) -> bool:
    return bool(clause.case) and not (clause.word or clause.unit or clause.percent or clause.low is not None)


def read_levels(cell: Cell, parsed: Parsed) -> bool:
    """Read ``好9-10;中7-8;差<=6``, ``省级=3;市级=2;县级=1`` and ``95%以上得6分，90%以上得5分，90%以下不得分``."""
    clauses = cell.amounts
    giving = [clause for clause in clauses if clause.form in ("earn", "bare", "full")]
    zeros = [clause for clause in clauses if clause.form == "zero"]
    others = [clause for clause in clauses if clause.form in ("bonus", "deduct")]
    if not cell.full or not _are_levels(giving, zeros, others, cell) or len(clauses) > len(giving + zeros + others):
        return False
    if not kept_sound(cell, parsed):
        return False
    levels = [level for clause in (*giving, *zeros) if (level := _level(clause, cell.full, parsed))]
    if len(levels) < len(giving + zeros):
        return False
    pairs = sorted(zip((*giving, *zeros), levels, strict=True), key=lambda pair: pair[0].place)
    parsed.levels = [level for _clause, level in pairs]
    if len(levels) == 1:
        parsed.levels.append(LevelSpec("未达到", ZERO, ZERO))
        parsed.warn("else_unsaid", text=giving[0].case)
    finish_levels(cell, parsed)
    if cell.kind in ("bonus", "deduction") and not others:
        parsed.warn("kind_differs", column=cell.kind, rule="level")
    if others and parsed.understood:
        add_rules(cell, parsed, others)
        if any(clause.form == "deduct" for clause in others):
            parsed.warn("forms_mixed", text=parsed.text)
    return True


def _are_levels(giving: Sequence[Clause], zeros: Sequence[Clause], others: Sequence[Clause], cell: Cell) -> bool:
    """Tell whether clauses are levels: several that give points, or one that gives all beside one that gives none."""
    if not giving or any(clause.unit for clause in giving):
        return False
    bare = all(clause.form == "bare" for clause in giving)
    if cell.kind in ("bonus", "deduction") and bare and max(clause.points for clause in giving) != cell.full:
        return False
    if len({clause.form for clause in others}) > 1:
        return False
    if len(giving) > 1:
        amounts = {clause.points for clause in giving if clause.form != "full"}
        return not others or len(amounts) > 1 or any(clause.form == "bonus" for clause in others)
    if giving[0].form == "bare":
        return bool(zeros) and not others
    bonus_only = all(clause.form == "bonus" for clause in others)
    return bonus_only and (bool(zeros) or cell.earns_all(giving[0]))


def _level(clause: Clause, full: Decimal, parsed: Parsed) -> LevelSpec | None:
    """Return one level, ``None`` where its range runs backwards or a fixed amount has no name."""
    name = clause.case
    if clause.form == "zero":
        return LevelSpec(name, ZERO, ZERO) if name else None
    top = full if clause.form == "full" else clause.points * (full if clause.percent else 1)
    if clause.low is not None:
        return LevelSpec(name or f"{clause.low}-{top}", clause.low, top) if clause.low <= top else None
    if clause.form == "bare" and clause.word[:1] in ("<", ">"):
        if clause.word in "<>":
            parsed.warn("strict_mark", text=clause.text)
        low, high = (ZERO, top) if clause.word.startswith("<") else (top, max(full, top))
        return LevelSpec(name or f"{clause.word}{top}", low, high)
    return LevelSpec(name, top, top) if name else None


def finish_levels(cell: Cell, parsed: Parsed) -> None:
    """Set the method and say which levels do not fit."""
    top = max(level.max_points for level in parsed.levels)
    if top > cell.full:
        parsed.understood = False  # the levels stay, so that a person who corrects the points has them
        parsed.warn("level_above", top=top, full=cell.full)
        return
    parsed.method = "level"
    if top < cell.full:
        parsed.warn("level_top", top=top, full=cell.full)
    ordered = sorted(parsed.levels, key=lambda level: (level.min_points, level.max_points))
    for one, other in pairwise(ordered):
        if one.max_points > other.min_points or one.max_points == other.max_points == other.min_points:
            parsed.warn("level_overlap", one=one.name, other=other.name)
