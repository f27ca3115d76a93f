"""What two lists of words have in common."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.text import runs as bounded
from acm_drafts.text.runs import FEW_PAIRS, MOST_PAIRS, Run, common_runs
from tests.text.wordings import families

lists = st.lists(st.sampled_from("abcd"), max_size=8)


def longest(old: list[str], new: list[str]) -> int:
    """Return the length of the longest common list, by trying everything."""
    if not old or not new:
        return 0
    if old[0] == new[0]:
        return 1 + longest(old[1:], new[1:])
    return max(longest(old[1:], new), longest(old, new[1:]))


@given(lists, lists)
def test_runs_are_equal_in_both_in_order_and_as_long_as_can_be(old: list[str], new: list[str]) -> None:
    runs = common_runs(old, new)
    are_in_both_in_order(runs, old, new)
    assert sum(run.length for run in runs) == longest(old, new)


def are_in_both_in_order(runs: list[Run], old: list[str], new: list[str]) -> None:
    for run in runs:
        assert run.length > 0
        assert old[run.old : run.old + run.length] == new[run.new : run.new + run.length]
    for left, right in pairwise(runs):
        assert left.old + left.length <= right.old
        assert left.new + left.length <= right.new


@given(families(most=1), st.sampled_from([2, 4, 16]))
def test_of_long_lists_runs_are_equal_in_both_in_order_and_apart(
    family: tuple[str, list[str]], phrase: int
) -> None:
    base, (text,) = family
    old, new = base.split() * 3, [*text.split(), *base.split(), *text.split()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "FEW_PAIRS", 0)
        patch.setattr(bounded, "_PHRASE", phrase)
        runs = common_runs(old, new)
    are_in_both_in_order(runs, old, new)
    for left, right in pairwise(runs):
        assert (left.old + left.length, left.new + left.length) != (right.old, right.new)
    assert old != new or not old or runs == [Run(0, 0, len(old))]


def test_of_long_lists_all_is_found_that_a_few_edits_left() -> None:
    old = [str(number * number % 997) for number in range(5_000)]
    new = list(old)
    for place in range(50, 5_000, 500):
        new[place] = "new"
    assert len(old) * len(new) > FEW_PAIRS
    assert sum(run.length for run in common_runs(old, new)) == 4_990


@given(families(most=1), st.sampled_from([1, 20, 200]))
def test_past_any_bound_runs_are_equal_and_in_order_and_hold_what_stands_once_where_it_stood(
    family: tuple[str, list[str]], most: int
) -> None:
    base, (text,) = family
    old, new = base.split(), text.split()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "MOST_PAIRS", most)
        runs = common_runs(old, new)
        kept = [word for word in old if new.count(word) == 1]
        whole = common_runs(old, kept)
    are_in_both_in_order(runs, old, new)
    are_in_both_in_order(whole, old, kept)
    assert {kept[run.new + step] for run in whole for step in range(run.length)} >= {
        word for word in kept if old.count(word) == 1
    }


def test_past_the_bound_what_moved_is_left_out_and_the_rest_found() -> None:
    old = [str(number) for number in range(30_000)]
    new = [*old[1000:], "new", *old[:1000]]
    assert len(old) * len(new) > MOST_PAIRS
    runs = common_runs(old, new)
    assert sum(run.length for run in runs) == 29_000
    assert all(left.new < right.new for left, right in pairwise(runs))


def test_past_the_bound_words_between_those_that_occur_once_are_found_too() -> None:
    old = [word for number in range(12_000) for word in (str(number), "the")]
    new = ["x", *old]
    assert len(old) * len(new) > MOST_PAIRS
    assert sum(run.length for run in common_runs(old, new)) == 24_000


def test_past_the_bound_without_any_word_of_its_own_nothing_is_common() -> None:
    assert common_runs(["the"] * 23_000, ["the"] * 23_001) == []


def test_nothing_has_nothing_in_common() -> None:
    assert common_runs([], ["a"]) == common_runs(["a"], []) == []
    assert common_runs(["a"], ["a"]) == [Run(0, 0, 1)]
