"""Words that rules of scoring are made of: numerals, what is counted, verbs that give and take points.

>>> number('1.5'), number('十二'), number('两'), number('一百零五'), number('零点五'), number('半')
(Decimal('1.5'), Decimal('12'), Decimal('2'), Decimal('105'), Decimal('0.5'), Decimal('0.5'))
>>> number('若干')
Traceback (most recent call last):
...
ValueError: no number: '若干'
"""

import re
from decimal import Decimal

from .decimals import ONE, ZERO

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_HAN = "".join(_DIGITS) + "".join(_PLACES)

#: A number in digits, in Chinese numerals, or in either; never with a sign.
NUM = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
HAN = rf"(?:[{_HAN}]+(?:点[{_HAN}]+)?|半)"
COUNT = rf"(?:{NUM}|{HAN})"

#: A unit that stands behind a stroke, such as 次, 件, 人 or 个乡镇.
UNIT = r"(?:[A-Za-z]{1,20}|[^\W0-9]{1,6})"

#: The word for points, never the one of 分钟, 分局, …
POINT = r"(?:分(?![钟局院所管支公部类级段布析店]))"

#: Points as written behind a verb: digits with or without 分, Chinese numerals only with it.
POINTS = rf"(?:{NUM}(?:个?{POINT})?|{HAN}个?{POINT})"
POINTED = rf"{COUNT}个?{POINT}"

#: Stretches of time; 每月 before a case says when it is looked at, not what is counted.
PERIODS = ("季度", "学期", "半年", "半月", "季", "旬", "月", "年", "周")

_OFTEN = "次 件 人 处 项 户 篇 条 张 本 册 类 份 起 例 台 座 箱 棵 株 辆 艘 头 只 家 所 间 栋 幢 期 场 批 宗"
_SELDOM = "桩 步 名 位 格 页 字 款 封 枚 块 段 根 套 门 道 口 眼 盏 支 面 幅 组 队 级 档 种 村 站 餐 课 节 科"
_MORE = "学时 课时 批次 场次 位次 名次 版 门次 车位 案 台次 错别字"
_RARE = "首 部 卷 笔 单 票 瓶 袋 桶 车 船 班 轮 遍 趟 回 稿 层 片 尾 匹 羽 匙 点 对 双 束 地块 问题"
_TIMED = "天 日 小时 分钟 工作日 自然日 学期 季度 半年 季 旬 月 年 周"
_MEASURED = "百分点 公里 公斤 千米 平方米 立方米 平方公里 亩 公顷 顷 米 吨 斤 克 元 万"
_COMPOUND = [f"{word}次" for word in "户人件车台班场项例处批条家"]

#: Words of counting; the longer first, so that 人次 is not taken for 人.
MEASURES = sorted(
    " ".join([_OFTEN, _SELDOM, _RARE, _MORE, _TIMED, _MEASURED, *_COMPOUND]).split(), key=len, reverse=True
)
MEASURE = rf"(?:%|‰|[百千万亿]*(?:{'|'.join(MEASURES)}))"

#: More than allowed, and less than asked for.
OVER = "超过|超出|超额|超|高于|高出|高|增加|增长|上升|提高|突破|多"
UNDER = "低于|降低|下降|下滑|减少|少于|不足|落后|滞后|未完成|未达到|少|低|欠|差|短|缺|慢"

_BEFORE = "(?:(?<!否)则|可|另|再|各|予以|给予|直接|一次性|一律|分别|同时|并){0,4}"

#: What may stand between a verb and its points, as in 扣年终总分2分.
OBJECT = (
    "(?:(?:年终|年度|季度|当月|全年|本|该|此|当|单位|合计|综合|考核|考评|绩效|项|条|款){0,4}"
    "(?:分值|分数|得分|成绩|总分|分)?)"
)

#: Verbs that take points, that give more, and that say what a line earns.
TAKES = rf"{_BEFORE}(?:(?:[加倒]|(?<!最)多)?扣(?:减|除|罚|掉|去)?|减去?(?!少)|减少(?={POINTED}))"
GIVES = rf"{_BEFORE}(?:加计?|奖励|奖加|(?<![^,;的各另再次件篇项人个名予/])奖|增加(?={POINTED}))"
EARNS = rf"{_BEFORE}(?:可?得|获得?|计|记|评|赋|给|打|记为|计为)"

#: A band of measured points, such as 90分以上; what it gives are other points.
BAND = rf"[^0-9扣加减奖]*{NUM}分?(?:(?:-|~|至|到){NUM}分?(?:之间)?|及?以[上下])"

#: Counts of one, whatever word stands for them.
_ONE = {"", "1", "一", "每"}


def number(text: str) -> Decimal:
    """Return a number written in digits or in Chinese numerals below ten thousand.

    :raise ValueError: if it is neither
    """
    if text == "半":
        return Decimal("0.5")
    if re.fullmatch(NUM, text):
        return Decimal(text)
    if not re.fullmatch(HAN, text):
        raise ValueError(f"no number: {text!r}")
    whole, _point, fraction = text.partition("点")
    value = _whole(whole)
    for place, sign in enumerate(fraction, 1):
        value += _DIGITS.get(sign, 0) * Decimal(10) ** -place
    return value


def _whole(text: str) -> Decimal:
    total, last = ZERO, ZERO
    for sign in text:
        if sign in _PLACES:
            total += (last or ONE) * _PLACES[sign]
            last = ZERO
        else:
            last = Decimal(_DIGITS[sign])
    return total + last


def points(text: str) -> Decimal:
    """Return points as they stand behind a verb.

    >>> points('0.5分'), points('一分'), points('3个分'), points('.4')
    (Decimal('0.5'), Decimal('1'), Decimal('3'), Decimal('0.4'))
    """
    return number(re.sub(r"个?分$", "", text))


def unit_of(count: str, measure: str) -> str:
    """Return what one occurrence is: the word of counting, with its number where occurrences are counted in lots.

    >>> unit_of('一', '次'), unit_of('20', '万元'), unit_of('两', '次'), unit_of('', '个百分点')
    ('次', '20万元', '2次', '百分点')
    """
    measure = re.sub(r"^个(?=.)", "", measure)
    if count in _ONE:
        return measure
    if count in _PLACES:
        return f"{count}{measure}"
    amount = number(count)
    return measure if amount == ONE else f"{amount}{measure}"
