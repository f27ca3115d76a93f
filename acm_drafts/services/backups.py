"""
Back a running system up into one file, and restore that file into an empty database of either engine.

A backup is read from one snapshot and read back before it has its name. A restoration is one
transaction: the schema is brought to that of the backup, the rows are written, read back and
compared with the hashes of the backup, the schema is brought to that of this version, and `verify`
replays the negotiation. What fails anywhere leaves the database as empty as it was.
"""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from acm_drafts.negotiation.errors import (
    BackupDamaged,
    BackupNewer,
    BackupOlder,
    DatabaseNotEmpty,
    FoundWrong,
    NotRestored,
    UnknownSchema,
)
from acm_drafts.services.drafts import digest, line_digest
from acm_drafts.services.verification import verify
from acm_drafts.store import backup as rows
from acm_drafts.store.backup_file import Manifest, Reader, TableEntry, Writer, new_file
from acm_drafts.store.database import utcnow
from acm_drafts.store.drafts import lines_of_draft
from acm_drafts.store.records import Draft
from acm_drafts.store.schema import Migrations, current_revision

Tell = Callable[[str], object]
"""Takes a sentence on what was done, for whoever waits."""


# Backing up ----------------------------------------------------------------------------------------


def back_up(engine: Engine, migrations: Migrations, path: Path, *, replaces: bool, tell: Tell) -> Manifest:
    """
    Write all that the database holds at this moment to *path* and return the manifest.

    Raises BackupNameTaken where *path* is taken and *replaces* does not hold, UnknownSchema for a database
    that this version cannot read.
    """
    with new_file(path, replaces=replaces) as file:
        with rows.snapshot(engine) as connection, Writer(file) as writer:
            manifest = _write(connection, migrations, writer, tell)
        reader = Reader(file)
        for table in reader.manifest.tables:
            for _ in reader.lines(table):
                pass
        if reader.manifest != manifest:
            raise BackupDamaged(why="its manifest is not the one that was written")
        tell(f"Read back: {manifest.rows} rows in {len(manifest.tables)} tables are those that were written.")
    return manifest


def _write(connection: Connection, migrations: Migrations, writer: Writer, tell: Tell) -> Manifest:
    revision = current_revision(connection)
    if revision is None or revision not in migrations.revisions:
        raise UnknownSchema(schema=revision or "none")
    is_newest = revision == migrations.newest
    made_at = utcnow().isoformat(timespec="seconds")
    tell(f"Backing up {connection.dialect.name}, schema {revision}, as it stands at {made_at}.")
    entries = []
    for table in rows.tables(connection):
        summary = writer.add(table.name, rows.lines(connection, table))
        named = [list(column) for column in rows.columns(table)]
        entries.append(TableEntry(table.name, named, summary.rows, summary.sha256))
        _tell_rows(tell, table.name, summary.rows)
    manifest = Manifest(
        schema=revision,
        engine=connection.dialect.name,
        made_at=made_at,
        texts=_texts(connection) if is_newest else {},
        findings=_findings(connection) if is_newest else None,
        tables=entries,
    )
    writer.finish(manifest)
    return manifest


def _tell_rows(tell: Tell, table: str, count: int) -> None:
    if count:
        tell(f"  {table}: {count}")


def _session(connection: Connection) -> Session:
    """Return a session that reads within the transaction of *connection* and does not end it."""
    return Session(connection, join_transaction_mode="create_savepoint")


def _texts(connection: Connection) -> dict[str, str]:
    """
    Return the digest of each draft by its symbol, worked out from what its lines say now.

    One that was withdrawn may share its symbol with another: it is told with the moment.
    """
    with _session(connection) as session:
        drafts = session.execute(select(Draft.id, Draft.symbol, Draft.withdrawn_at).order_by(Draft.id)).all()
        return {
            f"{symbol}, withdrawn {at.isoformat()} ({id_})" if at else symbol: digest(
                line_digest(line) for line in lines_of_draft(session, id_)
            )
            for id_, symbol, at in drafts
        }


def _findings(connection: Connection) -> list[str]:
    with _session(connection) as session:
        return [str(finding) for finding in verify(session).findings]


