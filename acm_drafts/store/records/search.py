"""The words by which the one search finds rows of other tables."""

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import SHORT


class SearchText(Base):
    """
    The folded words of one row of another table (negotiation.search.folded_text).

    It follows from that row, is written in the same transaction (store.search_texts), and can be made anew at any
    time. A row without words has none. Who may read the row is asked of the row itself.
    """

    __tablename__ = "search_texts"
    __table_args__ = (
        CheckConstraint("subject <> ''", name="subject"),
        CheckConstraint("folded <> ''", name="folded"),
    )

    subject: Mapped[str] = mapped_column(SHORT, primary_key=True)
    """The name of the table."""
    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """The key of the row there."""
    folded: Mapped[str] = mapped_column(Text)
