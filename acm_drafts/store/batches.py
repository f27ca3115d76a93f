"""
Reads of the files that wait for the Mission: tables of them, one of them, the next that nobody reads.

What a batch was told to end is there no more, whether or not it was cleared away already.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from acm_drafts.negotiation.errors import NotFound
from acm_drafts.store.database import utcnow
from acm_drafts.store.records import Batch, BatchFile, Communique

SILENT = timedelta(seconds=15)
"""A reader that gave no sign for so long has died: its file can be taken up by another."""


class Progress(NamedTuple):
    """How far the reading of a batch is: *done* of *total*; *moves*: some reader was at work a moment ago."""

    done: int
    total: int
    moves: bool

    @property
    def stopped(self) -> bool:
        return self.done < self.total and not self.moves


def get(session: Session, code: str, communique_code: str) -> Batch:
    """Return a batch of a communiqué. One query. Raises NotFound, also after it ended."""
    batch = session.scalars(
        select(Batch)
        .join(Communique, Communique.id == Batch.communique_id)
        .where(Batch.code == code, Communique.code == communique_code, _stands())
    ).one_or_none()
    if batch is None:
        raise NotFound()
    return batch


def waiting(session: Session, communique_id: int) -> list[tuple[Batch, Mapping[str, int]]]:
    """Return the batches of a communiqué, newest first, each with how many files are at which stage. Two queries."""
    rows = session.scalars(
        select(Batch).where(Batch.communique_id == communique_id, _stands()).order_by(Batch.id.desc())
    ).all()
    counted: dict[int, dict[str, int]] = {batch.id: {} for batch in rows}
    counts = session.execute(
        select(BatchFile.batch_id, BatchFile.stage, func.count())
        .where(BatchFile.batch_id.in_(counted))
        .group_by(BatchFile.batch_id, BatchFile.stage)
    )
    for key, stage, count in counts:
        counted[key][stage] = count
    return [(batch, counted[batch.id]) for batch in rows]


def files(session: Session, batch_id: int) -> Sequence[BatchFile]:
    """Return the files of a batch in their order, without what was read of them. One query."""
    return session.scalars(
        select(BatchFile)
        .options(joinedload(BatchFile.party))
        .where(BatchFile.batch_id == batch_id)
        .order_by(BatchFile.number)
    ).all()


def get_file(session: Session, batch_id: int, number: int, *, locked: bool = False) -> BatchFile:
    """Return one file with what was read of it; *locked*: nobody else writes it meanwhile. Raises NotFound."""
    wanted = (
        select(BatchFile)
        .options(undefer(BatchFile.found), undefer(BatchFile.typed))
        .where(BatchFile.batch_id == batch_id, BatchFile.number == number)
        .execution_options(populate_existing=True)
    )
    file = session.scalars(wanted.with_for_update() if locked else wanted).one_or_none()
    if file is None:
        raise NotFound()
    return file


def progress(files: Sequence[BatchFile]) -> Progress:
    """Return how far the reading of *files* is."""
    since = utcnow() - SILENT
    done = sum(file.stage not in ("waiting", "reading") for file in files)
    moves = any(
        file.stage in ("waiting", "reading") and file.beat_at and file.beat_at > since for file in files
    )
    return Progress(done, len(files), moves)


def find_unread(session: Session, batch_id: int) -> int | None:
    """Return the key of the first file of a batch that nobody is reading."""
    return session.scalars(
        select(BatchFile.id)
        .where(BatchFile.batch_id == batch_id, nobody_reads(utcnow()))
        .order_by(BatchFile.number)
        .limit(1)
    ).one_or_none()


def nobody_reads(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a file waits, or that its reader has been silent for too long."""
    silent = or_(BatchFile.beat_at.is_(None), BatchFile.beat_at < now - SILENT)
    return or_(BatchFile.stage == "waiting", and_(BatchFile.stage == "reading", silent))


def same_bytes(session: Session, communique_id: int, digests: Sequence[str]) -> dict[str, str]:
    """Return the names of files of a communiqué that wait, or were entered from a batch, by their digests."""
    rows = session.execute(
        select(BatchFile.sha256, BatchFile.name)
        .join(Batch, Batch.id == BatchFile.batch_id)
        .where(
            Batch.communique_id == communique_id,
            _stands(),
            BatchFile.sha256.in_(digests),
            BatchFile.stage != "refused",
        )
    )
    return {row.sha256: row.name for row in rows}


def _stands() -> ColumnElement[bool]:
    return Batch.ends_at > utcnow()
