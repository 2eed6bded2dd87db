"""What a period comes to: shown parts add up, caps hold, and a naive computation says the same."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tools.decimals import round_points
from tools.result import Adjustment, Component, result, shown_parts

WEIGHTS = st.integers(1, 1000).map(lambda number: Decimal(number) / 10)
RAWS = st.one_of(st.none(), st.integers(0, 12000).map(lambda number: Decimal(number) / 100))
COMPONENTS = st.lists(
    st.builds(Component, WEIGHTS, RAWS, st.sampled_from(["reweight", "zero", "full"])), min_size=1, max_size=6
)
POINTS = st.integers(0, 4000).map(lambda number: Decimal(number) / 100)
ADJUSTMENTS = st.lists(st.builds(Adjustment, POINTS, POINTS, POINTS, POINTS), max_size=4)
FULLS = st.sampled_from([Decimal(100), Decimal(1000), Decimal(120)])


def naive_base(components, full):
    """Return the base in fractions, component by component."""
    counted = []
    for weight, raw, missing in components:
        value = {"reweight": None, "zero": Decimal(0), "full": Decimal(100)}[missing] if raw is None else raw
        if value is not None:
            counted.append((Fraction(weight), Fraction(value)))
    whole = sum(weight for weight, _value in counted)
    return Fraction(full) * sum(weight * value / 100 for weight, value in counted) / whole if whole else None


@given(COMPONENTS, ADJUSTMENTS, FULLS)
def test_a_naive_computation_says_the_same(components, adjustments, full):
    found = result(components, adjustments, full)
    if all(part.raw is None for part in components):
        assert found.base is None
        assert found.total is None
        return
    base = naive_base(components, full)
    assert abs(Fraction(found.base) - base) <= Fraction(1, 200)
    total = found.base
    for part in adjustments:
        total += min(part.bonus, part.bonus_cap) if part.bonus_cap else part.bonus
        total -= min(part.deduction, part.deduction_cap) if part.deduction_cap else part.deduction
    assert found.total == max(total, Decimal(0))
    assert found.percent == round_points(100 * found.total / full)


@given(COMPONENTS, ADJUSTMENTS, FULLS)
def test_shown_points_add_up_and_lie_within_a_cent(components, adjustments, full):
    found = result(components, adjustments, full)
    if found.base is None:
        return
    assert sum(found.points) == found.base
    assert sum(found.bonuses) - sum(found.deductions) == found.total - found.base or found.total == 0
    left = sum(part.weight for part in components if part.raw is not None or part.missing != "reweight")
    for part, shown in zip(components, found.points, strict=True):
        raw = {"zero": Decimal(0), "full": Decimal(100)}.get(part.missing) if part.raw is None else part.raw
        exact = Fraction(full) * Fraction(part.weight) * Fraction(raw) / 100 / Fraction(left) if raw is not None else 0
        assert abs(Fraction(shown) - exact) < Fraction(1, 100)


@given(st.lists(st.integers(0, 10**6).map(lambda number: Decimal(number) / 997), min_size=1, max_size=9))
def test_parts_are_as_they_are_in_whatever_order(exact):
    whole = round_points(sum(exact))
    shown = shown_parts(exact, whole)
    assert sum(shown) == whole
    assert sorted(shown) == sorted(shown_parts(exact[::-1], whole))
