"""The same rule in other words, other signs, other digits and another order is read the same."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tools.notation import Parsed, parse

D = Decimal
FULL = 40

HAN = "零一二三四五六七八九十"

#: Nouns and verbs of cases; none of them has anything to do with points.
CASES = st.sampled_from(
    [
        "迟交",
        "缺席",
        "台账不全",
        "未签收",
        "无人值守",
        "路灯损坏",
        "未佩戴工牌",
        "井盖缺失",
        "加固不到位",
        "减排措施未落实",
    ]
    + ["记录潦草", "未按计划巡河", "言语粗鲁", "得不到及时处理", "扣件松动", "分类不清", "计划未公开", "超过3天未答复"]
    + ["10人以上聚集未报告", "评语空白", "奖状未上墙"]
)
MEASURES = st.sampled_from(["次", "处", "件", "人", "户", "本", "盏", "辆", "篇", "天", "人次", "项"])
POINTS = st.sampled_from([D("0.1"), D("0.5"), D(1), D("1.5"), D(2), D(3), D(10)])
ENDS = st.sampled_from(["；", "。", ";", "；\n", "\n", "。\n"])
COMMAS = st.sampled_from(["，", ",", "", "， "])


def han(number: Decimal) -> str:
    """Return a number below eleven in Chinese numerals."""
    whole, _point, fraction = str(number).partition(".")
    return HAN[int(whole)] + ("点" + HAN[int(fraction)] if fraction else "")


def wide(text: str) -> str:
    """Return digits and points in their full-width forms."""
    return text.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％"))


@st.composite
def amounts(draw: st.DrawFn, number: Decimal) -> str:
    """Write points: in digits, full width, in Chinese numerals, with or without a space."""
    style = draw(st.sampled_from(["plain", "wide", "spaced", "han"]))
    if style == "han":
        return f"{han(number)}分"
    text = wide(str(number)) if style == "wide" else str(number)
    return f" {text} 分" if style == "spaced" else f"{text}分"


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, tuple[str, Decimal, str, Decimal]]:
    """Write a clause that takes or gives points; return it with kind, points, unit and cap."""
    case, number = draw(CASES), draw(POINTS)
    kind = draw(st.sampled_from(["deduction", "deduction", "deduction", "bonus", "all"]))
    of = draw(st.sampled_from(["", "的"]))
    comma = draw(COMMAS) if of else draw(st.sampled_from(["，", ","]))
    if kind == "all":
        none = draw(st.sampled_from(["不得分", "本项不得分", "计0分", "得零分", "该项不计分", "此项得０分"]))
        return f"{case}{of}{comma}{none}", ("deduction", D(FULL), "", D(0))
    verbs = {"deduction": ["扣", "扣减", "减", "扣除"], "bonus": ["加", "奖励", "加计"]}
    verb = draw(st.sampled_from(verbs[kind]))
    amount = draw(amounts(number))
    unit = draw(st.just("") | MEASURES)
    if unit:
        one = draw(st.sampled_from(["", "1", "一", "１", "发现1", "有一", "出现 1 "]))
        place = draw(st.sampled_from(["before", "after"]))
        text = f"每{one}{unit}{verb}{amount}" if place == "before" else f"{verb}{amount}/{unit}"
    else:
        text = f"{verb}{amount}"
    text = f"{case}{of}{comma}{text}"
    cap = draw(st.sampled_from([D(0), D(0), number * 3]))
    if cap:
        most = draw(st.sampled_from(["最多{verb}{cap}分", "最高{verb}{cap}分", "{cap}分封顶", "{verb}分不超过{cap}分"]))
        text += draw(st.sampled_from(["，", ","])) + most.format(verb=verb[0] if verb != "奖励" else "加", cap=cap)
    return text, (kind, number, unit, cap)


def numbered(texts: list[str], style: str, end: str) -> str:
    """Put clauses one behind the other, with serial numbers of a style."""
    if style == "none":
        return end.join(texts)
    signs = {"circle": "①②③④⑤", "bracket": ["（1）", "（2）", "（3）", "（4）", "（5）"]}
    dots = {"dot": "{}.", "comma": "{}、", "dot wide": "{}．"}
    serials = signs.get(style) or [dots[style].format(place) for place in range(1, 6)]
    return end.join(f"{serial}{text}" for serial, text in zip(serials, texts, strict=False))


def found(parsed: Parsed) -> list[tuple[str, Decimal, str, Decimal]]:
    return sorted((rule.kind, rule.points, rule.uom, rule.max_points) for rule in parsed.rules)


@settings(max_examples=300)
@given(
    st.lists(clauses(), min_size=1, max_size=5),
    st.sampled_from(["none", "circle", "bracket", "dot", "comma", "dot wide"]),
    ENDS,
    st.randoms(),
)
def test_clauses_are_read_whatever_their_words_signs_and_order(drawn, style, end, random) -> None:
    wanted = sorted(reading for _text, reading in drawn)
    texts = [text for text, _reading in drawn]
    for _turn in range(2):
        rule = numbered(texts, style, end)
        parsed = parse(rule, str(FULL), name="n")
        assert parsed.understood, rule
        assert found(parsed) == wanted, rule
        assert (parsed.bonus_cap, parsed.deduction_cap) == (0, 0), rule
        assert not {"clause_unread", "rest_unread", "cap_scope"} & {notice.code for notice in parsed.warnings}, rule
        assert not any(
            "扣" in each.name.replace("扣件", "") or "加" in each.name.replace("加固", "") for each in parsed.rules
        )
        random.shuffle(texts)


LEVELS = [("优秀", 40), ("良好", 30), ("合格", 20), ("较差", 10)]


@settings(max_examples=150)
@given(
    st.sampled_from(["得{}分", "计{}分", "记{}分", "{}分", "，得{}分", "的得{}分", "：{}分", "（{}分）"]),
    st.sampled_from(["；", "，", "、", "\n", "。", ";"]),
    st.sampled_from(["", "不合格不得分", "其他不得分", "不合格0分"]),
    st.booleans(),
    st.permutations(LEVELS),
)
def test_levels_are_read_whatever_their_signs_and_order(form, end, none, full_width, levels) -> None:
    texts = [name + form.format(wide(str(number)) if full_width else number) for name, number in levels]
    rule = end.join([*texts, none] if none else texts)
    parsed = parse(rule, str(FULL))
    assert (parsed.method, parsed.understood) == ("level", True), rule
    wanted = [(name, number) for name, number in levels] + ([(none[:-3].rstrip("0"), 0)] if none else [])
    assert [level.max_points for level in parsed.levels] == [number for _name, number in wanted], rule
    assert [level.name for level in parsed.levels][: len(levels)] == [name for name, _number in levels], rule


@settings(max_examples=150)
@given(
    st.sampled_from(["办结率", "覆盖率", "合格比例", "投保率", "接种率"]),
    st.sampled_from([80, 90, 95, 98, 100]),
    st.sampled_from(
        ["{rate}达到{mark}%得满分", "{rate}≥{mark}%得40分", "{rate}{mark}%以上的得40分", "{rate}低于{mark}%的"]
    ),
    st.sampled_from(["每低", "每降低", "每下降", "每减少", "每少", "每差"]),
    st.sampled_from(
        [("1个百分点", 1), ("一个百分点", 1), ("2个百分点", 2), ("0.5个百分点", D("0.5")), ("五个百分点", 5)]
    ),
    st.sampled_from(["，", "；", "。", "\n"]),
    st.booleans(),
    POINTS,
)
def test_steps_are_read_in_any_wording(rate, mark, begin, way, size, end, comma, points) -> None:
    if "低于" in begin:
        end = "，"
    rule = f"{begin.format(rate=rate, mark=mark)}{end}{way}{size[0]}{'，' if comma else ''}扣{points}分"
    parsed = parse(rule, str(FULL))
    assert (parsed.method, parsed.understood, parsed.direction) == ("step", True, "higher"), rule
    assert (parsed.target, parsed.uom, parsed.step_basis) == (mark, "%", "absolute"), rule
    assert (parsed.step_size, parsed.step_points, parsed.warnings) == (size[1], points, []), rule


@settings(max_examples=150)
@given(
    CASES,
    st.sampled_from(["扣", "加", "减", "奖励"]),
    st.sampled_from(["-", "～", "至", "—", "~", "到"]),
    st.booleans(),
    st.lists(clauses(), max_size=2),
    st.sampled_from(
        [
            "酌情扣分",
            "视情节扣分",
            "加倍扣分",
            "减半计分",
            "扣50%",
            "罚款100元",
            "以此类推",
            "从第二次起每次加扣1分",
            "最低得1分",
            "取消评优资格",
        ]
    ),
    st.booleans(),
)
def test_what_is_open_never_becomes_a_rule(case, verb, to, full_width, drawn, words, ranged) -> None:
    amount = wide(f"1{to}3") if full_width else f"1{to}3"
    last = f"{case}的，{verb}{amount}分" if ranged else f"{case}的，{words}"
    rule = "；".join([*(text for text, _reading in drawn), last])
    for full in (str(FULL), "0"):
        parsed = parse(rule, full)
        assert not parsed.understood, rule
        assert not parsed.rules, rule
        assert parsed.warnings, rule
