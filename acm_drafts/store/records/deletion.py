"""Meetings whose deletion was asked for: by whom, why, with which package, and what became of it."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.deletion import DeletionOutcome
from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import SHORT, one_of
from acm_drafts.store.records.people import User

_WAITS = text("outcome is null")


class MeetingDeletion(Base):
    """
    A request to delete an archived meeting. What was asked is never changed; what became of it is written once.

    *archiving*: the number of the archiving that it follows, so that it ends where the meeting is taken out of the
    archive; *sha256* and *size* are those of the package.
    """

    __tablename__ = "meeting_deletions"
    __table_args__ = (
        ForeignKeyConstraint(["meeting_id", "archiving"], ["archivings.meeting_id", "archivings.number"]),
        one_of("outcome", DeletionOutcome),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("ends_at > asked_at", name="ends_after_request"),
        CheckConstraint("(taken_at is null) = (taken_by_id is null)", name="taken_by_somebody"),
        CheckConstraint("(outcome is null) = (settled_at is null)", name="outcome_has_moment"),
        CheckConstraint(
            "outcome is null or outcome <> 'deleted'"
            " or (settled_by_id is not null and settled_by_id <> asked_by_id and taken_at is not null)",
            name="deleted_by_two",
        ),
        Index(
            "uq_meeting_deletions_one_waits",
            "meeting_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    archiving: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    ends_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(SHORT)
    size: Mapped[int]
    taken_at: Mapped[datetime | None]
    """When a drafter of the Mission downloaded the package first."""
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str | None] = mapped_column(SHORT)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])


class DeletionPackage(Base):
    """The package of a deletion that awaits confirmation; it is deleted when that is given, or nothing comes of it."""

    __tablename__ = "deletion_packages"

    deletion_id: Mapped[int] = mapped_column(ForeignKey("meeting_deletions.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class RunningDeletion(Base):
    """
    The deletion that runs in this transaction: while the row is there, the guards of records let its meeting go.

    No transaction can keep it: at its end *ended_id* would have to lead to a row that no row can be. The database
    takes it only for a confirmed deletion of a meeting that is archived and still shown.
    """

    __tablename__ = "running_deletions"
    __table_args__ = (
        CheckConstraint("meeting_id > 0", name="meeting"),
        CheckConstraint("ended_id = 0", name="never_ended"),
        ForeignKeyConstraint(
            ["ended_id"], ["running_deletions.meeting_id"], deferrable=True, initially="DEFERRED"
        ),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True, autoincrement=False)
    ended_id: Mapped[int]
