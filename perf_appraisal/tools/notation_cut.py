"""Cut a rule into sentences and pieces, as its writer parted them.

Line breaks, full stops, semicolons and serial numbers (①, 1、, （1）) part sentences; commas part the pieces of one.
"""

import re
import unicodedata
from dataclasses import dataclass

from .notation_asked import asked_of
from .notation_base import normalise
from .notation_words import BAND, COUNT, EARNS, GIVES, HAN, MEASURE, NUM, OBJECT, POINT, POINTED, POINTS, TAKES, number

#: Stands for a serial number at the beginning of a sentence.
NUMBERED = "\x02"

_CIRCLED = re.compile("[\u2460-\u2473\u24f5-\u24fe\u2776-\u277f\u2780-\u2793]")
_SERIAL = re.compile(r"(?:^|(?<=;))(?P<arabic>[1-9][0-9]?)[.、](?!\.)(?P<digit>(?=[0-9]))?")
_OTHER_SERIAL = re.compile(
    r"(?:^|(?<=;))(?:\([0-9一二三四五六七八九十]{1,3}\)|[0-9]{1,2}\)|[一二三四五六七八九十]{1,3}[、.](?![一二三四五六七八九十]{1,3}[、等和及])"
    r"|第[一二三四五六七八九十][,:、]|(?:[A-Ha-h]|[IVX]{1,4})[.、)](?=[^\W0-9A-Za-z])|[一二三四五六七八九]是|[•·●■◆▪►*-](?=[^\W0-9]))"
)
_INNER_SERIAL = re.compile(r"(?<=分),?(?=(?:[2-9]|1[0-9])[、.)][^0-9;,])|,(?=[2-9][、.][^0-9])")
_INNER_BRACKET = re.compile(r"(?<=.)[,;]?(?=\((?:[2-9]|[二三四五六七八九])\)[^;,])")
_ASIDE = re.compile(r"\(([^()]*)\)")
_OF_POINTS = re.compile(
    r"(?i:\b(?:max|maximum|at most|up to|capped|points?|marks?)(?![a-z]))|"
    rf"除外|就高|最高(?!人民)|不(?:得|予|再)?(?:重复|累计|累加)|(?:为限|封顶|为止)|(?:最多|至多|不超过)[加扣得]?{NUM}分"
)
_FORMULA = re.compile(rf"[*/=<>]|^[^,;]*{NUM}分?$|{NUM}(?:[,~-]|\.\.){NUM}")
_ONE_AMOUNT = re.compile(
    rf"[^\s0-9扣加减奖每+\-,;，；]{{1,8}}[:：]?[+-]?{NUM}分?(?:\s+[^\s0-9扣加减奖每+\-,;，；]{{1,8}}[:：]?[+-]?{NUM}分?)+"
)

