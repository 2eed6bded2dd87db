"""Readers of amounts for each occurrence, their caps, and amounts whose cases stand in the condition.

>>> parsed = Parsed('迟交每次扣1分，最多扣3分')
>>> cell = Cell.from_text(parsed.text, Decimal(9))
>>> read_amounts(cell, parsed), [(rule.uom, rule.max_points) for rule in parsed.rules]
(True, [('次', Decimal('3'))])
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .decimals import ZERO
from .notation_asked import points_inside
from .notation_base import Parsed, RuleSpec, first_text
from .notation_cell import Cell
from .notation_clauses import Clause
from .notation_units import counts_unknown
from .notation_words import BAND, COUNT, MEASURE, NUM, UNIT

_EACH_ALONE = re.compile(rf"(?:^|,|的)?(?:每(?:{COUNT})?个?(?:{MEASURE}))+$|(?:^|,|的)每{UNIT}$")
_NOTHING = re.compile(rf"(?:每(?:发现|出现|发生|有|查实|存在)*(?:{COUNT})?个?(?:{MEASURE}))*")
_TOGETHER = re.compile("以上|上述|各项|各条|本项|该项|此项|本条|全年|年度|年内|累计|合计|总计|共计|总分|之和")
_APIECE = re.compile("每|单")
_OF_BONUS = re.compile("[加奖]")
_UNNAMED = re.compile(rf"[+-]{NUM}分?(?:/[+-]?{NUM}分?)+")
_LEAST = re.compile(
    "(?:最[低高多少大]|至[少多]|保底|[上下]限|封顶|各|分别|共|合计|累计|总计|最|不超过|不[高低]于|不少于)$"
)
_BEYOND = re.compile("(?:超过|超出|高于|低于|突破)$")
_LISTED = re.compile(rf"{NUM}分?、$|分别")
_NEUTRAL = re.compile(r"以.{1,20}为准|凭.{1,20}|依据.{1,20}|由.{2,20}(?:提供|认定|负责|确认)|(?:说明|注|备注):?.*")
_KIND = {"deduct": "deduction", "zero": "deduction", "veto": "deduction", "bonus": "bonus"}


def kept_sound(cell: Cell, parsed: Parsed, introduced: bool = False) -> bool:
    """Tell whether no clause hides points that were not read; say what is kept in the text alone.

    Note: a clause that is not sound ends the reading, for it might change what the others say.

    :param introduced: what stands before the first amount is the requirement, and need not be mentioned
    """
    for clause in cell.clauses:
        if is_unread(clause):
            return False
    started = not introduced
    for clause in cell.clauses:
        if clause.form == "rest" and started and not _NEUTRAL.fullmatch(clause.case):
            parsed.warn("rest_unread", text=clause.case)
        started = started or clause.form != "rest"
    return True


def is_unread(clause: Clause) -> bool:
    """Tell whether the words of a clause hold points that were not read.

    Note: what gives points may be a band of measured points, such as 90分以上.
    """
    band = clause.form in ("earn", "bare", "zero", "full") and re.fullmatch(BAND, clause.case)
    loose = clause.form == "rest" and re.search(rf"(?:^|[^0-9.年月日第]){NUM}分?$", clause.case)
    unknown = clause.form in ("deduct", "bonus") and not clause.unit and counts_unknown(clause.case)
    if clause.form != "rest" and (_LEAST.search(clause.case) or _LISTED.search(clause.case)):
        return True
    if clause.form in ("deduct", "bonus") and re.search("[加减]$|增减|升降", clause.case):
        return True  # both ways at once
    if clause.form != "rest" and clause.case.count("(") != clause.case.count(")"):
        return True  # the amount is one of several in brackets
    if clause.form in ("full", "earn", "bare") and _BEYOND.search(clause.case):
        return True
    return bool(loose) or unknown or (not band and points_inside(clause.case))


def read_unnamed(cell: Cell, parsed: Parsed) -> bool:
    """Read ``-3/-1`` where the condition says which case costs what; else it stays judged."""
    if not _UNNAMED.fullmatch(cell.plain):
        return False
    amounts = [Decimal(piece) for piece in re.findall(NUM, cell.plain)]
    form = "bonus" if cell.plain.startswith("+") else "deduct"
    named = [clause for clause in cell.beside if clause.form == form]
    if [clause.points for clause in named] != amounts or any(points_inside(clause.case) for clause in named):
        parsed.leave("unnamed_amounts", text=parsed.text)
        return True
    return read_amounts(replace(cell, clauses=(*named, *cell.clauses[1:])), parsed)


def read_amounts(cell: Cell, parsed: Parsed) -> bool:
    """Read amounts for each occurrence, and vetoes: ``-0.5/次``, ``省-3;市-2``, ``每缺一次扣0.5分``, ``作假不得分``."""
    if cell.kind in ("bonus", "deduction") and any(clause.low is not None for clause in cell.amounts):
        parsed.leave("discretion", text=parsed.text)
        return True
    clauses = [_as_kind(clause, cell) for clause in _with_units(cell.amounts)]
    base = [clause for clause in clauses if clause.form in ("earn", "full", "bare", "share")]
    rules = [clause for clause in clauses if clause not in base]
    if cell.full and all(clause.form == "deduct" for clause in rules):
        base = _without_shares(base, parsed)
    if not rules or not kept_sound(cell, parsed, introduced=True):
        return False
    if base and not (cell.full and all(cell.earns_all(clause) for clause in base) and len(base) == 1):
        first = base[0]
        if cell.full and first.form == "earn" and not first.unit:
            parsed.leave("base_differs", points=first.points, full=cell.full)
            return True
        return False
    if not _fits_register(rules, cell):
        return False
    add_rules(cell, parsed, rules)
    _set_kinds(cell, parsed, bool(base))
    return True


def _without_shares(base: Sequence[Clause], parsed: Parsed) -> list[Clause]:
    """Return what a line earns without how its full points are parted (每季度2分), of which the rules take some."""
    shares = [clause for clause in base if clause.form == "bare" and clause.case.startswith("每")]
    for clause in shares:
        parsed.warn("rest_unread", text=clause.text)
    return [clause for clause in base if clause not in shares]


def _set_kinds(cell: Cell, parsed: Parsed, earned: bool) -> None:
    """Set the method by what the rules do, and say where that is not what the row's points or column say."""
    above = max((rule.points for rule in parsed.rules if rule.kind == "deduction"), default=ZERO)
    if cell.full and above > cell.full:
        parsed.warn("points_differ", points=above, full=cell.full)
    kinds = {rule.kind for rule in parsed.rules}
    if cell.kind in ("bonus", "deduction") and kinds != {cell.kind}:
        parsed.warn("kind_differs", column=cell.kind, rule="/".join(sorted(kinds)))
    if kinds == {"deduction"} or (cell.full and "deduction" in kinds):
        parsed.method = "deduction"
    elif cell.full and not earned:
        parsed.warn("base_judged", text=parsed.text)


