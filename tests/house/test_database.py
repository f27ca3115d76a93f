"""A migrated database is what the records say, on both engines, down to the name of each constraint."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, Connection, inspect, text

from acm_drafts.store.database import db
from acm_drafts.store.deletion import tables_of_a_meeting
from tests.house.tree import ROOT, files, relative


@pytest.fixture
def connection(app: Flask) -> Connection:
    with app.app_context(), app.extensions["sqlalchemy"].engine.connect() as connection:
        yield connection


def metadata(app: Flask) -> object:
    return app.extensions["sqlalchemy"].metadata


def test_a_migrated_database_equals_the_records(app: Flask, connection: Connection):
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )

    assert compare_metadata(context, metadata(app)) == []


def test_a_migrated_database_has_every_check_of_the_records_by_name(app: Flask, connection: Connection):
    inspector = inspect(connection)
    for table in metadata(app).sorted_tables:
        wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == wanted, table.name


def listed(condition: str) -> list[str]:
    """Return the words in quotation marks in the condition of a CHECK, however an engine writes it down."""
    return sorted(re.findall(r"'([^']*)'", condition))


def test_a_migrated_database_checks_the_words_that_the_records_check(app: Flask, connection: Connection):
    inspector = inspect(connection)
    for table in metadata(app).sorted_tables:
        wanted = {
            str(c.name): listed(str(c.sqltext)) for c in table.constraints if isinstance(c, CheckConstraint)
        }
        kept = {c["name"]: listed(c["sqltext"]) for c in inspector.get_check_constraints(table.name)}
        assert kept == wanted, table.name


def test_every_closed_list_of_a_migrated_database_is_that_of_its_terms(app: Flask, connection: Connection):
    inspector, lists = inspect(connection), set()
    for table in metadata(app).sorted_tables:
        kept = {c["name"]: listed(c["sqltext"]) for c in inspector.get_check_constraints(table.name)}
        for constraint in table.constraints:
            if terms := constraint.info.get("one_of"):
                assert kept[str(constraint.name)] == sorted(term.value for term in terms), constraint.name
                lists.add(str(constraint.name))

    assert {"ck_decisions_level", "ck_positions_stance", "ck_journal_scope", "ck_users_language"} < lists


def test_every_constraint_has_a_name_to_be_refused_by(app: Flask, connection: Connection):
    unnamed = [
        f"{table.name}: {constraint!r}"
        for table in metadata(app).sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]

    assert unnamed == []


def test_every_foreign_key_of_the_records_is_kept_by_the_database(app: Flask, connection: Connection):
    inspector = inspect(connection)
    for table in metadata(app).sorted_tables:
        wanted = {tuple(sorted(key.column_keys)) for key in table.foreign_key_constraints}
        kept = {tuple(sorted(key["constrained_columns"])) for key in inspector.get_foreign_keys(table.name)}
        assert kept == wanted, table.name


def test_no_index_repeats_what_another_one_begins_with(app: Flask, connection: Connection):
    inspector = inspect(connection)
    for table in metadata(app).sorted_tables:
        plain = [
            index
            for index in inspector.get_indexes(table.name)
            if not index["unique"] and not any(key.endswith("_where") for key in index["dialect_options"])
        ]
        unique = inspector.get_unique_constraints(table.name)
        every = [(i["name"], i["column_names"]) for i in (*plain, *unique)]
        every.append(("primary key", inspector.get_pk_constraint(table.name)["constrained_columns"]))
        for index in plain:
            columns = index["column_names"]
            longer = [n for n, others in every if n != index["name"] and others[: len(columns)] == columns]
            assert not longer, f"{index['name']} costs each row an entry that {longer[0]} has"


# Why a column is kept that nothing reads yet.
UNREAD = {
    "circulations.by_id": "who circulated a text is a fact of the act itself",
    "silence_breaks.by_id": "who broke a silence is a fact of the act itself",
    "breaks_taken_back.by_id": "who took a break back is a fact of the act itself",
    "confirmations.by_id": "who recorded a confirmation is a fact of the act itself",
    "nominations.settled_by_id": "who settled a nomination is a fact of the act itself, and the database compares it",
    "meeting_deletions.settled_by_id": "the same of a deletion",
    "meeting_deletions.taken_by_id": "its person is read with it (`taken_by`)",
    "running_deletions.ended_id": "the database looks it up at the end of a transaction: no row is kept",
    "decisions.by_id": "who took a decision is a fact of the act itself",
}


def test_every_guard_of_what_belongs_to_a_meeting_lets_a_deletion_pass(app: Flask):
    """A migration that makes such a table, or its guards, anew says so too (docs/decisions/0162)."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            rows = connection.execute(text("select tbl_name, sql from sqlite_master where type = 'trigger'"))
            guards = {(table, sql) for table, sql in rows if re.search(r"before (update|delete)", sql)}
            deaf = {table for table, sql in guards if "running_deletions" not in sql}
        else:
            guarded = connection.scalars(
                text("select tgrelid::regclass::text from pg_trigger where tgname like '%_no_change'")
            )
            passes = connection.scalar(text("select prosrc from pg_proc where proname = 'lets_go'"))
            deaf = {table for table in guarded if f"'{table}'" not in passes}
    assert deaf & tables_of_a_meeting() == set()
    assert "sources" in deaf and "lines" in tables_of_a_meeting()


def test_every_column_is_read_somewhere(app: Flask):
    """By its name, on the floors that know the database: one that happens to be called as another is overlooked."""
    floors = files(
        "acm_drafts/services/*.py", "acm_drafts/store/*.py", "acm_drafts/web/*.py", "acm_drafts/cli*.py"
    )
    code = [path for path in (*floors, *files("templates/*.html")) if "records" not in relative(path)]
    text = "\n".join(path.read_text(encoding="utf-8") for path in code)
    unread = {
        f"{table.name}.{column.name}"
        for table in metadata(app).sorted_tables
        for column in table.columns
        if not re.search(rf"\.{column.name}\b(?!\s*\(|\s*=[^=])", text)
    }

    assert unread == set(UNREAD)


def test_migrations_form_one_line():
    script = ScriptDirectory(str(ROOT / "migrations"))

    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_every_migration_says_why_and_can_be_taken_back():
    for path in files("migrations/versions/*.py"):
        text = path.read_text(encoding="utf-8")
        assert re.match(r'"""\S.{10,}', text), f"{relative(path)} does not say why"
        assert re.search(r"def downgrade\(\)[^\n]*\n(?!\s+pass\b)", text), (
            f"{relative(path)} cannot be taken back"
        )


def test_tables_are_made_by_migrations_and_never_by_the_application():
    """Two workers that start together would both try."""
    assert [
        relative(path)
        for path in files("acm_drafts/*.py")
        if "create_all(" in path.read_text(encoding="utf-8")
    ] == []
