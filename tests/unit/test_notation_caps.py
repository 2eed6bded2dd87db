"""Caps on what a step or a ratio line loses, in the wordings of real tables."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.notation import parse

STEP = "办结率达到98%得满分，每低1个百分点扣1分"
SHARE = "完成20户得满分，未完成的按比例扣分"

#: How tables write that at most so many points are lost.
WORDINGS = [
    "，最多扣{}分",
    "，最多扣{}",
    "最多扣{}分",
    "（最多扣{}分）",
    "；最多扣{}分",
    "。最高扣{}分",
    "，至多扣{}分",
    "，至多扣掉{}分",
    "，最多减{}分",
    "，限扣{}分",
    "，最大扣分{}分",
    "，最高扣分值为{}分",
    "，扣分不超过{}分",
    "，累计扣分不超过{}分",
    "，扣分不得超过{}分",
    "，不超过{}分",
    "，扣分上限为{}分",
    "，上限{}分",
    "，封顶{}分",
    "，{}分封顶",
    "，扣{}分封顶",
    "，以{}分为限",
    "，以扣{}分为限",
    "，扣分以{}分为限",
    "，扣满{}分为止",
    "，本项最多扣{}分",
]


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize(("rule", "method"), [(STEP, "step"), (SHARE, "ratio")])
def test_cap_of_the_loss_is_read_in_every_wording(rule: str, method: str, wording: str) -> None:
    parsed = parse(rule + wording.format("5"), "10")
    assert (parsed.method, parsed.understood, parsed.loss_cap) == (method, True, 5)
    assert (parsed.rules, parsed.warnings, parsed.ratio_cap) == ([], [], 1)


@given(
    st.sampled_from([STEP, SHARE]),
    st.sampled_from(WORDINGS),
    st.decimals(min_value="0.1", max_value=9, places=1),
    st.sampled_from(["；迟报每次扣1分，最多扣2分", "；弄虚作假的不得分", "；每超1户加0.5分，最多加2分"]),
)
def test_cap_of_the_loss_and_caps_of_rules_stay_apart(rule: str, wording: str, cap: Decimal, more: str) -> None:
    alone, both = parse(rule + more, "10"), parse(rule + wording.format(f"{cap.normalize():f}") + more, "10")
    unclear = {notice.code for notice in both.warnings} == {"loss_cap"}
    assert both.loss_cap == (0 if unclear else cap)
    assert unclear or not both.warnings
    assert [each.max_points for each in both.rules] == [each.max_points for each in alone.rules]


@pytest.mark.parametrize("end", ["，扣完为止", "，扣完本项分值为止", "，直至扣完"])
def test_until_nothing_is_left_needs_no_cap(end: str) -> None:
    for rule in (STEP, SHARE):
        parsed = parse(rule + end, "10")
        assert (parsed.floor_at_zero, parsed.loss_cap, parsed.warnings) == (True, 0, [])


@pytest.mark.parametrize("beside", [{"condition": "最多扣5分"}, {"note": "最多扣5分"}, {"note": "扣分以5分为限"}])
def test_cap_of_the_loss_in_the_cells_beside(beside: dict[str, str]) -> None:
    for rule in (STEP, SHARE):
        parsed = parse(rule, "10", **beside)
        assert (parsed.loss_cap, parsed.warnings) == (5, [])
        parsed = parse(f"{rule}；迟报每次扣1分", "10", **beside)
        assert (parsed.loss_cap, parsed.rules[0].max_points) == (0, 0)
        assert "loss_cap" in {notice.code for notice in parsed.warnings}


def test_other_methods_have_no_cap_of_the_loss() -> None:
    for rule in ("迟报每次扣1分，最多扣3分", "优得10分，良得8分", "满意率90%以上得10分，否则不得分，最多扣5分"):
        assert parse(rule, "10").loss_cap == 0
