"""Sources of agreed language with their paragraphs, what changed in the library, and pins of paragraphs to sources."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    func,
    select,
)
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship

from acm_drafts.negotiation.library import PinAct, SourceBody
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import listed_beside
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.adoption import Corrigendum
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same
from acm_drafts.text.language import Language


class SourceDate(Base):
    """The date that a source was given after it was added without one; given once."""

    __tablename__ = "source_dates"
    __table_args__ = (CheckConstraint("day >= '1945-01-01'", name="day"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Source(Base):
    """
    A text of agreed language in one language, as its body published it.

    *communique_id*: the communiqué that was adopted here, of which this is the text in one of its languages; None for
    another text. *digest* is that of the words with which it was added. *day*: its date, stated when it was added or
    given since (SourceDate).
    """

    __tablename__ = "sources"
    __table_args__ = (
        UniqueConstraint("communique_id", "language"),
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
    stated_day: Mapped[date | None] = mapped_column("day")
    session: Mapped[str] = mapped_column(NAME, default="")
    language: Mapped[str] = mapped_column(String(2))
    digest: Mapped[str] = mapped_column(SHORT)
    communique_id: Mapped[int | None] = mapped_column(ForeignKey("communiques.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    day: Mapped[date | None] = column_property(
        func.coalesce(
            stated_day,
            select(SourceDate.day)
            .where(SourceDate.source_id == id)
            .correlate_except(SourceDate)
            .scalar_subquery(),
        )
    )


class SourceParagraph(Base):
    """
    A paragraph of a source; *reference* is what it is called where it stands alone, "" where it has no number.

    *text* is what it said when the source was added; what it reads now is *words*.
    """

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
    revision: Mapped["SourceRevision | None"] = relationship(
        primaryjoin=lambda: is_newest_revision(SourceParagraph.source_id, SourceParagraph.position),
        foreign_keys=lambda: [SourceRevision.source_id, SourceRevision.position],
        lazy="joined",
        uselist=False,
        viewonly=True,
    )

    @property
    def printed(self) -> str:
        """What it is called beside its words, "" where it has no number: "4 (أ)" in Arabic."""
        return listed_beside(self.reference, self.source.language)

    @property
    def words(self) -> str:
        """What it reads now; where that is not known in its language, what it said when the source was added."""
        return self.revision.text or self.text if self.revision else self.text

    @property
    def is_offered(self) -> bool:
        """Whether it is known in its language what the paragraph reads now."""
        return self.revision is None or self.revision.text is not None

    @property
    def corrected_by(self) -> str:
        """The symbol of the last corrigendum to it, "" where there is none."""
        return self.revision.corrigendum.symbol if self.revision and self.revision.corrigendum else ""


class SourceRevision(Base):
    """
    That a paragraph of a text adopted here reads otherwise: by a corrigendum, or by a newer translation.

    *text* None: a corrigendum corrects it in another language, and nobody said what it reads in this one.
    *number* counts the revisions of its source; that with the highest counts.
    """

    __tablename__ = "source_revisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["source_id", "position"], ["source_paragraphs.source_id", "source_paragraphs.position"]
        ),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("text <> ''", name="text"),
        CheckConstraint("text is not null or corrigendum_id is not null", name="says_why_not"),
    )

    source_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str | None] = mapped_column(Text)
    corrigendum_id: Mapped[int | None] = mapped_column(ForeignKey("corrigenda.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    corrigendum: Mapped[Corrigendum | None] = relationship(lazy="joined")


def is_newest_revision(source_id: Any, position: Any) -> ColumnElement[bool]:
    """Return the condition on SourceRevision that it is what a paragraph reads now."""
    other = aliased(SourceRevision)
    newest = (
        select(func.max(other.number))
        .where(other.source_id == SourceRevision.source_id, other.position == SourceRevision.position)
        .correlate(SourceRevision)
        .scalar_subquery()
    )
    return and_(
        SourceRevision.source_id == source_id,
        SourceRevision.position == position,
        SourceRevision.number == newest,
    )


class SourceWithdrawal(Base):
    """A source that is kept and no longer offered: why, and since when."""

    __tablename__ = "source_withdrawals"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class LibraryChange(Base):
    """
    That a source was added, revised, dated or withdrawn, in order: what an index has to follow.

    *revision*: the number of the revision, or 1 where it was dated; 0 where it was added or withdrawn.

    A *sequence* is given while the library is held, so that none is seen before a smaller one.
    """

    __tablename__ = "library_changes"
    __table_args__ = (
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("revision >= 0", name="revision"),
        Index(
            "uq_library_changes_source_id_withdrawn_revision",
            "source_id",
            "withdrawn",
            "revision",
            unique=True,
        ),
    )

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    withdrawn: Mapped[bool]
    revision: Mapped[int] = mapped_column(default=0)


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
