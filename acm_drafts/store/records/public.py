"""Public addresses of adopted texts, when each was published and withdrawn, and the PDF files made of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.negotiation.public import PublicAct
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.text.language import Language


class PublicText(Base):
    """The permanent public address of an adopted text; it is given when the text is published for the first time."""

    __tablename__ = "public_texts"
    __table_args__ = (
        same("adoptions", "adoption_id", "communique_id"),
        CheckConstraint("address <> ''", name="address"),
    )

    communique_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    adoption_id: Mapped[int]
    address: Mapped[str] = mapped_column(NAME, unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Publication(Base):
    """
    That a text was published, or withdrawn from publication and why; of several the last counts.

    *public_from*: the end of an embargo; None: it was public at once.
    """

    __tablename__ = "publications"
    __table_args__ = (
        one_of("act", PublicAct),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(act = 'withdraw') = (reason <> '')", name="withdrawn_for_a_reason"),
        CheckConstraint(
            "(public_from is null) or (act = 'publish' and public_from > at)", name="public_from"
        ),
    )

    communique_id: Mapped[int] = mapped_column(ForeignKey("public_texts.communique_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="")
    public_from: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=utcnow)


class PublicFile(Base):
    """
    A PDF/A file of a published text in one language; *digest* is that of what it was made from.

    Once the text reads otherwise, by a corrigendum or a new translation, another file is made.
    """

    __tablename__ = "public_files"
    __table_args__ = (
        UniqueConstraint("communique_id", "language", "digest"),
        one_of("language", Language),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("public_texts.communique_id"))
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[str] = mapped_column(SHORT)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
