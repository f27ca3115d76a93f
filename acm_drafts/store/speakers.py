"""
The list of speakers of a meeting: who is inscribed, in the order of the list, and whether more can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.negotiation.speakers import (
    Inscribed,
    Moved,
    inscription_state,
    speaking_order,
    speech_ends,
    speech_state,
)
from acm_drafts.negotiation.terms import InscriptionState, SpeakerKind, SpeakerLevel, SpeechState
from acm_drafts.store.meetings import get_meeting
from acm_drafts.store.records import Meeting, Speaker, SpeakerMove, SpeakersList


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """
    A speaker at a *place* of the list, from 1; *move* is the last move by hand, None where the rule gave the place.

    *limit*: when the time limit of the statement is reached, or was; None before it began and without a limit.
    """

    speaker: Speaker
    place: int
    state: SpeechState
    move: SpeakerMove | None
    limit: datetime | None


@dataclass(frozen=True, slots=True)
class SpeakersRecord:
    """The list of a meeting; *rows* in its order, without those who are withdrawn; *minutes*: the time limit."""

    meeting: Meeting
    state: InscriptionState
    opened_at: datetime | None
    closed_at: datetime | None
    minutes: int | None
    rows: tuple[SpeakerRow, ...]

    @property
    def waiting(self) -> tuple[SpeakerRow, ...]:
        """Those who are still to speak, in order."""
        return tuple(row for row in self.rows if row.state is SpeechState.WAITING)

    @property
    def speaking(self) -> SpeakerRow | None:
        """Who has the floor, None for nobody."""
        return next((row for row in self.rows if row.state is SpeechState.SPEAKING), None)

    def row(self, code: str) -> SpeakerRow:
        """Return the speaker with *code*. Raises NotFound, for one who is withdrawn too."""
        for row in self.rows:
            if row.speaker.code == code:
                return row
        raise NotFound()

    def of_party(self, party: int) -> SpeakerRow | None:
        """Return the speaker of a Member State, None where it has none."""
        return next((row for row in self.rows if row.speaker.party_id == party), None)

    def of_participant(self, name: str) -> SpeakerRow | None:
        """Return the speaker of a participant that has no party here, by its name; case and blanks do not count."""
        wanted = _alike(name)
        return next((row for row in self.rows if wanted and _alike(row.speaker.participant) == wanted), None)


def _alike(name: str) -> str:
    return " ".join(name.split()).casefold()


def load_speakers(session: Session, meeting: int) -> SpeakersRecord:
    """Return the list of speakers of a meeting. Raises NotFound. Four queries at most."""
    held = get_meeting(session, meeting)
    settings = session.get(SpeakersList, meeting)
    opened, closed = (settings.opened_at, settings.closed_at) if settings else (None, None)
    minutes = settings.minutes if settings else None
    return SpeakersRecord(
        held, inscription_state(opened, closed), opened, closed, minutes, _rows(session, meeting, minutes)
    )


def _rows(session: Session, meeting: int, minutes: int | None) -> tuple[SpeakerRow, ...]:
    """
    Return the speakers in order. Who is withdrawn keeps a place while the order is made, and is left out then.

    So a speaker who was put after another one stays there when that one is withdrawn.
    """
    speakers = {
        speaker.id: speaker
        for speaker in session.scalars(select(Speaker).where(Speaker.meeting_id == meeting))
    }
    moves = session.scalars(
        select(SpeakerMove).where(SpeakerMove.meeting_id == meeting).order_by(SpeakerMove.id)
    ).all()
    last: Mapping[int, SpeakerMove] = {move.speaker_id: move for move in moves}
    order = speaking_order(
        map(_inscribed, speakers.values()), [Moved(move.speaker_id, move.after_id) for move in moves]
    )
    standing = [speakers[key] for key in order if speakers[key].withdrawn_at is None]
    return tuple(
        SpeakerRow(
            speaker,
            place,
            speech_state(speaker.began_at, speaker.ended_at),
            last.get(speaker.id),
            speech_ends(speaker.began_at, minutes) if speaker.began_at else None,
        )
        for place, speaker in enumerate(standing, 1)
    )


def _inscribed(speaker: Speaker) -> Inscribed:
    return Inscribed(
        speaker.id,
        SpeakerKind(speaker.kind),
        SpeakerLevel(speaker.level),
        speaker.at,
        speaker.began_at,
        speaker.ended_at,
    )
