"""On which words a position was taken, and whether it still is one on those that stand."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.positions import Recorded, is_of_revision, stands_on
from acm_drafts.negotiation.terms import Stance

NOW = datetime(2026, 9, 1, tzinfo=UTC)
EGYPT, MALI = 1, 2
BEFORE, AFTER = 11, 12


def record(party: int, wording: int, stance: Stance, *, day: int = 0, taken_back: bool = False) -> Recorded:
    return Recorded(party, wording, stance, "", NOW + timedelta(days=day), taken_back)


def stood(*records: Recorded, wording: int = AFTER) -> list[tuple[int, Stance, bool]]:
    return [(row.record.party, row.record.stance, row.is_earlier) for row in stands_on(wording, records)]


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
    told = stood(record(EGYPT, AFTER, Stance.OPPOSE), record(EGYPT, AFTER, Stance.SUPPORT, day=1))

    assert told == [(EGYPT, Stance.SUPPORT, False)]


def test_a_position_on_earlier_words_is_told_as_that_until_there_is_one_on_the_new():
    before = record(EGYPT, BEFORE, Stance.SUPPORT), record(MALI, BEFORE, Stance.OPPOSE)

    assert stood(*before) == [(EGYPT, Stance.SUPPORT, True), (MALI, Stance.OPPOSE, True)]
    assert stood(*before, record(EGYPT, AFTER, Stance.RESERVE)) == [
        (EGYPT, Stance.RESERVE, False),
        (MALI, Stance.OPPOSE, True),
    ]


def test_what_was_taken_back_is_held_no_more_and_brings_nothing_earlier_back():
    back = record(EGYPT, AFTER, Stance.SUPPORT, taken_back=True)

    assert stood(record(EGYPT, AFTER, Stance.SUPPORT), back) == []
    assert stood(record(EGYPT, BEFORE, Stance.OPPOSE), back) == []
    assert (
        stood(record(EGYPT, BEFORE, Stance.OPPOSE), record(EGYPT, BEFORE, Stance.OPPOSE, taken_back=True))
        == []
    )
