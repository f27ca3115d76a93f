"""
The list of speakers of the debate: delegations inscribe, the Mission opens and closes the list and gives the floor.

Each verb holds the meeting first, so that two who inscribe, move or give the floor at once take turns.
"""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotFound
from acm_drafts.negotiation.permissions import Act, Actor, Facts, require
from acm_drafts.negotiation.speakers import (
    LONGEST_NAME,
    LONGEST_REASON,
    MINUTES,
    FloorTaken,
    InscribedAlready,
    NotSpeaking,
    WrongSpeaker,
    require_guest,
    require_inscription,
    require_place,
    require_to_speak,
)
from acm_drafts.negotiation.terms import (
    InscriptionState,
    PartyKind,
    Scope,
    SpeakerKind,
    SpeakerLevel,
    SpeechState,
)
from acm_drafts.services.revisions import clean
from acm_drafts.store.database import new_code, transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meeting
from acm_drafts.store.people import find_parties, find_party_by_key
from acm_drafts.store.records import Party, Speaker, SpeakerMove, SpeakersList
from acm_drafts.store.speakers import SpeakerRow, SpeakersRecord, load_speakers


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to speak: the name, the function ("" for none) and the level."""

    name: str
    title: str
    level: SpeakerLevel


class Guest(NamedTuple):
    """A participant that is no Member State: an observer State or an organization, and what it is called."""

    kind: SpeakerKind
    name: str


# The list ------------------------------------------------------------------------------------------


def open_inscription(actor: Actor, meeting: int) -> None:
    """Let speakers be inscribed, for the first time or again; an open list stays as it is. Raises NotPermitted."""
    with transaction() as session:
        record = _held_to_manage(session, actor, meeting)
        if record.state is InscriptionState.OPEN:
            return
        settings = _settings(session, meeting)
        settings.opened_at, settings.closed_at = settings.opened_at or utcnow(), None
        _tell(session, actor, "open inscription", meeting)


def close_inscription(actor: Actor, meeting: int) -> None:
    """Let nobody be inscribed any more; a closed list stays as it is. Raises NotPermitted, InscriptionNotOpen."""
    with transaction() as session:
        record = _held_to_manage(session, actor, meeting)
        if record.state is InscriptionState.CLOSED:
            return
        require_inscription(record.state)
        _settings(session, meeting).closed_at = utcnow()
        _tell(session, actor, "close inscription", meeting)


def set_time_limit(actor: Actor, meeting: int, minutes: int | None) -> None:
    """Limit each statement to so many *minutes*, None for no limit. Raises NotPermitted, WrongSpeaker."""
    with transaction() as session:
        record = _held_to_manage(session, actor, meeting)
        if minutes is not None and minutes not in MINUTES:
            raise WrongSpeaker(what=N_("a statement is limited to between 1 and 60 minutes"))
        if record.minutes == minutes:
            return
        _settings(session, meeting).minutes = minutes
        _tell(
            session,
            actor,
            "set time limit",
            meeting,
            before=str(record.minutes or ""),
            after=str(minutes or ""),
        )


def _held_to_manage(session: Session, actor: Actor, meeting: int) -> SpeakersRecord:
    """Return the list of a meeting, held, for an act of the Mission on it. Raises NotFound, NotPermitted."""
    require(actor, Act.MANAGE_SPEAKERS, Facts(meeting=meeting))
    hold_meeting(session, meeting)
    return load_speakers(session, meeting)


def _settings(session: Session, meeting: int) -> SpeakersList:
    settings = session.get(SpeakersList, meeting)
    if settings is None:
        settings = SpeakersList(meeting_id=meeting)
        session.add(settings)
    return settings


# Inscription ---------------------------------------------------------------------------------------


def inscribe(
    actor: Actor, meeting: int, person: Person, *, party: int | None = None, guest: Guest | None = None
) -> Speaker:
    """
    Inscribe the speaker of a Member State (*party*), or of a *guest*, and return the record.

    A head of delegation or an alternate inscribes for its State, the Mission for everybody. Raises NotPermitted,
    NotFound; InscriptionNotOpen, InscriptionClosed; InscribedAlready; WrongSpeaker, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        require(actor, Act.INSCRIBE_SPEAKER, Facts(meeting=meeting, party=party))
        hold_meeting(session, meeting)
        record = load_speakers(session, meeting)
        require_inscription(record.state)
        state = _member_state(session, party) if party is not None else None
        kind, participant = _participant(state, guest)
        if state is None:
            members = find_parties(session, PartyKind.STATE)
            require_guest(participant, [n for m in members for n in (m.name_en, m.name_fr, m.name_ar)])
        there = record.of_party(state.id) if state else record.of_participant(participant)
        if there is not None:
            raise InscribedAlready(name=there.speaker.name)
        name, title = _named(person)
        speaker = Speaker(
            meeting_id=meeting,
            code=new_code(),
            kind=kind,
            party_id=state.id if state else None,
            participant=participant,
            name=name,
            title=title,
            level=person.level,
            at=utcnow(),
        )
        session.add(speaker)
        session.flush()
        _tell_of(session, actor, "inscribe speaker", speaker, after=person.level)
        return speaker


