"""Which identity at the provider of the house an account is linked with."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from acm_drafts.store.records import LinkedIdentity


def find_identity(session: Session, user_id: int) -> LinkedIdentity | None:
    """Return the identity with which an account is linked, None without one. One query."""
    return session.get(LinkedIdentity, user_id)


def drop_identity(session: Session, user_id: int) -> bool:
    """Forget the identity of an account in the transaction of another act; return whether there was one."""
    gone = delete(LinkedIdentity).where(LinkedIdentity.user_id == user_id).returning(LinkedIdentity.user_id)
    return session.scalar(gone) is not None