def _with_units(clauses: Sequence[Clause]) -> list[Clause]:
    """Return clauses with the units that their neighbours give or take.

    A unit said once holds for the names listed behind it (每篇省级2分、市级1分); what costs something at one time and
    something else at two is no amount for each (一次扣1分，二次扣3分).
    """
    found: list[Clause] = []
    for clause in clauses:
        last = found[-1] if found else None
        listed = clause.form == "bare" and clause.case and not clause.unit and clause.low is None
        if listed and last and last.unit and last.sentence == clause.sentence and "每" in last.case + last.text:
            clause = replace(clause, unit=last.unit, case=f"每{last.unit}{clause.case}")
        found.append(clause)
    cases = [clause.case for clause in found]
    return [replace(clause, unit="") if _is_first_of_several(clause, cases) else clause for clause in found]


def _is_first_of_several(clause: Clause, cases: Sequence[str]) -> bool:
    """Tell whether a clause is what one occurrence costs, beside one that says what two cost."""
    if not clause.unit or "每" in clause.case or not re.search(rf"[一1]个?{re.escape(clause.unit)}", clause.case):
        return False
    two = re.compile(rf"[二两2]个?{re.escape(clause.unit)}(?!.*以上)")
    return any(two.search(case) for case in cases)


def _as_kind(clause: Clause, cell: Cell) -> Clause:
    """Return a clause without a verb of its own as the column's kind says it is."""
    if cell.kind not in ("bonus", "deduction"):
        return clause
    form = "bonus" if cell.kind == "bonus" else "deduct"
    plain = clause.form == "bare" or (clause.form == "earn" and not cell.full and form == "bonus")
    return replace(clause, form=form) if plain and not clause.word.startswith(("<", ">")) else clause


