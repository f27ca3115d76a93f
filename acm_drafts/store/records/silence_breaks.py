"""Who broke a silence, and with which proposal."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.negotiation import Amendment
from acm_drafts.store.records.people import Party


class SilenceBreak(Base):
    """
    A delegation broke the silence on a paragraph, perhaps with a counter-proposal.

    It counts unless it was taken back; one delegation has at most one on a paragraph that counts.
    """

    __tablename__ = "silence_breaks"
    __table_args__ = (
        Index("ix_silence_breaks_silence_id_paragraph_id", "silence_id", "paragraph_id"),
        ForeignKeyConstraint(
            ["silence_id", "paragraph_id"],
            ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    silence_id: Mapped[int]
    paragraph_id: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    taken_back: Mapped["BreakTakenBack | None"] = relationship(lazy="joined")


class BreakTakenBack(Base):
    """The delegation that broke a silence took that back before the end."""

    __tablename__ = "breaks_taken_back"

    break_id: Mapped[int] = mapped_column(ForeignKey("silence_breaks.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
