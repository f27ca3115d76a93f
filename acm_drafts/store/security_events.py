"""
Security events: written by one function, read by administrators and by the owner of an account.

Where an act writes one, it belongs to the act: both are kept, or neither. It goes to the log once it is kept.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session, aliased

from acm_drafts.negotiation.security_events import TOLD_TO_OWNER, EventKind, Network
from acm_drafts.store.database import EVENTS, after_act, utcnow
from acm_drafts.store.records import SecurityEvent, User

log = logging.getLogger("acm_drafts.security")
SWEPT_AT_ONCE = 1000
_WRITE = insert(SecurityEvent.metadata.tables[SecurityEvent.__tablename__])
"""Past the mapping of objects: a room that signs in at once writes one for every person."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Under which reference, from what kind of network and in which browser something is asked for."""

    network: Network = Network.COMMAND
    browser: str = ""
    system: str = ""
    request_id: str = ""


BY_COMMAND = Circumstances()
circumstances: ContextVar[Circumstances] = ContextVar("circumstances", default=BY_COMMAND)
"""Those of the request under way; of a command where there is none."""


@contextmanager
def asked_under(known: Circumstances) -> Iterator[None]:
    """Let what is done inside the block be asked for under these circumstances."""
    token = circumstances.set(known)
    try:
        yield
    finally:
        circumstances.reset(token)


# Writing -----------------------------------------------------------------------------------------


def write_event(
    session: Session, kind: EventKind, *, user: int | None, actor: int | None = None, about: str = ""
) -> None:
    """
    Write one event in the transaction of *session*; once that is kept, a line of the log.

    *user*: whose account it concerns; *actor*: who did it; *about*: words of ours, never what somebody typed.
    """
    now = utcnow()
    facts: dict[str, Any] = {
        "at": now,
        "kind": kind.value,
        "user_id": user,
        "actor_id": actor,
        "about": about,
        **asdict(circumstances.get()),
    }
    session.execute(_WRITE, facts)
    # A line for each: two of one kind in one act are two.
    noted: set[Any] = session.info.setdefault(EVENTS, set())
    noted.add((len(noted), *facts.items()))


@after_act
def _log_events(session: Session) -> None:
    """Send the events of an act that is kept to the log, in their order."""
    for _number, *facts in sorted(session.info.get(EVENTS, ()), key=lambda noted: int(noted[0])):
        fields = {name: value for name, value in facts if value not in ("", None) and name != "at"}
        log.info(fields.pop("kind"), extra=fields)


def oldest_at(session: Session) -> datetime | None:
    """Return the moment of the oldest event, None where there is none. One query."""
    return session.scalar(select(func.min(SecurityEvent.at)))


def sweep(session: Session, before: datetime) -> int:
    """Delete the oldest events from before a moment, so many at once; return how many."""
    old = select(SecurityEvent.id).where(SecurityEvent.at < before).order_by(SecurityEvent.id)
    gone = delete(SecurityEvent).where(SecurityEvent.id.in_(old.limit(SWEPT_AT_ONCE)))
    return len(session.execute(gone.returning(SecurityEvent.id)).all())


# Reading -----------------------------------------------------------------------------------------


class EventRow(NamedTuple):
    """An event with the people in it; *person* and *by* are None where nobody is named."""

    event: SecurityEvent
    person: User | None
    by: User | None


_PERSON, _BY = aliased(User), aliased(User)


def load_events(
    session: Session,
    *,
    since: datetime,
    limit: int,
    kind: EventKind | None = None,
    people: Collection[int] | None = None,
    before: int | None = None,
) -> list[EventRow]:
    """
    Return events from *since* on, the newest first, at most *limit*. One query.

    *people*: those alone that concern one of these accounts, or were done by one; *before*: older than the event
    with that key.
    """
    conditions: list[ColumnElement[bool]] = [SecurityEvent.at >= since]
    if kind is not None:
        conditions.append(SecurityEvent.kind == kind)
    if people is not None:
        conditions.append(SecurityEvent.user_id.in_(people) | SecurityEvent.actor_id.in_(people))
    return _load(session, conditions, limit=limit, before=before)


def load_own_events(
    session: Session, user: int, *, since: datetime, limit: int, before: int | None = None
) -> list[EventRow]:
    """Return the events on an account that its owner is told, the newest first, at most *limit*. One query."""
    conditions = [
        SecurityEvent.at >= since,
        SecurityEvent.user_id == user,
        SecurityEvent.kind.in_(sorted(TOLD_TO_OWNER)),
    ]
    return _load(session, conditions, limit=limit, before=before)


def _load(
    session: Session, conditions: Sequence[ColumnElement[bool]], *, limit: int, before: int | None
) -> list[EventRow]:
    rows = (
        select(SecurityEvent, _PERSON, _BY)
        .outerjoin(_PERSON, _PERSON.id == SecurityEvent.user_id)
        .outerjoin(_BY, _BY.id == SecurityEvent.actor_id)
        .where(*conditions)
        .order_by(SecurityEvent.id.desc())
        .limit(limit)
    )
    if before is not None:
        rows = rows.where(SecurityEvent.id < before)
    return [EventRow(*row) for row in session.execute(rows)]


def last_sign_in(session: Session, user: int, *, before: datetime | None = None) -> SecurityEvent | None:
    """
    Return the event of the last time that a person signed in, *before* a moment where one is given. One query.

    It is of no session: events never change, and an act that follows does not read this one anew.
    """
    conditions = [SecurityEvent.user_id == user, SecurityEvent.kind == EventKind.SIGNED_IN]
    if before is not None:
        conditions.append(SecurityEvent.at < before)
    last = session.scalars(
        select(SecurityEvent).where(*conditions).order_by(SecurityEvent.id.desc()).limit(1)
    ).one_or_none()
    if last is not None:
        session.expunge(last)
    return last
