"""Sittings of bodies: when and where, their agenda, who attended, and what they came to on each paragraph."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import SittingResult
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.bodies import Body
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Communique

_IS_OPEN = text("opened_at is not null and closed_at is null")


class Sitting(Base):
    """
    A sitting of a body on one text. *day* is that of its beginning on the clocks of its *zone*.

    Its state follows from three moments: opened, closed, cancelled. *level* is that of its body. *from_before*: what a
    level agreed on that day was recorded before sittings were; nobody convened it, and nothing more is known of it.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        UniqueConstraint("communique_id", "id"),
        UniqueConstraint("id", "communique_id", "level", "day"),
        same("bodies", "body_id", "meeting_id"),
        ForeignKeyConstraint(["level", "body_id"], ["bodies.level", "bodies.id"]),
        same("communiques", "communique_id", "meeting_id"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("ends_at > begins_at", name="ends_after_beginning"),
        CheckConstraint("closed_at is null or opened_at is not null", name="closed_was_opened"),
        CheckConstraint("closed_at >= opened_at", name="closed_after_opening"),
        CheckConstraint("cancelled_at is null or opened_at is null", name="cancelled_was_not_opened"),
        CheckConstraint("(cancelled_at is null) = (cancellation_reason = '')", name="cancelled_has_reason"),
        CheckConstraint("not from_before or closed_at is not null", name="from_before_is_closed"),
        Index(
            "uq_sittings_one_open",
            "body_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    communique_id: Mapped[int] = mapped_column()
    body_id: Mapped[int] = mapped_column()
    level: Mapped[str] = mapped_column(SHORT)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    number: Mapped[int]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    """When it is expected to end."""
    zone: Mapped[str] = mapped_column(SHORT)
    day: Mapped[date]
    place: Mapped[str] = mapped_column(NAME, default="")
    convened_at: Mapped[datetime] = mapped_column(default=utcnow)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancellation_reason: Mapped[str] = mapped_column(Text, default="")
    from_before: Mapped[bool] = mapped_column(default=False)
    body: Mapped[Body] = relationship(
        primaryjoin="Sitting.body_id == Body.id", foreign_keys=[body_id], lazy="joined", innerjoin=True
    )
    communique: Mapped[Communique] = relationship(
        primaryjoin="Sitting.communique_id == Communique.id", foreign_keys=[communique_id]
    )


class SittingMove(Base):
    """When and where a sitting was to be before it was moved."""

    __tablename__ = "sitting_moves"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(SHORT)
    place: Mapped[str] = mapped_column(NAME, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class SittingAgendaRow(Base):
    """A paragraph on the agenda of a sitting, by its identity: its number may change."""

    __tablename__ = "sitting_agenda"
    __table_args__ = (
        UniqueConstraint("sitting_id", "position"),
        same("sittings", "sitting_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        CheckConstraint("position > 0", name="position"),
    )

    sitting_id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    position: Mapped[int]


class Attendance(Base):
    """Whether a delegation was present at a sitting, and who spoke for it where that was noted."""

    __tablename__ = "attendance"

    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    present: Mapped[bool]
    speakers: Mapped[str] = mapped_column(LONG, default="")


class SittingResultRow(Base):
    """
    What a sitting came to on a paragraph of its agenda. A later one takes the place of an earlier one.

    *text*: the words that were agreed; "" where none were, or where it was agreed to delete the paragraph.
    *decision_id*: the agreement that was reached, which names the sitting. *remark*: further words of the record.
    """

    __tablename__ = "sitting_results"
    __table_args__ = (
        UniqueConstraint("sitting_id", "sequence"),
        ForeignKeyConstraint(
            ["sitting_id", "paragraph_id"], ["sitting_agenda.sitting_id", "sitting_agenda.paragraph_id"]
        ),
        ForeignKeyConstraint(
            ["decision_id", "sitting_id", "paragraph_id"],
            ["decisions.id", "decisions.sitting_id", "decisions.paragraph_id"],
        ),
        UniqueConstraint("decision_id"),
        one_of("result", SittingResult),
        CheckConstraint(
            "decision_id is null or result in ('agreed', 'ad-referendum')", name="decision_agrees"
        ),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("result in ('agreed', 'ad-referendum') or text = ''", name="text_was_agreed"),
        CheckConstraint("(result = 'referred') = (referred_to_id is not null)", name="referred_has_body"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int]
    paragraph_id: Mapped[int] = mapped_column(index=True)
    sequence: Mapped[int]
    result: Mapped[str] = mapped_column(SHORT)
    text: Mapped[str] = mapped_column(Text, default="")
    referred_to_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    decision_id: Mapped[int | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)
    referred_to: Mapped[Body | None] = relationship()
    stances: Mapped[list["SittingStance"]] = relationship(order_by="SittingStance.party_id")


class SittingStance(Base):
    """A delegation opposed what a sitting came to on a paragraph, or reserved its position on it."""

    __tablename__ = "sitting_stances"
    __table_args__ = (CheckConstraint("stance in ('oppose', 'reserve')", name="stance"),)

    result_id: Mapped[int] = mapped_column(ForeignKey("sitting_results.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    stance: Mapped[str] = mapped_column(SHORT)
    party: Mapped[Party] = relationship()
