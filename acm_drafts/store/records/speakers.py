"""The list of speakers of a meeting: whether it is open, who is inscribed, and who was moved by hand."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import SpeakerKind, SpeakerLevel
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Meeting

_ON_THE_LIST = text("withdrawn_at is null")
_HAS_THE_FLOOR = text("began_at is not null and ended_at is null")


class SpeakersList(Base):
    """
    The list of a meeting: when inscription was opened and closed, and the time limit of a statement in minutes.

    Without a row nothing was opened and there is no limit. *closed_at* is None while inscription is open.
    """

    __tablename__ = "speakers_lists"
    __table_args__ = (
        CheckConstraint("minutes between 1 and 60", name="minutes"),
        CheckConstraint("closed_at is null or opened_at is not null", name="closed_was_opened"),
        CheckConstraint("closed_at >= opened_at", name="closed_after_opening"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    meeting: Mapped[Meeting] = relationship()


class Speaker(Base):
    """
    Somebody who is inscribed to speak for a Member State (*party_id*), or for a *participant* that has no party here.

    A participant has one speaker on the list at a time; a withdrawn one stays on record. One speaker has the floor.
    """

    __tablename__ = "speakers"
    __table_args__ = (
        UniqueConstraint("meeting_id", "id"),
        one_of("kind", SpeakerKind),
        one_of("level", SpeakerLevel),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("(kind = 'member-state') = (party_id is not null)", name="member_has_party"),
        CheckConstraint("(kind = 'member-state') = (participant = '')", name="other_has_name"),
        CheckConstraint("ended_at is null or began_at is not null", name="ended_began"),
        CheckConstraint("ended_at >= began_at", name="ended_after_beginning"),
        CheckConstraint("withdrawn_at is null or began_at is null", name="withdrawn_did_not_speak"),
        Index(
            "uq_speakers_party",
            "meeting_id",
            "party_id",
            unique=True,
            sqlite_where=_ON_THE_LIST,
            postgresql_where=_ON_THE_LIST,
        ),
        Index(
            "uq_speakers_one_floor",
            "meeting_id",
            unique=True,
            sqlite_where=_HAS_THE_FLOOR,
            postgresql_where=_HAS_THE_FLOOR,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    participant: Mapped[str] = mapped_column(NAME, default="")
    name: Mapped[str] = mapped_column(NAME)
    title: Mapped[str] = mapped_column(NAME, default="")
    level: Mapped[str] = mapped_column(SHORT)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    """When the speaker was inscribed."""
    withdrawn_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    party: Mapped[Party | None] = relationship(lazy="joined")


class SpeakerMove(Base):
    """That the Mission moved a speaker by hand, after another one (None: to the head of the list), and why."""

    __tablename__ = "speaker_moves"
    __table_args__ = (
        same("speakers", "speaker_id", "meeting_id"),
        same("speakers", "after_id", "meeting_id"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("after_id <> speaker_id", name="after_another"),
        Index("ix_speaker_moves_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    speaker_id: Mapped[int]
    after_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utcnow)
