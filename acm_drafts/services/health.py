"""
Is the house fit to serve: the database, its schema, the worker, the room on its disk?

Asked by `/readyz` for whoever steers the traffic, and by `flask doctor` for whoever runs the machine.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Engine, make_url

from acm_drafts.store.database import SQLAlchemyError
from acm_drafts.store.messages import worker_is_at_work
from acm_drafts.store.schema import Migrations, current_revision, read_migrations

LEAST_ROOM = 200 * 1024 * 1024
"""So many bytes are left where the database and the index lie, or the disk is called full: room for a day of work."""


class Part(StrEnum):
    """What has to be well."""

    DATABASE = "database"
    SCHEMA = "schema"
    WORKER = "worker"
    DISK = "disk"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that is not well, and a sentence for whoever runs the machine."""

    part: Part
    sentence: str


def troubles(
    engine: Engine, *, migrations: str | Path, folders: tuple[Path, ...], least_room: int = LEAST_ROOM
) -> list[Trouble]:
    """
    Return what is not well, in the order in which it is mended; empty where all is.

    *migrations*: where those of this version lie. *folders*: where files are written, on disks
    with *least_room* bytes. Without a database nothing
    that is kept in it is asked for.
    """
    of_disks = list(_disk(folders, least_room))
    try:
        with engine.connect() as connection:
            revision = current_revision(connection)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        return [*of_disks, Trouble(Part.DATABASE, f"The database is not reached: {reason}")]
    return [*of_disks, *_schema(revision, read_migrations(migrations)), *_worker(engine)]


def folders_of(config: Mapping[str, object]) -> tuple[Path, ...]:
    """Return where the settings *config* say that files are written: the database's, where it is one, and the index."""
    url = make_url(str(config["SQLALCHEMY_DATABASE_URI"]))
    database = (Path(str(url.database)).parent,) if url.get_backend_name() == "sqlite" else ()
    return (*database, Path(str(config["LIBRARY_INDEX"])))


def _schema(revision: str | None, migrations: Migrations) -> Iterator[Trouble]:
    if revision == migrations.newest:
        return
    has = f"schema {revision}" if revision else "no schema"
    behind = f"The database has {has}, and this version needs {migrations.newest}. Run: flask --app wsgi db upgrade"
    yield Trouble(Part.SCHEMA, migrations.why_too_old(revision) or behind)


def _worker(engine: Engine) -> Iterator[Trouble]:
    if not worker_is_at_work(engine):
        yield Trouble(
            Part.WORKER,
            "No worker is at work: no notice is sent and no silence ends. Start it: flask --app wsgi work",
        )


def _disk(folders: tuple[Path, ...], least_room: int) -> Iterator[Trouble]:
    """Tell of each folder, once for a disk, whether something can still be written there."""
    named = set()
    for folder in folders:
        there = next((path for path in (folder, *folder.absolute().parents) if path.exists()), Path("/"))
        disk, free = there.stat().st_dev, shutil.disk_usage(there).free
        if free < least_room and disk not in named:
            named.add(disk)
            room = f"{free // 1024**2} MB are left, {least_room // 1024**2} MB are wanted"
            yield Trouble(Part.DISK, f"The disk of {folder} is nearly full: {room}.")
