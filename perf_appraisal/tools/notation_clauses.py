"""Read the clauses of a rule one by one: what happens, and what it costs or gives.

>>> [show_clause(clause) for clause in read_clauses('未按期报送的，每次扣1分，最多扣3分；弄虚作假的不得分')]
['deduct 1/次 (未按期报送的,每次)', 'cap 3', 'zero (弄虚作假)']
>>> [show_clause(clause) for clause in read_clauses('完成的得满分，每超额完成10％加0.5分')]
['full (完成)', 'bonus 0.5/10% (每超额完成10%)']
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from .decimals import HUNDRED, ZERO
from .notation_cut import Piece, cut, prepare
from .notation_english import read_english
from .notation_notices import show
from .notation_units import read_unit
from .notation_words import (
    BAND,
    COUNT,
    EARNS,
    GIVES,
    HAN,
    MEASURE,
    NUM,
    OBJECT,
    POINT,
    POINTS,
    TAKES,
    UNIT,
    points,
    unit_of,
)

#: A longer piece is prose; patterns are not let loose on it.
LONGEST = 200

#: Forms that say something about another clause, and no amount of their own.
MARKS = ("cap", "floor", "highest", "round", "total", "manner")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause.

    :param form: ``deduct``, ``bonus``, ``earn``, ``bare`` (only a number), ``full`` (full points), ``zero`` (none, or
        all taken), ``keep`` (nothing taken), ``share`` (in proportion), ``veto``, one of :data:`MARKS`, or ``rest``
        (gives no points)
    :param case: when it holds
    :param points: its points, always positive; a percentage of the full points where `percent`
    :param low: lowest points of a range
    :param unit: what is counted; empty where it holds once
    :param word: what says how (the rounding, the veto, the scope of a cap)
    :param sentence: number of its sentence; `place` that of its last piece
    :param signed: written with + or - instead of a verb
    :param many: amounts for as many cases (分别加3、2、1分)
    :param each: the amount holds for each case that is listed (各扣1分)
    """

    form: str
    case: str = ""
    points: Decimal = ZERO
    low: Decimal | None = None
    percent: bool = False
    unit: str = ""
    word: str = ""
    text: str = ""
    before: str = ""
    sentence: int = 0
    numbered: bool = False
    signed: bool = False
    many: tuple[Decimal, ...] = ()
    each: bool = False
    place: int = 0


_SUFFIX = rf"(?:(?:/|每)每?(?P<lot>{COUNT})?(?:个(?=.))?(?!分)(?P<uom>{MEASURE}|{UNIT}))?"
_AMOUNT = rf"(?P<points>{POINTS})"
_MANY = re.compile(
    rf"(?P<case>.*?)(?:分别|各)(?:(?P<take>{TAKES})|(?P<give>{GIVES})|{EARNS}){OBJECT}(?P<points>{POINTS}(?:、{POINTS})+){_SUFFIX}"
)
_EACH = re.compile(rf"(?P<case>.*?)(?:的)?(?:分别|各)(?P<rest>(?:{TAKES}|{GIVES}|{EARNS}).*)")
_SIGNED = re.compile(rf"(?P<case>|.*?[^0-9~/*])(?P<sign>[+-])(?P<points>{NUM})分?{_SUFFIX}")
_DEDUCT = re.compile(rf"(?P<case>.*?){TAKES}{OBJECT}{_AMOUNT}{_SUFFIX}")
_BONUS = re.compile(rf"(?P<case>.*?){GIVES}{OBJECT}{_AMOUNT}{_SUFFIX}")
_EARN = re.compile(
    rf"(?P<case>.*?)(?:{EARNS})(?:基础分|基本分|起步分|起评分|底分)?{OBJECT}"
    rf"(?:(?:(?P<low>{NUM}){POINT}?(?:-|~|至|到))?{_AMOUNT}"
    rf"|(?:(?:本|该|此)?项?(?:分值|满分|标准分|总分|分数|得分)?的)?(?P<percent>{NUM})%(?:的?(?:分值?|得分|分数))?)"
)
_BARE = re.compile(
    rf"(?P<case>|.*?[^0-9.])(?P<mark>[:=(]*)(?:(?P<low>{NUM}){POINT}?(?:-|~|至|到))?(?P<points>{NUM}|{HAN}(?={POINT}))(?P<word>{POINT})?\)?"
    rf"(?:/(?P<uom>{UNIT}))?"
)
_LIMIT = re.compile(
    rf"(?P<case>[^0-9<>=]*?)[:(]?(?:(?P<op><=|>=|<|>)(?P<points>{NUM}){POINT}?|(?P<below>{NUM}){POINT}以下)\)?"
)

