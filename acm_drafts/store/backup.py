"""
Rows out of a database and into one, the same on both engines.

Tables are read as the database itself describes them, so that one at an older schema can be backed
up too. A row is a line of JSON: an array of its values by the names of the columns, moments in UTC,
bytes in base64. Rows come in the order of their primary key, by code point, so that the same rows
are the same bytes on either engine, and one hash tells whether a table is what it was.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    collate,
    delete,
    func,
    inspect,
    select,
    text,
)

VERSION_TABLE = "alembic_version"
LEFT_OUT = (VERSION_TABLE, "sign_ins", "attempts", "passkey_challenges")
"""What belongs to a running system alone: the schema's mark, signed-in browsers, counted attempts, open challenges."""
SEEDED = ("parties", "security_events")
"""
The tables that an empty database may hold rows of, which give way to those of a backup.

Migrations write the first; the second is written as soon as a server refuses somebody.
"""
LAST = (
    "adoptions",
    "adoption_matters",
    "corrigenda",
    "corrigendum_entries",
    "public_texts",
    "publications",
    "public_files",
    "archivings",
    "meeting_deletions",
    "deletion_packages",
)
"""The tables that come after all others: once a text is adopted the database takes nothing more of it."""

AT_ONCE = 500
AT_ONCE_WITH_FILES = 8
"""So many rows are held in memory: one that has a file may be ten megabytes."""

KINDS: Mapping[type, str] = {
    str: "text",
    int: "integer",
    bool: "boolean",
    float: "number",
    date: "date",
    datetime: "moment",
}
PACK: Mapping[str, Callable[[Any], Any]] = {
    "date": lambda value: value.isoformat(),
    "moment": lambda value: _in_utc(value).isoformat(),
    "bytes": lambda value: base64.b64encode(value).decode(),
}
UNPACK: Mapping[str, Callable[[Any], Any]] = {
    "date": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "bytes": base64.b64decode,
}


def _in_utc(moment: datetime) -> datetime:
    """SQLite keeps moments in UTC and drops the zone."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a table holds: how many rows, and the hash of their lines."""

    rows: int
    sha256: str


# Out -----------------------------------------------------------------------------------------------


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """
    Read the database as it stands at one moment, while others go on writing.

    On SQLite one transaction under WAL is that; PostgreSQL is asked for it.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def tables(connection: Connection) -> list[Table]:
    """Return the tables that a backup holds, each after those that it refers to and what freezes rows at the end."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name not in LEFT_OUT)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return sorted(metadata.sorted_tables, key=lambda table: table.name in LAST)


def columns(table: Table) -> list[tuple[str, str]]:
    """Return name and kind of each column of *table*, by name: in a table that was altered they stand elsewhere."""
    return sorted((column.name, _kind(column)) for column in table.columns)


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, JSON):
        return "json"
    return "bytes" if isinstance(column.type, LargeBinary) else KINDS[column.type.python_type]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows of *table*, each as a line, in the order of the primary key. One query."""
    named = columns(table)
    pack = [PACK.get(kind) for _, kind in named]
    order = [_by_code_point(connection, column) for column in table.primary_key.columns]
    query = select(*(table.columns[name] for name, _ in named)).order_by(*order)
    for row in connection.execute(query, execution_options={"yield_per": _at_once(table)}):
        values = [
            value if value is None or make is None else make(value)
            for value, make in zip(row, pack, strict=True)
        ]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _by_code_point(connection: Connection, column: Column[Any]) -> Any:
    is_sorted_by_language = connection.dialect.name == "postgresql" and isinstance(column.type, String)
    return collate(column, "C") if is_sorted_by_language else column


def _at_once(table: Table) -> int:
    return AT_ONCE_WITH_FILES if any(kind == "bytes" for _, kind in columns(table)) else AT_ONCE


def summarise(written: Iterable[bytes]) -> Summary:
    """Return how many lines there are, and their hash."""
    count, sha256 = 0, hashlib.sha256()
    for line in written:
        count += 1
        sha256.update(line)
    return Summary(count, sha256.hexdigest())


# In ------------------------------------------------------------------------------------------------


@contextmanager
def restoring(engine: Engine) -> Iterator[Connection]:
    """
    Hold one transaction in which everything is written or nothing; foreign keys are checked at its end.

    SQLite looks them up only when asked (`check_keys`): what refers to a later row must be let in first.
    """
    with engine.connect() as connection:
        keys_of_sqlite(connection, "OFF")
        try:
            with connection.execution_options(acm_writes=True).begin():
                yield connection
        finally:
            keys_of_sqlite(connection, "ON")


def keys_of_sqlite(connection: Connection, state: str) -> None:
    """Set whether SQLite looks foreign keys up with each statement; it obeys outside transactions alone."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys={state}")


