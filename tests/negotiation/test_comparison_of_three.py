"""What became of each paragraph over three drafts: followed by identity from one to the next."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acm_drafts.negotiation.comparison import Became, compare
from acm_drafts.negotiation.comparison_of_three import Thread, follow
from acm_drafts.negotiation.lines import Line
from acm_drafts.text.diff import Op
from acm_drafts.text.renames import plain
from acm_drafts.text.three_way import Stage, stages


def make_lines(**texts: str) -> list[Line]:
    """Return lines whose keys are the numbers in the names: p1="One.", p2="Two."."""
    return [Line(int(name[1:]), text) for name, text in texts.items()]


def keys(thread: Thread) -> list[list[int]]:
    return [[line.paragraph for line in lines] for lines in thread.lines]


def became(thread: Thread) -> tuple[tuple[Became, ...], ...]:
    return tuple(step.became for step in thread.steps)


def words(thread: Thread) -> tuple[Stage, ...]:
    first, second = thread.steps
    return stages(plain(first.spans), plain(second.spans))


def test_each_step_says_what_it_did():
    comparison = follow(
        (
            make_lines(p1="It notes this.", p2="It stays."),
            make_lines(p1="It welcomes this.", p2="It stays."),
            make_lines(p1="It welcomes this.", p2="It stays now.", p3="It is new."),
        )
    )

    assert [became(thread) for thread in comparison.threads] == [
        ((Became.CHANGED,), (Became.UNCHANGED,)),
        ((Became.UNCHANGED,), (Became.CHANGED,)),
        ((), (Became.NEW,)),
    ]
    assert [thread.is_quiet for thread in comparison.threads] == [False, False, False]


def test_what_stayed_through_both_steps_is_quiet():
    lines = make_lines(p1="It stays.", p2="So does this.")

    assert all(thread.is_quiet for thread in follow((lines, lines, lines)).threads)


def test_a_paragraph_inserted_and_deleted_again_has_a_thread():
    old = make_lines(p1="One.", p2="Two.")
    comparison = follow((old, make_lines(p1="One.", p3="Between.", p2="Two."), old))

    assert [keys(thread) for thread in comparison.threads] == [
        [[1], [1], [1]],
        [[], [3], []],
        [[2], [2], [2]],
    ]
    assert became(comparison.threads[1]) == ((Became.NEW,), (Became.DELETED,))
    assert [one.passed for one in words(comparison.threads[1])] == [True]


def test_a_paragraph_that_went_and_came_back_is_one_and_its_words_came_back():
    old = make_lines(p1="One.", p2="Two of them.")
    (_, thread) = follow((old, make_lines(p1="One."), old)).threads

    assert keys(thread) == [[2], [], [2]]
    assert became(thread) == ((Became.DELETED,), (Became.NEW,))
    assert [one.is_back for one in words(thread)] == [True]


def test_a_split_and_the_join_after_it_are_one_place_with_the_cut_marked():
    old = make_lines(p1="It notes this. It thanks them.")
    comparison = follow((old, make_lines(p1="It notes this.", p2="It thanks them."), old), [(2, 1), (1, 2)])

    (thread,) = comparison.threads
    assert keys(thread) == [[1], [1, 2], [1]]
    assert became(thread) == ((Became.SPLIT,), (Became.JOINED,))
    assert [one.text for one in words(thread) if one.passed] == ["\u2029"]


def test_what_was_joined_and_what_was_split_stand_in_one_place_whatever_the_step():
    apart = make_lines(p1="It notes this.", p2="It thanks them.", p3="It hopes.")
    joined = make_lines(p1="It notes this. It thanks them. It hopes.")

    (join,) = follow((apart, joined, joined), [(1, 2), (1, 3)]).threads
    (split,) = follow((joined, joined, apart), [(2, 1), (3, 1)]).threads

    assert keys(join) == [[1, 2, 3], [1], [1]]
    assert keys(split) == [[1], [1], [1, 2, 3]]
    assert became(join) == ((Became.JOINED,), (Became.UNCHANGED,))
    assert became(split) == ((Became.UNCHANGED,), (Became.SPLIT,))


def test_a_part_split_off_and_then_deleted_shares_the_thread_of_its_paragraph():
    comparison = follow(
        (
            make_lines(p1="It notes this. It thanks them."),
            make_lines(p1="It notes this.", p2="It thanks them."),
            make_lines(p1="It notes this."),
        ),
        [(2, 1)],
    )

    (thread,) = comparison.threads
    assert became(thread) == ((Became.SPLIT,), (Became.DELETED,))
    assert "".join(one.text for one in words(thread) if one.went == 2) == "\u2029It thanks them."


def test_a_move_is_marked_in_its_step_only():
    one = make_lines(p1="One.", p2="Two.", p3="Three.")
    other = [one[2], one[0], one[1]]

    comparison = follow((one, other, other))

    assert [thread.steps[0].moved for thread in comparison.threads] == [True, False, False]
    assert not any(thread.steps[1].moved for thread in comparison.threads)
    assert became(comparison.threads[0]) == ((Became.MOVED,), (Became.UNCHANGED,))


def test_what_is_gone_stands_after_what_it_followed_in_the_last_draft_that_had_it():
    comparison = follow(
        (
            make_lines(p1="One.", p5="Five.", p2="Two."),
            make_lines(p9="Nine.", p1="One.", p7="Seven.", p8="Eight.", p2="Two."),
            make_lines(p1="One.", p2="Two."),
        )
    )

    assert [thread.line.paragraph for thread in comparison.threads] == [9, 1, 5, 7, 8, 2]


# The laws ------------------------------------------------------------------------------------------

drafts = st.lists(st.integers(1, 7), unique=True, max_size=6).flatmap(
    lambda keys: st.tuples(
        *(
            st.sampled_from(["It notes this.", "It welcomes this.", "It stays as it was."]).map(
                lambda t, k=k: Line(k, t)
            )
            for k in keys
        )
    ).map(list)
)
descents = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=3).map(
    lambda pairs: [pair for pair in pairs if pair[0] > pair[1]]
)


@pytest.mark.thorough
@given(drafts, drafts, drafts, descents)
def test_every_line_of_every_draft_is_in_exactly_one_thread(
    old: list[Line], between: list[Line], new: list[Line], came_from: list[tuple[int, int]]
):
    comparison = follow((old, between, new), came_from)

    for index, lines in enumerate((old, between, new)):
        told = [line for thread in comparison.threads for line in thread.lines[index]]
        assert sorted(told, key=key_of) == sorted(lines, key=key_of)
    assert (comparison.first, comparison.second) == (
        compare(old, between, came_from),
        compare(between, new, came_from),
    )


def key_of(line: Line) -> int:
    return line.paragraph


@given(drafts, drafts, drafts, descents)
def test_the_words_of_a_thread_are_those_of_its_lines_in_each_draft(
    old: list[Line], between: list[Line], new: list[Line], came_from: list[tuple[int, int]]
):
    for thread in follow((old, between, new), came_from).threads:
        text = words(thread)
        for index, lines in enumerate(thread.lines):
            assert "".join(one.text for one in text if one.stands[index]) == joined(lines)
        if thread.is_quiet:
            assert all(span.op is Op.KEEP for step in thread.steps for span in step.spans)


def joined(lines: Sequence[Line]) -> str:
    return "\u2029".join(line.text for line in lines)


@given(drafts, drafts, drafts)
def test_the_threads_follow_the_order_of_the_last_draft(
    old: list[Line], between: list[Line], new: list[Line]
):
    told = [line for thread in follow((old, between, new)).threads for line in thread.lines[2]]

    assert told == new
