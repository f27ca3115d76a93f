"""What fails outside the house is a page with a sentence and 503, what was typed is handed back, and it passes."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, Response, g, request
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import make_url

from acm_drafts.store.database import db
from acm_drafts.store.records import Amendment
from acm_drafts.web.shared.layout import LANGUAGE_COOKIE
from acm_drafts.web.shared.signing import WORDING, conceal
from tests.conftest import make_app
from tests.factories import make_head, post, sign_in
from tests.tables import Table, make_table

FAILS = "X-Fails"
TYPED = "The Meeting warmly welcomed the progress."


@pytest.fixture
def app(sqlite_url: str) -> Flask:
    """The application, which fails at the end of a request that asks for it, when all of it is done."""
    app = make_app(sqlite_url, PROPAGATE_EXCEPTIONS=False)

    @app.after_request
    def fail(answer: Response) -> Response:
        if FAILS in request.headers and not g.get("failed"):
            g.failed = True
            raise ZeroDivisionError
        return answer

    return app


@pytest.fixture
def table(app: Flask, session: object, client: FlaskClient) -> Table:
    table = make_table("The Meeting welcomed the progress.", "The Meeting closed.")
    sign_in(client, make_head("EGY"))
    return table


def submit(client: FlaskClient, table: Table, text: str = TYPED, **headers: str):
    form = f"/c/{table.code}/p/{table.line('1.').code}/amend"
    base = conceal(table.line("1.").line.wording, use=WORDING)
    fields = {"kind": "replace", "base_id": base, "text": text, "line": "paragraph", "do": "submit"}
    return post(client, form, fields, headers=headers)


def proposals() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Amendment.code)))


@contextmanager
def connecting(app: Flask, *pragmas: str) -> Iterator[None]:
    """Let every connection that is made inside the block begin with *pragmas*."""
    with app.app_context():
        engine = db.engine
    engine.dispose()

    def prepare(connection: sqlite3.Connection, record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepare)
        db.session.remove()
        engine.dispose()


@contextmanager
def held(app: Flask) -> Iterator[None]:
    """Let another program hold the database's lock for writing inside the block."""
    other = sqlite3.connect(
        make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "", isolation_level=None
    )
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


def test_a_database_that_others_hold_is_busy_and_what_was_typed_comes_back(
    app: Flask, client: FlaskClient, table: Table
):
    with connecting(app, "busy_timeout = 100"), held(app):
        answer = submit(client, table)
        read = client.get(f"/c/{table.code}/text")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "this had to wait too long. Nothing was changed." in answer.text
    assert TYPED in answer.text and "Nothing was recorded." in answer.text
    assert read.status_code == 200
    assert proposals() == []
    assert submit(client, table).status_code == 303


def test_on_a_read_only_disk_pages_are_read_and_forms_come_back(
    app: Flask, client: FlaskClient, table: Table
):
    with connecting(app, "query_only = ON"):
        answer = submit(client, table)
        read = client.get(f"/c/{table.code}/text")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "Nothing can be recorded at this moment." in answer.text and TYPED in answer.text
    assert read.status_code == 200
    assert proposals() == []
    assert submit(client, table).status_code == 303


def test_on_a_full_disk_what_was_acknowledged_is_kept_and_the_rest_comes_back(
    app: Flask, client: FlaskClient, table: Table
):
    texts = [f"{TYPED} {'It thanked its hosts. ' * 400}{n}" for n in range(40)]
    taken = 0
    with connecting(app, "max_page_count = 1"):  # it grows no more: what it has is written full
        while (answer := submit(client, table, texts[taken])).status_code == 303:
            taken += 1
        read = client.get(f"/c/{table.code}/text")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "300")
    assert "The disk of the server is full. Nothing was changed." in answer.text
    assert texts[taken] in answer.text
    assert read.status_code == 200
    assert len(proposals()) == taken
    assert submit(client, table, texts[taken]).status_code == 303


def test_the_page_of_a_fault_speaks_the_language_of_its_reader(app: Flask, client: FlaskClient, table: Table):
    client.set_cookie(LANGUAGE_COOKIE, "fr")
    with connecting(app, "query_only = ON"):
        french = submit(client, table)

    assert french.status_code == 503
    assert '<html lang="fr" dir="ltr"' in french.text
    assert "Nothing can be recorded" not in french.text


def test_a_failure_after_an_act_was_recorded_does_not_say_that_nothing_was(client: FlaskClient, table: Table):
    answer = submit(client, table, **{FAILS: "afterwards"})

    assert answer.status_code == 500
    assert "Something went wrong on our side after this was recorded." in answer.text
    assert "Nothing was" not in answer.text
    assert len(proposals()) == 1


def test_a_failure_of_a_page_that_records_nothing_says_that_nothing_was_changed(
    client: FlaskClient, table: Table
):
    answer = client.get(f"/c/{table.code}/text", headers={FAILS: "afterwards"})

    assert answer.status_code == 500
    assert "Something went wrong on our side. Nothing was changed." in answer.text
