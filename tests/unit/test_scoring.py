"""Properties of the scorer, against an independent model in exact fractions."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.scoring import (
    Claim,
    LineFacts,
    SheetLine,
    claim_points,
    counting_claims,
    level_range,
    line_score,
    round_points,
    section_totals,
    sheet_total,
    to_decimal,
)

D = Decimal
cents = st.decimals(min_value=0, max_value=100, places=2)
positive = st.decimals(min_value="0.01", max_value=100, places=2)
claim = st.builds(
    Claim,
    kind=st.sampled_from(["bonus", "deduction", "part"]),
    points=cents,
    matter=st.sampled_from(["", "a", "b"]),
    highest_only=st.booleans(),
    accepted=st.booleans(),
    rule=st.sampled_from([None, 1, 2]),
    max_points=st.sampled_from([None, D(0), D(3)]),
)
facts = st.builds(
    LineFacts,
    method=st.sampled_from(["judged", "parts", "deduction", "level", "ratio", "step", "threshold", "efficacy"]),
    full=positive,
    indicator_full=cents,
    value=st.none() | cents,
    target=st.none() | cents,
    actual=st.none() | cents,
    direction=st.sampled_from(["higher", "lower"]),
    ratio_cap=st.sampled_from([D(0), D(1), D("1.2")]),
    step_size=cents,
    step_points=cents,
    step_first_points=cents,
    step_basis=st.sampled_from(["absolute", "percent_of_target"]),
    step_rounding=st.sampled_from(["floor", "ceil", "proportional"]),
    loss_cap=st.sampled_from([D(0), D(2), D("7.5")]),
    threshold_value=cents,
    low_value=cents,
    high_value=cents,
    bonus_cap=st.sampled_from([D(0), D(2)]),
    deduction_cap=st.sampled_from([D(0), D(2)]),
    claims=st.lists(claim, max_size=4).map(tuple),
)


def half_up(value: Fraction) -> Decimal:
    sign = -1 if value < 0 else 1
    return Decimal(sign * int(abs(value) * 100 + Fraction(1, 2))) / 100


def replace(record: LineFacts, **values: object) -> LineFacts:
    return LineFacts(**{name: getattr(record, name) for name in LineFacts.__slots__} | values)


@given(facts)
def test_score_without_bonus_stays_between_zero_and_full(line: LineFacts) -> None:
    plain = replace(line, ratio_cap=D(1), claims=tuple(c for c in line.claims if c.kind != "bonus"))
    assert 0 <= line_score(plain) <= line.full


@given(facts)
def test_score_is_rounded_to_cents_and_never_negative(line: LineFacts) -> None:
    score = line_score(line)
    assert score >= 0
    assert score.as_tuple().exponent == -2


@given(facts)
def test_bonus_above_full_stays_under_its_cap(line: LineFacts) -> None:
    assert line_score(replace(line, bonus_cap=D(2))) <= line.full + 2


@given(facts, cents)
def test_one_more_deduction_never_raises_the_score(line: LineFacts, points: Decimal) -> None:
    more = replace(line, claims=(*line.claims, Claim("deduction", points)))
    assert line_score(more) <= line_score(line)


@given(facts, cents)
def test_one_more_bonus_never_lowers_the_score(line: LineFacts, points: Decimal) -> None:
    more = replace(line, claims=(*line.claims, Claim("bonus", points)))
    assert line_score(more) >= line_score(line)


@given(facts, claim)
def test_refused_claim_counts_nothing(line: LineFacts, extra: Claim) -> None:
    refused = Claim(extra.kind, extra.points, extra.matter, extra.highest_only, accepted=False)
    assert line_score(replace(line, claims=(*line.claims, refused))) == line_score(line)


@given(positive, positive, positive)
def test_ratio_equals_exact_fraction(full: Decimal, target: Decimal, actual: Decimal) -> None:
    exact = Fraction(full) * min(Fraction(actual) / Fraction(target), Fraction(6, 5))
    assert line_score(LineFacts("ratio", full, target=target, actual=actual, ratio_cap=D("1.2"))) == half_up(exact)


@given(positive, positive, positive, positive, cents, st.sampled_from(["absolute", "percent_of_target"]))
def test_steps_equal_exact_fraction(
    full: Decimal, target: Decimal, actual: Decimal, size: Decimal, points: Decimal, basis: str
) -> None:
    short = Fraction(target) - Fraction(actual)
    if basis == "percent_of_target":
        short = short / Fraction(target) * 100
    whole = max(short // Fraction(size), 0)
    exact = max(Fraction(full) - whole * Fraction(points), Fraction(0))
    line = LineFacts("step", full, target=target, actual=actual, step_size=size, step_points=points, step_basis=basis)
    assert line_score(line) == half_up(exact)


@given(facts)
def test_loss_cap_limits_steps_and_ratios_that_reported_and_nothing_else(line: LineFacts) -> None:
    line = replace(line, claims=())
    free, capped = line_score(replace(line, loss_cap=D(0))), line_score(line)
    if line.loss_cap and line.method in ("ratio", "step") and line.actual is not None:
        assert capped == max(free, round_points(line.full - line.loss_cap))
    else:
        assert capped == free


@given(facts, cents)
def test_deductions_come_on_top_of_the_capped_loss(line: LineFacts, points: Decimal) -> None:
    line = replace(line, claims=(), deduction_cap=D(0), ratio_cap=D(1))
    taken = line_score(replace(line, claims=(Claim("deduction", points),)))
    assert abs(taken - max(line_score(line) - points, D(0))) <= D("0.01")


@given(facts, positive, positive)
def test_a_higher_loss_cap_never_raises_the_score(line: LineFacts, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert line_score(replace(line, loss_cap=high)) <= line_score(replace(line, loss_cap=low))


@given(positive, cents, cents)
def test_loss_cap_of_all_points_changes_nothing(full: Decimal, target: Decimal, actual: Decimal) -> None:
    for method in ("ratio", "step"):
        line = LineFacts(method, full, target=target, actual=actual, step_size=D(1), step_points=D("0.5"))
        assert line_score(replace(line, loss_cap=full)) == line_score(line)


@given(positive, cents, cents, cents)
def test_efficacy_equals_exact_fraction(full: Decimal, low: Decimal, high: Decimal, actual: Decimal) -> None:
    low, high = sorted((low, high))
    if low == high:
        return
    share = min(max((Fraction(actual) - Fraction(low)) / (Fraction(high) - Fraction(low)), Fraction(0)), Fraction(1))
    exact = Fraction(full) * (Fraction(3, 5) + Fraction(2, 5) * share)
    assert line_score(LineFacts("efficacy", full, low_value=low, high_value=high, actual=actual)) == half_up(exact)


@pytest.mark.parametrize(
    ("direction", "actual", "expected"),
    [
        ("lower", 60, "10.00"),
        ("lower", 100, "6.00"),
        ("lower", 80, "8.00"),
        ("lower", 130, "6.00"),
        ("lower", 5, "10.00"),
    ],
)
def test_efficacy_where_lower_is_better(direction: str, actual: int, expected: str) -> None:
    for low, high in ((60, 100), (100, 60)):
        line = LineFacts("efficacy", D(10), low_value=D(low), high_value=D(high), actual=D(actual), direction=direction)
        assert line_score(line) == D(expected)


def test_what_was_not_reported_scores_nothing() -> None:
    for method in ("ratio", "step", "threshold", "efficacy", "judged", "level"):
        line = LineFacts(method, D(10), target=D(5), direction="lower", ratio_cap=D(1), threshold_value=D(5))
        assert line_score(line) == 0, method


def test_cap_of_a_rule_holds_over_its_claims_of_the_line() -> None:
    claims = tuple(Claim("deduction", D(2), rule="late", max_points=D(3)) for _ in range(3))
    assert line_score(LineFacts("deduction", D(10), claims=claims)) == 7
    other = Claim("deduction", D(2), rule="absent", max_points=D(3))
    assert line_score(LineFacts("deduction", D(10), claims=(*claims, other))) == 5


def test_ratio_above_full_is_no_cushion_against_deductions() -> None:
    line = LineFacts("ratio", D(10), target=D(10), actual=D(15), ratio_cap=D("1.2"), claims=(Claim("deduction", D(5)),))
    assert line_score(line) == 7


def test_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown method"):
        line_score(LineFacts("guess", D(1)))


def test_levels_scale_with_the_line() -> None:
    assert level_range(D(27), D(30), D(7), D(30)) == (D("6.30"), D("7.00"))
    assert level_range(D(1), D(2), D(7), D(0)) == (D(1), D(2))


@given(st.lists(claim, max_size=8))
def test_of_one_matter_exactly_the_largest_counts(claims: list[Claim]) -> None:
    counts = counting_claims(claims)
    groups: dict[tuple[str, str], list[int]] = {}
    for index, one in enumerate(claims):
        if one.accepted and one.highest_only and one.matter:
            groups.setdefault((one.kind, one.matter), []).append(index)
        else:
            assert counts[index] == one.accepted
    for members in groups.values():
        counting = [index for index in members if counts[index]]
        assert len(counting) == 1
        assert claims[counting[0]].points == max(claims[index].points for index in members)


sheet_line = st.builds(SheetLine, score=cents, full=positive, weight=positive, assessed=st.booleans())


@given(st.lists(st.tuples(st.sampled_from("abcd"), sheet_line), max_size=15), st.sampled_from(["exclude", "full"]))
def test_sections_add_up_to_the_sheet_to_the_cent(pairs: list[tuple[str, SheetLine]], policy: str) -> None:
    total = sheet_total([line for _key, line in pairs], policy)
    sections = section_totals(pairs, policy)
    assert sum((section.score for section in sections.values()), D(0)) == total.score
    assert sum((section.full for section in sections.values()), D(0)) == total.full
    for key, section in sections.items():
        exact = sum(
            (
                Fraction(line.score if line.assessed else line.full) * Fraction(line.weight) / Fraction(line.full)
                for name, line in pairs
                if name == key and (line.assessed or policy == "full")
            ),
            Fraction(0),
        )
        assert abs(Fraction(section.score) - exact) < Fraction(1, 100)


@given(st.lists(sheet_line, max_size=12))
def test_percent_equals_exact_fraction(lines: list[SheetLine]) -> None:
    assessed = [line for line in lines if line.assessed]
    percent = sheet_total(lines).percent
    if not assessed:
        assert percent is None
        return
    score = sum(Fraction(line.score) / Fraction(line.full) * Fraction(line.weight) for line in assessed)
    assert percent == half_up(100 * score / sum(Fraction(line.weight) for line in assessed))


def test_unknown_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown policy"):
        sheet_total([], "perhaps")


@given(st.decimals(min_value=-10000, max_value=10000, places=4))
def test_floats_come_back_without_noise(number: Decimal) -> None:
    assert to_decimal(float(number)) == number
    assert to_decimal(str(number)) == number


def test_numbers_that_are_none_are_refused() -> None:
    for number in (float("nan"), float("inf"), "12a", "NaN"):
        with pytest.raises(ValueError, match="not a"):
            to_decimal(number)


@given(st.fractions(min_value=-100, max_value=100, max_denominator=999))
def test_rounding_is_half_up(value: Fraction) -> None:
    assert round_points(D(value.numerator) / D(value.denominator)) == half_up(value)


def test_claim_is_quantity_times_points_times_multiplier() -> None:
    assert claim_points(1.5, 0.1, 2) == D("0.3")


def test_scoring_a_sheet_of_twelve_lines_takes_less_than_a_millisecond() -> None:
    claims = (Claim("deduction", D("0.5"), rule=1, max_points=D(3)), Claim("bonus", D(1), "m", True))
    lines = [
        LineFacts(
            method, D(8), D(10), D(5), D(100), D("97.5"), step_size=D(1), step_points=D("0.5"), high_value=D(100),
            claims=claims,
        )
        for method in ("judged", "parts", "deduction", "ratio", "step", "efficacy") * 2
    ]  # fmt: skip
    best = min(_seconds(lines) for _run in range(20))
    assert best < 0.001


def _seconds(lines: list[LineFacts]) -> float:
    start = time.perf_counter()
    sheet_total([SheetLine(line_score(line), line.full, line.full) for line in lines])
    return time.perf_counter() - start


def test_largest_remainder_gives_the_missing_cents_to_the_largest() -> None:
    lines = [("a", SheetLine(D(1), D(3), D(1))), ("b", SheetLine(D(2), D(3), D(1))), ("c", SheetLine(D(0), D(3), D(1)))]
    assert [section.score for section in section_totals(lines).values()] == [D("0.33"), D("0.67"), D("0.00")]
