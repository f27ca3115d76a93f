"""
The connection to the database: one session, one way to write, the same promises on both engines.

Also the codes that stand in addresses.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, Pool, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import OperationalError as OperationalError
from sqlalchemy.exc import ProgrammingError as ProgrammingError
from sqlalchemy.exc import SQLAlchemyError as SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from acm_drafts.store.faults import Fault, OutcomeUnknown, fault_of
from acm_drafts.store.turns import Turn, begin_writing

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite drops time zones, so they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UtcDateTime}
    )


# What an act leaves behind may be told after it: each transaction begins by reading everything anew.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


THREADS = 12
"""So many threads of a server process answer requests (gunicorn.conf.py), and keep a connection each."""


def engine_options(url: str) -> dict[str, object]:
    """Return how connections to the database at *url* are kept."""
    address = make_url(url)
    # The parameters of a failed statement are people's words: they do not belong in a log.
    options: dict[str, object] = {"hide_parameters": True}
    if address.database not in (None, "", ":memory:"):
        # A new connection costs SQLite the reading of the whole schema, and PostgreSQL a process.
        options |= {"pool_size": THREADS, "max_overflow": 3}
    return options


standing_clock: ContextVar[datetime | None] = ContextVar("standing_clock", default=None)
"""The moment at which the clock stands; None while it goes."""


arrival: ContextVar[datetime | None] = ContextVar("arrival", default=None)
"""The moment at which the request or the command under way arrived; None where nobody noted it."""


def utcnow() -> datetime:
    """The server's clock; in UTC."""
    return standing_clock.get() or datetime.now(UTC)


def arrived() -> datetime:
    """
    Return the moment at which what is being done was asked for: it judges the deadline, and is kept with the act.

    Waiting for a lock or a thread makes nothing late.
    """
    return standing_clock.get() or arrival.get() or datetime.now(UTC)


@contextmanager
def arriving(moment: datetime | None = None) -> Iterator[None]:
    """Let what is asked for inside the block have arrived at *moment*, without one now."""
    token = arrival.set(moment or datetime.now(UTC))
    try:
        yield
    finally:
        arrival.reset(token)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at *moment* inside the block: the demonstration's past is told by the same services."""
    token = standing_clock.set(moment)
    try:
        yield
    finally:
        standing_clock.reset(token)


_ACTING = "acm_acting"
HELD = "acm_held"
"""Under this name a session notes the communiqués that its transaction holds: see store.locks."""
LINES = "acm_lines"
"""Under this name it notes the lines of the journal of which somebody may have to be told: see store.notices."""
UNCHAINED = "acm_unchained"
"""Under this name it notes the lines of the journal that have no place in a chain yet: see store.journal_chain."""
EVENTS = "acm_events"
"""Under this name it notes the security events that go to the log once they are kept: see store.security_events."""
_NOTED = (HELD, LINES, UNCHAINED, EVENTS)
_KEPT = "acm_kept"

_FINISHING: list[Callable[[Session], None]] = []
_AFTER: list[Callable[[Session], None]] = []


def at_end_of_act(finish: Callable[[Session], None]) -> Callable[[Session], None]:
    """Let *finish* run at the end of every act, in its transaction, once however many acts are parts of it."""
    _FINISHING.append(finish)
    return finish


def after_act(tell: Callable[[Session], None]) -> Callable[[Session], None]:
    """Let *tell* run after every act that is kept. It asks the database for nothing, and raises nothing."""
    _AFTER.append(tell)
    return tell


