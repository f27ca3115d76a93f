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
    assert tasks_in(state, answers=2, drafts=2, reviews=1, positions=4, submits=True) == expected


def test_where_nothing_is_asked_there_is_nothing_to_do():
    assert not any(tasks_in(RoundState.OPEN, answers=0, drafts=0, reviews=0, positions=0, submits=True))


@pytest.mark.parametrize("state", [RoundState.ANNOUNCED, RoundState.OPEN])
def test_what_is_in_review_is_no_task_of_who_does_not_submit(state):
    tasks = tasks_in(state, answers=0, drafts=1, reviews=2, positions=0, submits=False)

    assert (tasks.due, tasks.missed) == (1, 0)


def test_what_was_in_review_is_missed_by_everybody():
    tasks = tasks_in(RoundState.CONSIDERATION, answers=0, drafts=1, reviews=2, positions=0, submits=False)

    assert (tasks.due, tasks.missed) == (0, 3)
