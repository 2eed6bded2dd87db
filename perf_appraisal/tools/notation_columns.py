"""Which column of an indicator table is what, by its header.

Some headers say it alone (分值, 序号); others only beside their neighbours: 考核标准 is the rule where there is no
better one, 考核指标 a section where 考核内容 stands beside it.

>>> match_columns(['序号', '一级指标', '考核内容', '分值（分）', '评分标准', '计分规则', '备注'])
{'section': 1, 'code': 0, 'name': 2, 'full_points': 3, 'rule_value': 5, 'condition': 4, 'note': 6}
>>> match_columns(['检查项目', '标准分', '检查办法', '得 分'])
{'name': 0, 'full_points': 1, 'rule_value': 2}
"""

import re
from collections.abc import Sequence

from .notation_base import normalise

#: Header names by column; compared without spaces, case and punctuation. The first name is the one that files for
#: import are offered with.
COLUMNS: dict[str, tuple[str, ...]] = {
    column: tuple(names.split())
    for column, names in {
        "section": "section 一级指标 考核分类 分类 类别 category heading",
        "section_2": "section_2",
        "section_3": "section_3",
        "code": "code 序号 编号 编码 指标编号 no number serial",
        "name": "indicator 三级指标 二级指标 指标名称 name item",
        "full_points": "full_points 分值 满分 标准分 标准分值 权重 基本分 full fullscore points score",
        "rule_kind": "rule_kind 规则类型 计分类型 类型 kind method",
        "rule_value": "rule_value 计分规则 评分规则 加扣分 加减分 rule scoring",
        "bonus_rule": "bonus_rule 加分标准 加分规则 加分细则 加分办法 奖分标准 加分项",
        "deduction_rule": "deduction_rule 扣分标准 扣分规则 扣分细则 扣分办法 减分标准 扣分项 减分项",
        "condition": "condition 工作要求 目标要求 要求",
        "target": "target 目标值 目标 任务数 年度目标 年度目标值",
        "note": "note 备注 说明 注 备考 notes remark remarks comment",
        "appraised": "appraised 被考核单位 被考评单位 被考评对象 责任单位 考核对象 考评对象 单位 unit appraisee "
        "department",
        "frequency": "frequency 考核频次 考评频次 考核周期 考评周期 频次 频率",
        "lead_unit": "lead_unit 牵头单位 牵头部门 考核单位 考评单位 数据来源 评分单位 leadunit scoredby",
        "scheme": "scheme 方案 考评方案 文件",
    }.items()
}

#: Columns of headings, the broadest first.
SECTIONS = ("section", "section_2", "section_3")

#: Columns without which a file is no indicator table; one of the columns of rules is enough.
REQUIRED = ("name", "full_points", "rule_value")
RULES = ("rule_value", "bonus_rule", "deduction_rule")

_SUBJECT = "(?:考核|考评|评价|评分|计分|检查|督查|评估|测评|绩效|工作|赋分|得分)"

#: What is filled in later, or only says how facts are found.
_FILLED_IN = re.compile(
    rf"(?:实|自评|核定|审定|考核|考评|最终|本次|累计|初评|复核|评价|评定)*(?:得分|评分|打分)数?|{_SUBJECT}?结果|(?:扣减?|减|加)分(?:数|原因|理由|情况|依据|值|说明)"
    r"|自评分?|核定分?|实得.*|.*(?:得分|扣分)(?:情况|原因)|(?:考核|考评|评价|检查)方式|完成情况|佐证.*|签[字名]"
)

#: One of several levels of indicators.
_LEVEL = re.compile(
    "第?(?P<level>[一二三四1-4])级(?:考核|考评|评价|绩效)?(?:指标|项目|目录|要素|内容)?(?:名称)?(?:[及和与](?:权重|分值))?"
)
_LEVELS = "一1二2三3四4"

