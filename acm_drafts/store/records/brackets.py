"""What parties said of brackets, and over whom a sitting lifted some."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import BracketAct
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import SHORT, one_of, same
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Wording


class BracketActRow(Base):
    """
    That a party holds a bracket of a wording, or lets go of it; its last act on a bracket counts.

    ``text[start:stop]`` of the wording is the bracket, its signs included.
    """

    __tablename__ = "bracket_acts"
    __table_args__ = (
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        one_of("act", BracketAct),
        CheckConstraint("start >= 0 and stop > start + 1", name="is_a_stretch"),
        Index("ix_bracket_acts_communique_id", "communique_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    round_id: Mapped[int]
    """The round in which it was said: who reads that one's positions reads it."""
    paragraph_id: Mapped[int]
    wording_id: Mapped[int]
    start: Mapped[int]
    stop: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    act: Mapped[str] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="")
    from_floor: Mapped[bool] = mapped_column(default=False)
    """The Mission noted it in the party's name."""
    at: Mapped[datetime] = mapped_column(default=utcnow)
    wording: Mapped[Wording] = relationship(
        primaryjoin="BracketActRow.wording_id == Wording.id", foreign_keys="BracketActRow.wording_id"
    )


class OverriddenHolder(Base):
    """A party that held brackets which a decision of a sitting lifted, and that the decision names."""

    __tablename__ = "overridden_holders"

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    party: Mapped[Party] = relationship()
