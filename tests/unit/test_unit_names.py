"""Names of units are known however a table writes them, and never taken for another unit's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.period_words import read_frequency
from tools.unit_names import Names, core

BODIES = [
    "财政局",
    "教育局",
    "民政局",
    "市场监督管理局",
    "城市管理局",
    "城建局",
    "组织部",
    "宣传部",
    "纪委监委",
    "档案馆",
    "档案局",
    "城关镇",
    "城东镇",
    "工业园区管委会",
    "开发区管委会",
    "发展和改革局",
    "人力资源和社会保障局",
]
UNITS = Names({f"石城县{body}": (number,) for number, body in enumerate(BODIES, 1)})
places = st.sampled_from(["", "县", "石城县", "某某县", "市", "区"])
asides = st.sampled_from(["", "（牵头）", "(重点考核部门)", " ", "　"])


@given(places, st.sampled_from(BODIES), asides)
def test_a_unit_is_known_with_and_without_its_county(place: str, body: str, aside: str) -> None:
    assert UNITS.find(f"{place}{body}{aside}").ids == (BODIES.index(body) + 1,)


@given(
    st.lists(st.tuples(places, st.sampled_from(BODIES)), min_size=2, max_size=5, unique_by=lambda pair: pair[1]),
    st.sampled_from(["、", "，", ",", "；", "\n", "/", " ", "  "]),
)
def test_several_units_in_one_cell_are_each_known(pairs: list[tuple[str, str]], separator: str) -> None:
    names = UNITS.of(separator.join(place + body for place, body in pairs))
    assert [name.ids for name in names] == [(BODIES.index(body) + 1,) for _place, body in pairs]


@pytest.mark.parametrize("word", ["和", "及", "与", "以及"])
def test_a_word_between_units_parts_them_only_where_both_are_known(word: str) -> None:
    assert [name.ids for name in UNITS.of(f"县财政局{word}县教育局")] == [(1,), (2,)]
    assert [name.text for name in UNITS.of(f"县财政局{word}县保密局")] == [f"县财政局{word}县保密局"]


@pytest.mark.parametrize(
    ("text", "near"),
    [("人社局", 17), ("发改局", 16), ("纪委", 9), ("市监局", 4), ("园区管委会", 14), ("档案", 10)],
)
def test_a_shortened_name_is_proposed_and_not_taken(text: str, near: int) -> None:
    (name,) = UNITS.of(text)
    assert not name.ids
    assert near in name.near


@pytest.mark.parametrize("text", ["统计局", "保密局", "县委办", "第三方机构", "12", "各单位"])
def test_an_unknown_name_is_nobody_and_stays(text: str) -> None:
    (name,) = UNITS.of(text)
    assert (name.text, name.ids) == (text, ())


def test_what_two_units_may_be_called_is_asked() -> None:
    units = Names({"甲县财政局": (1,), "乙县财政局": (2,)})
    assert (units.find("财政局").ids, units.find("财政局").near) == ((), (1, 2))
    assert units.find("乙县财政局").ids == (2,)


def test_a_bare_place_is_no_unit() -> None:
    assert [core(text) for text in ("县", "开发区", "市场", "城区", "社区办")] == [
        "县",
        "开发区",
        "市场",
        "城区",
        "社区办",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("月度考核", "month"),
        ("每月一次", "month"),
        ("季度", "quarter"),
        ("每季末", "quarter"),
        ("半年", "half"),
        ("年终一次性考核", "year"),
        ("全年", "year"),
        ("月考核+年终考核", ""),
        ("日常", ""),
        ("半月", ""),
        ("6个月", ""),
    ],
)
def test_frequency_is_one_kind_of_period_or_none(text: str, kind: str) -> None:
    assert read_frequency(text) == kind