#: Further headers by what they end with or hold, in this order.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r".{0,2}(?:序号|编号|编码)|serialno")),
    ("appraised", re.compile(r"被(?:考核|考评|检查|评价).*|责任(?:单位|部门|主体)")),
    (
        "lead_unit",
        re.compile(
            rf".*(?:{_SUBJECT}|牵头|主管|评分|数据提供|提供|认定|审核|复核|核定)(?:责任)?(?:单位|部门|主体|机构|科室)|数据来源.*"
        ),
    ),
    ("lead_unit", re.compile(r"(?:reviewed|assessed|scored|verified|checked)by|reviewer|data(?:source|provider)")),
    ("frequency", re.compile(rf"{_SUBJECT}?(?:频次|频率|周期)")),
    ("bonus_rule", re.compile("[加奖]分(?:标准|规则|细则|细目|办法|方法|项目)")),
    ("deduction_rule", re.compile("[扣减罚]分(?:标准|规则|细则|细目|办法|方法|项目)")),
    ("note", re.compile(r"备注.*|.*(?<!分)说明")),
    ("condition", re.compile(rf"(?:{_SUBJECT}|具体)?要求|(?:指标)?(?:定义|解释|内涵)")),
    (
        "full_points",
        re.compile(
            r"(?:标准|应得|基本|基准|基础|配|赋|满|总|项目|指标|最高|单项|额定)*分(?:值|数)?(?:权重)?|(?:指标|项目)?权[重数](?:分值?|系数)?"
            rf"|{_SUBJECT}分值|应得分数?|weights?|weighting|max(?:imum)?(?:points|score|marks)|full(?:points|marks|score)"
        ),
    ),
    ("target", re.compile(r"(?:年度|全年)?(?:目标|任务)(?:值|数)")),
)

#: Headers that may hold the rule, the surest first.
_RULE_WORDS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r".*(?:加扣|加减|奖扣|扣加|奖罚?|奖惩)分?(?:标准|细则|办法|规则|方法|因素)|.*(?:加扣|加减|奖扣|扣加)分|scoring.*|how.*(?:scored|given|awarded|deducted|calculated)"
    ),
    re.compile(
        r".*(?:计分|评分|赋分|打分|得分)(?:规则|细则|办法|方法|方式|依据|要求|要点|说明|公式)|计算(?:公式|方法|办法)"
    ),
    re.compile(r".*(?:计分|评分|赋分|打分)标准"),
    re.compile(rf".*{_SUBJECT}(?:细则|办法|规则)|.*细则"),
    re.compile(rf".*{_SUBJECT}(?:标准|方法|依据)|.*标准|.*标准[及和与](?:办法|方法|细则)|standards?|criteria"),
)

#: Headers of cases: where one column says what gives and another what takes points, both are rules.
_CASES = {
    "bonus_rule": re.compile("[加奖]分(?:情形|事项|因素|条件)"),
    "deduction_rule": re.compile("[扣减罚]分(?:情形|事项|因素|条件)"),
}

#: Headers that name what is judged, the broader first.
_ITEMS: tuple[re.Pattern[str], ...] = (
    re.compile(
        r".*(?:类别|分类|维度|板块|模块|条线|领域|大类|部分|职责|一级指标|kra|keyresultarea|area|dimension|domain)s?|section|category"
    ),
    re.compile(r".*(?:项目|项目名称|大项|二级指标)|project"),
    re.compile(r".*(?:指标|指标名称?|kpi|indicator|measure|metric)s?|item"),
    re.compile(
        rf".*(?:{_SUBJECT}点|内容|要点|要目|细目|条目|事项|事由|情形|要素|小项|任务|目标|措施|举措|三级指标|观测点|因素)|content"
    ),
)
_COMPOUND = re.compile(r".*(?:内容|要点|项目|指标)[及和与].*标准")


def match_columns(headers: Sequence[object]) -> dict[str, int]:
    """Return the index of each known column.

    >>> match_columns(['Indicator', 'Full points', 'Rule value'])
    {'name': 0, 'full_points': 1, 'rule_value': 2}
    >>> match_columns(['编号', '指标', '分值', '检查标准', '加分标准', '扣分标准'])
    {'code': 0, 'name': 1, 'full_points': 2, 'bonus_rule': 4, 'deduction_rule': 5, 'condition': 3}
    """
    plain = {index: text for index, header in enumerate(headers) if (text := _plain(header))}
    found: dict[str, int] = {}
    _match_levels(plain, found)
    _match_names(plain, found)
    left = {
        index: text for index, text in plain.items() if index not in found.values() and not _FILLED_IN.fullmatch(text)
    }
    for column, pattern in _PATTERNS:
        index = next((index for index, text in left.items() if pattern.fullmatch(text)), None)
        if column not in found and index is not None:
            found[column] = index
            del left[index]
    _match_cases(left, found)
    _match_rules(plain, left, found)
    _match_items(left, found)
    if plain.get(found.get("appraised", -1)) == "单位" and abs(found["appraised"] - found.get("target", -9)) == 1:
        del found["appraised"]  # in which the target is measured
    return {column: found[column] for column in COLUMNS if column in found}


