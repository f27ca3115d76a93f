"""Notices of what happened, how each person wants them, and the messages that go out by e-mail."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.messages import MessageKind, MessageState
from acm_drafts.negotiation.notices import Delivery, NoticeKind
from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import LONG, SHORT, one_of
from acm_drafts.store.records.negotiation import JournalLine
from acm_drafts.store.records.people import Invitation, Party, User
from acm_drafts.text.language import Language


class Message(Base):
    """
    An e-mail to send, written in the transaction of the act that it tells of; its text is made when it is sent.

    *uid* is its Message-ID and what its links are made from. *language*: None, in all three.
    """

    __tablename__ = "messages"
    __table_args__ = (
        one_of("kind", MessageKind),
        one_of("state", MessageState),
        one_of("language", Language),
        CheckConstraint("(kind = 'invitation') = (invitation_id is not null)", name="invitation"),
        CheckConstraint("kind in ('invitation', 'head-named') or user_id is not null", name="reader"),
        CheckConstraint("(kind = 'head-named') = (party_id is not null)", name="party"),
        CheckConstraint("(state in ('claimed', 'handed-over')) = (claim is not null)", name="claim"),
        CheckConstraint("(state = 'sent') = (sent_at is not null)", name="sent"),
        CheckConstraint("attempts >= 0", name="attempts"),
        CheckConstraint("last_at > made_at", name="last_after_made"),
        Index("ix_messages_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(SHORT)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str | None] = mapped_column(String(2))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    """The delegation whose permanent mission is written to."""
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """When it is to be sent, or tried again."""
    last_at: Mapped[datetime]
    """After this moment it is not tried any more."""
    state: Mapped[str] = mapped_column(SHORT, default=MessageState.WAITING)
    claim: Mapped[str | None] = mapped_column(String(32))
    """The attempt that has it in hand."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(LONG, default="")
    """What the mail server said last."""
    user: Mapped[User | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    party: Mapped[Party | None] = relationship()


class Notice(Base):
    """A person is told of a line of the journal, once for each kind of notice and each reminder."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("user_id", "line_id", "kind", "lead"),
        one_of("kind", NoticeKind),
        one_of("delivery", Delivery),
        CheckConstraint("(kind in ('deadline', 'silence-ending', 'inputs-due')) = (lead > 0)", name="lead"),
        CheckConstraint("delivery <> 'none' or message_id is null", name="unsent_has_no_message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), index=True)
    kind: Mapped[str] = mapped_column(SHORT)
    lead: Mapped[int] = mapped_column(default=0)
    """Of a reminder, so many hours before the deadline; 0 of any other."""
    delivery: Mapped[str] = mapped_column(SHORT)
    shows_at: Mapped[datetime]
    """When it is shown; of a round that is only announced, when that opens."""
    sends_at: Mapped[datetime]
    """When it is sent, where it is sent at all."""
    read_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    line: Mapped[JournalLine] = relationship()


class NoticeSetting(Base):
    """How a person wants one kind of notice to be sent, where they chose."""

    __tablename__ = "notice_settings"
    __table_args__ = (one_of("kind", NoticeKind), one_of("delivery", Delivery))

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(SHORT, primary_key=True)
    delivery: Mapped[str] = mapped_column(SHORT)
