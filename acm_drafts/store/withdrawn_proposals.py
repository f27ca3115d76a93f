"""By which acts proposals were withdrawn, as far as a reader of the proposals may know it."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.journal import WITHDRAWING
from acm_drafts.negotiation.terms import Stage
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.records import JournalLine


def withdrawals_on(session: Session, records: Iterable[AmendmentRecord]) -> list[JournalLine]:
    """Return the lines by which submitted *records* were withdrawn, as far as read, as given. One query at most."""
    by_key = {
        record.amendment.id: record
        for record in records
        if record.amendment.submitted_at and record.amendment.stage == Stage.WITHDRAWN
    }
    if not by_key:
        return []
    rows = session.scalars(
        select(JournalLine)
        .where(JournalLine.amendment_id.in_(by_key), JournalLine.act == WITHDRAWING)
        .order_by(JournalLine.id)
    )
    return [row for row in rows if (since := by_key[row.amendment_id or 0].since) is None or row.at < since]