def _match_levels(plain: dict[int, str], found: dict[str, int]) -> None:
    """Match 一级/二级/三级指标: the lowest level is the indicator, those above it are its sections.

    Of several columns of points the one behind the lowest level holds the indicator's.
    """
    levels = sorted(
        (_LEVELS.index(match["level"]) // 2, index)
        for index, text in plain.items()
        if (match := _LEVEL.fullmatch(text))
    )
    if len(levels) < 2:
        return
    above = [index for _level, index in levels[:-1]]
    lowest = levels[-1][1]
    broader = [index for index, text in plain.items() if index < above[0] and _ITEMS[0].fullmatch(text)]
    found["name"] = lowest
    found |= dict(zip(SECTIONS, [*broader[:1], *above], strict=False))
    points = [index for index, text in plain.items() if _is_points(text)]
    if len(points) > 1:
        found["full_points"] = next((index for index in points if index > lowest), points[-1])


def _is_points(text: str) -> bool:
    return text in COLUMNS["full_points"] or bool(dict(_PATTERNS)["full_points"].fullmatch(text))


def missing_columns(known: Sequence[str | bool]) -> list[str]:
    """Return the columns without which no row can be read; any column of rules will do.

    A table of bonuses and deductions alone is a register, and needs no points.

    >>> missing_columns(['name', 'deduction_rule']), missing_columns(['rule_value'])
    ([], ['name', 'full_points'])
    """
    register = any(column in known for column in RULES[1:])
    given = {"rule_value": any(column in known for column in RULES), "full_points": register}
    return [column for column in REQUIRED if column not in known and not given.get(column)]


def _plain(header: object) -> str:
    text = re.sub(r"\([^)]*\)$", "", normalise(header))
    return re.sub(r"[\W_]+", "", text).lower()


def _match_names(plain: dict[int, str], found: dict[str, int]) -> None:
    """Match headers that are one of the known names, the better names of a column first."""
    for column, names in COLUMNS.items():
        for name in names:
            index = next((index for index, text in plain.items() if text == name.replace("_", "")), None)
            if index is not None and index not in found.values() and column not in found:
                found[column] = index
                break


def _match_rules(plain: dict[int, str], left: dict[int, str], found: dict[str, int]) -> None:
    """Match the rule: the surest word is the rule, another one the standard that it is measured by."""
    ranked = sorted(
        (rank, index)
        for index, text in left.items()
        if not _COMPOUND.fullmatch(text)
        for rank in [next((rank for rank, pattern in enumerate(_RULE_WORDS) if pattern.fullmatch(text)), None)]
        if rank is not None
    )
    indexes = [index for _rank, index in ranked]
    if indexes and not any(column in found for column in RULES):
        found["rule_value"] = indexes.pop(0)
    standards = [index for index in indexes if not re.search("方法$|方式$|依据$", left[index])]
    if standards and "condition" not in found:
        found["condition"] = standards[0]
    for _rank, index in ranked:
        left.pop(index, None)
    filled_in = any(_FILLED_IN.fullmatch(text) for text in plain.values())
    for column, word in (("bonus_rule", "加分"), ("deduction_rule", "扣分")):
        index = next((index for index, text in plain.items() if text == word), None)
        if index is not None and column not in found and not (filled_in and "rule_value" in found):
            found[column] = index
            left.pop(index, None)


def _match_cases(left: dict[int, str], found: dict[str, int]) -> None:
    """Match 加分情形 and 扣分情形 as rules where both stand there; one alone names what is judged."""
    pair = {
        column: next((index for index, text in left.items() if pattern.fullmatch(text)), -1)
        for column, pattern in _CASES.items()
    }
    if -1 not in pair.values() and found.keys().isdisjoint(RULES):
        found |= pair
        for index in pair.values():
            del left[index]


def _match_items(left: dict[int, str], found: dict[str, int]) -> None:
    """Match what names the rows: of two columns the broader is the section, of three the narrowest the standard."""
    items = sorted(
        (rank, index)
        for index, text in left.items()
        for rank in [next((rank for rank, pattern in enumerate(_ITEMS) if pattern.fullmatch(text)), None)]
        if rank is not None
    )
    compound = next((index for index, text in left.items() if _COMPOUND.fullmatch(text)), None)
    ordered = [index for _rank, index in items if index != compound]
    if compound is not None:
        ordered.append(compound)
    if "name" in found:
        broader = [index for rank, index in items if rank < len(_ITEMS) - 1 and index in ordered][:1]
        _fill(found, [("section", broader), ("condition", [index for index in ordered if index not in broader])])
    elif "section" in found or (compound is not None and len(ordered) == 2):
        _fill(found, [("name", ordered[:1]), ("condition", ordered[1:2])])
    elif len(ordered) == 1:
        _fill(found, [("name", ordered)])
    else:
        _fill(found, [("section", ordered[:1]), ("name", ordered[1:2]), ("condition", ordered[2:3])])


def _fill(found: dict[str, int], places: list[tuple[str, list[int]]]) -> None:
    for column, indexes in places:
        if indexes and column not in found:
            found[column] = indexes[0]
