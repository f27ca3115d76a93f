"""Which states of a message follow each other, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from acm_drafts.negotiation.messages import (
    PAUSES,
    Attempt,
    MessageState,
    Result,
    outcome_of,
    recovered,
    result_of_answer,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEVER = NOW + timedelta(days=365)


def after(
    result: Result, *, attempts: int = 1, last: datetime = NEVER
) -> tuple[MessageState, datetime | None]:
    return outcome_of(Attempt(result), attempts=attempts, now=NOW, last=last)


def test_what_the_server_took_is_sent_and_what_it_refused_for_good_is_not_tried_again():
    assert after(Result.TAKEN) == (MessageState.SENT, None)
    assert after(Result.REFUSED) == (MessageState.BOUNCED, None)


def test_what_was_given_and_not_answered_is_never_tried_again_by_itself():
    assert after(Result.UNANSWERED) == (MessageState.UNCERTAIN, None)
    assert recovered(MessageState.HANDED_OVER) is MessageState.UNCERTAIN


def test_what_was_not_given_yet_is_tried_again_after_a_crash():
    assert recovered(MessageState.CLAIMED) is MessageState.WAITING


def test_the_pauses_between_attempts_grow():
    waits = [(after(Result.LATER, attempts=n)[1] or NOW) - NOW for n in range(1, len(PAUSES) + 3)]

    assert waits[: len(PAUSES)] == list(PAUSES)
    assert waits == sorted(waits)
    assert set(waits[len(PAUSES) :]) == {PAUSES[-1]}


def test_a_message_is_given_up_when_the_next_attempt_would_be_too_late():
    pause = PAUSES[0]

    assert after(Result.LATER, last=NOW + pause) == (MessageState.WAITING, NOW + pause)
    assert after(Result.LATER, last=NOW + pause - timedelta(seconds=1)) == (MessageState.BOUNCED, None)


@pytest.mark.parametrize(
    ("code", "of_the_mailbox", "result"),
    [
        (550, True, Result.REFUSED),
        (450, True, Result.LATER),
        (421, True, Result.LATER),
        (530, False, Result.LATER),
        (554, False, Result.LATER),
    ],
)
def test_only_an_answer_about_the_mailbox_refuses_it(code: int, of_the_mailbox: bool, result: Result):
    assert result_of_answer(code, of_the_mailbox=of_the_mailbox) is result
