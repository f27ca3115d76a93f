"""Who broke a silence, and with which proposal."""

from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.negotiation import Amendment
from acm_drafts.store.records.people import Party


class SilenceBreak(Base):
    """A delegation broke the silence on a paragraph, perhaps with a counter-proposal."""

    __tablename__ = "silence_breaks"
    __table_args__ = (
        UniqueConstraint("silence_id", "paragraph_id", "party_id"),
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
