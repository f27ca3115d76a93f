"""
On which paragraphs of a text something was ever proposed, which a sitting declined, and on which a delegation reserves.

As far as a reader knows.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.sittings import DECLINES
from acm_drafts.store.body_visibility import records_read_by
from acm_drafts.store.records import Amendment, Communique, Revision, Sitting, SittingResultRow
from acm_drafts.store.reservations import ReservationRecord, load_reservations
from acm_drafts.store.text import DraftSet, Lineage, load_lineage
from acm_drafts.store.visibility import readable_in_any


class Proposed(NamedTuple):
    """That something was proposed on a paragraph, at a moment."""

    paragraph: int
    at: datetime


def load_proposed(session: Session, actor: Actor, drafts: DraftSet) -> list[Proposed]:
    """
    Return where *actor* reads that something was proposed, whatever became of it.

    A new paragraph is proposed on itself: what is to come in after a paragraph says nothing of that.
    One query, none before the first round.
    """
    contexts = {context.round.id: context for context in drafts.contexts}
    if not contexts:
        return []
    rows = session.execute(
        select(Revision.paragraph_id, Revision.other_id, Amendment.submitted_at)
        .join(Amendment, Amendment.id == Revision.amendment_id)
        .where(readable_in_any(actor, contexts, Amendment.number.is_not(None)))
        .distinct()
    )
    return [Proposed(key, at) for *keys, at in rows if at for key in keys if key]


class Declined(NamedTuple):
    """That a sitting did not agree a paragraph or referred it, at a moment."""

    paragraph: int
    at: datetime


def load_declined(session: Session, actor: Actor, communique: Communique) -> list[Declined]:
    """
    Return where *actor* reads that a sitting did not agree a paragraph or referred it, whatever came later. One query.
    """
    rows = session.execute(
        select(SittingResultRow.paragraph_id, SittingResultRow.at)
        .join(Sitting, Sitting.id == SittingResultRow.sitting_id)
        .where(
            Sitting.communique_id == communique.id,
            SittingResultRow.result.in_(sorted(map(str, DECLINES))),
            records_read_by(actor.at(communique.meeting_id)),
        )
    )
    return [Declined(paragraph, at) for paragraph, at in rows]


class Reserved(NamedTuple):
    """The reservations on a text, and by which descent their paragraphs are found in its drafts."""

    records: Sequence[ReservationRecord]
    lineage: Lineage

    def among(self, paragraphs: Sequence[int], moment: datetime | None) -> frozenset[int]:
        """Return those of *paragraphs*, a draft in order, on which a reservation stood at *moment*; None: now."""
        return self._lines(paragraphs, [record for record in self.records if record.stood_at(moment)])

    def ever(self, paragraphs: Sequence[int], moment: datetime | None) -> frozenset[int]:
        """Return the same of those on which one was entered until then, withdrawn since or not."""
        entered = [record for record in self.records if moment is None or record.entered_at <= moment]
        return self._lines(paragraphs, entered)

    def _lines(self, paragraphs: Sequence[int], records: Iterable[ReservationRecord]) -> frozenset[int]:
        own = {key: key for key in paragraphs}
        reserved = [record.reservation for record in records if record.reservation.paragraph_id]
        return frozenset(
            key
            for row in reserved
            for key in self.lineage.lines(row.paragraph_id or 0, own, row.draft.sequence)
        )


def load_reserved(session: Session, actor: Actor, drafts: DraftSet) -> Reserved:
    """Return the reservations that *actor* reads, to be found in any of *drafts*. Four queries, one for none."""
    records = load_reservations(session, actor, drafts.communique)
    return Reserved(records, load_lineage(session, drafts.communique.id) if records else Lineage())
