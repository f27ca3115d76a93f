"""
Counts of attempts in the database, so that all workers count together; both engines count in one statement.

A count begins with its first attempt and ends a fixed time later. One that ends later than that was
begun before the clock was put back, and counts as ended.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from acm_drafts.store.records import AttemptCount

SWEPT_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within a time that begins with the first."""

    name: str
    most: int
    lasts: timedelta

    def key(self, *names: str) -> str:
        """Return the key under which the attempts of an address, an account or both (*names*) are counted."""
        return hashlib.sha256("\0".join((self.name, *names)).encode()).hexdigest()


class Count(NamedTuple):
    """How often something was tried, and until when that counts."""

    tries: int
    ends_at: datetime


def counts(session: Session, keys: Collection[str], now: datetime) -> Mapping[str, Count]:
    """Return the counts that have begun and not ended, by their keys. One query."""
    rows = session.execute(
        select(AttemptCount.key, AttemptCount.count, AttemptCount.ends_at).where(
            AttemptCount.key.in_(keys), AttemptCount.ends_at > now
        )
    )
    return {key: Count(tries, ends_at) for key, tries, ends_at in rows}


def count_of(session: Session, key: str, now: datetime) -> int:
    """Return the count of *key*, 0 where there is none. One query."""
    known = counts(session, [key], now).get(key)
    return known.tries if known else 0


def add(session: Session, key: str, *, now: datetime, lasts: timedelta) -> int:
    """Count one attempt on *key* and return how many there are now. One statement: no two are counted as one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    begun = insert(AttemptCount).values(key=key, count=1, ends_at=now + lasts)
    is_over = or_(AttemptCount.ends_at <= now, AttemptCount.ends_at > now + lasts)
    counted = begun.on_conflict_do_update(
        index_elements=[AttemptCount.key],
        set_={
            "count": case((is_over, 1), else_=AttemptCount.count + 1),
            "ends_at": case((is_over, now + lasts), else_=AttemptCount.ends_at),
        },
    ).returning(AttemptCount.count)
    return int(session.execute(counted).scalar_one())


def forget(session: Session, key: str) -> None:
    """Begin to count *key* anew."""
    session.execute(delete(AttemptCount).where(AttemptCount.key == key))


def take_back(session: Session, key: str) -> None:
    """Count one attempt on *key* less: it succeeded."""
    session.execute(
        update(AttemptCount)
        .where(AttemptCount.key == key, AttemptCount.count > 0)
        .values(count=AttemptCount.count - 1)
    )


def sweep(session: Session, now: datetime) -> None:
    """Delete counts that have ended, but those that somebody counts on just now."""
    ended = (
        select(AttemptCount.key)
        .where(AttemptCount.ends_at <= now)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(AttemptCount).where(AttemptCount.key.in_(ended)))
