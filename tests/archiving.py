"""Finished meetings, for tests, by the services alone."""

from dataclasses import replace

from sqlalchemy import select

from acm_drafts.services import meetings, sittings
from acm_drafts.services.meetings import facts_of_meeting
from acm_drafts.store.database import db
from acm_drafts.store.records import Communique, Meeting, Sitting
from tests.factories import mission, yesterday
from tests.tables import Table


def meeting_of(table: Table) -> Meeting:
    """Return the meeting of a text, read anew."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Communique, table.communique).meeting


def finish(table: Table) -> int:
    """Close the sittings of a text and set the day of its meeting, which has passed; return the meeting's key."""
    open_ones = select(Sitting.code).where(Sitting.closed_at.is_(None), Sitting.cancelled_at.is_(None))
    for code in db.session.scalars(open_ones).all():
        sittings.close_sitting(mission(), code)
    meeting = meeting_of(table)
    facts = replace(facts_of_meeting(db.session(), meeting), held_on=yesterday())
    return meetings.change_meeting(mission(), meeting.id, facts).id
