"""Which parties, letting go together, would clear most brackets: held against trying all sets."""

from itertools import combinations
from random import Random
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.withdrawals import Withdrawals, best_withdrawals

HOLDERS = st.frozensets(st.integers(1, 7), max_size=4)


@given(st.lists(HOLDERS, max_size=14))
def test_no_set_of_as_many_parties_clears_more(brackets: list[frozenset[int]]):
    held = [holders for holders in brackets if holders]
    steps = best_withdrawals(brackets)
    for size, step in enumerate(steps, start=1):
        sets = combinations(range(1, 8), size)
        most = max(sum(holders <= set(chosen) for holders in held) for chosen in sets)
        assert (step.cleared, step.left) == (most, len(held) - most)
        assert sum(holders <= set(step.parties) for holders in held) == most
        assert len(step.parties) <= size and step.proved
    assert not steps or not steps[-1].left or len(steps) == 6
    assert bool(steps) is bool(held)


def test_the_party_that_clears_most_alone_need_not_be_among_the_best_two():
    brackets = [frozenset({1})] * 3 + [frozenset({2, 3})] * 10
    assert best_withdrawals(brackets)[:2] == (Withdrawals((1,), 3, 10), Withdrawals((2, 3), 10, 3))


def test_it_is_exact_at_the_size_of_a_real_text_while_somebody_waits():
    """200 brackets, 57 States and 3 groups; some hold many, as in a negotiation."""
    random = Random(7)
    brackets = [
        frozenset(int(60 * random.random() ** 2) for _ in range(random.choice((1, 1, 2, 2, 3, 4))))
        for _ in range(200)
    ]
    begun = perf_counter()
    steps = best_withdrawals(brackets)
    assert perf_counter() - begun < 15
    assert [len(step.parties) for step in steps] == [1, 2, 3, 4, 5, 6] and all(step.proved for step in steps)
