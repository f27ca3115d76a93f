"""Discussions of a text: what each is on, who reads it, and what was said and done in it."""

from datetime import datetime

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

from acm_drafts.negotiation.terms import Audience, DiscussionAct
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.store.records.negotiation import Amendment, Revision
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.texts import Draft, Paragraph, Wording


class Discussion(Base):
    """
    What is discussed: a paragraph as a draft prints it, or a proposal as one revision says it, or words of either.

    Who reads it stands in its readers, and everything else follows from its acts; the first begins it.
    """

    __tablename__ = "discussions"
    __table_args__ = (
        same("drafts", "draft_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        same("amendments", "amendment_id", "communique_id"),
        ForeignKeyConstraint(["revision", "amendment_id"], ["revisions.sequence", "revisions.amendment_id"]),
        one_of("audience", Audience),
        CheckConstraint("(amendment_id is null) <> (wording_id is null)", name="one_object"),
        CheckConstraint("(amendment_id is null) = (revision is null)", name="proposal_has_revision"),
        CheckConstraint("audience <> 'cosponsors' or amendment_id is not null", name="sponsors_of_proposal"),
        Index("ix_discussions_communique_id_paragraph_id", "communique_id", "paragraph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    audience: Mapped[str] = mapped_column(SHORT)
    draft_id: Mapped[int]
    """The newest draft that whoever began it could read."""
    paragraph_id: Mapped[int]
    wording_id: Mapped[int | None]
    amendment_id: Mapped[int | None] = mapped_column(index=True)
    revision: Mapped[int | None]
    """The sequence of what the proposal said."""
    phrase: Mapped[str] = mapped_column(Text, default="")
    """Its words as they stand there, "" for all of it."""
    draft: Mapped[Draft] = relationship(
        primaryjoin="Discussion.draft_id == Draft.id", foreign_keys="Discussion.draft_id"
    )
    paragraph: Mapped[Paragraph] = relationship(
        primaryjoin="Discussion.paragraph_id == Paragraph.id", foreign_keys="Discussion.paragraph_id"
    )
    wording: Mapped[Wording | None] = relationship(
        primaryjoin="Discussion.wording_id == Wording.id", foreign_keys="Discussion.wording_id"
    )
    amendment: Mapped[Amendment | None] = relationship(
        primaryjoin="Discussion.amendment_id == Amendment.id", foreign_keys="Discussion.amendment_id"
    )
    proposed: Mapped[Revision | None] = relationship(
        primaryjoin=(
            "and_(Discussion.amendment_id == Revision.amendment_id, Discussion.revision == Revision.sequence)"
        ),
        foreign_keys="[Discussion.amendment_id, Discussion.revision]",
        viewonly=True,
    )
    acts: Mapped[list["DiscussionActRow"]] = relationship(
        primaryjoin="DiscussionActRow.discussion_id == Discussion.id",
        foreign_keys="DiscussionActRow.discussion_id",
        order_by="DiscussionActRow.sequence",
        viewonly=True,
    )
    readers: Mapped[list["DiscussionReader"]] = relationship(back_populates="discussion")


class DiscussionReader(Base):
    """A party that was named as a reader of a discussion when it was begun."""

    __tablename__ = "discussion_readers"

    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussions.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)
    discussion: Mapped[Discussion] = relationship(back_populates="readers")
    party: Mapped[Party] = relationship()


class DiscussionActRow(Base):
    """What was said or done in a discussion, by whom, and in the name of which of its readers."""

    __tablename__ = "discussion_acts"
    __table_args__ = (
        UniqueConstraint("discussion_id", "sequence"),
        ForeignKeyConstraint(
            ["discussion_id", "party_id"],
            ["discussion_readers.discussion_id", "discussion_readers.party_id"],
        ),
        ForeignKeyConstraint(
            ["discussion_id", "about"], ["discussion_acts.discussion_id", "discussion_acts.sequence"]
        ),
        one_of("act", DiscussionAct),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("(act = 'comment') = (sequence = 1)", name="begun_first"),
        CheckConstraint("(act in ('comment', 'answer')) = (words <> '')", name="comment_has_words"),
        CheckConstraint("quote = '' or act = 'answer'", name="answer_quotes"),
        CheckConstraint("(act in ('answer', 'take-back')) = (about is not null)", name="about_comment"),
        CheckConstraint("about < sequence", name="about_earlier"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int]
    sequence: Mapped[int]
    act: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(NAME)
    """Of whoever did it, as it was then; shown to that party's own people alone."""
    words: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    """Words of the comment that is answered."""
    about: Mapped[int | None]
    """The sequence of the comment that is answered or taken back."""
    at: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship(
        primaryjoin="DiscussionActRow.party_id == Party.id", foreign_keys="DiscussionActRow.party_id"
    )
