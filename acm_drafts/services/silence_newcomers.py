"""
Whoever takes office for a member while a silence procedure runs is told of it, as others were when it began.

An office may begin on a day to come, so the worker asks by the clock who holds one and was not told.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from acm_drafts.negotiation.notices import NoticeKind
from acm_drafts.negotiation.terms import SilenceState
from acm_drafts.store.database import db, transaction, utcnow
from acm_drafts.store.locks import By, hold_round
from acm_drafts.store.notices import tell_of_lines
from acm_drafts.store.readers import Reader, load_readers
from acm_drafts.store.records import SilenceReader
from acm_drafts.store.silence import (
    SilenceRecord,
    codes_that_run,
    get_silence,
    lines_on_the_end,
    readers_of,
    state_of_silence,
)


def tell_newcomers() -> int:
    """Tell whoever took office while a procedure runs, each once, and return how many were told."""
    session: Session = db.session()
    session.rollback()
    return sum(_tell(code) for code in codes_that_run(session, utcnow()))


def _tell(code: str) -> int:
    """Tell the newcomers of one procedure in one transaction; nobody where it does not run any more."""
    with transaction() as session:
        hold_round(session, By.SILENCE, code)
        record, now = get_silence(session, code), utcnow()
        if state_of_silence(record.silence, now) is not SilenceState.RUNNING:
            return 0
        newcomers = _newcomers(session, record)
        if not newcomers:
            return 0
        rows = {row.user_id: row for row in record.readers}
        for reader, party in newcomers:
            row = rows.get(reader.id)
            if row is None:
                row = SilenceReader(silence_id=record.silence.id, user_id=reader.id, party_id=party)
                session.add(row)
            row.told_at = now
        lines = lines_on_the_end(session, record.silence.id)
        tell_of_lines(
            session, lines, NoticeKind.SILENCE, readers=[reader for reader, _ in newcomers], now=now
        )
        return len(newcomers)


def _newcomers(session: Session, record: SilenceRecord) -> Sequence[tuple[Reader, int]]:
    """Return who writes or speaks for a member today and was not told, each with the key of that member."""
    informed = {row.user_id for row in record.readers if row.told_at is not None}
    readers = readers_of(record.body, record.silence, load_readers(session))
    return [(reader, party) for reader, party in readers if reader.id not in informed]
