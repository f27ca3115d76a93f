"""
Which day it is at the conference.

The server's clock decides, and it goes in UTC; people count days by the clock of the meeting's seat. Whoever
writes a day of a moment, or asks whether a day lies ahead, asks here.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.store.database import utcnow
from acm_drafts.store.records import Meeting

DEFAULT_ZONE = "America/New_York"

NEWEST_ZONE = select(Meeting.zone).order_by(Meeting.id.desc()).limit(1)


def conference_zone(session: Session) -> str:
    """Return the time zone of the newest meeting; New York before there is one."""
    return session.scalar(NEWEST_ZONE) or DEFAULT_ZONE


def day_in(zone: str, moment: datetime) -> date:
    """Return the day that clocks in *zone* show at *moment*."""
    return moment.astimezone(ZoneInfo(zone)).date()


def today_in(zone: str) -> date:
    """Return the day it is in *zone*."""
    return day_in(zone, utcnow())


def today(session: Session) -> date:
    """Return the day it is at the conference: terms of office, and the days of decisions, begin at its midnight."""
    return today_in(conference_zone(session))
