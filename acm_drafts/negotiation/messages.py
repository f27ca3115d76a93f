"""
What becomes of an e-mail: which states follow each other, and when it is tried again.

A message is claimed before it is sent, and noted as handed over before its last byte. So a worker that dies leaves no
doubt but one: what was handed over and not answered may have arrived. It is not sent again by itself, for nobody is to
be told twice; a person decides (docs/decisions/0075).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about: the link of an invitation, one notice, the notices of a day, or the account."""

    INVITATION = "invitation"
    NOTICE = "notice"
    DIGEST = "digest"
    FACTOR_RESET = "factor-reset"
    """An administrator took the second factor of its reader's account away."""
    SESSIONS_ENDED = "sessions-ended"
    """An administrator ended all sessions of its reader."""
    HEAD_NAMED = "head-named"
    """To a permanent mission: its delegation has a head."""
    NEW_ADDRESS = "new-address"
    """To the new e-mail address that somebody asked for, with the link that makes it theirs."""
    ADDRESS_CHANGED = "address-changed"
    """To the address that the account had before."""


class MessageState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    """A worker has it in hand; the mail server has not been given its text."""
    HANDED_OVER = "handed-over"
    """The mail server is being given its text, and has not answered."""
    SENT = "sent"
    BOUNCED = "bounced"
    """The mail server refused it for good, or did not take it for a week."""
    UNCERTAIN = "uncertain"
    """The mail server was given its text and never answered: it may have arrived."""
    DROPPED = "dropped"
    """It was not sent, for it had nothing to say any more."""


OPEN = (MessageState.WAITING, MessageState.CLAIMED, MessageState.HANDED_OVER)
"""States in which something still becomes of a message by itself."""
IN_HAND = (MessageState.CLAIMED, MessageState.HANDED_OVER)
NOT_ARRIVED = (MessageState.BOUNCED, MessageState.UNCERTAIN)
"""States that a person is shown, who decides whether the message is sent again."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long a message waits after the first attempt that failed, the second, and so on; then as long as the last."""
LONGEST_WAIT = timedelta(days=7)
"""So long after it was written a message without a moment of its own is tried, and no longer."""


class Result(StrEnum):
    """How an attempt ended."""

    TAKEN = "taken"
    """The mail server answered that it has the message."""
    REFUSED = "refused"
    """It refused this address or this message for good (an answer that begins with 5)."""
    LATER = "later"
    """It could not be reached, or asked to be tried again (an answer that begins with 4)."""
    UNANSWERED = "unanswered"
    """It was given the text and was lost before it answered."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt ended, and what the mail server said last."""

    result: Result
    answer: str = ""


_ENDS: Mapping[Result, MessageState] = {
    Result.TAKEN: MessageState.SENT,
    Result.REFUSED: MessageState.BOUNCED,
    Result.UNANSWERED: MessageState.UNCERTAIN,
}


def outcome_of(
    attempt: Attempt, *, attempts: int, now: datetime, last: datetime
) -> tuple[MessageState, datetime | None]:
    """
    Return the state of a message after an attempt, and when it is tried again (None: it is not).

    *attempts*: how many there were with this one; *last*: the moment after which it is not tried any more.
    """
    if attempt.result in _ENDS:
        return _ENDS[attempt.result], None
    again = now + PAUSES[min(attempts, len(PAUSES)) - 1]
    return (MessageState.WAITING, again) if again <= last else (MessageState.BOUNCED, None)


def recovered(state: MessageState) -> MessageState:
    """Return the state of a message whose worker died with it in hand."""
    return MessageState.UNCERTAIN if state is MessageState.HANDED_OVER else MessageState.WAITING


def result_of_answer(code: int, *, of_the_mailbox: bool) -> Result:
    """
    Return how an attempt ended by the three digits of an answer that is no acceptance.

    *of_the_mailbox*: the answer is about this address or this message. A server that refuses us as its client, for
    our password or our sender, says nothing about the mailbox: that can be mended, and it is tried again.
    """
    return Result.REFUSED if of_the_mailbox and code >= 500 else Result.LATER
