"""
Which day it is at the conference.

The server's clock decides, and it goes in UTC; people count days by the clock of the meeting's seat. Whoever
writes a day of a moment, or asks whether a day lies ahead, asks here, and says of which meeting.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.store.database import utcnow
from acm_drafts.store.meetings import ONLY
from acm_drafts.store.records import Meeting

DEFAULT_ZONE = "America/New_York"

_ZONE = select(Meeting.zone)


def zone_at(session: Session, meeting: int | None) -> str:
    """
    Return the time zone of a meeting.

    Of no meeting in particular (None) that of the only one; of several, or before there is one, that of
    the Mission in New York.
    """
    key = ONLY.scalar_subquery() if meeting is None else meeting
    return session.scalar(_ZONE.where(Meeting.id == key)) or DEFAULT_ZONE


def day_in(zone: str, moment: datetime) -> date:
    """Return the day that clocks in *zone* show at *moment*."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today_in(zone: str) -> date:
    """Return the day it is in *zone*."""
    return day_in(zone, utcnow())


def today(session: Session, meeting: int | None) -> date:
    """Return the day it is at a meeting: terms of office, and the days of decisions, begin at its midnight."""
    return today_in(zone_at(session, meeting))
