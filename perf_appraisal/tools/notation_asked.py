"""What no rule of points can hold, and a person must decide: discretion, multiples, other papers, other consequences.

>>> asked_of('视情扣1-2分'), asked_of('屡犯的加倍扣分'), asked_of('每次扣2分')
(('discretion', '视情扣1-2分'), ('multiple', '屡犯的加倍扣分'), None)
"""

import re

from .notation_words import COUNT, EARNS, GIVES, NUM, OBJECT, POINT, POINTED, TAKES

_CHANGES = rf"(?:{TAKES}|{GIVES})"
_PER_CENT = rf"{NUM}%"

#: People whom a deduction may name beside their unit.
PERSONS = "领导|负责人|责任人|当事人|个人|本人|人员|主任|局长|书记|镇长|乡长|所长|站长|队长|科长|干部|班子"
_WHOM = "对|给|其|主要|直接|分管|相关|有关|单位|部门|责任|党政|班子|中层"

_EFFECT = "情|程度|轻重|影响|后果|大小|性质"
_DISCRETION = (
    rf"(?i:(?:deduct|minus|lose|add|award|bonus|subtract) ?{NUM} ?(?:-|~|to|or) ?{NUM}|discretion|depending on)|"
    r"(?<![违节制契条公预失])约(?=[扣加减])|"
    rf"酌[情定减扣量]|适[当量度](?:扣|加|减|给|奖|评)|若干分|(?<![^,;:的并应可将则者])视[^;,]{{0,8}}?(?:{_EFFECT})"
    r"|(?:根据|按照?|依据?)(?![^;,]*(?:比例|进度))[^;,]{0,12}?(?:程度|轻重|情节|好坏|优劣|情况)"
    r"[^;,0-9每]{0,6}?(?:扣|减|加|给|打|计|得|评)分?"
    rf"|(?:{_CHANGES}{OBJECT}|(?:^|[^0-9%分日月])[+-]){COUNT}{POINT}?(?:-|~|至|到)+[+-]?{COUNT}(?:个?分|$|[;,/每])"
    rf"|{_CHANGES}{OBJECT}{COUNT}{POINT}(?:以内|以下|以上|左右|起|不等)(?!.*取消)"
)
_NO_LONGER = (
    "(?:(?<!被)取消[^;,]{0,12}(?:资格|评|奖)"
    "|(?:可?直接|不得|不能|不予|不再)(?:被)?(?:评|定|列|参评|参加评|参与评|推荐))"
)

#: Words that leave something to a person wherever they stand, by the code of the notice that says so.
ASKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("discretion", re.compile(_DISCRETION)),
    (
        "progression",
        re.compile(rf"类推|递[增减加]|逐[级次档]?(?:增加|递|加倍|翻)|以此推|第{COUNT}[次起个]?(?:起|开始|以后)"),
    ),
    ("consequence", re.compile(rf"罚(?:款|金|没)?[0-9]|{_NO_LONGER}|一律评|否决性")),
    (
        "multiple",
        re.compile(
            rf"加倍|双倍|{COUNT}倍(?!以[上下])|翻[倍番一](?=[扣加计处;,]|$)|减半|折半|对半|对折|半数|[扣得计给按]一半|一半(?:分|计|扣)|乘以"
            rf"|\*{NUM}(?![^;,]*[/=])|减按|折算成|系数"
            rf"|(?:上级|[省市]级?)(?:考核)?(?:的)?每?[扣失]{COUNT}分的?,?(?:本级|[县区]级?|我[县区]|本[县区]|对应|相应)[^;,0-9]{{0,4}}扣"
        ),
    ),
    (
        "percent_of",
        re.compile(
            rf"(?<![增追]){_CHANGES}{OBJECT}(?:的)?{_PER_CENT}|按(?:照)?{_PER_CENT}"
            rf"|{_PER_CENT}(?:的?比例)?(?:扣减?|计入|计|折算?)(?:分|$|[;,])"
        ),
    ),
    (
        "relative",
        re.compile(
            r"(?:第一|最[高好优大多快])(?:的|者|名)*(?:单位|部门|乡镇|县|局)?的?(?:为|得|计|记|按)满分[^;]{0,6}(?:其余|其他|其它)"
            r"|(?:其余|其他|其它)(?:单位|部门|乡镇|的)*(?:按|以)[^;,]{0,6}比例"
            rf"|每[^;,0-9]{{0,4}}?(?:降低?|下降|[后下]?移|落?后|退后?|低)(?:{COUNT})?个?(?:名次|位次|名|位)(?=[扣减少得计加的,;]|$)"
        ),
    ),
    ("gives_back", re.compile(r"减扣|少扣|免扣(?!分)|(?:退还|返还|加回|挽回|抵[扣消减])[^;,]{0,6}分|冲抵|不再扣")),
    (
        "persons",
        re.compile(
            rf"{_CHANGES}[^;,0-9、扣加减奖]{{0,4}}?(?:{PERSONS})[^;,0-9]{{0,4}}{POINTED}"
            rf"|(?:^|[;,、])(?:{_WHOM}){{0,2}}(?:{PERSONS})(?:各|分别)?{_CHANGES}{OBJECT}{POINTED}"
        ),
    ),
)

