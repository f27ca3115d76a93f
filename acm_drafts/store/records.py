"""
What is kept: facts and constraints, no rules.

Tables listed in `IMMUTABLE` are only ever added to; triggers hold that in the database itself,
on both engines. States are computed where they can be; a column holds only what a person set.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.store.database import Base, utcnow

SHORT, NAME, LONG = String(64), String(200), String(500)
JOINS = text("other_id is not null")

IMMUTABLE = (
    "wordings",
    "descents",
    "imports",
    "drafts",
    "circulations",
    "lines",
    "revisions",
    "decisions",
    "dispositions",
    "verdicts",
    "answers",
    "journal",
)


# People ------------------------------------------------------------------------------------------


class Party(Base):
    """Who can sponsor: a Member State's delegation, a group that speaks for members, or the Mission."""

    __tablename__ = "parties"
    __table_args__ = (
        CheckConstraint("kind in ('state', 'group', 'mission')", name="kind"),
        CheckConstraint("(kind = 'state') = (iso2 is not null)", name="state_has_iso2"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(SHORT)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    iso2: Mapped[str | None] = mapped_column(String(2), unique=True)
    region: Mapped[str] = mapped_column(SHORT, default="")
    name_en: Mapped[str] = mapped_column(NAME)
    name_fr: Mapped[str] = mapped_column(NAME)
    name_ar: Mapped[str] = mapped_column(NAME)


class Membership(Base):
    """A Member State belongs to a group that may speak for it."""

    __tablename__ = "memberships"

    group_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True)
    state_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Casefolded and trimmed: two spellings of one address are one person."""
    name: Mapped[str] = mapped_column(NAME)
    password_hash: Mapped[str] = mapped_column(LONG)
    language: Mapped[str] = mapped_column(String(2), default="en")
    zone: Mapped[str] = mapped_column(SHORT, default="")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="user", foreign_keys="Appointment.user_id"
    )


class Appointment(Base):
    """A person holds a role for a term; a new chair is a new row, so that the record stays."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(
            "role in ('mission-drafter','administrator','chair','head','alternate','drafter','observer')",
            name="role",
        ),
        CheckConstraint(
            "(role in ('head','alternate','drafter','mission-drafter')) = (party_id is not null)",
            name="role_has_party",
        ),
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="term"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    """At which meeting it is held; None: in general."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day of the term; None while it has no end."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="appointments", foreign_keys=[user_id])
    party: Mapped[Party | None] = relationship()
    meeting: Mapped["Meeting | None"] = relationship()


class Invitation(Base):
    """
    A single-use link: to make an account, or (with a user) to choose a new password. Only a hash of the
    link is kept.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHORT, unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[str | None] = mapped_column(SHORT)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    ends_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    party: Mapped[Party | None] = relationship()
    meeting: Mapped["Meeting | None"] = relationship()


class SignIn(Base):
    """A signed-in browser. The server ends it; an old cookie is then worth nothing."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(SHORT, unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(default=utcnow)
    seen_at: Mapped[datetime] = mapped_column(default=utcnow)
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


# The text ----------------------------------------------------------------------------------------


class Meeting(Base):
    __tablename__ = "meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(NAME)
    year: Mapped[int]
    zone: Mapped[str] = mapped_column(SHORT, default="America/New_York")
    place: Mapped[str] = mapped_column(NAME, default="")
    opens_on: Mapped[date | None]


class Communique(Base):
    __tablename__ = "communiques"
    __table_args__ = (
        CheckConstraint("language in ('en', 'fr', 'ar')", name="language"),
        CheckConstraint("numbering in ('made-good', 'frozen')", name="numbering"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Stands in addresses; tells nothing and never changes."""
    title: Mapped[str] = mapped_column(LONG)
    language: Mapped[str] = mapped_column(String(2))
    symbol_root: Mapped[str] = mapped_column(SHORT, unique=True)
    numbering: Mapped[str] = mapped_column(SHORT)
    number_style: Mapped[str] = mapped_column(String(8), default="%s.")
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    meeting: Mapped[Meeting] = relationship()


class AgendaRow(Base):
    """An item of the General Assembly's agenda under which a communiqué is circulated; *part*: a sub-item's letter."""

    __tablename__ = "agenda_items"
    __table_args__ = (CheckConstraint("number between 1 and 999", name="number"),)

    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(LONG)


class Paragraph(Base):
    """Identity only: no text, no number. An inserted paragraph has it from its submission."""

    __tablename__ = "paragraphs"

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    counter: Mapped[int] = mapped_column(default=0)
    """Counts the decisions taken on it: a page that shows an older count is out of date."""
    state: Mapped[str] = mapped_column(SHORT, default="untouched", server_default="untouched")
    """What the page of the text shows of it, computed in the transaction of each act (services.paragraphs.refresh)."""
    pending: Mapped[int] = mapped_column(default=0, server_default="0")
    clashes: Mapped[int] = mapped_column(default=0, server_default="0")
    agreed_level: Mapped[str | None] = mapped_column(SHORT)
    agreed_on: Mapped[date | None]


