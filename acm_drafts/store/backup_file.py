"""
The file of a backup: a zip archive of a manifest and one file of lines for each table, and its own hash.

The last 64 characters, which zip keeps for a comment, are the SHA-256 of all bytes before them: a
file that was cut or altered anywhere is known before anything of it is used. It is written beside
its place under a name of its own, with mode 0600, and moved there when it was read back; whoever
is killed leaves nothing under the name that was asked for. Nothing here asks the database.
"""

import fcntl
import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from acm_drafts.negotiation.errors import BackupDamaged, BackupNameTaken, BackupNewer, BackupRunning
from acm_drafts.store.backup import Summary

FORMAT = 1
PRODUCT = "acm_drafts"
MANIFEST = "manifest.json"
DIGEST = 64
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of a backup: its columns with their kinds, how many rows, and the hash of their lines."""

    name: str
    columns: list[list[str]]
    rows: int
    sha256: str

    @property
    def summary(self) -> Summary:
        return Summary(self.rows, self.sha256)


@dataclass(frozen=True, slots=True)
class Manifest:
    """
    What a backup says of itself.

    *schema*: the revision of the database; *texts*: the digest of each draft by its symbol; *findings*: what
    `verify` named when it was made, None where it was not asked.
    """

    schema: str
    engine: str
    made_at: str
    texts: dict[str, str]
    findings: list[str] | None
    tables: list[TableEntry] = field(default_factory=list)
    format: int = FORMAT
    product: str = PRODUCT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def drafts(self) -> int:
        return sum(table.rows for table in self.tables if table.name == "drafts")


# Writing -------------------------------------------------------------------------------------------


class Writer:
    """Writes the members of a backup, one after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the archive; one that is not finished is thrown away by `new_file`."""
        with suppress(OSError, ValueError):
            self._archive.close()

    def add(self, name: str, lines: Iterable[bytes]) -> Summary:
        """Write the lines of one table and return what they come to."""
        count, sha256 = 0, hashlib.sha256()
        with self._archive.open(_member(name), "w", force_zip64=True) as member:
            for line in lines:
                member.write(line)
                sha256.update(line)
                count += 1
        return Summary(count, sha256.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the hash of the whole, and wait until the disk has them."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        self._archive.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)
        self._archive.comment = b"0" * DIGEST
        self._archive.close()
        self._file.flush()
        digest = _digest_of_body(self._file)
        self._file.seek(-DIGEST, os.SEEK_END)
        self._file.write(digest)
        self._file.flush()
        os.fsync(self._file.fileno())


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


@contextmanager
def new_file(path: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """
    Yield a file to write, which is at *path* once the block ended, and nowhere if it raised.

    Raises BackupNameTaken where something is there that must not be replaced, BackupRunning while another is written.
    """
    if not replaces and path.exists():
        raise BackupNameTaken(name=str(path))
    beside = path.with_name(f".{path.name}.part")
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(beside, flags, 0o600), "w+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRunning() from None
        try:
            os.fchmod(file.fileno(), 0o600)
            file.truncate()
            yield file
            if not replaces and path.exists():
                raise BackupNameTaken(name=str(path))
            beside.replace(path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Wait until the disk knows the new name too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Reading -------------------------------------------------------------------------------------------


class Reader:
    """
    Reads a backup. It is judged whole when it is opened.

    Raises BackupDamaged for what is none or is not what was written, BackupNewer for a later format.
    """

    def __init__(self, file: IO[bytes]) -> None:
        _check_digest(file)
        try:
            self._archive = zipfile.ZipFile(file)
            facts = json.loads(self._archive.read(MANIFEST))
        except (zipfile.BadZipFile, KeyError, ValueError):
            raise BackupDamaged(why="it has no manifest") from None
        self.manifest = _manifest(facts)

    def lines(self, table: TableEntry) -> Iterator[bytes]:
        """Yield the lines of a table. Raises BackupDamaged at their end where they are not those of the manifest."""
        count, sha256 = 0, hashlib.sha256()
        try:
            with self._archive.open(_member(table.name)) as member:
                for line in member:
                    sha256.update(line)
                    count += 1
                    yield line
        except (zipfile.BadZipFile, KeyError):
            raise BackupDamaged(why=f"the rows of {table.name} cannot be read") from None
        if Summary(count, sha256.hexdigest()) != table.summary:
            raise BackupDamaged(why=f"the rows of {table.name} are not those that were written")


def _check_digest(file: IO[bytes]) -> None:
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise BackupDamaged(why="it does not begin like one")
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - DIGEST, 0))
    if file.read() != _digest_of_body(file):
        raise BackupDamaged(why="its hash is not that of its bytes")


def _digest_of_body(file: IO[bytes]) -> bytes:
    """Return the hash of all bytes but the last 64, in hexadecimal."""
    left = file.seek(0, os.SEEK_END) - DIGEST
    file.seek(0)
    sha256 = hashlib.sha256()
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        sha256.update(chunk)
        left -= len(chunk)
    return sha256.hexdigest().encode()


def _manifest(facts: Any) -> Manifest:
    if not isinstance(facts, dict) or facts.get("product") != PRODUCT:
        raise BackupDamaged(why="it is of another product")
    if facts.get("format") != FORMAT:
        raise BackupNewer(schema=facts.get("schema"))
    records = [TableEntry(**record) for record in facts.pop("tables")]
    return Manifest(**facts, tables=records)
