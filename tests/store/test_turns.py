"""Threads of one process that write to an SQLite database take turns."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

import acm_drafts.store.database  # noqa: F401 - it says how acts begin
from acm_drafts.store.faults import Fault, fault_of
from acm_drafts.store.turns import Turn

WRITERS, ACTS = 8, 5


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine that acts begin on as the product's own do; whoever waits for it is refused after half a second."""
    engine = create_engine(f"sqlite:///{tmp_path / 'table.sqlite'}")

    @event.listens_for(engine, "connect")
    def wait_less(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA busy_timeout=500")

    with engine.connect().execution_options(acm_writes=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE words (word TEXT)"))
    yield engine
    engine.dispose()


def write(engine: Engine, word: str, before_end: Callable[[], object] = lambda: None) -> None:
    turn = Turn()
    try:
        with (
            engine.connect().execution_options(acm_writes=True, acm_turn=turn) as connection,
            connection.begin(),
        ):
            connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": word})
            before_end()
    finally:
        turn.end()


def words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT word FROM words ORDER BY rowid")))


def test_of_many_threads_one_asks_sqlite_at_a_time_and_nothing_is_lost(engine: Engine):
    asking, most = [0], [0]
    guard = threading.Lock()

    def asks(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            with guard:
                asking[0] += 1

    def ends() -> None:
        time.sleep(0.005)
        with guard:
            most[0] = max(most[0], asking[0])
            asking[0] -= 1

    event.listen(engine, "before_cursor_execute", asks)
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda n: write(engine, str(n), ends), range(WRITERS * ACTS)))

    assert sorted(map(int, words(engine))) == list(range(WRITERS * ACTS))
    assert most == [1]


def test_a_thread_that_waits_goes_on_as_soon_as_the_one_before_it_ends(engine: Engine):
    began, goes_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        assert goes_on.wait(10)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(write, engine, "first", hold)
        assert began.wait(10)
        second = pool.submit(write, engine, "second")
        goes_on.set()
        first.result(10)
        second.result(10)

    assert words(engine) == ["first", "second"]


def test_what_was_waited_for_a_thread_counts_as_waiting_for_the_database(engine: Engine):
    began, goes_on = threading.Event(), threading.Event()

    def hold() -> None:
        began.set()
        assert goes_on.wait(10)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(write, engine, "first", hold)
        assert began.wait(10)
        with pytest.raises(OperationalError) as refused:
            write(engine, "second")
        goes_on.set()
        first.result(10)
    write(engine, "third")

    assert fault_of(refused.value) is Fault.BUSY
    assert words(engine) == ["first", "third"]


def test_a_turn_ends_with_an_act_that_failed(engine: Engine):
    def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError):
        write(engine, "first", fail)
    write(engine, "second")

    assert words(engine) == ["second"]
