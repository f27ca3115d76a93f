"""Items of the General Assembly's agenda by session, paragraphs tagged with them, and people who follow them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.guide import TagAct
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import LONG, SHORT, one_of, same


class AssemblyItem(Base):
    """
    An item of the agenda of one session; *part*: a sub-item's letter, "" for a whole item.

    *committees*: the figures of those that take it up, in order, 0 for the plenary. *continues_id*: the item of an
    earlier session that people said it continues; without one, words of its title tell.
    """

    __tablename__ = "assembly_items"
    __table_args__ = (
        UniqueConstraint("session", "number", "part"),
        CheckConstraint("session between 1 and 999", name="session"),
        CheckConstraint("number between 1 and 999", name="number"),
        CheckConstraint("title_en <> ''", name="title"),
        CheckConstraint("trim(committees, '0123456') = ''", name="committees"),
        CheckConstraint("continues_id <> id", name="continues_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session: Mapped[int]
    number: Mapped[int]
    part: Mapped[str] = mapped_column(String(2))
    title_en: Mapped[str] = mapped_column(LONG)
    title_fr: Mapped[str] = mapped_column(LONG, default="")
    title_ar: Mapped[str] = mapped_column(LONG, default="")
    heading_en: Mapped[str] = mapped_column(LONG, default="")
    heading_fr: Mapped[str] = mapped_column(LONG, default="")
    heading_ar: Mapped[str] = mapped_column(LONG, default="")
    committees: Mapped[str] = mapped_column(String(7), default="")
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("assembly_items.id"), index=True)


class ParagraphTag(Base):
    """What the Mission decided of a paragraph and an item: the last act on both counts."""

    __tablename__ = "paragraph_tags"
    __table_args__ = (
        same("paragraphs", "paragraph_id", "communique_id"),
        one_of("act", TagAct),
        Index("ix_paragraph_tags_communique_id", "communique_id"),
        Index("ix_paragraph_tags_item_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    paragraph_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("assembly_items.id"))
    act: Mapped[str] = mapped_column(SHORT)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    item: Mapped[AssemblyItem] = relationship()


class ItemFollower(Base):
    """A person who follows an item, and said so."""

    __tablename__ = "item_followers"

    item_id: Mapped[int] = mapped_column(ForeignKey("assembly_items.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
