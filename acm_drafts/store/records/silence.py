"""Silence procedures: paragraphs that a body agrees unless somebody breaks the silence until a stated moment."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.terms import SilenceChangeKind, SilenceOutcome
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.bodies import Body
from acm_drafts.store.records.columns import NAME, SHORT, one_of, same
from acm_drafts.store.records.people import Party, User
from acm_drafts.store.records.texts import Communique


class Silence(Base):
    """
    Paragraphs of a draft under silence before one body. *day*: on which it began, by the clocks of *zone*.

    Its state follows from four moments: *ends_at*, suspended, concluded, withdrawn. *digest* is that of its paragraphs
    (negotiation.silence.digest_of).
    """

    __tablename__ = "silences"
    __table_args__ = (
        UniqueConstraint("communique_id", "number"),
        UniqueConstraint("communique_id", "id"),
        UniqueConstraint("id", "communique_id", "level"),
        same("bodies", "body_id", "meeting_id"),
        ForeignKeyConstraint(["level", "body_id"], ["bodies.level", "bodies.id"]),
        same("communiques", "communique_id", "meeting_id"),
        same("rounds", "round_id", "communique_id"),
        same("silences", "renews_id", "communique_id"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("ends_at > begins_at", name="ends_after_beginning"),
        CheckConstraint("concluded_at >= ends_at", name="concluded_after_end"),
        CheckConstraint("concluded_at is null or withdrawn_at is null", name="ended_once"),
        CheckConstraint("concluded_at is null or suspended_at is null", name="suspended_is_not_concluded"),
        CheckConstraint("renews_id <> id", name="renews_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int]
    communique_id: Mapped[int] = mapped_column()
    round_id: Mapped[int]
    body_id: Mapped[int] = mapped_column()
    level: Mapped[str] = mapped_column(SHORT)
    """That of its body."""
    code: Mapped[str] = mapped_column(String(12), unique=True)
    number: Mapped[int]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(SHORT)
    day: Mapped[date]
    anonymous: Mapped[bool]
    """Whether the other delegations are not told who broke it."""
    note: Mapped[str] = mapped_column(Text, default="")
    """What the members are told with it."""
    digest: Mapped[str] = mapped_column(String(64))
    renews_id: Mapped[int | None]
    """The procedure whose broken paragraphs it puts under silence again."""
    suspended_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    body: Mapped[Body] = relationship(
        primaryjoin="Silence.body_id == Body.id", foreign_keys=[body_id], lazy="joined", innerjoin=True
    )
    communique: Mapped[Communique] = relationship(
        primaryjoin="Silence.communique_id == Communique.id", foreign_keys=[communique_id]
    )


class SilenceParagraph(Base):
    """A paragraph under silence: what the draft called it, and the words that its members are asked about."""

    __tablename__ = "silence_paragraphs"
    __table_args__ = (
        UniqueConstraint("silence_id", "position"),
        same("silences", "silence_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        CheckConstraint("position > 0", name="position"),
    )

    silence_id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(primary_key=True, index=True)
    communique_id: Mapped[int]
    position: Mapped[int]
    reference: Mapped[str] = mapped_column(NAME, default="")
    text: Mapped[str] = mapped_column(Text)


class SilenceChange(Base):
    """A silence procedure was extended, suspended, resumed or withdrawn; *ended_at* is when it was to end before."""

    __tablename__ = "silence_changes"
    __table_args__ = (
        one_of("kind", SilenceChangeKind),
        CheckConstraint("(kind in ('extended', 'resumed')) = (ends_at is not null)", name="new_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    silence_id: Mapped[int] = mapped_column(ForeignKey("silences.id"), index=True)
    kind: Mapped[str] = mapped_column(SHORT)
    ended_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class SilenceReader(Base):
    """A person who was told of a silence procedure, and when they first opened it."""

    __tablename__ = "silence_readers"
    __table_args__ = (CheckConstraint("told_at is not null or opened_at is not null", name="told_or_opened"),)

    silence_id: Mapped[int] = mapped_column(ForeignKey("silences.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    told_at: Mapped[datetime | None]
    """When they were told; None: they took office after it began, and opened it before they were told."""
    opened_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()
    party: Mapped[Party] = relationship()


class SilenceOutcomeRow(Base):
    """What became of a paragraph under silence when that was over: one outcome, written once."""

    __tablename__ = "silence_outcomes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["silence_id", "paragraph_id"],
            ["silence_paragraphs.silence_id", "silence_paragraphs.paragraph_id"],
        ),
        one_of("outcome", SilenceOutcome),
    )

    silence_id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(SHORT)