class Descent(Base):
    """A paragraph came from another: the parts of a split, or what was joined into it."""

    __tablename__ = "descents"

    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), primary_key=True, index=True)


class Wording(Base):
    """
    What a paragraph says, in one language;

    never rewritten. The act that made it is an import, a round or an insertion.
    """

    __tablename__ = "wordings"
    __table_args__ = (
        UniqueConstraint("paragraph_id", "language", "sequence"),
        CheckConstraint("kind in ('heading', 'paragraph', 'sub-paragraph')", name="kind"),
        CheckConstraint("depth between 0 and 2", name="depth"),
        CheckConstraint("language in ('en', 'fr', 'ar')", name="language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"))
    sequence: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(SHORT)
    depth: Mapped[int] = mapped_column(default=0)
    numbered: Mapped[bool] = mapped_column(default=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("wordings.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=utcnow)


class Draft(Base):
    """An ordered text. Only the Mission reads it until a circulation. *digest* is that of its lines."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("communique_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    sequence: Mapped[int]
    symbol: Mapped[str] = mapped_column(SHORT, unique=True)
    status: Mapped[str] = mapped_column(SHORT)
    digest: Mapped[str] = mapped_column(SHORT)
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    communique: Mapped[Communique] = relationship()


class Import(Base):
    """The bytes a draft was read from, by their hash: the same file into the same communiqué is refused."""

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("communique_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    sha256: Mapped[str] = mapped_column(SHORT, index=True)
    file_name: Mapped[str] = mapped_column(LONG)


class Circulation(Base):
    """From this moment on, everybody with a seat reads the draft. One for each draft."""

    __tablename__ = "circulations"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    attributed: Mapped[bool]


class LineRow(Base):
    """One line of a draft: which wording of which paragraph stands where, and the number as printed."""

    __tablename__ = "lines"
    __table_args__ = (
        UniqueConstraint("draft_id", "position"),
        UniqueConstraint("draft_id", "paragraph_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"))
    position: Mapped[int]
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), index=True)
    wording_id: Mapped[int] = mapped_column(ForeignKey("wordings.id"), index=True)
    label: Mapped[str] = mapped_column(SHORT)
    indent: Mapped[str] = mapped_column(SHORT, default="")
    digest: Mapped[str] = mapped_column(SHORT)
    """The fingerprint of what the line said when the draft was made."""


# The negotiation ---------------------------------------------------------------------------------


class Round(Base):
    """Proposals on one draft between two moments; closed once, by a person, and then the next draft is there."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("communique_id", "number"),
        CheckConstraint("deadline > opens_at", name="deadline_after_opening"),
        CheckConstraint("(closed_at is null) = (next_draft_id is null)", name="closed_has_next_draft"),
        CheckConstraint(
            "admissibility in ('open','no-new-issues','brackets-only','editorial')", name="admissibility"
        ),
        CheckConstraint("visibility in ('mission', 'deadline', 'all')", name="visibility"),
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
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), unique=True)
    number: Mapped[int]
    opens_at: Mapped[datetime]
    deadline: Mapped[datetime]
    zone: Mapped[str] = mapped_column(SHORT)
    admissibility: Mapped[str] = mapped_column(SHORT)
    visibility: Mapped[str] = mapped_column(SHORT)
    chair_reads: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    next_draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), unique=True)
    draft: Mapped[Draft] = relationship(foreign_keys=[draft_id])
    communique: Mapped[Communique] = relationship()


class Amendment(Base):
    """A proposal and its place in the world; what it says is in its revisions."""

    __tablename__ = "amendments"
    __table_args__ = (
        UniqueConstraint("communique_id", "sponsor_id", "number"),
        CheckConstraint("kind in ('replace','insert','delete','move','split','join','keep')", name="kind"),
        CheckConstraint("stage in ('draft','review','submitted','withdrawn')", name="stage"),
        CheckConstraint("stage <> 'submitted' or number is not null", name="submitted_has_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    """The round in which it now stands; a pending proposal travels on with each round that opens."""
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Stands in addresses and where attribution is off; tells nothing."""
    kind: Mapped[str] = mapped_column(SHORT)
    stage: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), index=True)
    """What it concerns now; of an insertion, the new paragraph itself."""
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    sponsor_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), index=True)
    number: Mapped[int | None]
    """Counts within one sponsor ("EGY 3"), given with the first submission: a global one would tell how many exist."""
    from_floor: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    """The sequence of the current revision."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=utcnow)
    submitted_at: Mapped[datetime | None]
    sponsor: Mapped[Party] = relationship()
    paragraph: Mapped[Paragraph] = relationship()
    revisions: Mapped[list["Revision"]] = relationship(
        order_by="Revision.sequence", back_populates="amendment"
    )


class Revision(Base):
    """
    What a proposal said at one time.

    *made*: by its sponsor, from the floor, as the rest of a part, carried, or contested.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("amendment_id", "sequence"),
        CheckConstraint("made in ('sponsor','floor','rest','carried','contested')", name="made"),
        # Most revisions follow nothing: an index of them all would be taken for a good one, and is the worst.
        Index(
            "ix_revisions_after_id",
            "after_id",
            sqlite_where=text("after_id is not null"),
            postgresql_where=text("after_id is not null"),
        ),
        Index("ix_revisions_other_id", "other_id", sqlite_where=JOINS, postgresql_where=JOINS),
        CheckConstraint("language in ('en', 'fr', 'ar')", name="language"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"))
    sequence: Mapped[int]
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("wordings.id"))
    """The wording it stands on; of an insertion none."""
    amends_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revisions.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(SHORT, default="paragraph")
    depth: Mapped[int] = mapped_column(default=0)
    numbered: Mapped[bool] = mapped_column(default=True)
    after_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id"))
    """The place of an insertion or a move; None there means before everything."""
    other_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id"))
    """The paragraph that a join takes in."""
    parts: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The identities of a split's later parts."""
    language: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[str] = mapped_column(SHORT)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    amendment: Mapped[Amendment] = relationship(back_populates="revisions")
    base: Mapped[Wording | None] = relationship()