_FORMAL = dict(zip("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十", strict=True))
_LETTERS = {
    word: str(number)
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1)
}
_LETTERS["half a"] = "0.5"
_IN_LETTERS = re.compile(rf"\b(?:{'|'.join(_LETTERS)})(?= (?:points?|marks?)\b)", re.IGNORECASE)
_POINTS_FIRST = re.compile(rf"({NUM})分[:(]([^\W0-9]{{1,8}})\)?")
_TITLE = re.compile(
    rf"(?:^|(?<=[;{NUMBERED}]))(?:评分|计分|扣分|加分|考核|考评|评价)(?:标准|办法|细则|规则|方法|依据|项目?|事项|情形)?:"
)
_WITHOUT_VERB = re.compile(rf"(?<![扣加减奖得计除励0-9.+-]){NUM}{POINT}")
_KIND_TITLE = re.compile("(?:^|(?<=;))(扣分|减分|加分|奖分)(?:标准|办法|细则|规则|项目?|事项|情形)?:")
_MARK = (
    "(?:本项|全年|年度|累计|合计|总计|共计|每项|单项|单次|[加扣减奖得]分)*"
    "(?:最多|最高|至多|封顶(?=[0-9为:])|上限|不超过|不得超过|扣完|扣至|就高)"
)
_VERB = rf"(?:{TAKES}|{GIVES}|{EARNS}){OBJECT}"
_ENDED = re.compile(
    rf"({_VERB}{POINTED})(?=[^\W0-9])(?![以及至到和或起之]|封顶(?:[,;]|$)|为(?:止|限|上限)|每(?:{COUNT})?个?(?:{MEASURE}|[^\W0-9]{{1,4}})(?:[,;]|$)|的(?!.*[扣加得])|[点])"
)
_LISTED = re.compile(rf"({_VERB}{POINTED}(?:/每?{MEASURE})?)、(?!{NUM}{POINT}?(?:[、,;]|$))")
_SIGNED = re.compile(rf"([+-]{NUM}{POINT}?(?:/{MEASURE})?)、(?=[^0-9])")
_MARKED = re.compile(rf"({NUM}{POINT}?(?:/{MEASURE})?|比例[扣减得计加]分?)(?={_MARK})")
_AMOUNT_ALONE = re.compile(rf"(?:{TAKES}|{GIVES}|[+-]){NUM}{POINT}?(?:/{MEASURE})?")
_EACH = re.compile(rf"每(?:{COUNT})?个?{MEASURE}")
_CLAUSE = re.compile(rf"[^()]*?(?:{TAKES}|{GIVES}){OBJECT}{POINTED}(?:/{MEASURE})?")
_EITHER = re.compile("[加扣减奖]分?|(?:升高|提高|上升|增加|增长|降低|下降|减少|高于|低于|超过|不足|多|少|高|低|升|降)")
_LIST = re.compile(rf"(?:分别|各){_VERB}{POINTS}(?:[,、/和]{NUM}{POINT}?(?![0-9.]|[^\W0-9分]))+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two commas.

    :param before: what parted it from the piece before it
    :param sentence: number of its sentence, from 0
    :param numbered: its sentence began with a serial number
    :param place: its place in the rule, from 0
    """

    text: str
    before: str
    sentence: int
    numbered: bool = False
    place: int = 0


def prepare(raw: str) -> str:
    """Return a rule in plain signs on one line, its sentences parted by semicolons.

    >>> prepare('①未挂牌的，扣２分\\n②已挂牌但字迹不清的，扣1分。')
    '\\x02未挂牌的,扣2分;\\x02已挂牌但字迹不清的,扣1分'
    >>> prepare('1、迟报扣1分；2、漏报\\n扣2分'), prepare('优10 良8 差0')
    ('\\x02迟报扣1分;\\x02漏报,扣2分', '优10;良8;差0')
    """
    text = str(raw or "").strip()
    if _ONE_AMOUNT.fullmatch(unicodedata.normalize("NFKC", text).rstrip("。;")):
        text = re.sub(r"\s+", ";", text)
    lines = _CIRCLED.sub(f"\n{NUMBERED}", text).splitlines()
    plain = _spelled(_join([line for line in lines if line.strip()]))
    plain = re.sub(r"[“”\"「」『』]", "", plain)
    plain = re.sub(r"(?<=[^\W0-9a-zA-Z])\.(?=[;(]|$|[^\W0-9a-zA-Z])", ";", plain)
    plain = re.sub(r"(?<=[a-z])\.(?=[A-Z]|$)|(?<=[0-9])\.(?=;|$)", ";", plain)
    kinds = {title[0] in "加奖" for title in _KIND_TITLE.findall(plain)}
    if len(kinds) > 1 and _WITHOUT_VERB.search(plain):  # given below one title, taken below the other
        return _without_serials(plain).strip(";,")
    return _TITLE.sub("", _without_serials(_TITLE.sub("", plain))).strip(";,")


def titled_kind(raw: str) -> str:
    """Return whether the title of a rule says that it gives or takes points; empty where it says neither.

    >>> titled_kind('扣分：省级3分，市级2分'), titled_kind('加分项：省级3分'), titled_kind('评分标准：迟到扣1分')
    ('deduction', 'bonus', '')
    """
    plain = _spelled(normalise(raw))
    match = _KIND_TITLE.match(plain)
    if not match or len({title[0] in "加奖" for title in _KIND_TITLE.findall(plain)}) > 1:
        return ""
    return "bonus" if match[1][0] in "加奖" else "deduction"


def _spelled(text: str) -> str:
    """Write percentages and amounts in words, and levels whose points stand first, as others write them.

    >>> _spelled('达百分之九十五得5分'), _spelled('扣伍分'), _spelled('5分:优秀;3分(合格)'), _spelled('[扣分标准]迟到')
    ('达95%得5分', '扣五分', '优秀5分;合格3分', '扣分标准:迟到')
    >>> _spelled('Deduct one point'), _spelled('half a mark off')
    ('Deduct 1 point', '0.5 mark off')
    """
    text = _IN_LETTERS.sub(lambda match: _LETTERS[match[0].lower()], text)
    text = re.sub("(?<=[0-9一二三四五半两])个点(?![位名])", "个百分点", text.replace("*100%", ""))
    text = re.sub(r"[\[【]([^\]】]{2,8})[\]】]", r"\1:", text)
    text = re.sub(rf"百分之({HAN})", lambda match: f"{number(match[1])}%", text)
    text = re.sub(rf"百分之({NUM})", r"\1%", text)
    text = re.sub("(?<=[扣加减得计奖])[壹贰叁肆伍陆柒捌玖拾](?=分)", lambda match: _FORMAL[match[0]], text)
    pieces = re.split("[;,、]", text)
    if len(pieces) > 1 and all(map(_POINTS_FIRST.fullmatch, pieces)):
        text = ";".join(_POINTS_FIRST.sub(r"\2\1分", piece) for piece in pieces)
    return text


def _join(lines: list[str]) -> str:
    """Join lines: a line that ends with an amount ends a sentence, others go on in the next line."""
    text = ""
    for line in lines:
        plain = normalise(line)
        numbered = plain.startswith(NUMBERED) or _OTHER_SERIAL.match(plain) or _SERIAL.match(plain)
        ends = re.search(r"[;；。.!优决止高]\s*$|[0-9分](?:[/每][^\W0-9]{1,6})?\s*$", text)
        separator = "" if not text else ";" if numbered or ends else ","
        # what normalise took off the end still says whether the sentence went on
        goes_on = re.search(r"[,，、]\s*$", line)
        text = f"{text.rstrip(',')}{separator}{plain}{',' if goes_on else ''}"
        if re.search(r"[;；。]\s*$", line):
            text += ";"
    return re.sub(r";+[,;]*", ";", text)


def _without_serials(text: str) -> str:
    """Put the sign for a serial number in the place of each."""
    text = _INNER_SERIAL.sub(";", text)
    if re.search(r"(?:^|;)\((?:1|一)\)", text):
        text = _INNER_BRACKET.sub(";", text)
    serials = [int(match["arabic"]) for match in _SERIAL.finditer(text)]
    in_order = len(serials) > 1 and serials == list(range(serials[0], serials[0] + len(serials)))

    def replace(match: re.Match[str]) -> str:
        return NUMBERED if in_order or match["digit"] is None else match[0]

    text = _SERIAL.sub(replace, text)
    return _OTHER_SERIAL.sub(NUMBERED, text)


def part(text: str) -> str:
    """Put commas where clauses follow each other without any, and take out asides that give no points.

    >>> part('未挂牌扣2分字迹不清扣1分'), part('每次扣2分最多扣6分'), part('每件(次)扣1分(最多3分)')
    ('未挂牌扣2分,字迹不清扣1分', '每次扣2分,最多扣6分', '每件扣1分,最多3分')
    >>> part('甲、乙、丙分别加3分,2分,1分'), part('省+5、市+3'), part('优秀(10分)')
    ('甲、乙、丙分别加3分、2分、1分', '省+5,市+3', '优秀(10分)')
    """
    text = re.sub(rf"([^;,:0-9]{NUM}{POINT}\)?):(?=[^0-9])", r"\1,", text)
    text = re.sub(rf"(?<![^;,{NUMBERED}])\(({NUM}分)\)(?=[^;,])", r"\1,", text)
    text = re.sub(rf"(?<![^;,{NUMBERED}])({NUM}) ?(?:points?|marks?)(?=[;,])", r"\1分", text)
    text = _ASIDE.sub(_aside, text)
    text = re.sub(" (?=(?:unless|except|excluding|provided) )", ",", text)
    text = re.sub(r",? ?\b(?:or )?else(?= ?(?:score|get)?s? ?[0-9])|(?<=[0-9])or else", ",else", text)
    text = re.sub(r"((?:不足|不满|不到)[^;,]{1,10}),(?=[按以算])", r"\1", text)
    text = re.sub(
        rf"({NUM}{POINT}\)?)[、/](?=(?:[0-9]{{1,3}}[^0-9、,;/分]{{1,6}}|[^0-9、,;/]{{1,12}})(?:(?:{NUM}{POINT}?[-~至])?{NUM}{POINT}(?:及?以[下上内])?\)?|不得分"
        r"|不计分|不记分)(?:[、,;/]|$))",
        r"\1,",
        text,
    )
    text = _LIST.sub(lambda match: re.sub("[,/和]", "、", match[0]), text)
    text = re.sub(r"(?<=[0-9分])(?=否则)|(?<=得满分|不得分|不计分|不扣分|不加分)(?=[^\W0-9的])", ",", text)
    for pattern in (_LISTED, _SIGNED, _ENDED, _MARKED):
        text = pattern.sub(r"\1,", text)
    return re.sub(",+(?=[,;]|$)", "", text)


def _aside(match: re.Match[str]) -> str:
    """Return what is left of a text in brackets: all that speaks of points, as a piece of its own; bands are no points.

    >>> [_ASIDE.sub(_aside, text) for text in ('优(90分以上)10分', '扣1分(以3分为限)', '加2分(取最高分)', '迟(3天)')]
    ['优10分', '扣1分,以3分为限,', '加2分,取最高分,', '迟']
    >>> _ASIDE.sub(_aside, '扣1分(每页)'), _ASIDE.sub(_aside, '抽查(每季)')
    ('扣1分每页', '抽查')
    """
    inner = match[1]
    if _AMOUNT_ALONE.fullmatch(inner):
        return inner
    if _EACH.fullmatch(inner) and re.search(rf"{POINTS}$", match.string[: match.start()]):
        return inner
    behind = match.string[match.end() :]
    if re.fullmatch(rf"(?:含|不含)?{BAND}|(?:不?含){NUM}分", inner) and re.match(rf"[^;,()]{{0,6}}?{NUM}", behind):
        return ""
    if _EITHER.fullmatch(inner):
        return match[0]  # one half of a rule that is written once for both: 每高(低)1个百分点加(扣)1分
    if re.match(_MARK, inner) or _CLAUSE.fullmatch(inner) or _OF_POINTS.search(inner) or asked_of(inner):
        return f",{inner},"
    if (
        _FORMULA.search(inner)
        or re.search(rf"{NUM}{POINT}", inner)
        or re.search(rf"[扣加减奖得计]{OBJECT}{COUNT}", inner)
    ):
        return match[0]
    return ""


def cut(text: str) -> list[Piece]:
    """Return the pieces of a prepared rule.

    >>> [(piece.text, piece.before, piece.sentence) for piece in cut('未按期报送的,每次扣1分;漏报的扣2分')]
    [('未按期报送的', '', 0), ('每次扣1分', ',', 0), ('漏报的扣2分', ';', 1)]
    """
    pieces: list[Piece] = []
    for index, sentence in enumerate(filter(None, part(text).split(";"))):
        numbered = sentence.startswith(NUMBERED)
        texts = [piece for piece in sentence.replace(NUMBERED, "").split(",") if piece]
        for place, piece in enumerate(texts):
            before = "," if place else ";" if pieces else ""
            pieces.append(Piece(piece, before, index, numbered and not place, len(pieces)))
    return pieces
