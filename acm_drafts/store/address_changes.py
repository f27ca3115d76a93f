"""Changes of an e-mail address that their owner asked for: which link is open."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from acm_drafts.store.records import AddressChange


def find_address_change(session: Session, token_hash: str, now: datetime) -> AddressChange | None:
    """Return the change whose link has this hash and is open, None without one. One query."""
    return session.scalars(
        select(AddressChange)
        .options(joinedload(AddressChange.user))
        .where(
            AddressChange.token_hash == token_hash,
            AddressChange.used_at.is_(None),
            AddressChange.expires_at > now,
        )
    ).one_or_none()
