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
    def newest(self) -> str:
        return self.revisions[-1]

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