_WHOLLY = "均|都|一律|直接|全部?|(?<!否)则"
_ITEM = (
    f"(?:(?:{_WHOLLY}|该|此|本|当){{0,3}}(?:(?<=[该此本当])(?:项|条|款|指标|小项|考核)){{0,2}}(?:内容)?"
    f"(?:{_WHOLLY}|按|作|为){{0,3}})"
)
_ZERO = re.compile(
    rf"(?P<case>.*?),?{_ITEM}(?:不(?:予|能)?(?:得|计|记|给)(?:本项|该项|此项)?(?:的)?分|一分不[得给]"
    rf"|(?:得分?|计|记|评|为|按)*(?<![0-9.])(?:0|零){POINT}(?:处理|计算?)?|得?分(?:为|记为|计为)(?:0|零)分?"
    rf"|{TAKES}(?:除|完|光)?(?:本|该|此)?(?:项|条|款|指标)*(?:的)?(?:全部|所有)?(?:的)?(?:得分|分值|分数|满分|全分)"
    rf"|扣完(?:本|该|此)(?:项|条)(?:分值|得分|分数)|全扣|{TAKES}(?:全部|完|光)分?)"
)
_KEEP = re.compile(r"(?P<case>.*?)(?:不予?扣分?|不加不扣|不减分|免予?扣分|不加分|不奖分|不予加分)")
_FULL = re.compile(rf"(?P<case>.*?)(?:{EARNS}|为|给予|享受)?(?:本项|该项|此项)?(?:满分|全分|全部分值)")
_SHARE = re.compile(
    r"(?P<case>.*?)(?:按照?|以|依)(?:其|实际|相应|同等|完成|达标|落实|任务|情况|的)*(?P<word>.{0,8}?)(?:比例|进度|百分比|完成率|达标率|率)"
    r"(?:情况)?(?:相应|折算|进行|计算|折合)*(?P<way>得|计|给|记|评|加|扣|减|赋)?(?:减)?分?(?:值)?"
)

