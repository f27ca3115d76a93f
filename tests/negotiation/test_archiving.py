"""When a meeting can be archived."""

from datetime import date

import pytest

from acm_drafts.negotiation.archiving import (
    MeetingUnfinished,
    Obstacle,
    TextsNotEnded,
    Unfinished,
    obstacle_of_date,
    require_ended,
    require_finished,
)

TODAY = date(2026, 12, 2)


def test_the_day_of_the_meeting_is_known_and_over() -> None:
    assert obstacle_of_date(None, TODAY) is Obstacle.NO_DATE
    assert obstacle_of_date(TODAY, TODAY) is Obstacle.TO_COME
    assert obstacle_of_date(date(2026, 12, 1), TODAY) is None


def test_anything_that_goes_on_is_an_obstacle() -> None:
    require_finished([])
    with pytest.raises(MeetingUnfinished):
        require_finished([Unfinished(Obstacle.ROUND, "OIC/FC")])


def test_exactly_the_texts_that_are_not_adopted_are_marked_as_ended() -> None:
    require_ended(["a", "b"], ["b", "a"])
    for ended in (["a"], ["a", "b", "c"], []):
        with pytest.raises(TextsNotEnded):
            require_ended(["a", "b"], ended)
