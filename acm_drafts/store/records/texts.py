"""Meetings, communiqués, drafts with their lines, paragraphs and wordings."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from acm_drafts.negotiation.document_settings import Distribution
from acm_drafts.negotiation.lines import LineKind
from acm_drafts.negotiation.numbering import Numbering
from acm_drafts.negotiation.terms import (
    DraftStatus,
    Level,
    ParagraphState,
    TextKind,
)
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.archiving import archived_on
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of, same
from acm_drafts.text.language import Language


class Meeting(Base):
    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("year between 1 and 9999", name="year"),
        CheckConstraint("unga_session between 1 and 999", name="unga_session"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(NAME)
    year: Mapped[int]
    zone: Mapped[str] = mapped_column(SHORT, default="America/New_York")
    place: Mapped[str] = mapped_column(NAME, default="")
    held_on: Mapped[date | None]
    unga_session: Mapped[int | None]
    """The session of the General Assembly on whose margins it is held."""
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    """The State in the chair, where that is set; see `chair_of_meeting` in store.bodies."""
    archived_on: Mapped[date | None] = column_property(archived_on(id))
    """The day on which it was archived, None where it is not in the archive."""
    removed_at: Mapped[datetime | None]
    """Since when no list shows it: it was added by mistake, or its papers were deleted; None: it is shown."""


class NamedCopies(Base):
    """Since when the copies of a text name their reader, and who opens a draft is noted; without a row neither."""

    __tablename__ = "named_copies"

    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), primary_key=True)
    since: Mapped[datetime]


class Communique(Base):
    """A negotiated text of a meeting: its communiqué, or its agenda, which is one of the same kind."""

    __tablename__ = "communiques"
    __table_args__ = (
        one_of("kind", TextKind),
        one_of("language", Language),
        one_of("numbering", Numbering),
        Index("uq_communiques_meeting_id_id", "meeting_id", "id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    kind: Mapped[str] = mapped_column(SHORT, default=TextKind.COMMUNIQUE)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    """Stands in addresses; tells nothing and never changes."""
    title: Mapped[str] = mapped_column(LONG)
    language: Mapped[str] = mapped_column(String(2))
    symbol_root: Mapped[str] = mapped_column(SHORT)
    """What the symbols of its drafts begin with, and what the adopted text can have as its own."""
    numbering: Mapped[str] = mapped_column(SHORT)
    number_style: Mapped[str] = mapped_column(String(8), default="%s.")
    meeting: Mapped[Meeting] = relationship()
    copies_named_since: Mapped[datetime | None] = column_property(
        select(NamedCopies.since).where(NamedCopies.communique_id == id).scalar_subquery()
    )


class AgendaRow(Base):
    """An item of the General Assembly's agenda under which a communiqué is circulated; *part*: a sub-item's letter."""

    __tablename__ = "agenda_items"
    __table_args__ = (CheckConstraint("number between 1 and 999", name="number"),)

    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(LONG)


class DocumentSettingsRow(Base):
    """How the documents of a communiqué look; without a row nothing is set."""

    __tablename__ = "document_settings"
    __table_args__ = (one_of("distribution", Distribution),)

    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), primary_key=True)
    held_on: Mapped[date | None]
    distribution: Mapped[str] = mapped_column(SHORT, default="")
    italics: Mapped[bool] = mapped_column(default=False)
    footnotes: Mapped[bool] = mapped_column(default=False)


class DocumentTitleRow(Base):
    """Title and place as the documents of a communiqué in one language print them; "" for what is not set."""

    __tablename__ = "document_titles"
    __table_args__ = (
        one_of("language", Language),
        CheckConstraint("title <> '' or place <> ''", name="says_something"),
    )

    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    title: Mapped[str] = mapped_column(LONG, default="")
    place: Mapped[str] = mapped_column(NAME, default="")


class Paragraph(Base):
    """Identity only: no text, no number. An inserted paragraph has it from its submission."""

    __tablename__ = "paragraphs"
    __table_args__ = (
        UniqueConstraint("communique_id", "id"),
        one_of("state", ParagraphState),
        one_of("agreed_level", Level),
        CheckConstraint("counter >= 0 and pending >= 0 and conflicts >= 0", name="counts"),
        CheckConstraint("state <> 'conflict' or conflicts > 0", name="conflict_has_conflicts"),
        CheckConstraint("conflicts = 0 or state in ('conflict', 'agreed')", name="conflicts_have_state"),
        CheckConstraint("(state = 'agreed') = (agreed_level is not null)", name="agreed_has_level"),
        CheckConstraint("(agreed_level is null) = (agreed_on is null)", name="agreed_has_day"),
        CheckConstraint("not ad_referendum or state = 'agreed'", name="ad_referendum_is_agreed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    counter: Mapped[int] = mapped_column(default=0)
    """Counts the decisions taken on it: a page that shows an older count is out of date."""
    state: Mapped[str] = mapped_column(SHORT, default="untouched")
    """What the page of the text shows of it, computed in the transaction of each act (services.paragraph_states)."""
    pending: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    agreed_level: Mapped[str | None] = mapped_column(SHORT)
    agreed_on: Mapped[date | None]
    ad_referendum: Mapped[bool] = mapped_column(default=False)
    """It is agreed, and that waits for its confirmation."""


class Annotation(Base):
    """What the Mission notes under an item of an agenda; the last one counts, "" takes the one before it away."""

    __tablename__ = "annotations"
    __table_args__ = (
        same("paragraphs", "paragraph_id", "communique_id"),
        UniqueConstraint("paragraph_id", "sequence"),
        CheckConstraint("sequence > 0", name="sequence"),
        Index("ix_annotations_communique_id", "communique_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    paragraph_id: Mapped[int]
    sequence: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Descent(Base):
    """A paragraph came from another: the parts of a split, or what was joined into it."""

    __tablename__ = "descents"
    __table_args__ = (CheckConstraint("paragraph_id <> ancestor_id", name="from_another"),)

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
        UniqueConstraint("paragraph_id", "id"),
        same("wordings", "translation_of_id", "paragraph_id"),
        one_of("kind", LineKind),
        one_of("language", Language),
        CheckConstraint("depth between 0 and 2", name="depth"),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("translation_of_id <> id", name="translates_another"),
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
    translation_of_id: Mapped[int | None] = mapped_column(index=True)


class Draft(Base):
    """
    An ordered text. Only the Mission reads it until a circulation. *digest* is that of its lines.

    An imported draft can be withdrawn, once, and its symbol is free again; everything else of it never changes.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("communique_id", "sequence"),
        UniqueConstraint("communique_id", "id"),
        one_of("status", DraftStatus),
        CheckConstraint("sequence >= 0", name="sequence"),
        CheckConstraint("withdrawn_at is null or sequence = 0", name="withdrawn_is_imported"),
        CheckConstraint("corrects_id is null or sequence = 0", name="corrected_is_imported"),
        CheckConstraint(
            "withdrawn_at is not null or (withdrawn_by_id is null and withdrawal_reason = '')",
            name="withdrawal_has_moment",
        ),
        CheckConstraint("corrects_id <> id", name="corrects_another"),
        Index(
            "uq_drafts_symbol",
            "symbol",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"))
    sequence: Mapped[int]
    symbol: Mapped[str] = mapped_column(SHORT)
    status: Mapped[str] = mapped_column(SHORT)
    digest: Mapped[str] = mapped_column(SHORT)
    made_at: Mapped[datetime] = mapped_column(default=utcnow)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id"), unique=True)
    """The withdrawn draft, of a communiqué of its own, in whose place this one was imported."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """None: nobody withdrew it, or the operator at the command line did."""
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    communique: Mapped[Communique] = relationship()


class Import(Base):
    """The bytes a draft was read from, by their hash: the same file into the same communiqué is refused."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("communique_id", "sha256"),
        same("drafts", "draft_id", "communique_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    draft_id: Mapped[int]
    sha256: Mapped[str] = mapped_column(SHORT, index=True)


class Circulation(Base):
    """From this moment on all participants read the draft. One for each draft."""

    __tablename__ = "circulations"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), unique=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    attributed: Mapped[bool]


class LineRow(Base):
    """
    One line of a draft: which wording of which paragraph stands where, and the number as printed.

    Draft and paragraph are of one communiqué, and the wording is the paragraph's own.
    """

    __tablename__ = "lines"
    __table_args__ = (
        UniqueConstraint("draft_id", "position"),
        UniqueConstraint("draft_id", "paragraph_id"),
        same("drafts", "draft_id", "communique_id"),
        same("paragraphs", "paragraph_id", "communique_id"),
        same("wordings", "wording_id", "paragraph_id"),
        CheckConstraint("position > 0", name="position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    draft_id: Mapped[int]
    position: Mapped[int]
    paragraph_id: Mapped[int] = mapped_column(index=True)
    wording_id: Mapped[int] = mapped_column(index=True)
    label: Mapped[str] = mapped_column(SHORT)
    reference: Mapped[str] = mapped_column(SHORT)
    """What the line is called where it stands alone: "12", "13 (a)", "PP3"; it follows from all labels of the draft."""
    indent: Mapped[str] = mapped_column(SHORT, default="")
    digest: Mapped[str] = mapped_column(SHORT)
    """The fingerprint of what the line said when the draft was made."""


IS_PRINTED = Wording.id == LineRow.wording_id
"""A wording is what a line prints."""
