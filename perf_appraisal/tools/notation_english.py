"""Read clauses that are written in English."""

import re
from decimal import Decimal

from .decimals import ZERO
from .notation_words import NUM

_POINTS = rf"(?P<points>{NUM}) ?(?:points?|pts?|marks?)?"
_EACH = r"(?: ?(?:for|if|when|in case of))?(?: ?(?P<each>each|every|per))?(?P<case>.*)"
_DEDUCT = re.compile(rf"(?:deduct(?:ion of)?|minus|lose|subtract) ?{_POINTS}{_EACH}", re.IGNORECASE)
_BONUS = re.compile(rf"(?:add|award|bonus(?: of)?|plus) ?{_POINTS}{_EACH}", re.IGNORECASE)
_SIGNED = re.compile(
    rf"(?:(?P<name>[^:;0-9]+): ?)?(?P<sign>[+-]){_POINTS} ?(?:for )?(?P<each>each|every|per)(?P<case> ?[a-z ]*)",
    re.IGNORECASE,
)
_CASE_FIRST = re.compile(
    rf"(?P<case>[^;]*?[a-z%][^;]*?):? ?(?:scores?|gets?|gives?|gain|earns?) ?{_POINTS}", re.IGNORECASE
)
_NAMED = re.compile(rf"(?P<case>[^:=]*)[:=] ?(?P<points>{NUM}) ?(?:points?|pts?|marks?)", re.IGNORECASE)
_ELSE = re.compile(rf"(?P<case>(?:or )?else|otherwise|if not):? ?(?:scores?|gets?)? ?{_POINTS}", re.IGNORECASE)
_POINTS_FIRST = re.compile(
    rf"(?P<points>{NUM}) ?(?:points?|pts?|marks?) ?(?:if|for|when|where|in case of) (?P<case>.+)", re.IGNORECASE
)
_NONE = re.compile(
    r"(?:0|no|zero) ?(?:points?|pts?|marks?)? ?"
    r"(?:(?:if|for|when|where|in case of) (?P<case>.+)|(?P<other>otherwise|else))"
    r"|(?:(?P<before>[^:=;]*[a-z%][^:=;]*)[:=] ?)?(?:0|no|zero) ?(?:points?|pts?|marks?)",
    re.IGNORECASE,
)
_EACH_FIRST = re.compile(
    rf"(?:for )?(?P<each>each|every) ?(?P<case>.*?):? ?(?:costs?|loses?|deducts?|minus) ?{_POINTS}", re.IGNORECASE
)
_OFF = re.compile(
    rf"(?P<points>{NUM}) ?(?:points?|pts?|marks?) ?(?:is|are|will be)? ?(?:off|deducted|lost){_EACH}", re.IGNORECASE
)
_FULL = re.compile(r"(?P<case>.*?):? ?full (?:points|marks|score)(?: (?:if|for|when) (?P<after>.+))?", re.IGNORECASE)


def read_english(text: str) -> dict[str, object] | None:
    """Return the fields of a clause written in English, ``None`` where it is none.

    >>> read_english('Deduct0.5points for each missing page')
    {'form': 'deduct', 'case': 'missing page', 'points': Decimal('0.5'), 'unit': 'missing page'}
    >>> read_english('on time:Score5'), read_english('else0')['form'], read_english('0points if absent')['form']
    ({'form': 'earn', 'case': 'on time', 'points': Decimal('5')}, 'zero', 'zero')
    >>> read_english('-2each'), read_english('迟到')
    ({'form': 'deduct', 'case': '', 'points': Decimal('2'), 'unit': ''}, None)
    """
    if not re.search("[A-Za-z]{3}", text):
        return None
    if match := _SIGNED.fullmatch(text):
        form = "bonus" if match["sign"] == "+" else "deduct"
        return _counted(form, match)
    for form, pattern in (("deduct", _DEDUCT), ("deduct", _OFF), ("deduct", _EACH_FIRST), ("bonus", _BONUS)):
        if match := pattern.fullmatch(text):
            return _counted(form, match)
    if match := _NONE.fullmatch(text):
        return {"form": "zero", "case": (match["case"] or match["other"] or match["before"] or "").strip()}
    if match := _FULL.fullmatch(text):
        return {"form": "full", "case": (match["after"] or match["case"]).strip()}
    match = _ELSE.fullmatch(text) or _CASE_FIRST.fullmatch(text) or _POINTS_FIRST.fullmatch(text)
    match = match or _NAMED.fullmatch(text)
    if not match:
        return None
    amount = Decimal(match["points"])
    case = match["case"].strip(" :")
    return {"form": "zero", "case": case} if amount == ZERO else {"form": "earn", "case": case, "points": amount}


def _counted(form: str, match: re.Match[str]) -> dict[str, object]:
    case = match["case"].strip()
    unit = case if match["each"] and len(case) <= 40 else ""
    case = match.groupdict().get("name") or case
    return {"form": form, "case": case, "points": Decimal(match["points"]), "unit": unit}