_SCOPE = (
    "(?P<scope>(?:以上|上述|各项|各条|本项|该项|此项|本条|全年|年度|年内|年|季度|当月|累计|合计|总计|共计"
    f"|[每单](?:{MEASURE})"
    "|总和|累加|总|但|每项|单项|单次|每次|每年|每季度?|每月|[加扣减奖得]分|奖励|总分|之和|均|的|项|条|款|和){0,8})"
)
_SAYS_MOST = (
    "(?:限(?=[加扣])|最大(?=[扣减])|最多|最高|至多|上限|封顶|不超过|不得超过|不能超过|不高于|以|加满|扣满"
    "|(?:up to )?(?:a )?max(?:imum)?(?: (?:deduction|loss|bonus))?(?: of)?"
    "|at most|not? more than|up to|capped at|limited to)"
)
_CAP = re.compile(
    rf"{_SCOPE}(?P<says>{_SAYS_MOST})(?:为|是|只|可|能|不|得|累计|合计|超过|均|也)*(?P<verb>加分?|扣[减除罚掉去]?(?:分值|分)?|减|得分?|计分?|记分?|奖)?(?:为|不超过)?:?[+-]?"
    rf"(?P<points>{POINTS})(?P<tail>封顶|为止|为限|points?|以内)?",
    re.IGNORECASE,
)
_TOP = re.compile(rf"{_SCOPE}(?P<verb>加|扣|得|计)?[满完]?[+-]?(?P<points>{POINTS})(?:为)?(?:封顶|为上限|为限|为止)")
_TOTAL = re.compile(
    rf"(?:(?:本项|该项|此项|本条)(?:满分|共计|共|合计|总分|分值)?|满分|共计|共|合计|总计|总分|分值|标准分|权重)(?:为|是)?:?(?P<points>{POINTS})"
)
_FLOOR = re.compile(
    r"(?:以上|上述|各|本|该|此|项|条|款|均|每|累计|合计)*(?:(?:直至|直到|至)?[扣减]完(?:本|该|此)?(?:项|条|款|指标)?(?:的)?(?:分值?|得分|分数)?为止"
    r"|(?:直至|直到)扣完(?:本|该|此)?(?:项|条|款|指标)?(?:的)?(?:分值?|得分|分数)?"
    r"|扣至?(?:0|零)分?为止|扣[至到](?:0|零)分|最低(?:得|为|扣至|计|记)?(?:0|零)分|不[计记]?负分|不倒扣"
    r"|down ?to ?0|not below ?0)",
    re.IGNORECASE,
)
_HIGHEST = re.compile(
    r".{0,14}?(?:就高(?:不就低)?(?!质)|(?:按|取|以|只计|只取|只按|仅计|仅取|择)(?:其中|各项|一个|一项|所获|的)*(?:最高|高(?!质))"
    r"(?:的|者|项|分值?|值|一项|一次|一个|档次?|级别|级|等次|奖项|标准|名次|荣誉|媒体层级|层级)*"
    r"|不(?:得|予|再|可)?(?:重复|累计|累加|叠加|兼得)(?:计算?|加|扣|得|奖|享受)?)(?:计算?|加|扣|得|记|奖励?|认定)*(?:分|奖)?(?:值)?"
)
_MANNER = re.compile(
    r"(?:(?:本|此|该)?(?:项|条|指标|考核)*(?:工作)?(?:为|是|实行|采用|采取|采|按照?|以)*(?:倒扣分?(?:制|法|方式|办法)?"
    r"|[0-9]+分制|(?:[加减扣]{1,2}|百)分(?:制|法|项|方式|办法))(?:的?(?:方式|办法|计分|考核|评分|进行|计算))*"
    r"|超(?:过|出)?(?:满分|标准分|分值|部分)(?:的|部分)*(?:仍|均|只)?(?:按|以|计|记)?(?:满分|标准分)(?:计算?|记|为准)?"
    r"|超过?的?部分不再?(?:计|加|得)分?"
    r"|(?:最[高多]|以)?(?:不得?超过)?(?:[本该此]项)?(?:满分|分值|标准分值?|权重分?值?)(?:封顶|为限|为上限)"
    r"|最?[高多]?不得?超过(?:[本该此]项)?(?:满分|分值|标准分值?|权重分?值?))"
)
_VETO = re.compile(
    r"(?P<case>.*?)(?:的)?,?(?:本项|本条|该项)?(?:实行|予以|给予|直接|按|作|作为|进行|列入|则)*(?P<word>一票否[决优])(?:制|处理|项)?"
)
_ROUND = re.compile(
    rf"(?:不足|不满|不到)(?:{COUNT})?个?{MEASURE}的?(?:也|均)?(?:按|以|算|作)(?P<up>{COUNT})?个?(?:{MEASURE})?(?:计算?|扣分?|算|扣减)?"
    rf"|(?:不足|不满|不到)(?:{COUNT})?个?{MEASURE}的?(?P<down>不计|不扣|舍去|忽略)(?:算|分)?|(?P<part>按比例)(?:扣减?分?|计算?)?"
)
_VETOES = {"一票否优": "no_top_grade", "一票否决": "worst_grade"}
_BARE_NOT = re.compile(
    r"[扣罚]|奖励$|加$|减$|最[高多]|不超过|低于|少于|超过|大于|小于|高于|不足|\d分(?!钟)|得$|约|[*/]|满分$|基[础本]分$"
)


def read_clauses(raw: str) -> list[Clause]:
    """Return the clauses of a rule in its order; a case written before a comma goes to the amount behind it."""
    clauses: list[Clause] = []
    waiting: list[Piece] = []
    for piece in cut(prepare(raw)):
        if waiting and waiting[-1].sentence != piece.sentence:
            clauses.append(_rest(waiting))
            waiting = []
        clause = read_piece(piece)
        if clause.form == "rest":
            waiting.append(piece)
        elif clause.form in MARKS:
            clauses.append(clause)
            if clause.form == "highest":
                waiting = []  # what it holds for
        else:
            clauses.append(_with_case(clause, waiting))
            waiting = []
    if waiting:
        clauses.append(_rest(waiting))
    return clauses


