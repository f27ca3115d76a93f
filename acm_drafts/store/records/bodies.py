"""Bodies of a meeting, and the terms for which States are their members or chair them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import BodyRole, City, Level
from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import NAME, SHORT, one_of
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Meeting


class Body(Base):
    """A body of one of the two Groups at one level. Working Groups alone have a name, in three languages."""

    __tablename__ = "bodies"
    __table_args__ = (
        UniqueConstraint("meeting_id", "city", "level", "name_en"),
        UniqueConstraint("meeting_id", "id"),
        Index("uq_bodies_level_id", "level", "id", unique=True),
        one_of("city", City),
        one_of("level", Level),
        CheckConstraint("(level = 'working-groups') = (name_en <> '')", name="named_in_english"),
        CheckConstraint("(level = 'working-groups') = (name_fr <> '')", name="named_in_french"),
        CheckConstraint("(level = 'working-groups') = (name_ar <> '')", name="named_in_arabic"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    city: Mapped[str] = mapped_column(SHORT)
    level: Mapped[str] = mapped_column(SHORT)
    name_en: Mapped[str] = mapped_column(NAME, default="")
    name_fr: Mapped[str] = mapped_column(NAME, default="")
    name_ar: Mapped[str] = mapped_column(NAME, default="")
    mandate: Mapped[str] = mapped_column(Text, default="")
    meeting: Mapped[Meeting] = relationship()


class BodyTerm(Base):
    """A State is a member of a body, or chairs it, from one day to another; both days belong to the term."""

    __tablename__ = "body_terms"
    __table_args__ = (
        UniqueConstraint("body_id", "role", "party_id", "starts_on"),
        one_of("role", BodyRole),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    role: Mapped[str] = mapped_column(SHORT)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    party: Mapped[Party] = relationship()
