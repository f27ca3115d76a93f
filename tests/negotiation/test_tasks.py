"""What a delegation has to do now."""

import pytest

from acm_drafts.negotiation.tasks import Tasks, tasks_in
from acm_drafts.negotiation.terms import RoundState


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RoundState.ANNOUNCED, Tasks(answers=2, due=3, positions=4)),
        (RoundState.OPEN, Tasks(answers=2, due=3, positions=4)),
        (RoundState.CONSIDERATION, Tasks(answers=2, missed=3, positions=4)),
        (RoundState.CLOSED, Tasks(answers=2)),
        (None, Tasks(answers=2)),
    ],
)
def test_only_drafts_are_due_by_the_deadline_and_answers_are_asked_in_every_state(state, expected):
    assert tasks_in(state, answers=2, drafts=3, positions=4) == expected


def test_where_nothing_is_asked_there_is_nothing_to_do():
    assert not any(tasks_in(RoundState.OPEN, answers=0, drafts=0, positions=0))
