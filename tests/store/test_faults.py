"""What fails outside the house is told apart from faults of our own: on real databases, as they say it."""

import errno
import sqlite3
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from acm_drafts.store.database import RESTS, db, transaction
from acm_drafts.store.faults import Fault, OutcomeUnknown, fault_of
from tests.conftest import make_app


def failure(engine: Engine, *statements: str) -> SQLAlchemyError:
    """Return what the last of *statements*, or the connection for them, fails with."""
    with pytest.raises(SQLAlchemyError) as raised, engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    return raised.value


@pytest.fixture
def sqlite(tmp_path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{tmp_path / 'table.sqlite'}", connect_args={"timeout": 0.1})
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE words (word TEXT UNIQUE)"))
    return engine


def test_sqlite_that_is_held_by_another_writer_is_busy(sqlite: Engine):
    other = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert fault_of(failure(sqlite, "INSERT INTO words VALUES ('agreed')")) is Fault.BUSY
    finally:
        other.close()


def test_sqlite_without_room_is_full(sqlite: Engine):
    error = failure(
        sqlite, "PRAGMA max_page_count = 1", "INSERT INTO words VALUES (hex(randomblob(2000000)))"
    )

    assert fault_of(error) is Fault.FULL


def test_sqlite_that_takes_no_writes_is_read_only(sqlite: Engine):
    assert (
        fault_of(failure(sqlite, "PRAGMA query_only = ON", "INSERT INTO words VALUES ('agreed')"))
        is Fault.READ_ONLY
    )


def test_sqlite_whose_folder_is_gone_is_away(tmp_path: Path):
    assert fault_of(failure(create_engine(f"sqlite:///{tmp_path}/no/table.sqlite"), "SELECT 1")) is Fault.AWAY


@pytest.mark.postgres
def test_postgresql_says_that_it_is_away_full_busy_or_read_only(postgres_url: str):
    url = postgres_url.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    end = "SELECT pg_terminate_backend(pg_backend_pid())"

    def said(state: str) -> Fault | None:
        raises = f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
        return fault_of(failure(engine, raises))

    assert fault_of(failure(engine, end)) is Fault.AWAY
    assert fault_of(failure(create_engine(url.replace("/table_", "/none_")), "SELECT 1")) is Fault.AWAY
    assert fault_of(failure(create_engine("postgresql+psycopg://127.0.0.1:9/x"), "SELECT 1")) is Fault.AWAY
    read_only = failure(engine, "SET TRANSACTION READ ONLY", "CREATE TABLE words (word TEXT)")
    assert fault_of(read_only) is Fault.READ_ONLY
    assert [said(state) for state in ("53100", "40P01", "40001", "55P03", "53300", "57P01")] == [
        Fault.FULL,
        *[Fault.BUSY] * 4,
        Fault.AWAY,
    ]
    assert said("22012") is None


def test_a_rule_of_the_database_that_was_broken_is_our_own_fault(sqlite: Engine):
    error = failure(sqlite, *["INSERT INTO words VALUES ('agreed')"] * 2)

    assert isinstance(error, IntegrityError)
    assert fault_of(error) is None
    assert fault_of(ZeroDivisionError()) is None


def test_no_connection_left_in_time_is_busy(tmp_path: Path):
    engine = create_engine(
        f"sqlite:///{tmp_path}/x.sqlite", poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0.05
    )
    with engine.connect():
        assert fault_of(failure(engine, "SELECT 1")) is Fault.BUSY


def test_a_full_or_read_only_disk_is_told_also_where_another_error_came_of_it():
    try:
        try:
            raise OSError(errno.ENOSPC, "no room")
        except OSError as cause:
            raise RuntimeError("no PDF") from cause
    except RuntimeError as error:
        assert fault_of(error) is Fault.FULL

    assert fault_of(OSError(errno.EROFS, "read only")) is Fault.READ_ONLY
    assert fault_of(OSError(errno.ENOENT, "not there")) is None


def test_a_connection_that_broke_while_an_act_was_kept_leaves_it_unknown():
    lost = DBAPIError.instance("COMMIT", None, psycopg.OperationalError("lost"), psycopg.Error)

    assert fault_of(OutcomeUnknown(lost)) is Fault.UNKNOWN
    assert isinstance(OutcomeUnknown(lost), OperationalError)  # which the worker survives


@pytest.mark.postgres
def test_an_act_whose_connection_breaks_at_its_end_is_told_as_unknown(postgres_url: str):
    app = make_app(postgres_url)

    def end_connection(connection: Connection) -> None:
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(%s)", (connection.connection.driver_connection.info.backend_pid,)
            )

    with app.app_context():
        event.listen(db.engine, "commit", end_connection)
        with pytest.raises(OutcomeUnknown), transaction() as session:
            session.execute(text("CREATE TABLE words (word TEXT)"))
        event.remove(db.engine, "commit", end_connection)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.postgres
def test_a_connection_that_rested_and_was_cut_is_replaced_unnoticed(postgres_url: str):
    asks = text("SELECT pg_backend_pid()")
    with make_app(postgres_url).app_context(), psycopg.connect(postgres_url, autocommit=True) as other:
        first = db.session.execute(asks).scalar()
        db.session.rollback()
        assert db.session.execute(asks).scalar() == first, "one that has just been used is taken again"
        db.session.rollback()
        other.execute("SELECT pg_terminate_backend(%s)", (first,))
        time.sleep(RESTS)

        assert db.session.execute(asks).scalar() != first
        db.session.remove()
        db.engine.dispose()