def _rest(pieces: list[Piece]) -> Clause:
    text = ",".join(piece.text for piece in pieces)
    return replace(_placed(Clause("rest"), pieces[0]), case=text, text=text)


def _with_case(clause: Clause, waiting: list[Piece]) -> Clause:
    """Put the pieces before a clause into its case."""
    if not waiting:
        return clause
    case = ",".join([piece.text for piece in waiting] + ([clause.case] if clause.case else []))
    unit = clause.unit or (read_unit(case) if clause.form not in ("zero", "full", "keep", "veto") else "")
    first = waiting[0]
    return replace(clause, case=case, unit=unit, before=first.before, numbered=first.numbered)


def read_piece(piece: Piece) -> Clause:
    """Return what one piece says; ``rest`` where it gives no points.

    >>> show_clause(read_piece(Piece('每发现1处扣0.5分', '', 0))), show_clause(read_piece(Piece('省级3分', '', 0)))
    ('deduct 0.5/处 (每发现1处)', 'bare 3 (省级)')
    """
    for reader in READERS if len(piece.text) <= LONGEST else ():
        clause = reader(piece.text)
        if clause:
            return _placed(clause, piece)
    return _placed(Clause("rest", piece.text), piece)


def _placed(clause: Clause, piece: Piece) -> Clause:
    return replace(
        clause,
        text=piece.text,
        before=piece.before,
        sentence=piece.sentence,
        numbered=piece.numbered,
        place=piece.place,
    )


def _clean(case: str) -> str:
    return re.sub(
        r"(?:的|均|(?<=[率度例值])占|,|:)+$", "", re.sub(r"^(?:其中|凡|对于|对|若|如|并且|并|且|和|,|:)+", "", case)
    )


def _read_mark(text: str) -> Clause | None:
    """Read what limits a clause or says how it is counted."""
    if _FLOOR.fullmatch(text):
        return Clause("floor")
    if _HIGHEST.fullmatch(text):
        return Clause("highest", word=text)
    if _MANNER.fullmatch(text):
        return Clause("manner")
    if match := _ROUND.fullmatch(text):
        return Clause("round", word="floor" if match["down"] else "proportional" if match["part"] else "ceil")
    match = _CAP.fullmatch(text) or _TOP.fullmatch(text)
    if match and (match.re is _TOP or _is_cap(match)):
        return Clause("cap", points=points(match["points"]), word=f"{match['scope'] or ''}{match['verb'] or ''}")
    if match := _TOTAL.fullmatch(text):
        return Clause("total", points=points(match["points"]))
    return None


def _is_cap(match: re.Match[str]) -> bool:
    """Tell a cap of points from a limit of something else: “not more than” needs a word of points beside it."""
    if match["says"] == "以":
        return bool(match["tail"])
    if match["says"] in ("限", "最大", "最多", "最高", "至多", "封顶", "上限") or match["says"].isascii():
        return True
    return bool(match["verb"]) or "分" in match["points"] + (match["scope"] or "")


def _read_veto(text: str) -> Clause | None:
    match = _VETO.fullmatch(text)
    return Clause("veto", _clean(match["case"]), word=_VETOES[match["word"]]) if match else None


def _read_zero(text: str) -> Clause | None:
    match = _ZERO.fullmatch(text)
    if not match or (re.search("[一1每]个?项", match["case"]) and re.search("[该此]项", text)):
        return None  # the points of one item, which are not known
    return Clause("zero", _clean(match["case"]))


def _read_keep(text: str) -> Clause | None:
    match = _KEEP.fullmatch(text)
    return Clause("keep", _clean(match["case"])) if match else None


def _read_share(text: str) -> Clause | None:
    match = _SHARE.fullmatch(text)
    return Clause("share", match["case"], word=match["way"] or "") if match and "比例抽" not in text else None


