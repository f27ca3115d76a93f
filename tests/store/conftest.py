"""What tests of the store share: a crowded table, and counting the statements that a read sends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from acm_drafts.store.database import db
from tests.store.crowd import TEXT, make_every_proposal
from tests.tables import Table, make_table


@contextmanager
def _listening(seen: list[str]) -> Iterator[None]:
    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "ROLLBACK")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def count_queries(session: object) -> Callable[[Callable[[], object]], int]:
    """Call it with a read for the number of statements that the read sends, nothing known beforehand."""

    def count(read: Callable[[], object]) -> int:
        db.session.rollback()
        db.session.expunge_all()
        seen: list[str] = []
        with _listening(seen):
            read()
        return len(seen)

    return count


@pytest.fixture
def crowded(session: object) -> Table:
    """A table with every proposal on it."""
    table = make_table(*TEXT)
    make_every_proposal(table)
    return table