# Restoring -----------------------------------------------------------------------------------------


def restore(
    engine: Engine, migrations: Migrations, path: Path, *, keeps_findings: bool, tell: Tell
) -> tuple[Manifest, list[str]]:
    """
    Write the backup at *path* into an empty database; return its manifest, and what `verify` names now.

    Raises BackupDamaged, BackupNewer, BackupOlder, DatabaseNotEmpty, NotRestored; FoundWrong only where
    *keeps_findings* does not hold. Whatever it raises, the database is as empty as before.
    """
    with path.open("rb") as file:
        reader = Reader(file)
        manifest = reader.manifest
        if migrations.begin_after(manifest.schema):
            raise BackupOlder(schema=manifest.schema, first=migrations.first)
        if manifest.schema not in migrations.revisions:
            raise BackupNewer(schema=manifest.schema)
        tell(
            f"The backup was made of {manifest.engine}, schema {manifest.schema}, at {manifest.made_at}: "
            f"{manifest.rows} rows in {len(manifest.tables)} tables."
        )
        with rows.restoring(engine) as connection:
            _require_empty(connection, migrations)
            migrations.move(connection, manifest.schema)
            _insert(connection, reader, tell)
            _read_back(connection, manifest)
            tell("Read back: every table has the hash that it had.")
            migrations.move(connection, migrations.newest)
            findings = _check(connection, manifest, keeps_findings=keeps_findings)
    return manifest, findings


def _require_empty(connection: Connection, migrations: Migrations) -> None:
    """Raise DatabaseNotEmpty where the database holds anything that migrations did not write."""
    if foreign := rows.foreign_tables(connection):
        raise DatabaseNotEmpty(what=f"{foreign[0]} is not a table of acm_drafts")
    revision = current_revision(connection)
    if revision is not None and revision not in migrations.revisions:
        raise DatabaseNotEmpty(what=f"its schema {revision} is of another version")
    tables = rows.tables(connection)
    rows.lock(connection, tables)
    if filled := rows.first_filled(connection, tables):
        raise DatabaseNotEmpty(what=f"there are {filled[1]} rows in {filled[0]}")


def _insert(connection: Connection, reader: Reader, tell: Tell) -> None:
    tables = {table.name: table for table in rows.tables(connection)}
    columns = {name: [list(column) for column in rows.columns(table)] for name, table in tables.items()}
    if columns != {entry.name: entry.columns for entry in reader.manifest.tables}:
        raise NotRestored(what="tables or columns differ from those of its schema here")
    rows.clear(connection, list(tables.values()))
    try:
        with rows.keys_deferred(connection, list(tables.values())):
            for entry in reader.manifest.tables:
                rows.insert(connection, tables[entry.name], reader.lines(entry))
                _tell_rows(tell, entry.name, entry.rows)
    except (IntegrityError, DataError) as error:
        raise NotRestored(what=str(error.orig).strip().partition("\n")[0]) from None
    rows.set_sequences(connection, list(tables.values()))


def _read_back(connection: Connection, manifest: Manifest) -> None:
    """Raise NotRestored where the database does not hold exactly what the backup does."""
    tables = {table.name: table for table in rows.tables(connection)}
    for entry in manifest.tables:
        if rows.summarise(rows.lines(connection, tables[entry.name])) != entry.summary:
            raise NotRestored(what=f"the rows of {entry.name} differ")
    if broken := rows.broken_keys(connection):
        raise NotRestored(what=f"a row of {broken[0]} refers to a row that is not there")


def _check(connection: Connection, manifest: Manifest, *, keeps_findings: bool) -> list[str]:
    """Return what `verify` names. Raises NotRestored for a text with another digest, FoundWrong for a new finding."""
    texts = _texts(connection)
    if differing := [
        symbol for symbol, text_digest in manifest.texts.items() if texts.get(symbol) != text_digest
    ]:
        raise NotRestored(what=f"the text of {differing[0]} differs")
    findings = _findings(connection)
    new = [finding for finding in findings if finding not in (manifest.findings or ())]
    if new and manifest.findings is not None and not keeps_findings:
        raise FoundWrong(what=new[0])
    return findings