@contextmanager
def transaction(*, survives_power_cut: bool = True) -> Iterator[Session]:
    """
    Run one act: all of it is written when the block ends, nothing of it when the block raises.

    What is written survives a server that is killed, and a machine that loses its power. The latter costs a wait for
    the disk; where *survives_power_cut* is False nobody waits, and the last moments before such a loss may be lost. It
    is for counts that nobody was told of, such as those of attempts to sign in, and for sign-ins: any later act that
    waits for the disk waits for them too.

    What was read before is read anew inside, so that a rule never judges by an old page. On
    SQLite the write lock is taken at once and other writers wait their turn (store.turns). An act inside an
    act is a part of it: where it raises, only its own part is undone, nothing is kept before the whole ends, and the
    whole waits for the disk or does not.
    """
    session: Session = db.session()
    if session.info.get(_ACTING):
        noted = {name: frozenset(session.info.get(name, ())) for name in _NOTED}
        try:
            with session.begin_nested():
                yield session
        except BaseException:
            session.info.update(
                {name: set(keys) for name, keys in noted.items()}
            )  # of what is undone nothing stays
            raise
        return
    session.rollback()
    session.expire_all()
    turn = Turn()
    options = {"acm_writes": True, "acm_waits_for_disk": survives_power_cut, "acm_turn": turn}
    try:
        session.connection(execution_options=options)
        session.info[_ACTING] = True
        yield session
        writes_lines = bool(session.info.get(UNCHAINED))
        for finish in _FINISHING:
            finish(session)
        session.flush()  # what the database refuses it refuses here: after this it is asked only to keep what it took
        _keep(session)
        session.info[_KEPT] = has_kept(session) or writes_lines
        for tell in _AFTER:
            tell(session)
    except BaseException:
        session.rollback()
        raise
    finally:
        turn.end()
        session.info.pop(_ACTING, None)
        for name in _NOTED:
            session.info.pop(name, None)


def _keep(session: Session) -> None:
    """Commit. Raises OutcomeUnknown where the connection was lost on the way: the act may be kept or not."""
    try:
        session.commit()
    except SQLAlchemyError as error:
        if fault_of(error) is Fault.AWAY:
            raise OutcomeUnknown(error) from error
        raise


def has_kept(session: Session) -> bool:
    """Return whether an act that stands in the journal was kept by *session*: in this request, or by this command."""
    return bool(session.info.get(_KEPT))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # the driver must not begin on its own: see _begin
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


_RESTED = "acm_rested_since"
RESTS = 1.0
"""So many seconds a connection may rest and be taken without a question: an act takes several, one after the other."""


@event.listens_for(Pool, "checkin")
def _note_rest(connection: Any, record: Any) -> None:
    if record is not None:
        record.info[_RESTED] = time.monotonic()


@event.listens_for(Pool, "checkout")
def _ask_if_alive(connection: Any, record: Any, proxy: Any) -> None:
    """
    Ask a connection to a server that has rested whether it is there: one that a restart cut is replaced unnoticed.

    A connection that breaks within RESTS costs one request its answer: it says that the database is away, and all
    older connections are replaced then.
    """
    if isinstance(connection, sqlite3.Connection):
        return
    rested_since = record.info.get(_RESTED)
    if rested_since is None or time.monotonic() - rested_since < RESTS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError() from error


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes, waits = options.get("acm_writes"), options.get("acm_waits_for_disk", True)
    if connection.dialect.name == "sqlite":
        if writes:
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
            begin_writing(connection, options.get("acm_turn"))
        else:
            connection.exec_driver_sql("BEGIN")
    elif writes and not waits:
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 7
"""27^7 is about ten thousand million: two alike in one table are not to be expected, and refused by the database."""


MOST_COUNTED = 999
"""Numbers up to this one are counted; those above it are drawn, and tell nobody how many there are."""
_DRAWN = range(MOST_COUNTED + 1, 10_000)


def draw_number(taken: Collection[int]) -> int:
    """Return a number of four digits that is not *taken* and counts nothing; of five, should these run out."""
    free = [number for number in _DRAWN if number not in taken]
    return secrets.choice(free or [number for number in range(10_000, 100_000) if number not in taken])


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


IN_ONE = {"render_nulls": True}
"""Options of an INSERT of many rows: rows that have no value in some column would be one statement more each."""


def new_uid() -> str:
    """Return a name in 32 digits that nobody can guess."""
    return secrets.token_hex(16)