def _member_state(session: Session, party: int) -> Party:
    """Return the Member State with the key *party*. Raises NotFound: no other party has a seat in the debate."""
    state = find_party_by_key(session, party)
    if state is None or state.kind != PartyKind.STATE:
        raise NotFound()
    return state


def _participant(state: Party | None, guest: Guest | None) -> tuple[SpeakerKind, str]:
    """Return the kind of a participant, and what it is called where it has no party here. Raises WrongSpeaker."""
    if state is not None:
        return SpeakerKind.MEMBER, ""
    name = clean(" ".join(guest.name.split()), LONGEST_NAME) if guest else ""
    if guest is None or not name or guest.kind is SpeakerKind.MEMBER:
        raise WrongSpeaker(what=N_("say for which State or organization the speaker is inscribed"))
    return guest.kind, name


def _named(person: Person) -> tuple[str, str]:
    """Return name and function on one line each. Raises WrongSpeaker without a name."""
    name, title = (clean(" ".join(words.split()), LONGEST_NAME) for words in (person.name, person.title))
    if not name:
        raise WrongSpeaker(what=N_("the speaker has no name"))
    return name, title


def rename(actor: Actor, meeting: int, code: str, *, name: str, title: str = "") -> None:
    """
    Give a speaker who is still to speak another name or function: somebody else speaks in the same place.

    Raises NotPermitted, NotFound, SpeechBegun, WrongSpeaker, UnreadableText, TextTooLong.
    """
    with transaction() as session:
        row = _held_to_change(session, actor, meeting, code)
        speaker = row.speaker
        before = _in_words(speaker)
        speaker.name, speaker.title = _named(Person(name, title, SpeakerLevel(speaker.level)))
        if (after := _in_words(speaker)) != before:
            _tell_of(session, actor, "rename speaker", speaker, before=before, after=after)


def change_level(actor: Actor, meeting: int, code: str, level: SpeakerLevel) -> None:
    """
    Change the level of a speaker who is still to speak; the time of inscription stays.

    Raises NotPermitted, NotFound, SpeechBegun.
    """
    with transaction() as session:
        speaker = _held_to_change(session, actor, meeting, code).speaker
        before = speaker.level
        if before != level:
            speaker.level = level
            _tell_of(session, actor, "change level of speaker", speaker, before=before, after=level)


def withdraw(actor: Actor, meeting: int, code: str) -> None:
    """
    Take a speaker who is still to speak off the list. Raises NotPermitted, NotFound, SpeechBegun.
    """
    with transaction() as session:
        speaker = _held_to_change(session, actor, meeting, code).speaker
        speaker.withdrawn_at = utcnow()
        _tell_of(session, actor, "withdraw speaker", speaker)


