"""
The revision of the database's schema: which one it has, which ones this version knows, and the way between them.

Migrations run on a connection that the caller holds, so that they are part of its transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database, None where no migration ran yet."""
    return MigrationContext.configure(connection).get_current_revision()


@dataclass(frozen=True, slots=True)
class Migrations:
    """The migrations of this version: where they lie, and their revisions from the first to the newest."""

    directory: Path
    revisions: Sequence[str]

    @property
    def first(self) -> str:
        return self.revisions[0]

    @property
    def newest(self) -> str:
        return self.revisions[-1]

    def begin_after(self, revision: str | None) -> bool:
        """Return whether *revision* is of a migration that was squashed: the first one here stands for it."""
        return revision is not None and revision.isdecimal() and revision < self.first

    def why_too_old(self, revision: str | None) -> str | None:
        """Return a sentence where a database at *revision* cannot be migrated, with what to do; None where it can."""
        if not self.begin_after(revision):
            return None
        return (
            f"The database has schema {revision}, and the migrations of this version begin at {self.first}. "
            f"Install the last version that knows {revision} and bring the database to {self.first} there "
            "(flask --app wsgi db upgrade), or restore its backup there, which does the same; then install this one."
        )

    def move(self, connection: Connection, revision: str) -> None:
        """Bring the database from the revision that it has to *revision*, up or down."""
        current = current_revision(connection)
        if current == revision:
            return
        config = _config(self.directory)
        config.attributes["connection"] = connection
        is_later = current is not None and self.revisions.index(current) > self.revisions.index(revision)
        (command.downgrade if is_later else command.upgrade)(config, revision)


def read_migrations(directory: str | Path) -> Migrations:
    """Return the migrations in *directory*."""
    script = ScriptDirectory.from_config(_config(Path(directory)))
    return Migrations(Path(directory), [revision.revision for revision in script.walk_revisions()][::-1])


def _config(directory: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(directory))
    return config
