"""The adoption of a text, what was still open then, and the corrigenda to the adopted text."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.adoption import OpenKind
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.sittings import Sitting
from acm_drafts.store.records.texts import Draft


class Adoption(Base):
    """
    A draft was adopted at a sitting of a body at Ministerial level. One for each communiqué.

    *day* and *place* are those of the sitting, *digest* is that of the draft. From then on the database refuses what
    would change the text (tests/store/test_adopted_rows.py lists the tables).
    """

    __tablename__ = "adoptions"
    __table_args__ = (
        UniqueConstraint("communique_id", "id"),
        same("drafts", "draft_id", "communique_id"),
        ForeignKeyConstraint(
            ["sitting_id", "communique_id", "level", "day"],
            ["sittings.id", "sittings.communique_id", "sittings.level", "sittings.day"],
        ),
        CheckConstraint("level = 'ministerial'", name="level"),
        CheckConstraint("symbol <> ''", name="symbol"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(unique=True)
    draft_id: Mapped[int] = mapped_column()
    sitting_id: Mapped[int] = mapped_column()
    level: Mapped[str] = mapped_column(SHORT)
    day: Mapped[date]
    symbol: Mapped[str] = mapped_column(SHORT, unique=True)
    place: Mapped[str] = mapped_column(NAME, default="")
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    """The State that chaired the body on that day; None where none was named."""
    digest: Mapped[str] = mapped_column(SHORT)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    draft: Mapped[Draft] = relationship(
        primaryjoin="Adoption.draft_id == Draft.id", foreign_keys=[draft_id], viewonly=True
    )
    sitting: Mapped[Sitting] = relationship(
        primaryjoin="Adoption.sitting_id == Sitting.id", foreign_keys=[sitting_id], viewonly=True
    )
    chair: Mapped[Party | None] = relationship()


class AdoptionMatter(Base):
    """What was still open when a text was adopted, as it was confirmed in the act."""

    __tablename__ = "adoption_matters"
    __table_args__ = (
        same("adoptions", "adoption_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("amendments", "amendment_id", "communique_id"),
        one_of("kind", OpenKind),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint(
            "(kind in ('pending', 'unanswered')) = (amendment_id is not null)", name="kind_has_proposal"
        ),
    )

    adoption_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    communique_id: Mapped[int]
    kind: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int]
    amendment_id: Mapped[int | None]
    reference: Mapped[str] = mapped_column(SHORT, default="")


class Corrigendum(Base):
    """A corrigendum to an adopted text, dated and numbered: its symbol ends in "/Corr." and its number."""

    __tablename__ = "corrigenda"
    __table_args__ = (
        UniqueConstraint("communique_id", "number"),
        UniqueConstraint("communique_id", "id"),
        same("adoptions", "adoption_id", "communique_id"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column()
    adoption_id: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(NAME, unique=True)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    entries: Mapped[list["CorrigendumEntry"]] = relationship(order_by="CorrigendumEntry.position")


class CorrigendumEntry(Base):
    """For the words *old* in a paragraph read *new*: why, and which delegation asked for it."""

    __tablename__ = "corrigendum_entries"
    __table_args__ = (
        same("corrigenda", "corrigendum_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("old <> ''", name="old"),
        CheckConstraint("old <> new", name="changes_words"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    corrigendum_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    communique_id: Mapped[int]
    paragraph_id: Mapped[int]
    reference: Mapped[str] = mapped_column(SHORT, default="")
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    asked_by: Mapped[Party] = relationship()
