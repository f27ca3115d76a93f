"""Sources of agreed language with their paragraphs, what changed in the library, and pins of paragraphs to sources."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.library import PinAct, SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same
from acm_drafts.text.language import Language


class Source(Base):
    """
    A text of agreed language in one language, as its body published it.

    *communique_id*: the communiqué that was adopted here, None for another text. *digest* is that of its words.
    """

    __tablename__ = "sources"
    __table_args__ = (
        one_of("body", SourceBody),
        one_of("language", Language),
        CheckConstraint("symbol <> ''", name="symbol"),
        CheckConstraint("title <> ''", name="title"),
        Index("ix_sources_digest", "digest"),
        Index("ix_sources_symbol", "symbol"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    body: Mapped[str] = mapped_column(SHORT)
    symbol: Mapped[str] = mapped_column(NAME)
    title: Mapped[str] = mapped_column(LONG)
    day: Mapped[date | None]
    session: Mapped[str] = mapped_column(NAME, default="")
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[str] = mapped_column(SHORT)
    communique_id: Mapped[int | None] = mapped_column(ForeignKey("communiques.id"), unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class SourceParagraph(Base):
    """A paragraph of a source; *reference* is what it is called where it stands alone, "" where it has no number."""

    __tablename__ = "source_paragraphs"
    __table_args__ = (
        one_of("kind", LineKind),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("text <> ''", name="text"),
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(SHORT)
    label: Mapped[str] = mapped_column(SHORT, default="")
    reference: Mapped[str] = mapped_column(SHORT, default="")
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[Source] = relationship()


class SourceWithdrawal(Base):
    """A source that is kept and no longer offered: why, and since when."""

    __tablename__ = "source_withdrawals"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class LibraryChange(Base):
    """
    That a source was added or withdrawn, in order: what an index has to follow.

    A *sequence* is given while the library is held, so that none is seen before a smaller one.
    """

    __tablename__ = "library_changes"
    __table_args__ = (
        CheckConstraint("sequence > 0", name="sequence"),
        Index("uq_library_changes_source_id_withdrawn", "source_id", "withdrawn", unique=True),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    withdrawn: Mapped[bool]


class SourcePin(Base):
    """That the Mission pinned a paragraph of a text to one of a source, or took the pin away; the last counts."""

    __tablename__ = "source_pins"
    __table_args__ = (
        same("paragraphs", "paragraph_id", "communique_id"),
        ForeignKeyConstraint(
            ["source_id", "position"], ["source_paragraphs.source_id", "source_paragraphs.position"]
        ),
        one_of("act", PinAct),
        Index("ix_source_pins_communique_id", "communique_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    paragraph_id: Mapped[int]
    source_id: Mapped[int]
    position: Mapped[int]
    act: Mapped[str] = mapped_column(SHORT)
    at: Mapped[datetime] = mapped_column(default=utcnow)
