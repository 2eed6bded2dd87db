"""Part a clause that names several cases at once: 甲、乙各扣1分; 县、市、省分别加1、2、3分; 前三名分别加3、2、1分."""

import re
from dataclasses import replace

from .notation_clauses import Clause
from .notation_words import HAN, NUM, number

_FIRST = re.compile(rf"(?P<before>.*?)前(?P<count>{NUM}|{HAN})名")
_PLACES = "一二三四五六七八九十"


def expand(clause: Clause) -> list[Clause]:
    """Return one clause for each case that a clause lists; a list that does not fit its amounts is unread (``rest``).

    >>> one = Clause('bonus', '获县、市、省级命名', many=(1, 2, 3))
    >>> [(each.case, each.points) for each in expand(one)]
    [('获县', 1), ('市', 2), ('省级命名', 3)]
    >>> [each.case for each in expand(replace(one, case='前三名'))]
    ['第一名', '第二名', '第三名']
    >>> [each.form for each in expand(replace(one, case='获市级以上命名'))]
    ['rest']
    >>> [each.case for each in expand(Clause('deduct', '无台账、无记录', each=True))]
    ['无台账', '无记录']
    """
    if not clause.many and not clause.each:
        return [clause]
    names = _names(clause.case, len(clause.many))
    if clause.each:
        if len(names) < 2:
            return [clause if clause.unit else replace(clause, unit="项")]
        return [replace(clause, case=name) for name in names]
    if len(names) != len(clause.many):
        return [replace(clause, form="rest", case=clause.text, many=())]
    return [replace(clause, case=name, points=amount, many=()) for name, amount in zip(names, clause.many, strict=True)]


def _names(case: str, count: int) -> list[str]:
    """Return the cases that stand in a list; the first so many places are a list as well."""
    match = _FIRST.fullmatch(case)
    if match:
        places = int(number(match["count"]))
        return [f"{match['before']}第{sign}名" for sign in _PLACES[:places]]
    listed = case.rpartition(",")[2] if count and "、" not in case.partition(",")[0] else case
    for separators in ("、", "、或", "、和及与", "、或和及与", "、,"):
        names = [name for name in re.split(f"[{separators}]", listed) if name]
        if len(names) == count or (not count and len(names) > 1):
            return names
    return [case]