class Cosponsor(Base):
    __tablename__ = "cosponsors"

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship()


class Position(Base):
    """Where a delegation stands on a proposal; the journal keeps what it said before."""

    __tablename__ = "positions"
    __table_args__ = (
        CheckConstraint("stance in ('support','live-with','oppose','reserve','awaiting')", name="stance"),
    )

    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendments.id"), primary_key=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"), primary_key=True, index=True)
    stance: Mapped[str] = mapped_column(SHORT)
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    party: Mapped[Party] = relationship()


class Decision(Base):
    """One judgement on one paragraph. Without a level it is "proposed by the Mission"."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("round_id", "sequence"),
        UniqueConstraint("voids_id"),
        CheckConstraint(
            "kind in ('accept','part','compromise','reject','brackets','defer','agree','void')", name="kind"
        ),
        CheckConstraint("kind <> 'reject' or reason <> ''", name="rejection_has_reason"),
        CheckConstraint("kind <> 'void' or reason <> ''", name="voiding_has_reason"),
        CheckConstraint("(kind = 'void') = (voids_id is not null)", name="voiding_names_decision"),
        CheckConstraint("kind <> 'agree' or level is not null", name="agreement_has_level"),
        CheckConstraint(
            "level is null or level in"
            " ('expert','working-groups','troika','executive-committee','ambassadorial','ministerial')",
            name="level",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(SHORT)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("paragraphs.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    level: Mapped[str | None] = mapped_column(SHORT)
    agreed_on: Mapped[date]
    """The day the level agreed it, which may be before it was recorded."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
    voids_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    dispositions: Mapped[list["Disposition"]] = relationship(back_populates="decision")


class Disposition(Base):
    """
    What a decision made of one revision.

    *text* is the wording adopted from it, so that no later engine can read it otherwise.
    """

    __tablename__ = "dispositions"
    __table_args__ = (
        UniqueConstraint("decision_id", "revision_id"),
        CheckConstraint(
            "outcome in ('accepted','part','absorbed','rejected','bracketed','deferred')", name="outcome"
        ),
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

    *next_revision* is the carried one, if it lives on.
    """

    __tablename__ = "verdicts"
    __table_args__ = (
        CheckConstraint(
            "verdict in ('carried','absorbed','partly','overtaken','conflict','orphaned')", name="verdict"
        ),
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
        CheckConstraint("answer in ('accept','live-with','object','confirm','contest')", name="answer"),
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
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)

    @property
    def disowns(self) -> bool:
        """Whether it says of an entry from the floor that it is not its own."""
        return self.revision_id is not None and self.answer == "contest"


class JournalLine(Base):
    """Who did what, when, before and after. *scope* says whose eyes it is for: see journal.Scope."""

    __tablename__ = "journal"
    __table_args__ = (
        CheckConstraint("scope in ('all', 'mission', 'party', 'amendment', 'people')", name="scope"),
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
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    paragraph_id: Mapped[int | None] = mapped_column(ForeignKey("paragraphs.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendments.id"), index=True)
    subject: Mapped[str] = mapped_column(LONG, default="")
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Why, as whoever acted gave it. Lines written before this column hold it in *after*: see `why`."""

    @property
    def why(self) -> str:
        """Return the reason that was given for the act, "" where none was."""
        return self.reason or (self.after if self.act in ("withdraw", "answer", "void") else "")


# What waits --------------------------------------------------------------------------------------


class Batch(Base):
    """Files that the Mission was sent by delegations: they wait to be looked at, and are gone after *ends_at*."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
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
        CheckConstraint("stage in ('waiting', 'reading', 'read', 'refused', 'entered')", name="stage"),
        CheckConstraint("named_by in ('', 'name', 'hands', 'person')", name="named_by"),
        CheckConstraint("(named_by = '') = (party_id is null)", name="named_by_somebody"),
        CheckConstraint("stage <> 'entered' or party_id is not null", name="entered_has_party"),
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
    tally: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    chosen: Mapped[int | None]
    """How many proposals are ticked, once somebody looked at it; of an entered file, how many were entered."""
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    found: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    typed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    party: Mapped[Party | None] = relationship()