#: Words that do so only where they give no points of their own; else they are a case (受处罚的扣1分).
ASKED_ALONE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("consequence", re.compile(r"罚[款金没]|处罚|降(?:低)?(?:一|1|两|2|二)?个?(?:档|等|级)|追究|停职|免职|撤职|否决")),
    (
        "elsewhere",
        re.compile(
            r"另行|(?:办法|细则|方案|规定|标准|通知|文件|制度|体系)[》)]?(?:的规定|的要求|中的)?"
            r"(?:执行|评分|打分|计分|考[核评]|扣分|加分|评定|确定)|见附[件表]|详见|附[件表](?:执行|计分)"
        ),
    ),
    (
        "relative",
        re.compile(
            r"最高分|平均分|中位数|按(?:照)?(?:得票|综合|最终)?(?:名次|排名|排序|位次)|第一名[^;,]*[*/]|/[^;,]*第一名"
        ),
    ),
)

_MARK = "以上|以下|以内|及|之|至|到|~|-"
_COMPARED = (
    "".join(f"(?<!{word})" for word in ("低于", "不足", "超过", "高于", "不到", "少于", "大于", "小于", "达", "满"))
    + "(?<![<>=0-9.~至到-])"
)

#: English words before a number that is no amount of points.
_BEFORE_MARK = "than|least|most|of|by|every|first|last|top|exceeds?|over|under|below|above"

#: Points that stand in the words of a case: then the clause was not understood.
_POINTS_INSIDE = re.compile(
    rf"{_CHANGES}{OBJECT}{COUNT}{POINT}|[扣奖罚]{OBJECT}{NUM}|{EARNS}{OBJECT}{COUNT}{POINT}(?!{_MARK})"
    rf"|{_COMPARED}{NUM}{POINT}(?!{_MARK})"
    rf"|(?:^|[^\W0-9A-Za-z日月年分号条款项章])(?:\+{NUM}|-{NUM}(?![0-9.]*(?:[%月日年号条款项章])))|[扣加减]分|一票否|得分$|(?i:(?<![a-z])(?:points?|marks?|scores?)\b)|(?:扣|加|计|得)(?:完|满)"
    rf"|(?i:(?<![^,;])(?:[a-z]+ )*(?!(?:{_BEFORE_MARK})[0-9])[a-z]+{NUM}(?=,))"
)


def asked_of(text: str, alone: bool = False) -> tuple[str, str] | None:
    """Return the code of what a text leaves to a person, and the text; ``None`` where it leaves nothing.

    :param text: one clause, or a whole rule, in plain signs
    :param alone: the text gives no points
    """
    for code, pattern in (*ASKED, *(ASKED_ALONE if alone else ())):
        if pattern.search(text):
            return code, text
    return None


def points_inside(case: str) -> bool:
    """Tell whether the words of a case hold points of their own, so that they cannot be a case.

    >>> points_inside('未报扣2分漏报'), points_inside('迟报超过3天'), points_inside('低于60分'), points_inside('省+4市')
    (True, False, False, True)
    >>> points_inside('5月1日-6月3日'), points_inside('停30分钟'), points_inside('80%-90%'), points_inside('扣3分以上')
    (False, False, False, True)
    """
    return bool(_POINTS_INSIDE.search(case))
