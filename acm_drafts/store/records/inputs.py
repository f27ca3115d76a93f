"""Calls for inputs with their versions and acts, the answers of delegations with their files, and marks of themes."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from acm_drafts.negotiation.inputs import InputCallAct
from acm_drafts.negotiation.terms import Visibility
from acm_drafts.store.database import Base, utcnow
from acm_drafts.store.records.columns import LONG, NAME, SHORT, one_of
from acm_drafts.store.records.people import Party
from acm_drafts.text.language import Language


class InputCall(Base):
    """A call for inputs beside a text; what it says stands in its versions, what was done to it in its acts."""

    __tablename__ = "input_calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int] = mapped_column(ForeignKey("communiques.id"), index=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)


class InputCallVersion(Base):
    """
    What a call says; a draft that is saved again is a further version, and the last one is issued.

    *languages*: those in which answers are taken, by their codes with spaces between them.
    """

    __tablename__ = "input_call_versions"
    __table_args__ = (
        UniqueConstraint("call_id", "sequence"),
        one_of("visibility", Visibility),
        CheckConstraint("sequence > 0", name="sequence"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("languages <> ''", name="languages"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("input_calls.id"))
    sequence: Mapped[int]
    title: Mapped[str] = mapped_column(LONG)
    background: Mapped[str] = mapped_column(Text, default="")
    visibility: Mapped[str] = mapped_column(SHORT)
    languages: Mapped[str] = mapped_column(SHORT)
    deadline: Mapped[datetime]
    zone: Mapped[str] = mapped_column(SHORT)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class InputQuestion(Base):
    """A question of a version of a call."""

    __tablename__ = "input_questions"
    __table_args__ = (
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("text <> ''", name="text"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("input_call_versions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class InputCallActRow(Base):
    """
    What the Mission did to a call. *until*: the deadline that it sets, for all or for one delegation.

    *version*: the version that was issued.
    """

    __tablename__ = "input_call_acts"
    __table_args__ = (
        UniqueConstraint("call_id", "sequence"),
        one_of("act", InputCallAct),
        CheckConstraint("sequence > 0", name="sequence"),
        ForeignKeyConstraint(
            ["version", "call_id"], ["input_call_versions.sequence", "input_call_versions.call_id"]
        ),
        CheckConstraint("(act = 'issue') = (version is not null)", name="issue_has_version"),
        CheckConstraint(
            "(act in ('issue', 'extend', 'allow-late')) = (until is not null)", name="act_has_until"
        ),
        CheckConstraint("(act = 'allow-late') = (party_id is not null)", name="late_has_party"),
        CheckConstraint("act not in ('extend', 'allow-late', 'withdraw') or reason <> ''", name="reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("input_calls.id"))
    sequence: Mapped[int]
    act: Mapped[str] = mapped_column(SHORT)
    version: Mapped[int | None]
    until: Mapped[datetime | None]
    party_id: Mapped[int | None] = mapped_column(ForeignKey("parties.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=utcnow)


class Input(Base):
    """The answer of a delegation to a call; what it says stands in its versions."""

    __tablename__ = "inputs"
    __table_args__ = (UniqueConstraint("call_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("input_calls.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("parties.id"))
    party: Mapped[Party] = relationship()


class InputVersion(Base):
    """What an answer said when it was saved as a draft, or *submitted*; *late*: after the deadline, as was allowed."""

    __tablename__ = "input_versions"
    __table_args__ = (
        UniqueConstraint("input_id", "sequence"),
        one_of("language", Language),
        CheckConstraint("sequence > 0", name="sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    input_id: Mapped[int] = mapped_column(ForeignKey("inputs.id"))
    sequence: Mapped[int]
    submitted: Mapped[bool]
    late: Mapped[bool]
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(default=utcnow)


class InputPart(Base):
    """The answer to one question, by its place in the call; a question without words has no row."""

    __tablename__ = "input_parts"
    __table_args__ = (
        CheckConstraint("position > 0", name="position"),
        CheckConstraint("text <> ''", name="text"),
    )

    version_id: Mapped[int] = mapped_column(ForeignKey("input_versions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class InputFile(Base):
    """A file of an answer as it was sent, once it was read in the sandbox."""

    __tablename__ = "input_files"
    __table_args__ = (
        UniqueConstraint("input_id", "sha256"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("size > 0", name="size"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    input_id: Mapped[int] = mapped_column(ForeignKey("inputs.id"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(NAME)
    sha256: Mapped[str] = mapped_column(SHORT)
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class InputVersionFile(Base):
    """That a version of an answer has a file."""

    __tablename__ = "input_version_files"

    version_id: Mapped[int] = mapped_column(ForeignKey("input_versions.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("input_files.id"), primary_key=True)


class InputMark(Base):
    """A *theme* that the Mission marked on a passage of an answer: *phrase* are its words in that version."""

    __tablename__ = "input_marks"
    __table_args__ = (
        ForeignKeyConstraint(["version_id", "position"], ["input_parts.version_id", "input_parts.position"]),
        CheckConstraint("theme <> ''", name="theme"),
        CheckConstraint("phrase <> ''", name="phrase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    version_id: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    theme: Mapped[str] = mapped_column(NAME)
    phrase: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=utcnow)


class InputMarkRemoval(Base):
    """That the Mission took a mark away."""

    __tablename__ = "input_mark_removals"

    mark_id: Mapped[int] = mapped_column(ForeignKey("input_marks.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=utcnow)