def _read_full(text: str) -> Clause | None:
    match = _FULL.fullmatch(text)
    return Clause("full", _clean(match["case"])) if match else None


def _read_amount(text: str) -> Clause | None:
    """Read points taken or given, with a verb or a sign."""
    for form, pattern in (("deduct", _DEDUCT), ("bonus", _BONUS)):
        if match := pattern.fullmatch(text):
            return _amount(form, match)
    if match := _SIGNED.fullmatch(text):
        return replace(_amount("bonus" if match["sign"] == "+" else "deduct", match), signed=True)
    return None


def _read_many(text: str) -> Clause | None:
    """Read as many amounts as cases (县、市分别加1、2分), or one amount for each of several (甲、乙各扣1分)."""
    if match := _MANY.fullmatch(text):
        form = "deduct" if match["take"] else "bonus" if match["give"] else "earn"
        found = tuple(points(amount) for amount in match["points"].split("、"))
        unit = unit_of(match["lot"] or "", match["uom"]) if match["uom"] else read_unit(match["case"], strict=True)
        return Clause(form, _clean(match["case"]), found[0], unit=unit, many=found)
    match = _EACH.fullmatch(text)
    clause = (_read_amount(match["rest"]) or _read_earn(match["rest"])) if match else None
    return replace(clause, case=_clean(match["case"]), each=True) if match and clause and not clause.case else None


def _amount(form: str, match: re.Match[str]) -> Clause:
    unit = unit_of(match["lot"] or "", match["uom"]) if match["uom"] else read_unit(match["case"])
    return Clause(form, _clean(match["case"]), points(match["points"]), unit=unit)


def _read_earn(text: str) -> Clause | None:
    match = _EARN.fullmatch(text)
    if not match:
        return None
    if match["percent"]:
        return Clause("earn", _clean(match["case"]), Decimal(match["percent"]) / HUNDRED, percent=True)
    low = Decimal(match["low"]) if match["low"] else None
    if low is None and not points(match["points"]):
        return Clause("zero", _clean(match["case"]))
    return Clause(
        "earn", _clean(match["case"]), points(match["points"]), low, unit=read_unit(match["case"], strict=True)
    )


def _read_bare(text: str) -> Clause | None:
    """Read a name with its points and no verb."""
    if match := _LIMIT.fullmatch(text):
        return Clause("bare", match["case"], Decimal(match["points"] or match["below"]), word=match["op"] or "<=")
    match = _BARE.fullmatch(text)
    if (
        not match
        or (_BARE_NOT.search(match["case"]) and not re.fullmatch(BAND, match["case"]))
        or re.search(r"[+-]$", match["case"])
    ):
        return None
    short = not re.search(r"[0-9]", match["case"]) and len(match["case"]) <= 8
    if not (match["word"] or match["mark"] or match["uom"] or short):
        return None
    low = Decimal(match["low"]) if match["low"] else None
    if low is None and match["case"] and not points(match["points"]):
        return Clause("zero", _clean(match["case"]))
    unit = match["uom"] or read_unit(match["case"], strict=True)
    return Clause("bare", _clean(match["case"]), points(match["points"]), low, unit=unit)


def _read_english(text: str) -> Clause | None:
    found = read_english(text)
    return Clause(**found) if found else None


#: In this order: what limits others first, what is only a number last.
READERS: tuple[Callable[[str], Clause | None], ...] = (
    _read_mark,
    _read_english,
    _read_veto,
    _read_zero,
    _read_keep,
    _read_many,
    _read_amount,
    _read_full,
    _read_earn,
    _read_share,
    _read_bare,
)


def amounts(clauses: Iterable[Clause]) -> list[Clause]:
    """Return the clauses without those that only limit others."""
    return [clause for clause in clauses if clause.form not in MARKS]


def show_clause(clause: Clause) -> str:
    """Return a clause in one line, for tests."""
    low = f"{show(clause.low)}-" if clause.low is not None else ""
    value = f" {low}{show(clause.points)}" if clause.points or clause.form in ("earn", "bare") else ""
    unit = f"/{clause.unit}" if clause.unit else ""
    return f"{clause.form}{value}{unit}" + (f" ({clause.case})" if clause.case else "")