def _fits_register(rules: Sequence[Clause], cell: Cell) -> bool:
    """Tell whether the rules can stand alone: in the register no points can be taken that nobody had."""
    forms = {clause.form for clause in rules}
    return bool(cell.full) or "zero" not in forms or forms == {"bonus", "zero"}


def add_rules(cell: Cell, parsed: Parsed, clauses: Sequence[Clause]) -> None:
    """Add the rules of clauses that take or give points, with their caps."""
    parsed.rules += make_rules(cell, parsed, clauses)


def make_rules(cell: Cell, parsed: Parsed, clauses: Sequence[Clause]) -> list[RuleSpec]:
    """Return the rules of clauses that take or give points, with their caps."""
    kept = [clause for clause in clauses if cell.full or clause.form != "zero"]
    for place, clause in enumerate(kept):
        if place and not clause.signed and _NOTHING.fullmatch(clause.case) and clause.form in ("deduct", "bonus"):
            parsed.warn("case_missing", text=clause.text)
        if re.search("[%‰]|百分点", clause.unit) and clause.form == "deduct" and cell.full:
            parsed.warn("measured_claims", text=clause.text)
    rules = [_rule(clause, cell) for clause in kept]
    if all(clause.signed for clause in kept):
        rules = _share_unit(rules)
    rules = [replace(rule, highest_only=True) if _highest(cell, rule) else rule for rule in rules]
    return _capped(rules, kept, cell, parsed)


def _rule(clause: Clause, cell: Cell) -> RuleSpec:
    """Return the rule of a clause; on a sheet the indicator's name stands above it, in the register it stands alone."""
    alone = _EACH_ALONE.sub("", clause.case)
    case = alone.rstrip("的,") if alone else clause.case if not _NOTHING.fullmatch(clause.case) else ""
    condition = "" if points_inside(cell.condition) or cell.condition_marks else cell.condition
    names = (case, condition, cell.name) if cell.full else (case, cell.name, condition)
    if clause.form == "veto":
        return RuleSpec("deduction", clause.case.rstrip("的,") or clause.text, ZERO, veto=clause.word)
    points = cell.full if clause.form == "zero" else clause.points
    return RuleSpec(_KIND[clause.form], first_text((*names, clause.text)), points, clause.unit)


def _highest(cell: Cell, rule: RuleSpec) -> bool:
    """Tell whether of several occurrences only the highest counts."""
    words = [clause.word for clause in (*cell.clauses, *cell.beside) if clause.form == "highest"]
    other = "扣" if rule.kind == "bonus" else "加"
    return any(other not in word for word in words) and rule.veto == "none"


def _share_unit(rules: list[RuleSpec]) -> list[RuleSpec]:
    """Give the unit written once at the end (``省-3;市-2;县-1每件``) to the amounts before it."""
    if not rules or any(rule.uom for rule in rules[:-1]) or len({rule.kind for rule in rules}) > 1:
        return rules
    return [replace(rule, uom=rules[-1].uom) for rule in rules]


