"""
The archive of meetings: when a finished meeting can be archived, and that nothing of an archived one is changed.

An archived meeting is read by whoever read it before. The Mission takes it out of the archive again, for a reason
(docs/decisions/0152).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from acm_drafts.negotiation.errors import N_, Refusal, WrongShape
from acm_drafts.negotiation.permissions import Act

NOT_OFFERED = frozenset(
    {
        Act.MANAGE_BODIES,
        Act.RUN_INPUT_CALL,
        Act.ISSUE_CORRIGENDUM,
        Act.TRANSLATE,
        Act.PUBLISH_TEXT,
        Act.SET_DOCUMENT_SETTINGS,
        Act.SET_AGENDA,
        Act.ANNOTATE,
        Act.RUN_SMALL_GROUP,
    }
)
"""Acts that pages of an archived meeting do not offer to those who may do them elsewhere; they are refused besides."""


GOES_ON = frozenset(
    {
        # of the meeting
        "ask to delete meeting",
        "take package of meeting",
        "take back deletion of meeting",
        # of people: rights are taken away, and whoever holds an office there has an account
        "end term of office",
        "withdraw invitation",
        "decline appointment",
        "make a link for a new password",
        "change own address",
        "end sessions",
        "disable account",
        "enable account",
        "reset second factor",
    }
)
"""Acts that the journal has of an archived meeting after it was archived; none of them is on a text."""


class ArchivingAct(StrEnum):
    """What the Mission does with a meeting; the last act counts."""

    ARCHIVE = "archive"
    TAKE_OUT = "take out"


IN_JOURNAL = {
    ArchivingAct.ARCHIVE: "archive meeting",
    ArchivingAct.TAKE_OUT: "take meeting out of archive",
}
"""What the journal calls each."""


class Obstacle(StrEnum):
    """Why a meeting is not finished."""

    NO_DATE = "no date"
    TO_COME = "to come"
    ROUND = "round"
    SILENCE = "silence"
    SITTING = "sitting"
    INPUT_CALL = "input call"
    FILES = "files"
    EMBARGO = "embargo"
    INSCRIPTION = "inscription"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something that stands in the way of archiving, on the text with the symbol *text*; "": on the meeting itself."""

    obstacle: Obstacle
    text: str = ""


def obstacle_of_date(held_on: date | None, today: date) -> Obstacle | None:
    """Return what is wrong with the date of a meeting, None where the day of the meeting has passed."""
    if held_on is None:
        return Obstacle.NO_DATE
    return Obstacle.TO_COME if held_on >= today else None


def require_not_archived(on: date | None) -> None:
    """Raise MeetingArchived where a meeting was archived *on* a day and is still in the archive."""
    if on is not None:
        raise MeetingArchived(day=on)


def require_archived(on: date | None) -> None:
    """Raise NotArchived unless the meeting is in the archive."""
    if on is None:
        raise NotArchived()


def require_finished(unfinished: Collection[Unfinished]) -> None:
    """Raise MeetingUnfinished where anything stands in the way of archiving a meeting."""
    if unfinished:
        raise MeetingUnfinished()


def require_ended(open_texts: Iterable[str], ended: Collection[str]) -> None:
    """
    Raise TextsNotEnded unless exactly *open_texts*, the texts that are not adopted, are among *ended*.

    Nothing else in the records says that a negotiation ended without adoption: whoever archives the meeting says it.
    """
    if set(open_texts) != set(ended):
        raise TextsNotEnded()


# What is refused ------------------------------------------------------------------------------------


class MeetingArchived(Refusal):
    """The meeting was archived on *day*."""

    sentence = N_("The meeting was archived on %(day)s: nothing of it can be changed.")
    next_step = N_("Ask the Mission if it is to be taken out of the archive.")
    mission_step = N_("Take the meeting out of the archive first, and say why.")


class NotArchived(Refusal):
    sentence = N_("The meeting is not in the archive.")
    next_step = N_("Look at its page again.")


class MeetingUnfinished(Refusal):
    sentence = N_("The meeting is not finished: it cannot be archived yet.")
    next_step = N_("End what is listed on its page first.")


class TextsNotEnded(Refusal):
    sentence = N_("Not every text of the meeting is adopted or marked as ended without adoption.")
    next_step = N_("Look at the texts that are not adopted and mark each that has ended.")


class WrongArchiving(WrongShape):
    sentence = N_("The meeting cannot be taken out of the archive: %(what)s.")
    next_step = N_("Correct it and send it again.")
