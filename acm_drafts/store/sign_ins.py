"""Sessions of signed-in browsers: which still hold, and which one person has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from acm_drafts.store.records import SignIn, User


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lasts: without being used (*idle*), and in all (*longest*)."""

    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=14)

    def bounds(self, now: datetime) -> Mapping[str, datetime]:
        """Return what `HOLDS` asks for at the moment *now*."""
        return {"idle_since": now - self.idle, "begun_before": now - self.longest}


HOLDS = (
    SignIn.ended_at.is_(None),
    SignIn.awaits_factor.is_(False),
    SignIn.seen_at > bindparam("idle_since"),
    SignIn.began_at > bindparam("begun_before"),
)
"""The condition that a session holds; its moments are `Lifetime.bounds`."""


def timed_out(session: Session, lifetime: Lifetime, now: datetime, *, most: int) -> Sequence[int]:
    """Return the keys of the oldest sessions that nobody ended and that hold no more, at most so many. One query."""
    bounds = lifetime.bounds(now)
    late = or_(SignIn.seen_at <= bounds["idle_since"], SignIn.began_at <= bounds["begun_before"])
    open_ones = select(SignIn.id).where(SignIn.ended_at.is_(None), SignIn.awaits_factor.is_(False), late)
    return session.scalars(open_ones.order_by(SignIn.id).limit(most)).all()


TO_PROVE = timedelta(minutes=10)
"""So long after the password a second factor may be proved."""


def find_awaiting(session: Session, token_hash: str, now: datetime) -> tuple[int, int] | None:
    """Return keys of sign-in and person where the second factor is still to be proved, None otherwise. One query."""
    row = session.execute(
        select(SignIn.id, SignIn.user_id)
        .join(User, User.id == SignIn.user_id)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.awaits_factor,
            SignIn.ended_at.is_(None),
            SignIn.began_at > now - TO_PROVE,
            User.disabled_at.is_(None),
        )
    ).one_or_none()
    return (row.id, row.user_id) if row else None


def sessions_of(session: Session, user: int, lifetime: Lifetime, now: datetime) -> Sequence[SignIn]:
    """Return the sessions of a person that hold, the one used last first. One query."""
    mine = select(SignIn).where(SignIn.user_id == user, *HOLDS)
    return session.scalars(mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc()), lifetime.bounds(now)).all()


def count_sessions(session: Session, user: int, lifetime: Lifetime, now: datetime) -> int:
    """Return how many sessions of a person hold. One query."""
    return session.scalar(_HOW_MANY, {"user": user, **lifetime.bounds(now)}) or 0


_HOW_MANY = select(func.count(SignIn.id)).where(SignIn.user_id == bindparam("user"), *HOLDS)
