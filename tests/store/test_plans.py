"""What a page or an act asks the database is found by index: it costs what is on it, not what lies in the archive."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from acm_drafts.store.database import db
from tests.factories import make_head
from tests.tables import Table, make_table
from tests.web.readers import Reader

GROWS = {"amendments", "revisions", "decisions", "dispositions", "verdicts", "answers", "wordings", "journal"}
"""What the archive is made of; the other tables are as long as the text or the house is."""

PAGES = (
    "{text}/text",
    "{text}/text?view=proposals",
    "{text}/delegation",
    "{text}/proposals",
    "{text}/journal",
    "{text}/p/{paragraph}",
    "{text}/p/{paragraph}/amend",
    "/proposals/{proposal}",
)


@pytest.fixture
def asked() -> Iterator[list[tuple[str, object]]]:
    """Every statement that is sent while the test runs, with its parameters."""
    sent: list[tuple[str, object]] = []

    def listen(connection: object, cursor: object, statement: str, facts: object, *rest: object) -> None:
        sent.append((statement, facts))

    event.listen(Engine, "before_cursor_execute", listen)
    yield sent
    event.remove(Engine, "before_cursor_execute", listen)


def read_through(sent: list[tuple[str, object]]) -> set[str]:
    """Return the tables of the archive that one of the statements *sent* goes through from end to end."""
    connection = db.engine.raw_connection()
    found = set()
    for statement, facts in {s: f for s, f in sent if s.startswith("SELECT")}.items():
        called = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+_\d+)", statement)}
        for *_, step in connection.execute(f"explain query plan {statement}", facts).fetchall():
            if scanned := re.match(r"SCAN (\w+)", step):
                found.add(called.get(scanned[1], scanned[1]))
    connection.close()
    return found & GROWS


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite alone: PostgreSQL chooses by what lies in the tables, and in a test that is next to nothing."""
    return sqlite_url


@pytest.fixture
def table() -> Table:
    return make_table("The Meeting welcomed the progress made.", "The Meeting took note.")


@pytest.mark.thorough
@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_through_the_archive(
    app: Flask, table: Table, asked: list[tuple[str, object]], page: str
):
    reader = Reader(app, make_head("EGY"))
    proposal = table.replace("MYS", "1.", "progress", "great progress")
    asked.clear()

    reader.get(page.format(text=f"/c/{table.code}", paragraph=table.line("1.").code, proposal=proposal.code))

    assert read_through(asked) == set()


@pytest.mark.usefixtures("session")
def test_a_submission_does_not_read_through_the_archive(table: Table, asked: list[tuple[str, object]]):
    table.replace("MYS", "1.", "progress", "great progress")
    asked.clear()

    table.replace("EGY", "1.", "made", "made so far")

    assert read_through(asked) == set()
