"""Requests that are followed up, what was recorded of each, its evidence, and the proposals drawn from it."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.follow_up import FollowUpAct, FollowUpState
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same
from acm_drafts.store.records.library import SourceParagraph


class FollowUp(Base):
    """
    A request in a paragraph of a source, from *start* to *stop*, that the Mission confirmed.

    *paragraph_id*: that of the text that was adopted here, None for a source from elsewhere.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        ForeignKeyConstraint(
            ["source_id", "position"], ["source_paragraphs.source_id", "source_paragraphs.position"]
        ),
        UniqueConstraint("source_id", "position", "start"),
        CheckConstraint("start >= 0", name="start"),
        CheckConstraint("stop > start", name="stop"),
        Index("ix_follow_ups_paragraph_id", "paragraph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    source_id: Mapped[int]
    position: Mapped[int]
    start: Mapped[int]
    stop: Mapped[int]
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    passage: Mapped[SourceParagraph] = relationship()


class FollowUpVersion(Base):
    """
    What an entry says after an act of the Mission on it; the one with the highest *number* counts.

    *note* is what was reported, or why the entry was edited. *due* is None where no day was set.
    """

    __tablename__ = "follow_up_versions"
    __table_args__ = (
        one_of("act", FollowUpAct),
        one_of("state", FollowUpState),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "(number = 1) = (act = 'confirm') and (act <> 'confirm' or state = 'confirmed')", name="begins"
        ),
        CheckConstraint("act <> 'report' or note <> ''", name="report"),
        CheckConstraint("act <> 'report' or state <> 'confirmed'", name="reported_state"),
        CheckConstraint("addressee <> ''", name="addressee"),
        CheckConstraint("requested <> ''", name="requested"),
    )

    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    act: Mapped[str] = mapped_column(SHORT)
    state: Mapped[str] = mapped_column(SHORT)
    addressee: Mapped[str] = mapped_column(LONG)
    requested: Mapped[str] = mapped_column(Text)
    due: Mapped[date | None]
    place: Mapped[str] = mapped_column(NAME, default="")
    next_report: Mapped[str] = mapped_column(NAME, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class FollowUpEvidence(Base):
    """A document that shows what was done: its symbol, or a link to it, or both."""

    __tablename__ = "follow_up_evidence"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("symbol <> '' or url <> ''", name="found"),
        Index("ix_follow_up_evidence_follow_up_id", "follow_up_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"))
    title: Mapped[str] = mapped_column(LONG)
    symbol: Mapped[str] = mapped_column(NAME, default="")
    url: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class FollowUpEvidenceRemoval(Base):
    """That a document was attached by mistake and is no evidence any more: why, since when, and who said so."""

    __tablename__ = "follow_up_evidence_removals"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    evidence_id: Mapped[int] = mapped_column(ForeignKey("follow_up_evidence.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(NAME)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    evidence: Mapped[FollowUpEvidence] = relationship()


class FollowUpDismissal(Base):
    """That the Mission looked at words that the program took for a request, and follows nothing up there."""

    __tablename__ = "follow_up_dismissals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["source_id", "position"], ["source_paragraphs.source_id", "source_paragraphs.position"]
        ),
        CheckConstraint("start >= 0", name="start"),
    )

    source_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class FollowUpProposal(Base):
    """A new paragraph that the Mission proposed for a text, drawn from an entry: it takes note of what was done."""

    __tablename__ = "follow_up_proposals"
    __table_args__ = (same("amendments", "amendment_id", "communique_id"),)

    amendment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    communique_id: Mapped[int]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
