"""
Two acts at one moment, in an order that does not depend on luck.

The first act does everything but commit, and waits there. The second begins, and goes as far as it can:
to its end, or to a lock that the first one holds. Then the first commits, and the second goes on with
what it has read by then. Each runs in a thread with a session of its own, as two requests do.
"""

import contextvars
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import Engine

from acm_drafts.store.database import db

PATIENCE = 60
"""Seconds after which an act that hangs is a failure; nobody waits that long for a good one."""
BLOCKED = text("select count(*) from pg_stat_activity where pg_blocking_pids(pid) <> '{}'")


@dataclass
class Act:
    """One of the two: what it does, and how it ended."""

    does: Callable[[], object]
    ended: threading.Event = field(default_factory=threading.Event)
    refusal: BaseException | None = None
    result: object = None

    def run(self, app: Flask) -> None:
        try:
            with app.app_context():
                self.result = self.does()
        except Exception as refusal:
            self.refusal = refusal
        finally:
            self.ended.set()

    @property
    def end(self) -> str:
        """How it ended: "done", or the name of what was raised."""
        return "done" if self.refusal is None else type(self.refusal).__name__


def interleave(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> tuple[Act, Act]:
    """Let *second* begin when *first* has done everything but commit; return both when they have ended."""
    one, other = Act(first), Act(second)
    ready, go, begun = threading.Event(), threading.Event(), threading.Event()
    threads = [_thread(act, app) for act in (one, other)]

    def hold(connection: Connection) -> None:
        if threading.current_thread() is threads[0] and not go.is_set():
            ready.set()
            assert go.wait(PATIENCE)

    def begin(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
        if threading.current_thread() is threads[1] and statement != "BEGIN":  # SQLite's, of a read
            begun.set()

    with app.app_context():
        engine = db.engine
    listeners = (("commit", hold, Engine), ("before_cursor_execute", begin, Engine))
    for name, listener, target in listeners:
        event.listen(target, name, listener)
    try:
        threads[0].start()
        _wait(lambda: ready.is_set() or one.ended.is_set())
        threads[1].start()
        _wait(lambda: other.ended.is_set() or (begun.is_set() and _blocked(engine)))
        go.set()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "an act hangs"
    finally:
        go.set()
        for name, listener, target in listeners:
            event.remove(target, name, listener)
    return one, other


def hold_row(app: Flask, statement: str, act: Callable[[], object], meanwhile: Callable[[], None]) -> Act:
    """Let *act* wait for the rows that *statement* locks; do *meanwhile*, let go of them, and return the act."""
    (waiting,) = queue_up(app, statement, act, meanwhile=meanwhile)
    return waiting


def queue_up(
    app: Flask, statement: str, *acts: Callable[[], object], meanwhile: Callable[[], None] = lambda: None
) -> tuple[Act, ...]:
    """
    Let *acts* begin one after the other while *statement* holds rows that each comes to; return them when they ended.

    The next one begins when the last one waits, for the rows or for another act. Then *meanwhile* is done, the rows are
    let go, and all go on: two that each have what the other needs end in a deadlock.
    """
    queue = [Act(act) for act in acts]
    threads = [_thread(act, app) for act in queue]
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        connection.execute(text(statement))
        for number, (act, thread) in enumerate(zip(queue, threads, strict=True), 1):
            thread.start()
            _wait(lambda act=act, many=number: _blocked(engine, many) or act.ended.is_set())
            assert not act.ended.is_set(), "it did not wait"
        meanwhile()
        connection.rollback()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the act hangs"
    return tuple(queue)


def _thread(act: Act, app: Flask) -> threading.Thread:
    context = contextvars.Context()
    for variable, value in contextvars.copy_context().items():
        if variable.name in ("standing_clock", "arrival"):
            context.run(variable.set, value)
    return threading.Thread(target=context.run, args=(act.run, app), daemon=True)


def _blocked(engine: Engine, many: int = 1) -> bool:
    """Whether so *many* wait for somebody else; on SQLite a writer does from its beginning."""
    if engine.dialect.name == "sqlite":
        return True
    with engine.connect() as connection:
        return int(connection.scalar(BLOCKED) or 0) >= many


def _wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.002)
