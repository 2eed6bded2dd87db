"""Find in a case what is counted: 次 in 每发现一次, 20万元 in 每20万元, 人次 in 每人每次."""

import re

from .notation_words import COUNT, MEASURE, PERIODS, unit_of

#: Words of counting that are also the beginning of other nouns (单位, 部门, 站所); alone only before a case or the end.
_DOUBTFUL = "单部级组科队班口点面种对节课站村片头首门票车步段项条"
_TIMES = "月|百分点|工作日|自然日|小时|学期|季度|星期|点(?!位)"
_CASE = "的|未|没|不|被|无|需|应|以|缺|少|有|及"

_PERIOD = re.compile(rf"每个?(?P<period>{'|'.join(PERIODS)}|天|日)")
_TIME = re.compile(rf"每(?:[^0-9,]{{0,14}}?)(?P<count>{COUNT})?个(?P<measure>{_TIMES})")
_PIECE = re.compile(rf"每(?:[^0-9,]{{1,14}}?(?={COUNT}个))?(?P<count>{COUNT})?个(?P<noun>.*)")
_PLAIN = re.compile(rf"每(?P<count>{COUNT})?(?P<measure>{MEASURE})(?P<rest>.*)")
_COUNTED = re.compile(rf"每[^0-9,]{{1,14}}?(?P<count>{COUNT})(?P<measure>{MEASURE})")
_WORD = re.compile(r"每(?:一|1)?(?P<word>[^\W0-9]{1,4})的?")
_LOST = re.compile(
    rf"(?:[缺少漏有现生迟无没错差超]|^(?=[一1]个?{MEASURE}[未不没无缺有迟漏错超违])|(?<![一1][^\W0-9])(?=[一1]个?{MEASURE}的?$))"
    rf"(?<![0-9第一二三四五六七八九十百点.])[一1]个?(?P<measure>{MEASURE})"
)


def read_unit(case: str, strict: bool = False) -> str:
    """Return what a case counts, empty where it counts nothing.

    :param case: the words before the amount
    :param strict: only where the case says *each*

    >>> read_unit('每发现1件'), read_unit('每错一次'), read_unit('每10万元'), read_unit('每三次'), read_unit('每1名')
    ('件', '次', '10万元', '3次', '名')
    >>> read_unit('每人每天'), read_unit('每人天'), read_unit('每周少一场'), read_unit('每低一个百分点')
    ('人天', '人天', '场', '百分点')
    >>> read_unit('每个摊位'), read_unit('每1个点位'), read_unit('每低一个点')
    ('摊位', '点位', '点')
    >>> read_unit('每带动1个商户'), read_unit('每开办1个500户以上市场'), read_unit('每镇'), read_unit('每单位')
    ('商户', '个', '镇', '单位')
    >>> read_unit('每月未巡查'), read_unit('漏报一次'), read_unit('漏报一次', strict=True), read_unit('迟到3次')
    ('月', '次', '', '')
    >>> read_unit('第一次'), read_unit('一户一策'), read_unit('少1个')
    ('', '', '个')
    """
    if "每" in case:
        return _each([part for part in re.split("(?=每)", case) if part.startswith("每")])
    match = None if strict else _LOST.search(case)
    if match and match["measure"] not in PERIODS:
        return match["measure"]
    return "个" if not strict and re.search("[缺少漏差][一1]个$", case) else ""


def counts_unknown(case: str) -> bool:
    """Tell whether a case says *each* of something that is not known as a unit; how often it is looked at is none.

    >>> counts_unknown('每逢节假日未值守'), counts_unknown('每年考核,未达标'), counts_unknown('每次')
    (True, False, False)
    """
    parts = [part for part in re.split("(?=每)", case) if part.startswith("每") and not _PERIOD.match(part)]
    return bool(parts) and not read_unit(case)


def _each(parts: list[str]) -> str:
    """Return the unit behind the last *each*; where two adjoin, as in 每人每次, both are one unit."""
    last = _one_each(parts[-1])
    if len(parts) == 1:
        return last
    before = _one_each(parts[-2])
    adjoin = _PLAIN.fullmatch(parts[-2]) and not _PLAIN.fullmatch(parts[-2])["rest"] and not _PERIOD.match(parts[-2])
    return before + last if adjoin else last or before


def _one_each(text: str) -> str:
    """Return the unit of one *each*."""
    if period := _PERIOD.match(text):
        rest = text[period.end() :]
        inner = _LOST.search(rest)
        return inner["measure"] if inner else "" if "," in rest else period["period"]
    if match := _TIME.match(text):
        return unit_of(match["count"] or "", match["measure"])
    match = _PLAIN.match(text)
    if match and re.fullmatch(MEASURE, match["rest"]):
        return unit_of(match["count"] or "", match["measure"] + match["rest"])
    if match and (match["count"] or match["measure"] not in _DOUBTFUL or re.match(rf"$|[,(]|{_CASE}", match["rest"])):
        return unit_of(match["count"] or "", match["measure"])
    if match := _PIECE.match(text):
        return unit_of(match["count"] or "", _noun(match["noun"]))
    if match := _COUNTED.match(text):
        return unit_of(match["count"], match["measure"])
    match = _WORD.fullmatch(text)
    return match["word"] if match else ""


def _noun(text: str) -> str:
    """Return the noun behind 个 where it is short and plain, else 个 itself."""
    noun = re.split(_CASE, text)[0]
    return noun if re.fullmatch(r"[^\W0-9]{1,4}", noun) else "个"
