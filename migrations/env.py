"""
Run migrations on the application's own database, or on the connection that the caller holds; SQLite in batches.

SQLite changes a table by copying it and removing the old one. Foreign keys are looked up at the end, when every table
is there again, and the triggers that guard adopted texts, which name other tables, are put back then.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from logging.config import fileConfig
from pathlib import Path
from typing import Any

from alembic import context
from alembic.operations import BatchOperations, Operations
from flask import current_app
from sqlalchemy import Connection, Engine, text

from acm_drafts.store.backup import broken_keys, keys_of_sqlite
from acm_drafts.store.schema import current_revision, read_migrations

config = context.config
held = config.attributes.get("connection")
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


Batch = AbstractContextManager[BatchOperations]
LOCK = 0x61636D6D  # "acmm"
"""The number of the lock on PostgreSQL under which migrations run; the same in every version."""


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Wait until no other migration runs on the database: the second finds what the first has made."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("select pg_advisory_lock(:lock)"), {"lock": LOCK})
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(:lock)"), {"lock": LOCK})
        return
    database = engine.url.database
    if os.name != "posix" or not database or database == ":memory:":
        yield
        return
    import fcntl

    with Path(f"{database}.migration").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def opened(engine: Engine) -> Iterator[Connection]:
    """
    Hold a connection on which SQLite does not look foreign keys up.

    Raises SystemExit where a key leads nowhere, and for a database that is older than all migrations.
    """
    with alone(engine), engine.connect() as connection:
        revision = current_revision(connection)
        connection.rollback()
        if why := read_migrations(context.script.dir).why_too_old(revision):
            raise SystemExit(why)
        keys_of_sqlite(connection, "OFF")
        try:
            yield connection
            if broken := broken_keys(connection):
                raise SystemExit(f"Foreign keys lead nowhere in: {', '.join(broken)}.")
            connection.commit()  # each migration did; the guards that were put back after the last did not yet
        finally:
            connection.rollback()
            keys_of_sqlite(connection, "ON")


ADOPTED = (
    "select name, sql from sqlite_master where type = 'trigger' and name like '%\\_adopted\\_%' escape '\\'"
)
HAS_ADOPTIONS = "select 1 from sqlite_master where type = 'table' and name = 'adoptions'"


class Guards:
    """The triggers of SQLite that guard adopted texts: taken away before each migration, put back after the last."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.lifted = connection, dict[str, str]()
        self.are_here = connection.dialect.name == "sqlite"

    def lift(self, **_step: object) -> None:
        """Take away those that are there; a migration has just made them, or they were there before the first."""
        if self.are_here:
            present = dict(self.connection.execute(text(ADOPTED)).all())
            for name in present:
                self.connection.execute(text(f"drop trigger {name}"))
            self.lifted |= present

    def forget(self, table: str) -> None:
        """Leave the guards of *table* out: the migration that made them is undone."""
        self.lifted = {
            name: sql for name, sql in self.lifted.items() if not name.startswith(f"{table}_adopted_")
        }

    def put_back(self) -> None:
        """Put them back where adoptions are kept still."""
        if self.are_here and self.connection.scalar(text(HAS_ADOPTIONS)):
            for statement in self.lifted.values():
                self.connection.exec_driver_sql(statement)


def reading_one_table(batches: Callable[..., Batch]) -> Callable[..., Batch]:
    """Return Alembic's *batches*, which read of a table to be copied that alone, and not all that it refers to."""

    def batch_alter_table(table: str, *words: object, **options: Any) -> Batch:
        options["reflect_kwargs"] = {**options.get("reflect_kwargs", {}), "resolve_fks": False}
        return batches(table, *words, **options)

    return batch_alter_table


def run() -> None:
    database = current_app.extensions["migrate"].db
    with opened(database.engine) if held is None else nullcontext(held) as connection:
        guards = config.attributes["guards"] = Guards(connection)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            on_version_apply=guards.lift,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            guards.lift()
            with Operations.context(context.get_context()) as operations:
                operations.batch_alter_table = reading_one_table(operations.batch_alter_table)
                context.get_context().run_migrations()
            guards.put_back()


if context.is_offline_mode():
    raise SystemExit("Migrations read and write data, so they run against a database, not into a file.")
run()
