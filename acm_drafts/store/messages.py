"""
The outbox: messages that wait, one in hand at a time, and the one worker that sends them.

One worker sends, however many are started: it holds a lock that the engine or the machine lets go when it dies.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session, joinedload

from acm_drafts.negotiation.messages import IN_HAND, NOT_ARRIVED, OPEN, MessageState
from acm_drafts.store.records import Invitation, Message

MOST_SHOWN = 100
_LOCK = 0x61636D77  # "acmw"
"""The number of the lock on PostgreSQL; the same in every version."""


@contextmanager
def sole_worker(engine: Engine) -> Iterator[bool]:
    """
    Hold the lock of the worker inside the block; yield False, and hold nothing, where another has it.

    On PostgreSQL it is of the connection, on SQLite of a file beside the database: it ends with the process.
    """
    holder = _with_advisory_lock if engine.dialect.name == "postgresql" else _with_file_lock
    with holder(engine) as held:
        yield held


@contextmanager
def _with_advisory_lock(engine: Engine) -> Iterator[bool]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(text("select pg_try_advisory_lock(:lock)"), {"lock": _LOCK}))
        try:
            yield held
        finally:
            if held:
                connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": _LOCK})


@contextmanager
def _with_file_lock(engine: Engine) -> Iterator[bool]:
    if os.name != "posix" or not engine.url.database or engine.url.database == ":memory:":
        yield True
        return
    import fcntl

    with _file_of_lock(engine).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def worker_is_at_work(engine: Engine) -> bool:
    """Return whether a worker holds its lock now; looking takes the lock from nobody."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return connection.scalar(text(_LOCK_IS_HELD), {"lock": _LOCK}) is not None
    import fcntl

    try:
        with _file_of_lock(engine).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


_LOCK_IS_HELD = (
    "select 1 from pg_locks where locktype = 'advisory' and granted and objid = :lock and classid = 0 "
    "and database = (select oid from pg_database where datname = current_database())"
)


def _file_of_lock(engine: Engine) -> Path:
    return Path(f"{engine.url.database}.worker")


def next_due(session: Session, now: datetime) -> Message | None:
    """Return the message that has been due longest, held until the transaction ends; None where none is."""
    return session.scalars(
        select(Message)
        .where(Message.state == MessageState.WAITING, Message.due_at <= now)
        .order_by(Message.due_at, Message.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()


def count_waiting(session: Session) -> int:
    """Return how many messages wait to be sent, now or later. One query."""
    waiting = select(func.count(Message.id)).where(Message.state == MessageState.WAITING)
    return session.scalar(waiting) or 0


def in_hand(session: Session) -> Sequence[Message]:
    """Return the messages that a worker has, or had, in hand, held until the transaction ends."""
    return session.scalars(
        select(Message).where(Message.state.in_(IN_HAND)).order_by(Message.id).with_for_update()
    ).all()


def change_claimed(session: Session, key: int, held: str, **facts: Any) -> bool:
    """Change a message that is still in hand by the claim *held*; return False where it is not."""
    changed = session.execute(
        update(Message)
        .where(Message.id == key, Message.claim == held)
        .values(**facts)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return changed.scalar_one_or_none() is not None


def get_claimed(session: Session, key: int, claim: str) -> Message | None:
    """Return a message that is in hand by *claim*, None where it is not."""
    return session.scalars(
        select(Message)
        .options(
            joinedload(Message.user),
            joinedload(Message.invitation).options(
                joinedload(Invitation.party), joinedload(Invitation.meeting)
            ),
        )
        .where(Message.id == key, Message.claim == claim)
    ).one_or_none()


def notices_not_arrived(session: Session) -> Sequence[Message]:
    """Return the messages of notices that did not arrive, or may not have, the latest first. One query."""
    return session.scalars(
        select(Message)
        .options(joinedload(Message.user))
        .where(Message.state.in_(NOT_ARRIVED), Message.invitation_id.is_(None))
        .order_by(Message.id.desc())
        .limit(MOST_SHOWN)
    ).all()


def messages_of_invitations(session: Session, invitations: Sequence[int]) -> dict[int, Message]:
    """Return the last message of each invitation that has one, by its key. One query."""
    rows = session.scalars(
        select(Message).where(Message.invitation_id.in_(invitations)).order_by(Message.id)
    ).all()
    return {message.invitation_id or 0: message for message in rows}


def waiting_of_invitation(session: Session, invitation: int) -> Sequence[Message]:
    """Return the messages of an invitation that are still to be sent, held until the transaction ends."""
    return session.scalars(
        select(Message).where(Message.invitation_id == invitation, Message.state.in_(OPEN)).with_for_update()
    ).all()
