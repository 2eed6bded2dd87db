"""What the register comes to: the same in every order of posting and reversing, and under every cap."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tools.register import Entry, register_total

POINTS = st.integers(1, 400).map(lambda number: Decimal(number) / 20)
CAPS = st.sampled_from([Decimal(0), Decimal(2), Decimal(5), Decimal("7.5")])
#: Rules by their ids, with what they say.
RULES = st.fixed_dictionaries(
    {
        rule: st.tuples(
            st.sampled_from(["bonus", "deduction"]), CAPS, st.sampled_from(["result", "cycle"]), st.booleans()
        )
        for rule in (1, 2, 3, 4)
    }
)
#: Facts: rule, period, points, matter, whether it was reversed.
FACTS = st.lists(
    st.tuples(st.sampled_from([1, 2, 3, 4]), st.integers(1, 4), POINTS, st.sampled_from(["", "a", "b"]), st.booleans()),
    max_size=14,
)


def entries_of(rules, facts, order):
    """Return the entries of facts and of their reversals, numbered as they were posted."""
    events = [(place, back) for place, fact in enumerate(facts) for back in ([False, True] if fact[4] else [False])]
    order.shuffle(events)
    numbers = {event: number for number, event in enumerate(events)}
    entries = []
    for place, back in events:
        rule, period, points, matter, _reversed = facts[place]
        kind, cap, cap_period, highest = rules[rule]
        signed = points if (kind == "bonus") != back else -points
        entry = Entry(numbers[place, back], kind, signed, rule, period, matter, highest, cap, cap_period)
        entries.append(replace(entry, reverses=numbers[place, False]) if back else entry)
    return entries


@given(RULES, FACTS, CAPS, CAPS, st.randoms(), st.randoms())
def test_the_total_is_the_same_in_every_order_of_posting_and_reversing(rules, facts, bonus, deduction, one, other):
    total = register_total(entries_of(rules, facts, one), bonus, deduction)
    assert register_total(entries_of(rules, facts, other), bonus, deduction) == total
    never = [fact for fact in facts if not fact[4]]
    assert register_total(entries_of(rules, never, one), bonus, deduction) == total


@given(RULES, FACTS, CAPS, CAPS, st.randoms())
def test_no_cap_is_ever_broken(rules, facts, bonus, deduction, order):
    total = register_total(entries_of(rules, facts, order), bonus, deduction)
    assert total.bonus >= 0 and total.deduction >= 0
    assert not bonus or total.bonus <= bonus
    assert not deduction or total.deduction <= deduction
    for rule, (kind, cap, cap_period, _highest) in rules.items():
        alone = register_total(entries_of(rules, [fact for fact in facts if fact[0] == rule], order))
        periods = len({fact[1] for fact in facts if fact[0] == rule and not fact[4]})
        if cap:
            assert getattr(alone, kind) <= cap * (periods if cap_period == "result" else 1)


@given(RULES, FACTS, st.randoms())
def test_without_caps_and_matters_every_point_counts_in_full(rules, facts, order):
    plain = {rule: (kind, Decimal(0), "result", False) for rule, (kind, *_rest) in rules.items()}
    total = register_total(entries_of(plain, facts, order))
    for kind in ("bonus", "deduction"):
        counted = [points for rule, _period, points, _matter, back in facts if not back and plain[rule][0] == kind]
        assert getattr(total, kind) == sum(counted, Decimal(0))


def test_of_equals_in_one_matter_the_order_does_not_matter():
    """Two honours of 4 about one matter: that under the rule with a cap of 1 counts, whichever was posted first."""
    capped = Entry(1, "bonus", Decimal(4), 1, 1, "Forest", True, Decimal(1))
    free = Entry(2, "bonus", Decimal(4), 2, 1, "Forest", True)
    first, second = register_total([capped, free]), register_total([replace(free, number=1), replace(capped, number=2)])
    assert first == second


def test_ten_points_in_the_third_quarter_are_ten_points_of_the_year_once():
    honour = Entry(1, "bonus", Decimal(10), 1, 3)
    again = Entry(3, "bonus", Decimal(10), 1, 3)
    assert register_total([honour]).points == Decimal("10.00")
    assert register_total([honour, Entry(2, "bonus", Decimal(-10), 1, 3, reverses=1), again]).points == Decimal("10.00")
