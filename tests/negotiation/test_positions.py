"""On which words a position was taken, and whether it still is one on those that stand."""

import pytest

from acm_drafts.negotiation.positions import is_of_revision, stands_on

EGYPT, MALI = 1, 2
BEFORE, AFTER = 11, 12


@pytest.mark.parametrize(
    ("taken_on", "asked_again", "revision", "is_of"),
    [
        (1, None, 1, True),
        (1, None, 4, True),  # only carried since
        (1, 3, 2, True),
        (1, 3, 3, False),
        (1, 3, 5, False),
        (3, None, 2, False),  # of what was adopted before its author wrote other words
    ],
)
def test_a_position_is_of_the_words_until_their_author_writes_others(
    taken_on: int, asked_again: int | None, revision: int, is_of: bool
):
    assert is_of_revision(taken_on, asked_again, revision) is is_of


def test_what_a_party_recorded_last_on_the_words_that_stand_counts():
    assert stands_on(AFTER, [((EGYPT,), AFTER, "oppose"), ((EGYPT,), AFTER, "support")]) == (
        {EGYPT: "support"},
        {},
    )


def test_a_position_on_earlier_words_is_told_as_that_until_there_is_one_on_the_new():
    before = [((EGYPT,), BEFORE, "support"), ((MALI,), BEFORE, "oppose")]

    assert stands_on(AFTER, before) == ({}, {EGYPT: "support", MALI: "oppose"})
    assert stands_on(AFTER, [*before, ((EGYPT,), AFTER, "reserve")]) == ({EGYPT: "reserve"}, {MALI: "oppose"})


def test_what_was_taken_back_is_held_no_more_and_brings_nothing_earlier_back():
    back = ((EGYPT,), AFTER, None)

    assert stands_on(AFTER, [((EGYPT,), AFTER, "support"), back]) == ({}, {})
    assert stands_on(AFTER, [((EGYPT,), BEFORE, "oppose"), back]) == ({}, {})
    assert stands_on(AFTER, [((EGYPT,), BEFORE, "oppose"), ((EGYPT,), BEFORE, None)]) == ({}, {})


def test_parties_that_said_the_same_are_told_one_by_one():
    said = [((EGYPT, MALI), BEFORE, "support"), ((MALI,), AFTER, "oppose")]

    assert stands_on(AFTER, said) == ({MALI: "oppose"}, {EGYPT: "support"})
