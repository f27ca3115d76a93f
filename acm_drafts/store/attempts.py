"""
Counts of attempts in the database, so that all workers count together; both engines count in one statement.

A count begins with its first attempt and ends a fixed time later. One that ends later than that was
begun before the clock was put back, and counts as ended.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Executable, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from acm_drafts.store.records import AttemptCount

SWEPT_AT_ONCE = 1000

# A room that signs in at once runs these for every person: they are put together once, past the mapping of objects.
_ATTEMPTS = AttemptCount.metadata.tables[AttemptCount.__tablename__]
_attempt = _ATTEMPTS.c
_RUNNING = select(_attempt.key, _attempt.count, _attempt.ends_at).where(
    _attempt.key.in_(bindparam("keys", expanding=True)), _attempt.ends_at > bindparam("now")
)
_FORGET = delete(_ATTEMPTS).where(_attempt.key.in_(bindparam("keys", expanding=True)))
_TAKE_BACK = (
    update(_ATTEMPTS)
    .where(_attempt.key == bindparam("of"), _attempt.count > 0)
    .values(count=_attempt.count - 1)
)


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
    rows = session.execute(_RUNNING, {"keys": list(keys), "now": now})
    return {key: Count(tries, ends_at) for key, tries, ends_at in rows}


def count_of(session: Session, key: str, now: datetime) -> int:
    """Return the count of *key*, 0 where there is none. One query."""
    known = counts(session, [key], now).get(key)
    return known.tries if known else 0


def add(session: Session, key: str, *, now: datetime, lasts: timedelta) -> int:
    """Count one attempt on *key* and return how many there are now. One statement: no two are counted as one."""
    return add_each(session, {key: lasts}, now=now)[key]


def add_each(session: Session, keys: Mapping[str, timedelta], *, now: datetime) -> Mapping[str, int]:
    """
    Count one attempt on each of *keys*, which tell how long a count lasts; return how many there are now.

    One statement, which holds the keys in their order: two that name the same ones in one order never block each other.
    """
    facts = [{"key": key, "now": now, "ends_at": now + lasts} for key, lasts in keys.items()]
    rows = session.execute(_counting(session.get_bind().dialect.name), facts)
    return {key: int(count) for key, count in rows}


@cache
def _counting(dialect: str) -> Executable:
    """Return the statement that counts one attempt: begins a count, begins one that is over anew, or goes on."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    now = bindparam("now", type_=_attempt.ends_at.type)
    begun = insert(_ATTEMPTS).values(key=bindparam("key"), count=1, ends_at=bindparam("ends_at"))
    is_over = or_(_attempt.ends_at <= now, _attempt.ends_at > begun.excluded.ends_at)
    return begun.on_conflict_do_update(
        index_elements=[_attempt.key],
        set_={
            "count": case((is_over, 1), else_=_attempt.count + 1),
            "ends_at": case((is_over, begun.excluded.ends_at), else_=_attempt.ends_at),
        },
    ).returning(_attempt.key, _attempt.count)


def forget(session: Session, *keys: str) -> None:
    """Begin to count *keys* anew."""
    session.execute(_FORGET, {"keys": list(keys)})


def take_back(session: Session, key: str) -> None:
    """Count one attempt on *key* less: it succeeded."""
    session.execute(_TAKE_BACK, {"of": key})


def oldest_end(session: Session) -> datetime | None:
    """Return the moment at which the count ended or ends that ends first, None where there is none. One query."""
    return session.scalar(select(func.min(_attempt.ends_at)))


def sweep(session: Session, now: datetime) -> int:
    """Delete counts that have ended, but those that somebody counts on just now; return how many."""
    ended = (
        select(_attempt.key)
        .where(_attempt.ends_at <= now)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    swept = session.execute(delete(_ATTEMPTS).where(_attempt.key.in_(ended)).returning(_attempt.key))
    return len(swept.all())
