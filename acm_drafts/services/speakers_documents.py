"""
The list of speakers of a meeting, read out of the database into a value that a document is made from.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from acm_drafts.documents.template.templates import Template
from acm_drafts.documents.write import speakers
from acm_drafts.documents.write.cities import city_of, place_called
from acm_drafts.documents.write.speakers import SpeakerLine, SpeakersText
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel, SpeechState
from acm_drafts.store.attribution import credited_name
from acm_drafts.store.meetings import today_in
from acm_drafts.store.speakers import SpeakerRow, SpeakersRecord, load_speakers
from acm_drafts.text.language import Language


def speakers_document(
    session: Session, actor: Actor, meeting: int, *, language: Language, template: Template | None = None
) -> bytes:
    """Return the list of speakers of a meeting as a Word file in *language*. Raises NotPermitted, NotFound."""
    require(actor, Act.READ_SPEAKERS, Facts(meeting=meeting))
    return speakers.render(speakers_text(load_speakers(session, meeting), language), template)


def speakers_text(record: SpeakersRecord, language: Language) -> SpeakersText:
    """Return a list as its document tells it, on the clocks of the meeting."""
    meeting = record.meeting
    return SpeakersText(
        meeting=meeting.title if str(meeting.year) in meeting.title else f"{meeting.title} {meeting.year}",
        language=language,
        day=(meeting.held_on or today_in(meeting.zone)).isoformat(),
        minutes=record.minutes,
        lines=[_line(row, meeting.zone, language) for row in record.rows],
        place=place_called(meeting.place, language),
        held_on=meeting.held_on.isoformat() if meeting.held_on else "",
        zone=city_of(meeting.zone, language),
    )


def _line(row: SpeakerRow, zone: str, language: Language) -> SpeakerLine:
    speaker = row.speaker
    by_hand = row.move.reason if row.move and row.state is SpeechState.WAITING else ""
    return SpeakerLine(
        credited_name(speaker.party, language.value) if speaker.party else speaker.participant,
        SpeakerKind(speaker.kind),
        speaker.name,
        speaker.title,
        SpeakerLevel(speaker.level),
        _clock(speaker.began_at, zone),
        _clock(speaker.ended_at, zone),
        by_hand,
    )


def _clock(moment: datetime | None, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" if moment else ""
