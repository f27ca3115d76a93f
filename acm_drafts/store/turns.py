"""
Whose turn it is to write to an SQLite database, among the threads of one process.

SQLite lets one write at a time. Whoever else wants to sleeps and looks again, up to a tenth of a second later, so that
of a crowd some wait long while nobody writes (https://www.sqlite.org/c3ref/busy_timeout.html). The threads of a process
wait for one another here instead, and the next one goes on at once; only one of them then waits for other processes.
"""

import threading
import time
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

_NEW = threading.Lock()
_LOCKS: WeakKeyDictionary[Engine, threading.Lock] = WeakKeyDictionary()


class Turn:
    """One thread's turn to write: taken when its act begins, at its end given to the next."""

    def __init__(self) -> None:
        self._held: threading.Lock | None = None

    def take(self, engine: Engine, patience: float = 0) -> bool:
        """Take the turn, and return whether it was given within *patience*, in seconds; 0 does not wait."""
        with _NEW:
            lock = _LOCKS.setdefault(engine, threading.Lock())
        given = lock.acquire(timeout=patience) if patience > 0 else lock.acquire(blocking=False)
        if given:
            self._held = lock
        return given

    def end(self) -> None:
        """Give the turn to the next thread; a turn that was never taken stays so."""
        if self._held is not None:
            self._held.release()
            self._held = None


def begin_writing(connection: Connection, turn: Turn | None) -> None:
    """
    Take the write lock of an SQLite database, in its *turn* where one is given.

    Raises the OperationalError of a busy database where others hold it longer than the connection's busy_timeout: what
    was waited for other threads counts.
    """
    if turn is None or turn.take(connection.engine):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    patience = int(connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one())
    began = time.monotonic()
    turn.take(connection.engine, patience / 1000)
    left = max(patience - round((time.monotonic() - began) * 1000), 0)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={left}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={patience}")