def foreign_tables(connection: Connection) -> list[str]:
    """Return the tables of a database that no migration made."""
    names = inspect(connection).get_table_names()
    return [] if VERSION_TABLE in names else sorted(names)


def lock(connection: Connection, wanted: Sequence[Table]) -> None:
    """Let nobody else write to these tables before the transaction ends. SQLite's is the only writer already."""
    if connection.dialect.name == "postgresql" and wanted:
        named = ", ".join(_quoted(connection, table.name) for table in wanted)
        connection.execute(text(f"LOCK TABLE {named} IN ACCESS EXCLUSIVE MODE"))


def first_filled(connection: Connection, wanted: Sequence[Table]) -> tuple[str, int] | None:
    """Return name and number of rows of a table that has any beside those of an empty database, None for none."""
    for table in wanted:
        count = connection.scalar(select(func.count()).select_from(table))
        if count and table.name not in SEEDED:
            return table.name, int(count)
    return None


def clear(connection: Connection, wanted: Sequence[Table]) -> None:
    """Remove what an empty database holds: the backup brings its own."""
    for table in reversed(wanted):
        if table.name in SEEDED:
            connection.execute(delete(table))


@contextmanager
def keys_deferred(connection: Connection, wanted: Sequence[Table]) -> Iterator[None]:
    """Let rows come in any order inside the block, and check at its end that each key leads to a row."""
    if connection.dialect.name != "postgresql":
        yield
        return
    inspector = inspect(connection)
    named = [
        (table.name, str(key["name"]))
        for table in wanted
        for key in inspector.get_foreign_keys(table.name)
        if not key["options"].get("deferrable")
    ]
    _alter_keys(connection, named, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _alter_keys(connection, named, "NOT DEFERRABLE")


def _alter_keys(connection: Connection, named: Sequence[tuple[str, str]], how: str) -> None:
    for table, key in named:
        table, key = _quoted(connection, table), _quoted(connection, key)
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {key} {how}"))


def insert(connection: Connection, table: Table, written: Iterable[bytes]) -> None:
    """Write the rows of *table* from their lines, a few hundred at a time."""
    named = columns(table)
    unpack = [UNPACK.get(kind) for _, kind in named]
    waiting = iter(written)
    while some := list(islice(waiting, _at_once(table))):
        rows = [
            {
                name: value if value is None or make is None else make(value)
                for (name, _), make, value in zip(named, unpack, json.loads(line), strict=True)
            }
            for line in some
        ]
        connection.execute(table.insert(), rows)


def set_sequences(connection: Connection, wanted: Sequence[Table]) -> None:
    """Let the next row of each table have the number after the last. SQLite counts by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in wanted:
        for column in table.primary_key.columns:
            name = _quoted(connection, table.name)
            sequence = connection.scalar(
                text("select pg_get_serial_sequence(:table, :column)"), {"table": name, "column": column.name}
            )
            if sequence:
                last = connection.scalar(select(func.max(column)))
                connection.execute(
                    text("select setval(cast(:sequence as regclass), :last, :was_used)"),
                    {"sequence": sequence, "last": last or 1, "was_used": last is not None},
                )


def broken_keys(connection: Connection) -> list[str]:
    """Return the tables of SQLite in which a key leads nowhere; PostgreSQL refused such a row already."""
    if connection.dialect.name != "sqlite":
        return []
    return sorted({str(row[0]) for row in connection.execute(text("PRAGMA foreign_key_check"))})


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
