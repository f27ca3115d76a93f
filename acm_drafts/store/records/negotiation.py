"""Rounds, amendments with their revisions, decisions, outcomes, answers, positions and the journal."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    func,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Mapped, aliased, column_property, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.positions import AUTHORED
from acm_drafts.negotiation.terms import (
    Admissibility,
    AmendmentKind,
    Answer,
    DecisionKind,
    Level,
    Made,
    Outcome,
    Scope,
    Stage,
    Stance,
    Verdict,
    Visibility,
)
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import JOINS, LONG, NAME, SHORT, one_of, same
from acm_drafts.store.records.confirmations import Confirmation
from acm_drafts.store.records.people import Party
from acm_drafts.store.records.silence import Silence
from acm_drafts.store.records.sittings import Sitting
from acm_drafts.store.records.texts import Communique, Draft, Paragraph, Wording
from acm_drafts.text.language import Language


class Round(Base):
    """Proposals on one draft between two moments; closed once, by a person, and then the next draft is there."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("communique_id", "number"),
        UniqueConstraint("communique_id", "id"),
        same("drafts", "draft_id", "communique_id"),
        same("drafts", "next_draft_id", "communique_id"),
        one_of("admissibility", Admissibility),
        one_of("visibility", Visibility),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("deadline > opens_at", name="deadline_after_opening"),
        CheckConstraint("(closed_at is null) = (next_draft_id is null)", name="closed_has_next_draft"),
        CheckConstraint("next_draft_id <> draft_id", name="next_draft_is_another"),
        Index(
            "uq_rounds_one_not_closed",
            "communique_id",
            unique=True,
            sqlite_where=text("closed_at is null"),
            postgresql_where=text("closed_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    draft_id: Mapped[int] = mapped_column(unique=True)
    number: Mapped[int]
    opens_at: Mapped[datetime]
    deadline: Mapped[datetime]
    zone: Mapped[str] = mapped_column(SHORT)
    admissibility: Mapped[str] = mapped_column(SHORT)
    visibility: Mapped[str] = mapped_column(SHORT)
    chair_reads: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    next_draft_id: Mapped[int | None] = mapped_column(unique=True)
    draft: Mapped[Draft] = relationship(primaryjoin="Round.draft_id == Draft.id", foreign_keys=[draft_id])
    communique: Mapped[Communique] = relationship()


class Amendment(Base):
    """A proposal and its place in the world; what it says is in its revisions."""

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("communique_id", "sponsor_id", "number"),
        UniqueConstraint("communique_id", "id"),
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("amendments", "amends_id", "communique_id"),
        one_of("kind", AmendmentKind),
        one_of("stage", Stage),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("revision > 0", name="revision"),
        CheckConstraint("stage <> 'submitted' or number is not null", name="submitted_has_number"),
        CheckConstraint("stage not in ('draft', 'review') or number is null", name="prepared_has_no_number"),
        CheckConstraint("(number is null) = (submitted_at is null)", name="number_has_moment"),
        CheckConstraint("amends_id <> id", name="amends_another"),
        CheckConstraint("kind <> 'consequential' or amends_id is not null", name="consequential_amends"),
        CheckConstraint("amends_id is null or kind in ('replace', 'consequential')", name="amends_by_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    round_id: Mapped[int] = mapped_column(index=True)
    """The round in which it now stands; a pending proposal travels on with each round that opens."""
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Stands in addresses and where attribution is off; tells nothing."""
    kind: Mapped[str] = mapped_column(SHORT)
    stage: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int] = mapped_column(index=True)
    """What it concerns now; of an insertion, the new paragraph itself."""
    amends_id: Mapped[int | None] = mapped_column(index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    number: Mapped[int | None]
    """Counts within one sponsor ("EGY 3"), given with the first submission: a global one would tell how many exist."""
    from_floor: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    """The sequence of the current revision."""
    submitted_at: Mapped[datetime | None]
    sponsor: Mapped[Party] = relationship()
    paragraph: Mapped[Paragraph] = relationship(
        primaryjoin="Amendment.paragraph_id == Paragraph.id", foreign_keys=[paragraph_id]
    )
    revisions: Mapped[list["Revision"]] = relationship(
        primaryjoin="Revision.amendment_id == Amendment.id",
        foreign_keys="Revision.amendment_id",
        order_by="Revision.sequence",
        back_populates="amendment",
    )


class Keys(TypeDecorator[tuple[int, ...]]):
    """Keys in their order, out of what a subquery gives: "1:17 2:18", number and key, in whatever order it met them."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...]:
        numbered = sorted(tuple(map(int, pair.split(":"))) for pair in (value or "").split())
        return tuple(key for _, key in numbered)


class RevisionPart(Base):
    """Which paragraph a later part of a split is to be; the first part is the paragraph itself."""

    __tablename__ = "revision_parts"
    __table_args__ = (
        UniqueConstraint("revision_id", "paragraph_id"),
        CheckConstraint("number > 0", name="number"),
    )

    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"))


class Revision(Base):
    """
    What a proposal said at one time.

    *made*: by its sponsor, from the floor, as the rest of a part, carried, or contested.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("amendment_id", "sequence"),
        same("amendments", "amendment_id", "communique_id"),
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("paragraphs", "after_id", "communique_id"),
        same("paragraphs", "other_id", "communique_id"),
        same("wordings", "base_id", "paragraph_id"),
        one_of("kind", LineKind),
        one_of("language", Language),
        one_of("made", Made),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("depth between 0 and 2", name="depth"),
        # Most revisions follow nothing: an index of them all would be taken for a good one, and is the worst.
        Index(
            "ix_revisions_after_id",
            "after_id",
            sqlite_where=text("after_id is not null"),
            postgresql_where=text("after_id is not null"),
        ),
        Index("ix_revisions_other_id", "other_id", sqlite_where=JOINS, postgresql_where=JOINS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    amendment_id: Mapped[int]
    sequence: Mapped[int]
    round_id: Mapped[int]
    paragraph_id: Mapped[int] = mapped_column(index=True)
    base_id: Mapped[int | None]
    """The wording it stands on; of an insertion none."""
    amends_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    """What it amends, as it was then; of a consequential change, the split or join."""
    text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(SHORT, default="paragraph")
    depth: Mapped[int] = mapped_column(default=0)
    numbered: Mapped[bool] = mapped_column(default=True)
    after_id: Mapped[int | None]
    """The place of an insertion or a move; None there means before everything."""
    other_id: Mapped[int | None]
    """The paragraph that a join takes in."""
    parts: Mapped[tuple[int, ...]] = column_property(
        select(
            type_coerce(
                func.aggregate_strings(
                    cast(RevisionPart.number, String) + ":" + cast(RevisionPart.paragraph_id, String), " "
                ),
                Keys,
            )
        )
        .where(RevisionPart.revision_id == id)
        .correlate_except(RevisionPart)
        .scalar_subquery()
    )
    """The identities of a split's later parts, in their order: read from rows that services.revisions writes."""
    language: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[str] = mapped_column(SHORT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    amendment: Mapped[Amendment] = relationship(
        primaryjoin="Revision.amendment_id == Amendment.id",
        foreign_keys="Revision.amendment_id",
        back_populates="revisions",
    )
    base: Mapped[Wording | None] = relationship(
        primaryjoin="Revision.base_id == Wording.id", foreign_keys="Revision.base_id"
    )


class Cosponsor(Base):
    __tablename__ = "cosponsors"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship()


_LATER = aliased(Revision)


class Position(Base):
    """
    Where a delegation stands on a proposal, or on the wording of a paragraph; the journal keeps what it said before.

    On a proposal it has one, which names the words that it was taken on. On a wording it has one for each round in
    which it recorded any, so that what was public in a round stays so: the last that a reader may read is the position.
    """

    __tablename__ = "positions"
    __table_args__ = (
        UniqueConstraint("amendment_id", "party_id"),
        UniqueConstraint("wording_id", "party_id", "round_id"),
        same("amendments", "amendment_id", "communique_id"),
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        ForeignKeyConstraint(["revision", "amendment_id"], ["revisions.sequence", "revisions.amendment_id"]),
        one_of("stance", Stance),
        CheckConstraint("(amendment_id is null) <> (wording_id is null)", name="one_object"),
        CheckConstraint("(amendment_id is null) = (revision is null)", name="proposal_has_revision"),
        CheckConstraint("(wording_id is null) = (paragraph_id is null)", name="wording_has_paragraph"),
        CheckConstraint("(wording_id is null) = (round_id is null)", name="wording_has_round"),
        CheckConstraint("wording_id is not null or not taken_back", name="taken_back_on_wording"),
        Index("ix_positions_communique_id_paragraph_id", "communique_id", "paragraph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column()
    revision: Mapped[int | None] = mapped_column()
    """The sequence of the last revision that the proposal's author had written when it was taken."""
    paragraph_id: Mapped[int | None]
    wording_id: Mapped[int | None]
    round_id: Mapped[int | None]
    """The round in which it was recorded: who reads that one's positions reads it."""
    stance: Mapped[str] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)
    taken_back: Mapped[bool] = mapped_column(default=False)
    """It was held in an earlier round, and is held no more since this one."""
    asked_again: Mapped[int | None] = column_property(
        select(func.min(_LATER.sequence))
        .where(
            _LATER.amendment_id == amendment_id,
            _LATER.sequence > revision,
            _LATER.made.in_([str(origin) for origin in AUTHORED]),
        )
        .scalar_subquery()
    )
    """The sequence of the next revision that the author of the proposal wrote, None where nothing was asked anew."""
    party: Mapped[Party] = relationship()


class Decision(Base):
    """
    One judgement on one paragraph; without a sitting or silence procedure that reached it, the Mission proposes it.

    *level* is that of the sitting or procedure, *agreed_on* the day of the sitting: tied to it by their key.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("round_id", "sequence"),
        UniqueConstraint("voids_id"),
        UniqueConstraint("paragraph_id", "round_id", "id"),
        UniqueConstraint("sitting_id", "paragraph_id", "id"),
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("decisions", "voids_id", "round_id", "paragraph_id"),
        ForeignKeyConstraint(
            ["silence_id", "communique_id", "level"],
            ["silences.id", "silences.communique_id", "silences.level"],
        ),
        UniqueConstraint("silence_id", "paragraph_id"),
        ForeignKeyConstraint(["together", "round_id"], ["decisions.sequence", "decisions.round_id"]),
        ForeignKeyConstraint(
            ["sitting_id", "communique_id", "level", "agreed_on"],
            ["sittings.id", "sittings.communique_id", "sittings.level", "sittings.day"],
        ),
        one_of("kind", DecisionKind),
        one_of("level", Level),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("kind <> 'reject' or reason <> ''", name="rejection_has_reason"),
        CheckConstraint("kind <> 'void' or reason <> ''", name="voiding_has_reason"),
        CheckConstraint("(kind = 'void') = (voids_id is not null)", name="voiding_names_decision"),
        CheckConstraint("voids_id <> id", name="voids_another"),
        CheckConstraint("kind <> 'void' or level is null", name="voiding_has_no_level"),
        CheckConstraint("kind <> 'agree' or level is not null", name="agreement_has_level"),
        CheckConstraint(
            "(level is null) = (sitting_id is null and silence_id is null)", name="level_was_reached"
        ),
        CheckConstraint("sitting_id is null or silence_id is null", name="reached_once"),
        CheckConstraint("together <= sequence", name="together_with_earlier"),
        CheckConstraint("together is null or kind in ('agree', 'void')", name="together_agrees"),
        CheckConstraint("silence_id is null or kind = 'agree'", name="silence_agrees"),
        CheckConstraint(
            "not ad_referendum or (sitting_id is not null and kind not in ('brackets', 'defer'))",
            name="ad_referendum_agrees_at_sitting",
        ),
        CheckConstraint("(kind = 'reopen') = (asked_by_id is not null)", name="reopening_was_asked_for"),
        CheckConstraint("kind <> 'reopen' or (level is null and reason <> '')", name="reopening_has_reason"),
        UniqueConstraint("id", "communique_id", "ad_referendum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    round_id: Mapped[int]
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[str | None] = mapped_column(SHORT)
    agreed_on: Mapped[date]
    """The day of the sitting, or on which the silence ended; without either that on which the Mission proposed it."""
    sitting_id: Mapped[int | None] = mapped_column()
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    voids_id: Mapped[int | None]
    together: Mapped[int | None]
    """The sequence of the first decision of the one act by which many were taken; None where it was taken alone."""
    silence_id: Mapped[int | None]
    """The silence procedure by which its level agreed; None where it agreed in another way."""
    ad_referendum: Mapped[bool] = mapped_column(default=False)
    """Its sitting agreed so subject to confirmation: see Confirmation."""
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    """Of a reopening: the delegation that asked for it, or the Mission."""
    confirmed: Mapped[bool] = column_property(
        select(Confirmation.decision_id)
        .where(Confirmation.decision_id == id)
        .correlate_except(Confirmation)
        .exists()
    )
    dispositions: Mapped[list["Disposition"]] = relationship(back_populates="decision")
    asked_by: Mapped[Party | None] = relationship(lazy="joined")
    sitting: Mapped[Sitting | None] = relationship(
        primaryjoin="Decision.sitting_id == Sitting.id", foreign_keys=[sitting_id], lazy="joined"
    )
    silence: Mapped[Silence | None] = relationship(
        primaryjoin="Decision.silence_id == Silence.id", foreign_keys="Decision.silence_id", lazy="joined"
    )

    @property
    def city(self) -> str:
        """In which city sits the body whose sitting or silence procedure reached it, "" for none."""
        reached = self.sitting or self.silence
        return reached.body.city if reached else ""

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it was taken ad referendum, and nobody confirmed it yet."""
        return self.ad_referendum and not self.confirmed


class Disposition(Base):
    """
    What a decision made of one revision.

    *text* is the wording adopted from it, so that no later engine can read it otherwise.
    """

    __tablename__ = "dispositions"
    __table_args__ = (
        UniqueConstraint("decision_id", "revision_id"),
        one_of("outcome", Outcome),
        CheckConstraint("outcome in ('accepted', 'part', 'bracketed') or text = ''", name="adopted_has_text"),
        CheckConstraint("(outcome = 'part') = (cast(chosen as varchar) <> '[]')", name="part_has_changes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), index=True)
    outcome: Mapped[str] = mapped_column(SHORT)
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The changes accepted, by their number (from 0), where the outcome is *part*."""
    text: Mapped[str] = mapped_column(Text, default="")
    rank: Mapped[int | None]
    """The order among several new paragraphs at one place."""
    decision: Mapped[Decision] = relationship(back_populates="dispositions")
    revision: Mapped[Revision] = relationship()


class VerdictRow(Base):
    """
    What became of a pending revision when its round was closed;

    *next_revision* is the one that is carried over, if any.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        one_of("verdict", Verdict),
        CheckConstraint("done between 0 and total", name="done_of_total"),
        CheckConstraint(
            "(verdict in ('carried', 'partly', 'conflict')) = (next_revision_id is not null)",
            name="living_has_next_revision",
        ),
        CheckConstraint("next_revision_id <> revision_id", name="next_revision_is_another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    verdict: Mapped[str] = mapped_column(SHORT)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    next_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    revision: Mapped[Revision] = relationship(foreign_keys=[revision_id])


class AnswerRow(Base):
    """A sponsor's word on a disposition, a verdict or an entry from the floor. The latest of a party counts."""

    __tablename__ = "answers"
    __table_args__ = (
        one_of("answer", Answer),
        CheckConstraint("answer not in ('object', 'contest') or reason <> ''", name="objection_has_reason"),
        CheckConstraint(
            "(case when disposition_id is null then 0 else 1 end)"
            " + (case when verdict_id is null then 0 else 1 end)"
            " + (case when revision_id is null then 0 else 1 end) = 1",
            name="one_subject",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), index=True)
    disposition_id: Mapped[int | None] = mapped_column(ForeignKey("dispositions.id"), index=True)
    verdict_id: Mapped[int | None] = mapped_column(ForeignKey("verdicts.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    answer: Mapped[str] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)

    @property
    def disowns(self) -> bool:
        """Whether it says of an entry from the floor that it is not its own."""
        return self.revision_id is not None and self.answer == "contest"


class JournalLine(Base):
    """Who did what, when, before and after. *scope* says whose eyes it is for: see journal.Scope."""

    __tablename__ = "journal"
    __table_args__ = (
        same("rounds", "round_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("amendments", "amendment_id", "communique_id"),
        same("sittings", "sitting_id", "communique_id"),
        same("silences", "silence_id", "communique_id"),
        one_of("scope", Scope),
        CheckConstraint(
            "scope not in ('party', 'reservation', 'discussion', 'input') or party_id is not null",
            name="scope_has_party",
        ),
        CheckConstraint("scope <> 'amendment' or amendment_id is not null", name="scope_has_amendment"),
        CheckConstraint(
            "scope <> 'position' or (party_id is not null and round_id is not null)",
            name="scope_has_position",
        ),
        CheckConstraint(
            "scope not in ('sitting', 'record') or sitting_id is not null", name="scope_has_sitting"
        ),
        CheckConstraint("scope <> 'silence' or silence_id is not null", name="scope_has_silence"),
        CheckConstraint(
            "communique_id is not null or (round_id is null and paragraph_id is null and amendment_id is null"
            " and sitting_id is null and silence_id is null)",
            name="names_communique",
        ),
        Index("ix_journal_communique_id_id", "communique_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[str] = mapped_column(NAME)
    """The name as it was then; "operator" for commands."""
    act: Mapped[str] = mapped_column(SHORT)
    scope: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """Of a line about people: the meeting of the office; None where it is about an account."""
    communique_id: Mapped[int | None] = mapped_column(ForeignKey("communiques.id"))
    round_id: Mapped[int | None]
    paragraph_id: Mapped[int | None] = mapped_column(index=True)
    amendment_id: Mapped[int | None] = mapped_column(index=True)
    sitting_id: Mapped[int | None]
    silence_id: Mapped[int | None]
    subject: Mapped[str] = mapped_column(LONG, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why, as whoever acted gave it."""


IS_CURRENT = and_(Revision.amendment_id == Amendment.id, Revision.sequence == Amendment.revision)
"""A revision is what its proposal says now."""
