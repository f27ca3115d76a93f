"""When meetings were archived, and taken out of the archive again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ScalarSelect, Text, case, select
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.negotiation.archiving import ArchivingAct
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import SHORT, one_of


class Archiving(Base):
    """
    That a meeting was archived, or taken out of the archive and why; of several the last counts.

    *day*: that of the act, on the clocks of the meeting.
    """

    __tablename__ = "archivings"
    __table_args__ = (
        one_of("act", ArchivingAct),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(act = 'take out') = (reason <> '')", name="taken_out_for_a_reason"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(SHORT)
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


def archived_on(meeting: Any) -> ScalarSelect[date | None]:
    """Return in SQL the day on which the meeting with this key was archived; null where it is not in the archive."""
    return (
        select(case((Archiving.act == ArchivingAct.ARCHIVE, Archiving.day)))
        .where(Archiving.meeting_id == meeting)
        .order_by(Archiving.number.desc())
        .limit(1)
        .scalar_subquery()
    )
