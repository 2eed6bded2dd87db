"""The random draw: fair, weighted, and the same whenever it is repeated."""

from collections import Counter
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.drawing import Candidate, draw

POOLS = st.lists(
    st.builds(Candidate, st.integers(1, 10**6), st.integers(1, 1000), st.sampled_from("abc"), st.integers(0, 3)),
    unique_by=lambda candidate: candidate.key,
    max_size=30,
)
COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 10))


@given(POOLS, COUNTS, st.text(max_size=20), st.randoms())
def test_it_is_the_same_in_any_order_of_the_pool(pool, counts, seed, shuffled):
    drawn = draw(pool, counts, seed)
    shuffled.shuffle(pool)
    assert draw(pool, counts, seed) == drawn


@given(POOLS, COUNTS, st.text(max_size=20))
def test_each_stratum_gives_its_number_and_lower_ranks_come_first(pool, counts, seed):
    drawn = draw(pool, counts, seed)
    assert len(set(drawn)) == len(drawn)
    of_key = {candidate.key: candidate for candidate in pool}
    for stratum in "abcd":
        there = [candidate for candidate in pool if candidate.stratum == stratum]
        found = [of_key[key] for key in drawn if of_key[key].stratum == stratum]
        assert len(found) == min(counts.get(stratum, 0), len(there))
        ranks = sorted(candidate.rank for candidate in there)
        assert [candidate.rank for candidate in found] == ranks[: len(found)]


def test_units_of_equal_weight_are_drawn_alike_and_one_of_double_weight_more_often():
    """10 000 draws of 3 out of 10: within 4 σ of 3/10."""
    draws, size, number = 10_000, 10, 3
    pool = [Candidate(key, 7) for key in range(size)]
    found = Counter(key for seed in range(draws) for key in draw(pool, {"": number}, str(seed)))
    share = number / size
    sigma = sqrt(draws * share * (1 - share))
    assert all(abs(found[candidate.key] - draws * share) < 4 * sigma for candidate in pool)
    pool[4] = Candidate(4, 14)
    found = Counter(key for seed in range(draws) for key in draw(pool, {"": number}, str(seed)))
    others = max(count for key, count in found.items() if key != 4)
    assert found[4] > others + 4 * sigma


def test_odd_pools_are_refused():
    for pool in ([Candidate(1, 0)], [Candidate(1, 1), Candidate(1, 2)], [Candidate(1, 1.5)]):
        with pytest.raises(ValueError):
            draw(pool, {"": 1}, "x")
