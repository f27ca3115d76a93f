"""
The list of speakers as a page shows it: each speaker with what the reader may do, and who has the floor.
"""

from collections.abc import Collection
from dataclasses import dataclass

from acm_drafts.negotiation.permissions import Act, Actor, Facts, may
from acm_drafts.negotiation.terms import InscriptionState, PartyKind, SpeakerKind, SpeakerLevel, SpeechState
from acm_drafts.store.database import Session
from acm_drafts.store.people import find_parties
from acm_drafts.store.records import Party, Speaker, SpeakerMove
from acm_drafts.store.speakers import SpeakerRow, SpeakersRecord, load_speakers
from acm_drafts.web.shared.formatting import name_of, party_name


def speakers_url(meeting: int) -> str:
    return f"/meetings/{meeting}/speakers"


def participant_name(speaker: Speaker) -> str:
    """Return for whom somebody speaks: the State in the reader's language, else the name that was given."""
    return party_name(speaker.party) if speaker.party is not None else speaker.participant


@dataclass(frozen=True, slots=True)
class Listed:
    """
    A speaker as the page shows it; *kind* is "" for a Member State.

    *move*: how the place was given by hand, None where the rule gave it. *changes*: the reader may change what is said
    of the speaker; *takes_floor*: the floor can be given now, by this reader.
    """

    row: SpeakerRow
    participant: str
    kind: str
    level: str
    url: str
    move: SpeakerMove | None
    changes: bool
    takes_floor: bool

    @property
    def state(self) -> SpeechState:
        return self.row.state


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """
    The list of a meeting for one reader; *manages*: they open, order and run it.

    *states*: for which States the reader inscribes speakers.
    """

    record: SpeakersRecord
    url: str
    listed: tuple[Listed, ...]
    states: tuple[Party, ...]
    manages: bool

    @property
    def speaking(self) -> Listed | None:
        return next((row for row in self.listed if row.state is SpeechState.SPEAKING), None)

    @property
    def is_open(self) -> bool:
        return self.record.state is InscriptionState.OPEN

    @property
    def inscribes(self) -> bool:
        """The reader can inscribe a speaker now: the list is open, and one of their States has none."""
        return self.is_open and any(self.record.of_party(state.id) is None for state in self.states)

    @property
    def refreshes(self) -> bool:
        """The list changes by itself while somebody reads it: the debate goes on."""
        begun = any(row.state is not SpeechState.WAITING for row in self.listed)
        return begun and (self.speaking is not None or bool(self.record.waiting))


def speakers_page(session: Session, who: Actor, meeting: int) -> SpeakersPage:
    """Return the list of a meeting. Raises NotFound. Five queries at most."""
    record = load_speakers(session, meeting)
    archived = record.meeting.archived_on is not None
    manages = not archived and may(who, Act.MANAGE_SPEAKERS, Facts(meeting=meeting))
    url = speakers_url(meeting)
    listed = tuple(_listed(who, row, record, url, manages=manages) for row in record.rows)
    return SpeakersPage(record, url, listed, _states(session, who, meeting, manages=manages), manages)


def _listed(who: Actor, row: SpeakerRow, record: SpeakersRecord, url: str, *, manages: bool) -> Listed:
    speaker, kind = row.speaker, SpeakerKind(row.speaker.kind)
    facts = Facts(meeting=record.meeting.id, party=speaker.party_id)
    waits = row.state is SpeechState.WAITING
    return Listed(
        row,
        participant_name(speaker),
        "" if kind is SpeakerKind.MEMBER else name_of(kind),
        name_of(SpeakerLevel(speaker.level)),
        f"{url}/{speaker.code}",
        row.move if waits else None,
        changes=waits and record.meeting.archived_on is None and may(who, Act.INSCRIBE_SPEAKER, facts),
        takes_floor=waits and manages and record.speaking is None,
    )


def _states(session: Session, who: Actor, meeting: int, *, manages: bool) -> tuple[Party, ...]:
    """Return the States for which *who* may inscribe a speaker. One query at most."""
    own: Collection[int] | None = None if manages else who.parties()
    if own is not None and not own:
        return ()
    parties = find_parties(session, PartyKind.STATE, among=own)
    facts = (Facts(meeting=meeting, party=party.id) for party in parties)
    return tuple(
        party
        for party, of_party in zip(parties, facts, strict=True)
        if may(who, Act.INSCRIBE_SPEAKER, of_party)
    )
