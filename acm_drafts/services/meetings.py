"""
Meetings are added; whatever was given before there was one is held at the first.

Each year has a meeting of its own, with its place, its clock, its texts and its people; those of earlier
years stay as they are.
"""

from zoneinfo import available_timezones

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import N_, NotPossible
from acm_drafts.negotiation.permissions import IN_GENERAL, Act, Actor, require
from acm_drafts.negotiation.terms import Scope
from acm_drafts.store.database import transaction
from acm_drafts.store.journal import write_line
from acm_drafts.store.locks import hold_meetings
from acm_drafts.store.meetings import DEFAULT_ZONE
from acm_drafts.store.records import Appointment, Invitation, Meeting
from acm_drafts.text.language import unfit

LONGEST = 200
YEARS = range(1969, 2200)
"""From the year in which the Organization was founded."""


def add_meeting(
    actor: Actor,
    *,
    title: str,
    year: int,
    zone: str = DEFAULT_ZONE,
    place: str = "",
) -> Meeting:
    """Add a meeting and return it. Raises NotPermitted; WrongShape for a title, year or zone that cannot be."""
    title, place = " ".join(title.split()), " ".join(place.split())
    with transaction() as session:
        require(actor, Act.ADD_MEETING)
        if not title or any(len(words) > LONGEST or unfit(words) for words in (title, place)):
            raise NotPossible(
                what=N_("a meeting has a title, and a place, of at most 200 characters on one line")
            )
        if year not in YEARS:
            raise NotPossible(what=N_("there is no meeting in this year"))
        if zone not in available_timezones():
            raise NotPossible(what=N_("there is no such time zone"))
        meeting = write_meeting(session, title=title, year=year, zone=zone, place=place)
        write_line(
            session,
            actor,
            "add meeting",
            scope=Scope.MISSION,
            meeting=meeting.id,
            subject=title,
            after=str(year),
        )
        return meeting


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
    for table in (Invitation, Appointment):
        waits = (table.meeting_id.is_(None), table.role.not_in(IN_GENERAL))
        session.execute(update(table).where(*waits).values(meeting_id=first.id))
