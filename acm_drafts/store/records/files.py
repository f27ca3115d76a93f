"""Files that wait for the Mission."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import (
    FileStage,
    NamedBy,
)
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of
from acm_drafts.store.records.people import Party


class Batch(Base):
    """Files that delegations sent to the Mission, to be looked at; deleted after *ends_at*."""

    __tablename__ = "batches"
    __table_args__ = (CheckConstraint("ends_at > made_at", name="ends_after_made"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    by: Mapped[str] = mapped_column(NAME)
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    ends_at: Mapped[datetime] = mapped_column(index=True)


class BatchFile(Base):
    """
    One file of a batch.

    *data* is there until it was read, *found* (what was read) and *typed* (what somebody made of it) until
    its proposals are entered. *beat_at* is when its reader was last at work on it.
    """

    __tablename__ = "batch_files"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        one_of("stage", FileStage),
        one_of("named_by", NamedBy),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("chosen >= 0", name="chosen"),
        CheckConstraint("(named_by = '') = (party_id is null)", name="named_by_somebody"),
        CheckConstraint("stage <> 'entered' or party_id is not null", name="entered_has_party"),
        CheckConstraint("(stage in ('waiting', 'reading')) = (data is not null)", name="waiting_has_data"),
        CheckConstraint("(stage = 'refused') = (refusal is not null)", name="refused_has_refusal"),
        CheckConstraint("(stage = 'read') = (found is not null)", name="read_has_found"),
        CheckConstraint("typed is null or found is not null", name="typed_on_found"),
        CheckConstraint("(tally is null) = (draft_id is null)", name="tally_has_draft"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(NAME)
    sha256: Mapped[str] = mapped_column(SHORT, index=True)
    stage: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    """From whom it is."""
    named_by: Mapped[str] = mapped_column(SHORT, default="")
    beat_at: Mapped[datetime | None]
    reader: Mapped[str] = mapped_column(SHORT, default="")
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"))
    """The draft that it was read against."""
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    chosen: Mapped[int | None]
    """How many proposals are ticked, once somebody looked at it; of an entered file, how many were entered."""
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    typed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    party: Mapped[Party | None] = relationship()
