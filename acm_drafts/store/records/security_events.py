"""What was noted of the safety of accounts: kinds, moments and people, and nothing that somebody typed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from acm_drafts.negotiation.security_events import EventKind, Network
from acm_drafts.store.database import Base
from acm_drafts.store.records.columns import SHORT, one_of


class SecurityEvent(Base):
    """
    One thing that happened to an account, or was tried.

    A row is never changed; it is deleted once it is older than the house keeps events.
    """

    __tablename__ = "security_events"
    __table_args__ = (one_of("kind", EventKind), one_of("network", Network))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(SHORT)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    """Whose account it concerns; None where no account has the address that was typed, or nobody is signed in."""
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """Who did it; None for whoever is not signed in, for a command and for the clock."""
    network: Mapped[str] = mapped_column(SHORT)
    browser: Mapped[str] = mapped_column(SHORT)
    system: Mapped[str] = mapped_column(SHORT)
    """By what the browser and its system are commonly called; "" where that is not known."""
    request_id: Mapped[str] = mapped_column(String(64))
    """The reference under which the access log has the request too; "" for a command and for the clock."""
    about: Mapped[str] = mapped_column(SHORT)
    """What was asked for, in words of ours: the name of a route, or of a directive; "" where the kind says it."""
