"""Reservations of delegations on a text, and what each did to its own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import ReservationAct, ReservationScope
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Draft, Paragraph, Wording


class Reservation(Base):
    """
    What a delegation reserves its position on: a text, a paragraph of it or words of one, as a draft printed them.

    Everything else follows from its acts; the first enters it.
    """

    __tablename__ = "reservations"
    __table_args__ = (
        same("drafts", "draft_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        one_of("scope", ReservationScope),
        CheckConstraint("(scope = 'text') = (paragraph_id is null)", name="scope_has_paragraph"),
        CheckConstraint("(paragraph_id is null) = (wording_id is null)", name="paragraph_has_wording"),
        CheckConstraint("(scope = 'phrase') = (phrase <> '')", name="scope_has_phrase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    draft_id: Mapped[int]
    """The circulated draft on which it was entered."""
    scope: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int | None]
    wording_id: Mapped[int | None]
    phrase: Mapped[str] = mapped_column(Text, default="")
    """Its words as they stand in the wording."""
    party: Mapped[Party] = relationship()
    draft: Mapped[Draft] = relationship(
        primaryjoin="Reservation.draft_id == Draft.id", foreign_keys="Reservation.draft_id"
    )
    paragraph: Mapped[Paragraph | None] = relationship(
        primaryjoin="Reservation.paragraph_id == Paragraph.id", foreign_keys="Reservation.paragraph_id"
    )
    wording: Mapped[Wording | None] = relationship(
        primaryjoin="Reservation.wording_id == Wording.id", foreign_keys="Reservation.wording_id"
    )
    acts: Mapped[list["ReservationActRow"]] = relationship(
        back_populates="reservation", order_by="ReservationActRow.sequence"
    )


class ReservationActRow(Base):
    """What a delegation did to its reservation, and how that stood afterwards: its words, and who reads it."""

    __tablename__ = "reservation_acts"
    __table_args__ = (
        UniqueConstraint("reservation_id", "sequence"),
        one_of("act", ReservationAct),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("(act = 'enter') = (sequence = 1)", name="entered_first"),
        CheckConstraint("(act = 'keep') = (kept <> '')", name="keeping_has_digest"),
        CheckConstraint("act <> 'stand' or not awaiting", name="standing_awaits_nothing"),
        CheckConstraint("act <> 'publish' or published", name="publishing_publishes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservations.id"))
    sequence: Mapped[int]
    act: Mapped[str] = mapped_column(SHORT)
    words: Mapped[str] = mapped_column(Text, default="")
    awaiting: Mapped[bool]
    """It awaits instructions from its capital."""
    published: Mapped[bool]
    """All participants read it; else its delegation and the Mission alone."""
    kept: Mapped[str] = mapped_column(String(64), default="")
    """Of a reservation that stands although its words changed: the digest of what stood there then."""
    at: Mapped[datetime] = mapped_column(default=utcnow)
    reservation: Mapped[Reservation] = relationship(back_populates="acts")
