"""The places of the lines of the journal in their chains: see negotiation.journal_chain."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import SHORT


class JournalLink(Base):
    """
    The place of a line of the journal in its chain.

    *previous*: the hash of the line before it, None for the first: the database holds that it is there, and that no
    other line follows it. *salt* is told nobody. *words*: the hash of those of the
    draft that the act made.
    """

    __tablename__ = "journal_links"
    __table_args__ = (
        CheckConstraint("chain <> ''", name="chain"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(number = 1) = (previous is null)", name="first_has_no_previous"),
        CheckConstraint("length(salt) = 32", name="salt"),
        CheckConstraint("length(words) = 64", name="words"),
        CheckConstraint("length(hash) = 64", name="hash"),
        UniqueConstraint("chain", "number"),
        UniqueConstraint("chain", "previous"),
        UniqueConstraint("chain", "hash"),
        ForeignKeyConstraint(["chain", "previous"], ["journal_links.chain", "journal_links.hash"]),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("journal.id"), primary_key=True, autoincrement=False)
    chain: Mapped[str] = mapped_column(SHORT)
    number: Mapped[int]
    previous: Mapped[str | None] = mapped_column(SHORT)
    salt: Mapped[str] = mapped_column(String(32))
    words: Mapped[str | None] = mapped_column(SHORT)
    hash: Mapped[str] = mapped_column(SHORT)
