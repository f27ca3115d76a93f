"""Confirmations of what sittings agreed ad referendum."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.store.database import Base, utcnow


class Confirmation(Base):
    """
    An agreement that was reached ad referendum is confirmed, once; *given_by* says in words who confirmed it.

    *ad_referendum* is always true: its key ties the row to such an agreement alone.
    """

    __tablename__ = "confirmations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["decision_id", "communique_id", "ad_referendum"],
            ["decisions.id", "decisions.communique_id", "decisions.ad_referendum"],
        ),
        CheckConstraint("ad_referendum", name="of_ad_referendum"),
        CheckConstraint("given_by <> ''", name="says_who"),
    )

    decision_id: Mapped[int] = mapped_column(primary_key=True)
    communique_id: Mapped[int]
    ad_referendum: Mapped[bool] = mapped_column(default=True)
    given_by: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=utcnow)