def _capped(rules: list[RuleSpec], clauses: list[Clause], cell: Cell, parsed: Parsed) -> list[RuleSpec]:
    """Put each cap on the rule before it, or on all rules of a kind where it is said of them together."""
    rules = list(rules)
    measured = parsed.method in ("ratio", "step")
    for cap in cell.of("cap"):
        if measured and measured_cap(cap, cell):
            continue  # it limits what the steps cost, or what the share comes to
        before = [place for place, clause in enumerate(clauses) if clause.place < cap.place]
        here = [place for place in before if clauses[place].sentence == cap.sentence]
        _apply_cap(cap, before, here, rules, cell, parsed)
    for cap in [clause for clause in cell.beside if clause.form == "cap"]:
        if not _caps(rules, parsed) and not (measured and not _OF_BONUS.search(cap.word)):
            _apply_cap(cap, list(range(len(rules))), list(range(len(rules))), rules, cell, parsed)
    return rules


def measured_cap(cap: Clause, cell: Cell) -> str:
    """Return what a cap in a line of steps or shares has to do with what is measured.

    ``own`` where it limits that alone, ``unclear`` where it limits other deductions, too, or only a single case; empty
    where it belongs to a rule. A step stands in the cell as a share.
    """
    if _OF_BONUS.search(cap.word):
        return ""
    before = [clause for clause in cell.amounts if clause.place < cap.place]
    owner = before[-1].form if before else "share"
    if owner == "bonus" and not re.search("[扣减]", cap.word):
        return ""
    here = [clause.form for clause in before if clause.sentence == cap.sentence]
    of_all = _TOGETHER.search(cap.word) or (before and not here)
    if _APIECE.search(cap.word) or owner == "zero" or (of_all and cell.of("deduct", "zero")):
        return "unclear"
    if owner == "deduct":
        return "unclear" if "share" in here else ""
    return "own"


def _caps(rules: Sequence[RuleSpec], parsed: Parsed) -> bool:
    return bool(parsed.bonus_cap or parsed.deduction_cap or any(rule.max_points for rule in rules))


def _apply_cap(
    cap: Clause, before: list[int], here: list[int], rules: list[RuleSpec], cell: Cell, parsed: Parsed
) -> None:
    """Put one cap in its place.

    :param before: places of the rules before it
    :param here: those of them in the cap's own sentence; all where it stands in another cell
    """
    kind = "bonus" if re.search("[加奖]", cap.word) else "deduction" if re.search("[扣减]", cap.word) else ""
    before = [place for place in before if rules[place].kind == kind or not kind]
    here = [place for place in here if place in before and not rules[place].max_points]
    together = bool(_TOGETHER.search(cap.word))
    if not before and len(rules) == 1 and kind in ("", rules[0].kind) and not _APIECE.search(cap.word):
        rules[0] = replace(rules[0], max_points=cap.points)  # it stands before the only rule
    elif _APIECE.search(cap.word) or not before:
        parsed.warn("rest_unread", text=cap.text)
    elif len(before) == 1 or (len(here) == 1 and not together and not _written_short(cell)):
        place = (here or before)[0]
        rules[place] = replace(rules[place], max_points=cap.points)
    else:
        for name in {rules[place].kind for place in before}:
            setattr(parsed, f"{name}_cap", cap.points)
        one_kind = len({rules[place].kind for place in before}) == 1
        if not one_kind or not (together or _is_of_list(rules, before, here, cell)):
            parsed.warn("cap_scope", text=cap.text)


def _is_of_list(rules: Sequence[RuleSpec], before: list[int], here: list[int], cell: Cell) -> bool:
    """Tell whether a cap stands at the end of a list of like amounts (省3分，市2分，最多5分) and limits all of them."""
    alike = len(here) == len(before) and len({rules[place].uom for place in before}) == 1
    return alike and (_written_short(cell) or rules[before[0]].kind == "bonus")


def _written_short(cell: Cell) -> bool:
    """Tell whether the rule is a row of signed amounts, whose cap stands at the end for all."""
    return all(clause.signed for clause in cell.amounts)
