"""Which proposals that a closing carried over in conflict are in conflict with something still."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy.orm import Session

from acm_drafts.negotiation.consolidation import conflicting_proposals
from acm_drafts.negotiation.permissions import Actor
from acm_drafts.negotiation.terms import Standing
from acm_drafts.store.amendment_rows import AdoptedRow, PendingRow, adopted_on, pending_on, rivals
from acm_drafts.store.amendments import AmendmentRecord
from acm_drafts.store.decisions import known_pending
from acm_drafts.store.rounds import RoundContext
from acm_drafts.store.text import DraftSet
from acm_drafts.store.visibility import sees_all_proposals


def undisputed_among(
    session: Session, actor: Actor, drafts: DraftSet, records: Iterable[AmendmentRecord]
) -> frozenset[int]:
    """
    Return which of *records* were carried over in conflict and are in conflict with nothing any more.

    Their rivals were withdrawn or decided against since, as far as *actor* may know it: in a round that they do not
    read, rivals are told as the last one that they read left them, and what is read so itself stands as it was left.
    Two queries at most, none for no such record.
    """
    disputed = {
        record.amendment.id: record.revision.paragraph_id for record in records if _is_disputed(record)
    }
    if drafts.context is None or not disputed:
        return frozenset()
    keys = set(disputed.values())
    pending, accepted = _beside(session, actor, drafts.context, keys)
    rivalling: set[int] = set()
    for key in keys:
        own = [row for row in pending if key in (row.edit.paragraph, row.edit.other)]
        taken = [row.edit for row in accepted if row.edit.paragraph == key]
        rivalling |= conflicting_proposals(rivals(own, taken)).keys()
    return frozenset(disputed) - rivalling


def _is_disputed(record: AmendmentRecord) -> bool:
    """Return whether the last closing carried a proposal over in conflict, and it is read as it is."""
    return record.pending and record.standing is Standing.CONFLICT and record.last_shown is None


def _beside(
    session: Session, actor: Actor, context: RoundContext, paragraphs: Collection[int]
) -> tuple[Sequence[PendingRow], Sequence[AdoptedRow]]:
    """Return what is pending on *paragraphs* and what the round accepted there, as far as *actor* may know it."""
    if sees_all_proposals(actor, context):
        return pending_on(session, paragraphs), adopted_on(session, context.round.id, paragraphs)
    known = known_pending(session, context, actor)
    return [row for key in paragraphs for row in known.get(key, ())], []
