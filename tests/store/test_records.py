"""Immutable rows stay as they are, and migrations keep what was negotiated: on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import DBAPIError

from acm_drafts.negotiation.permissions import IN_GENERAL
from acm_drafts.negotiation.terms import Role
from acm_drafts.services import demonstration, verification
from acm_drafts.store.database import db
from acm_drafts.store.records import (
    IMMUTABLE,
    Appointment,
    Wording,
)
from acm_drafts.store.schema import current_revision, read_migrations
from tests.conftest import ROOT, in_full, make_app
from tests.migrations import MIGRATIONS, with_one_more

FIRST = read_migrations(MIGRATIONS).first

# Rows that are only ever added to -----------------------------------------------------------------


@pytest.fixture
def connection(demonstration_url: str) -> Iterator[Connection]:
    """A connection to the demonstration, which holds rows of every kind, past all services."""
    app = make_app(demonstration_url)
    with app.app_context(), db.engine.connect() as connection:
        yield connection
        connection.rollback()
    with app.app_context():
        db.engine.dispose()


def refused(connection: Connection, statement: str) -> str:
    """Run *statement*, which must be refused, and return the database's words."""
    with pytest.raises(DBAPIError) as raised:
        connection.execute(text(statement))
    connection.rollback()
    return str(raised.value.orig)


NOT_TOLD = (
    "adoptions",
    "adoption_matters",
    "corrigenda",
    "corrigendum_entries",
    "compromise_decisions",
    "public_texts",
    "publications",
    "public_files",
    "follow_up_proposals",
    "source_revisions",
    "source_dates",
    "follow_up_evidence_removals",
    "copies",
    "draft_openings",
    "archivings",
)
"""What the demonstration does not tell: it adopts no text, draws no new paragraph, and its copies name nobody."""


def test_every_immutable_table_refuses_a_change_and_a_removal(connection: Connection):
    for table in IMMUTABLE:
        column = next(iter(connection.execute(text(f"select * from {table} limit 1")).keys()))
        before = connection.execute(text(f"select count(*) from {table}")).scalar()
        connection.rollback()

        assert before or table in NOT_TOLD, f"the demonstration has no {table}"
        if not before:
            continue
        assert f"rows of {table} are never changed" in refused(
            connection, f"update {table} set {column} = {column}"
        )
        assert f"rows of {table} are never changed" in refused(connection, f"delete from {table}")
        assert connection.execute(text(f"select count(*) from {table}")).scalar() == before
        connection.rollback()


def test_a_draft_is_withdrawn_once_and_nothing_else_of_it_changes(connection: Connection):
    later = {"withdrawn_at", "withdrawn_by_id", "withdrawal_reason"}
    columns = {column["name"] for column in inspect(connection).get_columns("drafts")}
    connection.rollback()
    assert later < columns
    for column in sorted(columns - later):
        words = refused(connection, f"update drafts set {column} = {column} where sequence = 0")
        assert "rows of drafts are never changed" in words, column

    connection.execute(text("update drafts set withdrawn_at = made_at where sequence = 0"))
    for change in ("withdrawn_at = null", "withdrawn_at = made_at", "withdrawal_reason = 'Why.'"):
        with pytest.raises(DBAPIError, match="rows of drafts are never changed"), connection.begin_nested():
            connection.execute(text(f"update drafts set {change} where sequence = 0"))


@pytest.mark.postgres
def test_every_immutable_table_refuses_to_be_emptied_at_once(connection: Connection):
    if connection.dialect.name == "sqlite":
        return  # it knows no such statement: emptying is deleting there
    for table in IMMUTABLE:
        assert f"rows of {table} are never changed" in refused(connection, f"truncate {table} cascade")


def test_what_people_set_can_still_be_changed(connection: Connection):
    connection.execute(text("update rounds set chair_reads = :yes"), {"yes": True})
    connection.execute(text("update paragraphs set counter = counter + 1"))
    connection.execute(text("delete from positions"))


# Migrations ---------------------------------------------------------------------------------------


def tables_of(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.thorough
def test_migrations_go_down_and_up_again_with_data_in_the_tables(demonstration_url: str):
    app = make_app(demonstration_url)
    migrations = str(ROOT / "migrations")
    with app.app_context():
        assert db.session.execute(select(Wording.id).limit(1)).scalar()
        db.session.remove()
        downgrade(directory=migrations, revision="base")
    assert tables_of(app) == set()

    with app.app_context():
        upgrade(directory=migrations)
    assert tables_of(app) == set(db.metadata.tables)

    with app.app_context():
        if (
            in_full()
        ):  # what the tables take is what a migrated database takes, as tests/house/test_database.py holds
            demonstration.load()
            assert verification.verify(db.session).findings == ()
        db.session.remove()
        db.engine.dispose()


def test_the_steps_back_to_the_first_migration_and_up_again_keep_what_was_negotiated(
    demonstration_url: str, tmp_path: Path
):
    """What a later migration does to data, it must undo: the text and all that was said on it stay."""
    app, migrations = make_app(demonstration_url), with_one_more(tmp_path)
    with app.app_context():
        before = verification.verify(db.session)
        db.session.remove()
        upgrade(directory=str(migrations))
        assert "room" in columns_of("rounds")
        downgrade(directory=str(migrations), revision=read_migrations(MIGRATIONS).first)
        assert "room" not in columns_of("rounds")
        upgrade(directory=str(migrations))
        after = verification.verify(db.session)
        held = select(Appointment.role, Appointment.meeting_id).distinct()
        held_at = {(role, meeting is not None) for role, meeting in db.session.execute(held)}
        db.session.remove()
        db.engine.dispose()

    assert before == after
    assert after.findings == ()
    assert held_at == {(str(role), role not in IN_GENERAL) for role in Role}


def columns_of(table: str) -> set[str]:
    return {column["name"] for column in inspect(db.engine).get_columns(table)}


@pytest.fixture
def older(app: Flask) -> Flask:
    """The application on a database that a version before the squashed migrations made."""
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0031'"))
        connection.execute(text("update parties set name_en = 'As it was' where code = 'EGY'"))
    return app


@pytest.mark.parametrize("words", [("upgrade",), ("current",), ("stamp", "head"), ("downgrade", "base")])
def test_a_database_from_before_the_first_migration_is_refused_in_a_sentence(
    older: Flask, words: tuple[str, ...]
):
    result = older.test_cli_runner().invoke(args=["db", *words])

    assert result.exit_code == 1
    assert f"has schema 0031, and the migrations of this version begin at {FIRST}. " in result.output
    assert (
        f"Install the last version that knows 0031 and bring the database to {FIRST} there" in result.output
    )
    assert "Traceback" not in result.output
    with older.app_context(), db.engine.connect() as connection:
        assert current_revision(connection) == "0031"
        assert connection.scalar(text("select name_en from parties where code = 'EGY'")) == "As it was"


def test_a_database_at_the_first_migration_goes_on(app: Flask, tmp_path: Path):
    with app.app_context():
        upgrade(directory=str(with_one_more(tmp_path)))
        with db.engine.connect() as connection:
            assert current_revision(connection) == "later"


def test_only_an_earlier_number_is_too_old():
    migrations = read_migrations(MIGRATIONS)

    assert [migrations.why_too_old(revision) for revision in (None, FIRST, "9999", "later")] == [None] * 4
    assert migrations.begin_after("0001") and migrations.begin_after("0051")
