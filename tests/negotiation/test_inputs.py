"""Calls for inputs: their states, until when they take answers, and which versions others read."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.errors import NotPossible
from acm_drafts.negotiation.inputs import (
    InputCallAct,
    InputCallEnded,
    InputCallIssued,
    InputCallNotIssued,
    InputCallState,
    InputDeadlineOver,
    InputLate,
    NothingAnswered,
    Step,
    WrongInput,
    are_shown,
    deadline_of,
    require_answer,
    require_draft,
    require_extension,
    require_late,
    require_taking,
    same_theme,
    shown_since,
    state_of_call,
    takes_answer,
    versions_shown,
)
from acm_drafts.negotiation.terms import Visibility

ISSUED = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY, INSTANT = timedelta(days=1), timedelta(seconds=1)
DEADLINE = ISSUED + 10 * DAY
EGYPT, SENEGAL = 1, 2
ISSUE = Step(InputCallAct.ISSUE, ISSUED, DEADLINE)


def ending(act: InputCallAct, after: timedelta) -> Step:
    return Step(act, ISSUED + after)


def test_a_call_goes_from_draft_to_open_to_its_deadline_and_to_its_end():
    closed, withdrawn = (ending(act, 12 * DAY) for act in (InputCallAct.CLOSE, InputCallAct.WITHDRAW))

    assert state_of_call([], ISSUED) is InputCallState.DRAFT
    assert state_of_call([ISSUE], DEADLINE) is InputCallState.OPEN
    assert state_of_call([ISSUE], DEADLINE + INSTANT) is InputCallState.ENDED
    assert state_of_call([ISSUE, closed], DEADLINE) is InputCallState.CLOSED
    assert state_of_call([ISSUE, withdrawn], DEADLINE) is InputCallState.WITHDRAWN
    require_draft([], ISSUED)
    with pytest.raises(InputCallIssued):
        require_draft([ISSUE], ISSUED)
    with pytest.raises(InputCallEnded):
        require_draft([ending(InputCallAct.WITHDRAW, DAY)], ISSUED)


def test_a_deadline_moves_ahead_only_and_never_after_it_has_passed():
    later = DEADLINE + 5 * DAY
    steps = [ISSUE, Step(InputCallAct.EXTEND, ISSUED + DAY, later)]

    assert deadline_of(steps) == later
    with pytest.raises(NotPossible):
        require_extension(steps, later, ISSUED + 2 * DAY)
    with pytest.raises(InputDeadlineOver):
        require_extension(steps, later + DAY, later + INSTANT)
    with pytest.raises(InputCallNotIssued):
        require_extension([], later, ISSUED)


def test_an_answer_after_the_deadline_is_taken_from_a_delegation_that_was_allowed_one():
    allowed = Step(InputCallAct.ALLOW_LATE, DEADLINE + DAY, DEADLINE + 3 * DAY, EGYPT)
    steps = [ISSUE, allowed]

    assert require_taking([ISSUE], EGYPT, DEADLINE) is False
    assert require_taking(steps, EGYPT, DEADLINE + 3 * DAY) is True
    for party, moment in ((SENEGAL, DEADLINE + 2 * DAY), (EGYPT, DEADLINE + 3 * DAY + INSTANT)):
        with pytest.raises(InputLate):
            require_taking(steps, party, moment)
    with pytest.raises(InputCallEnded):
        require_taking([*steps, ending(InputCallAct.CLOSE, 12 * DAY)], EGYPT, DEADLINE + 2 * DAY)
    for until, now in ((DEADLINE, ISSUED), (DEADLINE + DAY, DEADLINE + DAY)):
        with pytest.raises(NotPossible):
            require_late([ISSUE], until, now)


@pytest.mark.parametrize(
    ("end", "moment", "party"),
    [
        (None, DEADLINE, SENEGAL),
        (None, DEADLINE + INSTANT, SENEGAL),
        (None, DEADLINE + 3 * DAY, EGYPT),
        (None, DEADLINE + 3 * DAY + INSTANT, EGYPT),
        (InputCallAct.CLOSE, DEADLINE + 2 * DAY, EGYPT),
        (InputCallAct.WITHDRAW, DEADLINE + 2 * DAY, EGYPT),
    ],
)
def test_an_answer_is_said_to_be_taken_exactly_where_it_is_not_refused(end, moment, party):
    steps = [ISSUE, Step(InputCallAct.ALLOW_LATE, DEADLINE + DAY, DEADLINE + 3 * DAY, EGYPT)]
    steps += [ending(end, 12 * DAY)] if end else []

    try:
        require_taking(steps, party, moment)
    except (InputLate, InputCallEnded):
        is_refused = True
    else:
        is_refused = False

    assert takes_answer(steps, party, moment) is not is_refused


def test_no_answer_is_taken_to_a_call_that_is_a_draft():
    assert not takes_answer([], EGYPT, ISSUED)


def test_answers_are_shown_at_once_or_after_the_deadline_of_a_call_that_stood_then():
    after = DEADLINE + INSTANT
    early, late = (ending(InputCallAct.WITHDRAW, days * DAY) for days in (5, 15))
    closed = ending(InputCallAct.CLOSE, 5 * DAY)

    assert not are_shown(Visibility.MISSION, [ISSUE], after)
    assert are_shown(Visibility.ALL, [ISSUE], ISSUED + INSTANT)
    assert not are_shown(Visibility.DEADLINE, [ISSUE], DEADLINE)
    assert are_shown(Visibility.DEADLINE, [ISSUE], after)
    assert not are_shown(Visibility.DEADLINE, [ISSUE, early], after)
    assert are_shown(Visibility.DEADLINE, [ISSUE, late], ISSUED + 20 * DAY)
    assert not are_shown(Visibility.DEADLINE, [ISSUE, closed], ISSUED + 6 * DAY)
    assert shown_since(Visibility.ALL, []) is None


def test_others_read_the_last_version_and_those_that_were_the_last_while_answers_were_shown():
    moments = [ISSUED + n * DAY for n in (1, 3, 12)]

    assert versions_shown(moments[:2], DEADLINE) == 1
    assert versions_shown(moments, DEADLINE) == 1
    assert versions_shown(moments, ISSUED) == 0
    assert versions_shown(moments[:1], DEADLINE) == 0


def test_an_answer_says_something_on_a_question_that_was_asked():
    require_answer({1: "", 2: "Mediation."}, (1, 2), 0)
    require_answer({1: ""}, (1, 2), 1)
    with pytest.raises(NothingAnswered):
        require_answer({1: ""}, (1, 2), 0)
    with pytest.raises(WrongInput):
        require_answer({3: "Mediation."}, (1, 2), 0)


def test_a_theme_is_one_in_any_case():
    assert same_theme("Early  Warning") == same_theme("early warning") != same_theme("warning")
