"""How often a row is looked at, as tables say it."""

import re

from .notation_base import normalise

#: In this order: 半年 holds 年, 半月 holds 月.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("half", re.compile("半年|上下半年|half", re.IGNORECASE)),
    ("quarter", re.compile("季|quarter", re.IGNORECASE)),
    ("month", re.compile("(?<!半)(?<!个)月(?!底前)|month", re.IGNORECASE)),
    ("year", re.compile("年|year|annual", re.IGNORECASE)),
)


def read_frequency(text: object) -> str:
    """Return the kind of period that a table names; empty where it names none, or several.

    >>> [read_frequency(text) for text in ('每月', '按季度', '半年一次', '年终', '季度考核', 'Monthly')]
    ['month', 'quarter', 'half', 'year', 'quarter', 'month']
    >>> [read_frequency(text) for text in ('', '随时', '每半月', '月度、年度')]
    ['', '', '', '']
    """
    plain = normalise(text)
    rest, found = plain, []
    for kind, pattern in _KINDS:
        if pattern.search(rest):
            found.append(kind)
            rest = pattern.sub("", rest)
    return found[0] if len(found) == 1 else ""
