"""
Meetings are added and their facts changed; whatever was given before there was one is held at the first.

Each year has a meeting of its own, with its place, its clock, its texts and its people; those of earlier
years stay as they are.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotInItsYear, NotPossible
from acm_drafts.negotiation.meetings import MeetingUsed
from acm_drafts.negotiation.permissions import IN_GENERAL, Act, Actor, Facts, require
from acm_drafts.negotiation.terms import PartyKind, Scope
from acm_drafts.negotiation.zones import is_zone
from acm_drafts.store.database import transaction, utcnow
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meeting, hold_meetings
from acm_drafts.store.meetings import DEFAULT_ZONE, is_used
from acm_drafts.store.people import find_party, find_party_by_key
from acm_drafts.store.records import Appointment, Invitation, Meeting, Nomination
from acm_drafts.text.language import unfit

LONGEST = 200
YEARS = range(1969, 2200)
"""From the year in which the Organization was founded."""
SESSIONS = range(1, 1000)
"""Sessions of the General Assembly."""


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """
    What is said of a meeting and can be changed: what is not known is None, or "".

    *unga_session*: the number of the session of the General Assembly on whose margins it is held; *chair*: the code of
    the State in the chair.
    """

    title: str
    place: str = ""
    held_on: date | None = None
    unga_session: int | None = None
    chair: str = ""

    def listed(self, *, year: int | None = None) -> str:
        """Return the facts as the journal keeps them, those that are known; with the *year* in place of the title."""
        session = f"A/{self.unga_session}" if self.unga_session else ""
        held_on = self.held_on.isoformat() if self.held_on else ""
        first = str(year) if year else self.title
        return " · ".join(fact for fact in (first, self.place, held_on, session, self.chair) if fact)


def add_meeting(actor: Actor, facts: MeetingFacts, *, year: int, zone: str = DEFAULT_ZONE) -> Meeting:
    """
    Add a meeting and return it.

    Raises NotPermitted; WrongShape for a year or zone that cannot be, and what `change_meeting` refuses.
    """
    with transaction() as session:
        require(actor, Act.ADD_MEETING)
        hold_meetings(session)
        written = _checked(session, facts, year)
        _require_new(session, str(written["title"]), year)
        if year not in YEARS:
            raise NotPossible(what=N_("there is no meeting in this year"))
        if not is_zone(zone):
            raise NotPossible(what=N_("there is no such time zone"))
        meeting = write_meeting(session, year=year, zone=zone, **written)
        write_line(
            session,
            actor,
            "add meeting",
            scope=Scope.MISSION,
            meeting=meeting.id,
            subject=meeting.title,
            after=facts_of_meeting(session, meeting).listed(year=year),
        )
        return meeting


def change_meeting(actor: Actor, meeting: int, facts: MeetingFacts) -> Meeting:
    """
    Change what is said of a meeting and return it; the same facts again write nothing.

    Raises NotPermitted; NotFound; WrongShape for a title that another meeting of the year has, and for a title, place,
    session or chair that cannot be.
    """
    with transaction() as session:
        require(actor, Act.CHANGE_MEETING, Facts(meeting=meeting))
        hold_meetings(session)
        hold_meeting(session, meeting)
        held = session.get_one(Meeting, meeting)
        written = _checked(session, facts, held.year)
        if written["title"] != held.title:
            _require_new(session, str(written["title"]), held.year)
        before = facts_of_meeting(session, held)
        for name, value in written.items():
            setattr(held, name, value)
        after = facts_of_meeting(session, held)
        if before != after:
            write_line(
                session,
                actor,
                "change meeting",
                scope=Scope.ALL,
                meeting=meeting,
                subject=held.title,
                before=before.listed(),
                after=after.listed(),
            )
        return held


def remove_meeting(actor: Actor, meeting: int) -> None:
    """
    Remove a meeting that was added by mistake: it is kept for the journal, and no list shows it any more.

    Raises NotPermitted; NotFound, also where it was removed; MeetingUsed where something was done at it.
    """
    with transaction() as session:
        require(actor, Act.CHANGE_MEETING, Facts(meeting=meeting))
        hold_meetings(session)
        hold_meeting(session, meeting, to_remove=True)
        if is_used(session, meeting):
            raise MeetingUsed()
        held = session.get_one(Meeting, meeting)
        held.removed_at = utcnow()
        write_line(
            session,
            actor,
            "remove meeting",
            scope=Scope.MISSION,
            meeting=meeting,
            subject=held.title,
            before=facts_of_meeting(session, held).listed(year=held.year),
        )


def facts_of_meeting(session: Session, meeting: Meeting) -> MeetingFacts:
    """Return what is said of a meeting. One query at most."""
    chair = find_party_by_key(session, meeting.chair_id)
    return MeetingFacts(
        meeting.title, meeting.place, meeting.held_on, meeting.unga_session, chair.code if chair else ""
    )


def _require_new(session: Session, title: str, year: int) -> None:
    """Raise NotPossible where a meeting of that *year* has the *title*: nobody could tell the two apart. One query."""
    if session.scalar(select(exists().where(Meeting.title == title, Meeting.year == year))):
        raise NotPossible(what=N_("a meeting of this year has this title already"))


def _require_in_year(facts: MeetingFacts, year: int) -> None:
    """Raise NotInItsYear for a day that is not in the year of the meeting."""
    if facts.held_on is not None and facts.held_on.year != year:
        raise NotInItsYear(what=N_("a meeting is held in its year"))


def _checked(session: Session, facts: MeetingFacts, year: int) -> dict[str, object]:
    """Return what is said of a meeting as its record holds it. Raises NotPossible for what cannot be."""
    title, place = " ".join(facts.title.split()), " ".join(facts.place.split())
    if not title or any(len(words) > LONGEST or unfit(words) for words in (title, place)):
        raise NotPossible(
            what=N_("a meeting has a title, and a place, of at most 200 characters on one line")
        )
    if facts.unga_session is not None and facts.unga_session not in SESSIONS:
        raise NotPossible(what=N_("a session of the General Assembly has a number between 1 and 999"))
    _require_in_year(facts, year)
    chair = find_party(session, facts.chair) if facts.chair else None
    if facts.chair and (chair is None or chair.kind != PartyKind.STATE):
        raise NotPossible(what=N_("a Member State is in the chair"))
    return {
        "title": title,
        "place": place,
        "held_on": facts.held_on,
        "unga_session": facts.unga_session,
        "chair_id": chair.id if chair else None,
    }


def write_meeting(session: Session, **facts: object) -> Meeting:
    """Write a meeting in the transaction of *session* and return it; at the first one earlier offices are held."""
    hold_meetings(session)
    is_first = not session.scalar(select(exists(select(Meeting.id))))
    meeting = Meeting(**facts)
    session.add(meeting)
    session.flush()
    if is_first:
        _hold_earlier_offices(session, meeting)
    return meeting


def _hold_earlier_offices(session: Session, first: Meeting) -> None:
    """
    Let the offices that were given or offered while there was no meeting be held at the first one.

    Links come first: whoever uses one up meanwhile ends before, and the office that it gave is found then.
    """
    for table in (Invitation, Nomination, Appointment):
        waits = (table.meeting_id.is_(None), table.role.not_in(IN_GENERAL))
        session.execute(update(table).where(*waits).values(meeting_id=first.id))