def _held_to_change(session: Session, actor: Actor, meeting: int, code: str) -> SpeakerRow:
    """Return a speaker who is still to speak, held, for an act of their delegation or the Mission."""
    require(actor, Act.READ_SPEAKERS, Facts(meeting=meeting))
    hold_meeting(session, meeting)
    row = load_speakers(session, meeting).row(code)
    require(actor, Act.INSCRIBE_SPEAKER, Facts(meeting=meeting, party=row.speaker.party_id))
    require_to_speak(row.state)
    return row


# The debate ----------------------------------------------------------------------------------------


def move(actor: Actor, meeting: int, code: str, *, after: str = "", reason: str) -> None:
    """
    Put a speaker after another one by hand, or without one at the head of those who are still to speak.

    Raises NotPermitted, NotFound, SpeechBegun; WrongSpeaker without a reason or for a place that cannot be.
    """
    with transaction() as session:
        record = _held_to_manage(session, actor, meeting)
        row = record.row(code)
        require_to_speak(row.state)
        before = record.row(after) if after else None
        waiting = [other.speaker.id for other in record.waiting]
        words = clean(reason, LONGEST_REASON)
        require_place(
            row.speaker.id, after=before.speaker.id if before else None, waiting=waiting, reason=words
        )
        session.add(
            SpeakerMove(
                meeting_id=meeting,
                speaker_id=row.speaker.id,
                after_id=before.speaker.id if before else None,
                reason=words,
                at=utcnow(),
            )
        )
        session.flush()
        place = load_speakers(session, meeting).row(code).place
        _tell_of(
            session,
            actor,
            "move speaker",
            row.speaker,
            before=str(row.place),
            after=str(place),
            reason=words,
        )


def give_floor(actor: Actor, meeting: int, code: str) -> None:
    """
    Give a speaker the floor: the statement begins now. Raises NotPermitted, NotFound, SpeechBegun, FloorTaken.
    """
    with transaction() as session:
        record = _held_to_manage(session, actor, meeting)
        row = record.row(code)
        require_to_speak(row.state)
        if record.speaking is not None:
            raise FloorTaken(name=record.speaking.speaker.name)
        row.speaker.began_at = utcnow()
        _tell_of(session, actor, "give floor", row.speaker)


def take_floor_back(actor: Actor, meeting: int, code: str) -> None:
    """Undo that a speaker was given the floor, as if it had not been. Raises NotPermitted, NotFound, NotSpeaking."""
    with transaction() as session:
        speaker = _held_speaking(session, actor, meeting, code)
        speaker.began_at = None
        _tell_of(session, actor, "take floor back", speaker)


def end_statement(actor: Actor, meeting: int, code: str) -> None:
    """End the statement of the speaker who has the floor. Raises NotPermitted, NotFound, NotSpeaking."""
    with transaction() as session:
        speaker = _held_speaking(session, actor, meeting, code)
        speaker.ended_at = utcnow()
        _tell_of(session, actor, "end statement", speaker)


def _held_speaking(session: Session, actor: Actor, meeting: int, code: str) -> Speaker:
    row = _held_to_manage(session, actor, meeting).row(code)
    if row.state is not SpeechState.SPEAKING:
        raise NotSpeaking()
    return row.speaker


# The journal ---------------------------------------------------------------------------------------


def _in_words(speaker: Speaker) -> str:
    return ", ".join(part for part in (speaker.name, speaker.title) if part)


def _tell(
    session: Session, actor: Actor, act: str, meeting: int, *, before: str = "", after: str = ""
) -> None:
    write_line(session, actor, act, scope=Scope.ALL, meeting=meeting, before=before, after=after)


def _tell_of(
    session: Session,
    actor: Actor,
    act: str,
    speaker: Speaker,
    *,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Write a line about a speaker: called by the State's code or the participant's name, and by their own name."""
    participant = speaker.participant
    if speaker.party_id is not None:
        state = find_party_by_key(session, speaker.party_id)
        participant = state.code if state else ""
    write_line(
        session,
        actor,
        act,
        scope=Scope.ALL,
        party=speaker.party_id,
        meeting=speaker.meeting_id,
        subject=f"{participant}, {speaker.name}",
        before=before,
        after=after,
        reason=reason,
    )
