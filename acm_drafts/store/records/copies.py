"""Who opened which draft first when, and who took which copy of its documents, where copies name their reader."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import SHORT, one_of
from acm_drafts.store.records.people import Party, User
from acm_drafts.store.records.texts import Draft
from acm_drafts.text.language import Language


class Copy(Base):
    """A copy that somebody took of a document, for whom it names, and the mark on it."""

    __tablename__ = "copies"
    __table_args__ = (
        one_of("language", Language),
        CheckConstraint("form <> ''", name="form"),
        CheckConstraint("length(mark) = 8", name="mark"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    form: Mapped[str] = mapped_column(SHORT)
    language: Mapped[str] = mapped_column(String(2))
    mark: Mapped[str] = mapped_column(String(8), unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    draft: Mapped[Draft] = relationship()
    user: Mapped[User] = relationship()
    party: Mapped[Party | None] = relationship()


class DraftOpening(Base):
    """When somebody opened a draft for the first time, while copies named their reader."""

    __tablename__ = "draft_openings"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    user: Mapped[User] = relationship()
    party: Mapped[Party | None] = relationship()
