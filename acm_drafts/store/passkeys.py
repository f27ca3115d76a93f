"""Passkeys as they are kept, and the challenges that browsers are given: each is taken once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from acm_drafts.negotiation.passkeys import ChallengeUse
from acm_drafts.store.records import Passkey, PasskeyChallenge, User


def passkeys_of(session: Session, user: int) -> Sequence[Passkey]:
    """Return the passkeys of a person, the oldest first. One query."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user).order_by(Passkey.id)).all()


def find_passkey(session: Session, credential: str) -> Passkey | None:
    """Return the passkey that a device calls *credential*, of a person who is not suspended. One query."""
    return session.scalars(
        select(Passkey)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential == credential, User.disabled_at.is_(None))
        .execution_options(populate_existing=True)
    ).one_or_none()


def note_use(session: Session, passkey: int, *, kept: int, counted: int, now: datetime) -> bool:
    """Note that a passkey was used; return False where its count is not *kept* any more: it was used meanwhile."""
    used = session.execute(
        update(Passkey)
        .where(Passkey.id == passkey, Passkey.sign_count == kept)
        .values(sign_count=counted, used_at=now)
        .returning(Passkey.id)
    )
    return used.one_or_none() is not None


def take_challenge(
    session: Session, token_hash: str, use: ChallengeUse, *, user: int | None, now: datetime
) -> str | None:
    """Delete a challenge and return it; None where there is none of this use and person, or it is too old."""
    taken = session.execute(
        delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.token_hash == token_hash,
            PasskeyChallenge.purpose == use,
            PasskeyChallenge.user_id.is_not_distinct_from(user),
            PasskeyChallenge.ends_at > now,
        )
        .returning(PasskeyChallenge.challenge)
    )
    return taken.scalar_one_or_none()


def sweep_challenges(session: Session, now: datetime) -> None:
    """Delete the challenges that nobody answered in time."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.ends_at <= now))
