"""Small groups on paragraphs of a text, the compromise texts that are written there, and the answers to them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import SmallGroupAct, Stance
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Paragraph, Wording


class SmallGroup(Base):
    """A small group on a text; its facilitator, members and paragraphs follow from its acts."""

    __tablename__ = "small_groups"
    __table_args__ = (UniqueConstraint("communique_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(NAME)
    acts: Mapped[list["SmallGroupActRow"]] = relationship(
        primaryjoin="SmallGroupActRow.group_id == SmallGroup.id",
        foreign_keys="SmallGroupActRow.group_id",
        back_populates="group",
        order_by="SmallGroupActRow.sequence",
    )


class SmallGroupActRow(Base):
    """What was done to a small group, and with which delegation or paragraph."""

    __tablename__ = "small_group_acts"
    __table_args__ = (
        UniqueConstraint("group_id", "sequence"),
        same("small_groups", "group_id", "communique_id"),
        same("drafts", "draft_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        one_of("act", SmallGroupAct),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("(act = 'form') = (sequence = 1)", name="formed_first"),
        CheckConstraint(
            "(act in ('form', 'add-member', 'take-out-member', 'facilitator')) = (party_id is not null)",
            name="act_has_party",
        ),
        CheckConstraint(
            "(act in ('add-paragraph', 'take-out-paragraph')) = (paragraph_id is not null)",
            name="act_has_paragraph",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    group_id: Mapped[int]
    sequence: Mapped[int]
    act: Mapped[str] = mapped_column(SHORT)
    draft_id: Mapped[int]
    """The newest circulated draft then: its paragraphs are followed from there."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"), index=True)
    paragraph_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=utcnow)
    group: Mapped[SmallGroup] = relationship(
        primaryjoin="SmallGroupActRow.group_id == SmallGroup.id",
        foreign_keys="SmallGroupActRow.group_id",
        back_populates="acts",
    )


class CompromiseText(Base):
    """A version of a compromise text: the words that a facilitator wrote for a paragraph of its group."""

    __tablename__ = "compromise_texts"
    __table_args__ = (
        UniqueConstraint("group_id", "paragraph_id", "sequence"),
        UniqueConstraint("communique_id", "id"),
        same("small_groups", "group_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("text <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    group_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    paragraph_id: Mapped[int]
    sequence: Mapped[int]
    wording_id: Mapped[int]
    """What the paragraph said when it was written."""
    text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    """The facilitator that wrote it."""
    at: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship()
    wording: Mapped[Wording] = relationship(
        primaryjoin="CompromiseText.wording_id == Wording.id", foreign_keys="CompromiseText.wording_id"
    )
    paragraph: Mapped[Paragraph] = relationship(
        primaryjoin="CompromiseText.paragraph_id == Paragraph.id", foreign_keys="CompromiseText.paragraph_id"
    )


class CompromiseProposal(Base):
    """A proposal that a version is meant to settle, as it was then."""

    __tablename__ = "compromise_proposals"
    __table_args__ = (
        same("compromise_texts", "compromise_id", "communique_id"),
        same("amendments", "amendment_id", "communique_id"),
        ForeignKeyConstraint(["revision", "amendment_id"], ["revisions.sequence", "revisions.amendment_id"]),
    )

    compromise_id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    revision: Mapped[int]


class CompromisePosition(Base):
    """Where a member stood on a version from then on, and why; without a stance it took its position back."""

    __tablename__ = "compromise_positions"
    __table_args__ = (
        UniqueConstraint("compromise_id", "party_id", "sequence"),
        one_of("stance", Stance),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("stance is not null or reason = ''", name="reason_has_stance"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compromise_id: Mapped[int] = mapped_column(ForeignKey("compromise_texts.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    sequence: Mapped[int]
    stance: Mapped[str | None] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class CompromisePut(Base):
    """That a version was put to the round, and in whose name: the facilitator's or the Mission's."""

    __tablename__ = "compromise_puts"

    compromise_id: Mapped[int] = mapped_column(ForeignKey("compromise_texts.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class CompromiseDecision(Base):
    """The decision that was taken after a version which was put to the round."""

    __tablename__ = "compromise_decisions"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    compromise_id: Mapped[int] = mapped_column(ForeignKey("compromise_puts.compromise_id"))
