"""Places and grades: equals are treated alike, quotas hold, and nobody is passed by somebody with fewer points."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tools.ranking import Grade, grades, places, quota

POINTS = st.dictionaries(
    st.integers(1, 40), st.integers(8000, 8040).map(lambda number: Decimal(number) / 100), min_size=1, max_size=20
)
VETOES = st.dictionaries(
    st.integers(1, 40),
    st.sampled_from(["no_top_grade", "one_grade_down", "worst_grade", "no_grade", "direct_top"]),
    max_size=6,
)
LADDERS = st.tuples(
    st.builds(Grade, st.just(Decimal("80.20")), st.one_of(st.none(), st.integers(0, 6))),
    st.builds(Grade, st.just(Decimal("80.10")), st.one_of(st.none(), st.integers(0, 6))),
    st.just(Grade()),
)


@given(POINTS)
def test_places_count_who_is_better(points):
    found = places(points)
    for key, shown in points.items():
        assert found[key] == 1 + sum(other > shown for other in points.values())


@given(POINTS, LADDERS, VETOES)
def test_quotas_hold_and_equals_are_treated_alike(points, ladder, vetoes):
    found = grades(points, ladder, vetoes)
    assert found.keys() == points.keys()
    for place, grade in enumerate(ladder[:-1]):
        holders = [key for key in points if found[key] == place]
        assert grade.most is None or len(holders) <= grade.most
        assert all(points[key] >= grade.least or vetoes.get(key) == "direct_top" for key in holders)
    for one in points:
        for other in points:
            if one not in vetoes and other not in vetoes and points[one] >= points[other]:
                assert found[one] <= found[other]


@given(POINTS, LADDERS)
def test_a_grade_is_left_only_where_points_or_quota_end(points, ladder):
    found = grades(points, ladder)
    for key, shown in points.items():
        for place in range(found[key]):
            if shown >= ladder[place].least:
                before_him = sum(other >= shown and found[one] >= place for one, other in points.items())
                assert before_him > ladder[place].most


@given(POINTS, LADDERS, VETOES)
def test_vetoes_bar(points, ladder, vetoes):
    found = grades(points, ladder, vetoes)
    for key, veto in vetoes.items():
        if key not in points:
            continue
        if veto == "no_grade":
            assert found[key] is None
        elif veto == "worst_grade":
            assert found[key] == len(ladder) - 1
        elif veto in ("no_top_grade", "one_grade_down"):
            assert found[key] >= 1


def test_quota_counts_those_who_should_take_part():
    assert [quota(people, Decimal(20)) for people in (4, 5, 9, 10, 14)] == [0, 1, 1, 2, 2]
    assert quota(14, Decimal(25), "half_up") == 4
    assert quota(13, Decimal(20), "ceil") == 3
    assert quota(13, Decimal(0)) is None
